"""One of several options is right. Options may be numbers: the right one, and those that misconceptions lead to."""

from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Pick
from quizzes.questions.choices import OneChoice, check_options, key_choices, option_picks, rights, twins
from quizzes.questions.number import given_away, quantity
from quizzes.questions.valued import asks, check_valued, ideas, not_possible, numbers_of_options, picks, reasons, values


class Single(OneChoice):
    name = "single"
    title = "One choice"
    fields = OneChoice.fields | {"answer"}

    def check(self, body: Body) -> list[Fault]:
        faults, truths = check_options(body, valued=True)
        faults += check_valued(body)
        settled = truths and all(isinstance(truth, bool) for truth in truths)
        if settled and truths.count(True) != 1:
            faults.append(
                Fault("options", f"Exactly one option must be right; here {truths.count(True)} are. Change that.")
            )
        return faults

    def numbers(self, body: Body) -> dict[str, Any]:
        return numbers_of_options(body)

    def texts(self, body: Body) -> dict[str, str]:
        return super().texts(body) | reasons(body)

    def computed(self, body: Body, drawn: Drawn) -> dict[str, str]:
        return values(body, drawn)

    def picks(self, body: Body, drawn: Drawn) -> dict[str, Pick]:
        return option_picks(body, drawn) | picks(body, drawn)

    def try_out(self, body: Body, drawn: Drawn) -> list[Fault]:
        if not asks(body):
            return []
        return given_away(body) + (quantity(body).try_out(body["answer"], drawn) or not_possible(body, drawn))

    def blank(self, body: Body) -> str | None:
        return body["answer"].get("probe") if asks(body) else None

    def right_value(self, body: Body, drawn: Drawn) -> float | None:
        return quantity(body).right(body["answer"], drawn) if asks(body) else None

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        right = [f"option {number}" for number, truth in enumerate(rights(body, drawn), start=1) if truth]
        if len(right) != 1:
            return f"{right[0]} and {right[1]} are both right" if right else "no option is right"
        return twins(texts, len(body["options"]))

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        options = body["options"]
        beliefs = [option.get("misconception") or ideas(body).get(number, "") for number, option in enumerate(options)]
        why = [told[f"options.{number}.reason"] for number in range(len(options))]
        right, wrong = key_choices(rights(body, drawn), why, beliefs, ids)
        if asks(body):
            answer = body["answer"]
            steps = list(answer["steps"]) if "steps" in answer else quantity(body).steps(answer, drawn)
            right |= {"probe": answer.get("probe"), "steps": steps}
        return right, wrong
