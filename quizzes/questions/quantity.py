"""What the ways of asking for a number share: their face, and the catalogue's misconceptions."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from quizzes.questions.base import Drawn, Fault
from quizzes.questions.drawing import missing_probes
from quizzes.questions.fields import Fields
from simulator.engine.misconceptions import MISCONCEPTIONS

SEPARABLE = re.compile(r"[a-z_0-9.]+(@[1-9])?")  # an idea, or the idea in one layer alone
Answer = Mapping[str, Any]
Entry = dict[str, Any]


class Quantity(Protocol):
    """One way to say what is asked for."""

    fields: frozenset[str]

    def check(self, fields: Fields) -> None: ...

    def numbers(self, answer: Answer) -> dict[str, Any]: ...

    def try_out(self, answer: Answer, drawn: Drawn) -> list[Fault]: ...

    def right(self, answer: Answer, drawn: Drawn) -> float: ...

    def wrong(self, answer: Answer, drawn: Drawn, decimals: int) -> dict[str, Entry]:
        """What each misconception of the catalogue would give, also to people who round on the way."""

    def wrong_among(self, answer: Answer, drawn: Drawn, separate: Sequence[str]) -> dict[str, float]:
        """The wrong values of a few misconceptions alone: this is asked of every draw, fit or not."""

    def by_mistake(self, answer: Answer, drawn: Drawn) -> dict[str, tuple[float, str]]:
        """What each misconception of the catalogue gives, also where that is the right value, and where it first shows:
        this is asked of every draw that is fit otherwise.
        """

    def separate(self, answer: Answer, drawn: Drawn) -> tuple[str, ...]:
        """What must be told apart where the author does not say."""

    def steps(self, answer: Answer, drawn: Drawn) -> list[str]:
        """The worked steps where the author does not say."""


def entry(identity: str, value: float, node: str | None, feedback: str = "", **more: Any) -> Entry:
    """A wrong value as a key stores it; `feedback` where more is known than the catalogue says."""
    idea = MISCONCEPTIONS[identity]
    said = feedback or idea.feedback
    return {"value": value, "node": node, "feedback": said, "kind": idea.kind, "formula": idea.formula} | more


def check_separate(fields: Fields) -> None:
    for number, identity in enumerate(fields.words("separate")):
        check_idea(fields, f"separate.{number}", identity)


def check_idea(fields: Fields, name: str, identity: object) -> None:
    """A misconception of the catalogue, or one in a single layer, such as z.no_bias@2."""
    if not isinstance(identity, str):
        fields.fault(name, "Please write this as text, in quotes.")
    elif not SEPARABLE.fullmatch(identity) or identity.split("@")[0] not in MISCONCEPTIONS:
        family = [one for one in MISCONCEPTIONS if one.split(".")[0] == identity.split(".")[0]]
        near = f" Of this family there are: {', '.join(family)}." if family else ""
        fields.fault(name, f"There is no misconception “{identity}”.{near}")


def missing_steps(answer: Answer, drawn: Drawn) -> list[Fault]:
    steps = enumerate(answer.get("steps", []))
    return [fault for number, probe in steps for fault in missing_probes(drawn, f"answer.steps.{number}", [probe])]


def not_met(answer: Answer, possible: set[str]) -> list[Fault]:
    """Misconceptions of the catalogue that cannot occur on the way to what is asked."""
    return [
        Fault(f"answer.separate.{number}", f"“{identity}” cannot occur on the way to what is asked. Remove it.")
        for number, identity in enumerate(answer.get("separate", []))
        if identity.split("@")[0] not in possible
    ]
