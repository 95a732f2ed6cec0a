"""A number question that asks how many parts a network of given layer sizes has, or what it costs."""

from collections.abc import Sequence
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Drawn, Fault
from quizzes.questions.computed import number_of
from quizzes.questions.fields import Fields
from quizzes.questions.quantity import Answer, Entry, check_separate, entry, not_met
from simulator.engine.counts import MISCOUNTS, count, miscounts, wrong_counts


class OfCount:
    fields = frozenset({"count", "sizes", "examples", "biases", "separate"})
    kinds = ("parameters", "multiplications", "neurons")

    def check(self, fields: Fields) -> None:
        if fields.table["count"] not in self.kinds:
            fields.fault("count", f"Please choose one of: {', '.join(self.kinds)}.")
        sizes = fields.table.get("sizes")
        if not isinstance(sizes, list) or not 2 <= len(sizes) <= 8:
            fields.fault("sizes", 'Please list 2 to 8 layer sizes, such as ["inputs", "hidden", "outputs"].')
        biases = fields.table.get("biases", True)
        if not isinstance(biases, bool):
            fields.fault("biases", "Write true or false. By default each neuron has a bias.")
        elif not biases and fields.table["count"] != "parameters":
            fields.fault("biases", "Leave this out. Biases matter only for a count of parameters.")
        check_separate(fields)

    def numbers(self, answer: Answer) -> dict[str, Any]:
        sizes = {f"answer.sizes.{number}": size for number, size in enumerate(answer["sizes"])}
        return sizes | ({"answer.examples": answer["examples"]} if "examples" in answer else {})

    def try_out(self, answer: Answer, drawn: Drawn) -> list[Fault]:
        return not_met(answer, set(miscounts(kind_of(answer))))

    def right(self, answer: Answer, drawn: Drawn) -> float:
        sizes, examples = self.measured(answer, drawn)
        value = count(kind_of(answer), sizes, examples)
        assert isinstance(value, int)
        return float(value)

    def wrong(self, answer: Answer, drawn: Drawn, decimals: int = 0) -> dict[str, Entry]:
        kind = kind_of(answer)
        found = wrong_counts(kind, *self.measured(answer, drawn))
        said = {name: MISCOUNTS[name].said if kind == "weights" else "" for name in found}
        return {
            name: entry(name, float(value), None, said[name]) for name, value in found.items() if isinstance(value, int)
        }

    def wrong_among(self, answer: Answer, drawn: Drawn, separate: Sequence[str]) -> dict[str, float]:
        found = self.wrong(answer, drawn)
        return {identity: found[identity]["value"] for identity in separate if identity in found}

    def by_mistake(self, answer: Answer, drawn: Drawn) -> dict[str, tuple[float, str]]:
        measured = self.measured(answer, drawn)
        found = {name: compute(*measured) for name, compute in miscounts(kind_of(answer)).items()}
        return {name: (float(value), "") for name, value in found.items() if isinstance(value, int)}

    def separate(self, answer: Answer, drawn: Drawn) -> tuple[str, ...]:
        return ()

    def steps(self, answer: Answer, drawn: Drawn) -> list[str]:
        return []

    def measured(self, answer: Answer, drawn: Drawn) -> tuple[list[int], int]:
        sizes = [whole(number_of(size, drawn)) for size in answer["sizes"]]
        return sizes, whole(number_of(answer.get("examples", 1), drawn))


def kind_of(answer: Answer) -> str:
    """The parameters of a network without biases are its weights."""
    return "weights" if answer.get("biases") is False else str(answer["count"])


def whole(value: float) -> int:
    if value != int(value) or not 1 <= value <= 10**6:
        raise Uncomputable(f"{value:g} is no size of a layer")
    return int(value)
