"""What is asked before a run, and what is asked after it: a number, or one of several options with a reason each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.experiments.outcomes import Outcome, Point


@dataclass(frozen=True, slots=True)
class Option:
    """`low` up to, but not, `high` is the range of outcomes in which it is right; `equals` is one outcome.

    With neither it is never right: a belief that no run bears out. `reason` says why, whichever it is.
    """

    text: str
    reason: str
    low: float | None = None
    high: float | None = None
    equals: float | str | None = None

    def is_right(self, outcome: Any) -> bool:
        if outcome is None:
            return False
        if self.equals is not None:
            return outcome == self.equals
        if self.low is None and self.high is None:
            return False
        return (self.low is None or outcome >= self.low) and (self.high is None or outcome < self.high)


@dataclass(frozen=True, slots=True)
class Choice:
    question: str
    about: Outcome
    options: tuple[Option, ...]
    hint: str = ""

    def right(self, points: Sequence[Point]) -> list[int]:
        """The numbers of the options that these points bear out, from 0."""
        outcome = self.about.value(points)
        return [i for i, option in enumerate(self.options) if option.is_right(outcome)]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of wrong numbers: the network and the quantity that is asked for, with the probes that the question
    states; or the right number and some wrong ones, each with its feedback.
    """

    network: Mapping[str, Any] | None = None
    probe: str = ""
    told: tuple[str, ...] = ()
    right: float = 0.0
    wrong: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number, right within `tolerance` of the outcome, which is written with so many `decimals`."""

    question: str
    about: Outcome
    tolerance: float
    decimals: int = 0
    hint: str = ""
    known: Known | None = None

    def is_right(self, given: float, points: Sequence[Point]) -> bool:
        outcome = self.about.value(points)
        return outcome is not None and abs(given - outcome) <= self.tolerance + 1e-12


Question = Choice | Number


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences with numbers in braces, which are the readings of the run at hand: {name} → outcome and decimals."""

    text: str
    numbers: dict[str, tuple[Outcome, int]]
