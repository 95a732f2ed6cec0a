"""What most types of question have in common: no fields of their own of a sort, and one place to answer in."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import AskedNumber, Body, Drawn, Fault, Pick, Sent, Unread, Unreadable
from quizzes.questions.computed import number_of
from quizzes.questions.differing_answers import conditions_off, numbers_off, picks_off


class Defaults:
    """Each says what holds unless a type says otherwise; the protocol in `base` says what it means."""

    def conditions(self, body: Body) -> dict[str, str]:
        return {}

    def names(self, body: Body) -> list[str]:
        return []

    def numbers(self, body: Body) -> dict[str, Any]:
        return {}

    def texts(self, body: Body) -> dict[str, str]:
        return {}

    def codes(self, body: Body) -> dict[str, str]:
        return {}

    def computed(self, body: Body, drawn: Drawn) -> dict[str, str]:
        return {}

    def try_out(self, body: Body, drawn: Drawn) -> list[Fault]:
        return []

    def blank(self, body: Body) -> str | None:
        return None

    def right_value(self, body: Body, drawn: Drawn) -> float | None:
        return None

    def values(self, body: Body, drawn: Drawn) -> dict[str, float]:
        found = {} if drawn.right is None else {"the right answer": drawn.right}
        for field, expression in self.numbers(body).items():
            with suppress(Uncomputable):  # a wrong number may have no value at some numbers
                found[field] = number_of(expression, drawn)
        return found

    def asked(self, body: Body, drawn: Drawn) -> list[AskedNumber]:
        return []

    def picks(self, body: Body, drawn: Drawn) -> dict[str, Pick]:
        return {}

    def differing_answers(self, body: Body, drawn: Drawn, worked: Drawn) -> list[str]:
        return [
            *numbers_off(self.asked(body, drawn), self.asked(body, worked)),
            *picks_off(self.picks(body, drawn), self.picks(body, worked)),
            *conditions_off(self.conditions(body), drawn, worked),
        ]

    def contradictions(self, body: Body, drawn: Drawn) -> list[Fault]:
        return []

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        return None

    def parse(self, raw: object, ask: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def unread(self, raw: object, ask: Mapping[str, Any]) -> list[Unread]:
        try:
            self.parse(raw, ask)
        except Unreadable as error:
            return [Unread(str(error), error.choices)]
        return []

    def completed(self, raw: Any, before: Any, ask: Mapping[str, Any]) -> Any:
        return raw

    def coinciding(self, body: Body, drawn: Drawn) -> frozenset[str]:
        return frozenset()

    def echo(self, answer: Any, ask: Mapping[str, Any]) -> str:
        return ""

    def from_form(self, ask: Mapping[str, Any], sent: Sent) -> Any:
        return next(reversed(given(sent)), None)  # the button of a choice comes after its field

    def marks(self, ask: Mapping[str, Any], right: Mapping[str, Any], detail: Mapping[str, Any]) -> Any:
        return None

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        return dict(ask)

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {}


def given(sent: Sent, name: str = "") -> list[str]:
    """What was typed or chosen in the fields of a name; blanks are nothing."""
    return [value for value in sent.get(name, []) if value.strip()]


def with_minus(number: object) -> str:
    """A number as pages write it, with a true minus."""
    return str(number).replace("-", "\u2212")
