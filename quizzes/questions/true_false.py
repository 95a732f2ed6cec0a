"""A statement that is true or false, with a reason for either answer."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Samples, Verdict
from quizzes.questions.choices import check_right, diagnosed, is_right, read_choice
from quizzes.questions.fields import Fields


class TrueFalse:
    name = "true_false"
    title = "True or false"
    fields = frozenset({"right", "reason_true", "reason_false", "misconception"})

    def check(self, body: Body) -> list[Fault]:
        faults: list[Fault] = []
        fields = Fields(body, faults)
        check_right(fields)
        fields.text("reason_true", "Please say what a learner who answers “true” should know.")
        fields.text("reason_false", "Please say what a learner who answers “false” should know.")
        fields.text("misconception")
        return faults

    def conditions(self, body: Body) -> dict[str, str]:
        return {"right": body["right"]} if isinstance(body["right"], str) else {}

    def numbers(self, body: Body) -> dict[str, Any]:
        return {}

    def texts(self, body: Body) -> dict[str, str]:
        return {"reason_true": body["reason_true"], "reason_false": body["reason_false"]}

    def right_value(self, body: Body, drawn: Drawn) -> None:
        return None

    def collision(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> None:
        return None

    def ask(self, body: Body, drawn: Drawn, html: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        options = [{"id": ids[0], "text": "True"}, {"id": ids[1], "text": "False"}]
        return {"options": options, "many": False, "shuffle": False}  # people expect true first

    def key(
        self, body: Body, drawn: Drawn, html: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        truth = is_right(body["right"], drawn)
        right_id, wrong_id = (ids[0], ids[1]) if truth else (ids[1], ids[0])
        reasons = {ids[0]: html["reason_true"], ids[1]: html["reason_false"]}
        return {"ids": [right_id], "reasons": reasons}, {wrong_id: body.get("misconception", "")}

    def parse(self, raw: object, ask: Mapping[str, Any]) -> str:
        return read_choice(raw, ask)

    def echo(self, answer: str, ask: Mapping[str, Any]) -> str:
        return ""

    def grade(self, answer: str, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        return Verdict(Fraction(answer in right["ids"]), diagnosed([answer], wrong), {"chosen": [answer]})

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        return Samples(
            right=list(right["ids"]), wrong=list(wrong), unreadable=["", "true", "True", True, False, 1, right["ids"]]
        )
