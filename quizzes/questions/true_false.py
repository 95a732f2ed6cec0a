"""A statement that is true or false, with a reason for either answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault
from quizzes.questions.choices import OneChoice, check_right, is_right
from quizzes.questions.fields import Fields


class TrueFalse(OneChoice):
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

    def texts(self, body: Body) -> dict[str, str]:
        return {"reason_true": body["reason_true"], "reason_false": body["reason_false"]}

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        options = [{"id": ids[0], "text": "True"}, {"id": ids[1], "text": "False"}]
        return {"options": options, "many": False, "shuffle": False}  # people expect true first

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        right, wrong = ids[:2] if is_right(body["right"], drawn) else reversed(ids[:2])
        reasons = {ids[0]: told["reason_true"], ids[1]: told["reason_false"]}
        return {"ids": [right], "reasons": reasons}, {wrong: body.get("misconception", "")}
