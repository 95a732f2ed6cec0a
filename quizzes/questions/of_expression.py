"""A number question that asks for an expression over its drawn numbers; its author names the wrong values."""

from collections.abc import Sequence
from typing import Any

from quizzes.questions.base import Drawn, Fault
from quizzes.questions.computed import number_of
from quizzes.questions.fields import Fields
from quizzes.questions.quantity import Answer, Entry, missing_steps


class OfExpression:
    fields = frozenset({"expression", "steps"})

    def check(self, fields: Fields) -> None:
        fields.words("steps")

    def numbers(self, answer: Answer) -> dict[str, Any]:
        return {"answer.expression": answer["expression"]}

    def try_out(self, answer: Answer, drawn: Drawn) -> list[Fault]:
        return missing_steps(answer, drawn)

    def right(self, answer: Answer, drawn: Drawn) -> float:
        return number_of(answer["expression"], drawn)

    def wrong(self, answer: Answer, drawn: Drawn, decimals: int) -> dict[str, Entry]:
        return {}

    def wrong_among(self, answer: Answer, drawn: Drawn, separate: Sequence[str]) -> dict[str, float]:
        return {}

    def by_mistake(self, answer: Answer, drawn: Drawn) -> dict[str, tuple[float, str]]:
        return {}

    def separate(self, answer: Answer, drawn: Drawn) -> tuple[str, ...]:
        return ()

    def steps(self, answer: Answer, drawn: Drawn) -> list[str]:
        return []
