"""A number question that asks for a quantity of its network. The simulator computes it, and the wrong values too."""

import math
from collections.abc import Sequence
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Drawn, Fault
from quizzes.questions.drawing import missing_probes
from quizzes.questions.fields import Fields
from quizzes.questions.quantity import Answer, Entry, check_separate, entry, missing_steps, not_met
from simulator.engine.diagnosis import WrongValue, applicable, feedback, wrong_values
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import Network
from simulator.engine.probes import find, upstream
from simulator.engine.separation import default_separate
from simulator.engine.trace import Trace
from simulator.engine.traces import Traces
from simulator.engine.variants import variants


class OfProbe:
    fields = frozenset({"probe", "separate", "steps"})

    def check(self, fields: Fields) -> None:
        fields.text("probe", "Please name the quantity that is asked for, such as a[1,1].")
        fields.words("steps")
        check_separate(fields)

    def numbers(self, answer: Answer) -> dict[str, Any]:
        return {}

    def try_out(self, answer: Answer, drawn: Drawn) -> list[Fault]:
        if drawn.trace is None:
            return [Fault("answer.probe", "A probe needs a network. Add the table [question.network].")]
        faults = missing_probes(drawn, "answer.probe", [answer["probe"]]) + missing_steps(answer, drawn)
        return faults or not_met(answer, set(applicable(drawn.trace.network, answer["probe"])))

    def right(self, answer: Answer, drawn: Drawn) -> float:
        try:
            return float(traced(drawn)[answer["probe"]])
        except ValueError as error:
            raise Uncomputable(str(error)) from error

    def wrong(self, answer: Answer, drawn: Drawn, decimals: int) -> dict[str, Entry]:
        network = traced(drawn).network
        found = wrong_values(network, answer["probe"], drawn.right, traced(drawn).pins, decimals)
        return {key: self.entry(network, one) for key, one in found.items()}

    def entry(self, network: Network, one: WrongValue) -> Entry:
        more = {"rounded": list(one.rounded), "weight": one.weight}
        return entry(one.id, one.value, one.node, feedback(network, one), **more)

    def wrong_among(self, answer: Answer, drawn: Drawn, separate: Sequence[str]) -> dict[str, float]:
        right = traced(drawn)
        place = find(right.network, answer["probe"])
        asked = {meant(key): key for key in separate}
        found = ((asked.get((one.entry.idea, one.layer)), one) for one in variants(right.network, place))
        ideas = {key: one.replacement for key, one in found if key}
        values = Traces(right.network, list(ideas.values()), right.pins).at(place).tolist()
        return {key: value for key, value in zip(ideas, values, strict=True) if math.isfinite(value)}

    def by_mistake(self, answer: Answer, drawn: Drawn) -> dict[str, tuple[float, str]]:
        found = wrong_values(traced(drawn).network, answer["probe"], math.nan, traced(drawn).pins)  # no value is nan
        return {key: (one.value, one.node) for key, one in found.items()}

    def separate(self, answer: Answer, drawn: Drawn) -> tuple[str, ...]:
        return tuple(default_separate(traced(drawn).network, answer["probe"]))

    def steps(self, answer: Answer, drawn: Drawn) -> list[str]:
        return upstream(traced(drawn).network, answer["probe"])


def meant(key: str) -> tuple[str, int | None]:
    """The idea of a key "dw.sign" or "z.no_bias@2", and its layer: at this probe the idea may have another name."""
    identity, _, layer = key.partition("@")
    return MISCONCEPTIONS[identity].idea, int(layer) if layer else None


def traced(drawn: Drawn) -> Trace:
    assert drawn.trace is not None, "try_out refuses a probe without a network"
    return drawn.trace
