"""Answers that a learner may well give to a question's numbers, each with whether it would be right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from quizzes.questions.ranges import precision_of
from simulator.engine.numbers import MINUS
from simulator.engine.precision import Precision, exactly, placed

FEWER = 2  # places that a hurried learner may leave out


@dataclass(frozen=True, slots=True)
class Plausible:
    """An answer, how it may come to be given, and whether it is right."""

    answer: str
    why: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """One number that is asked for: what it is called among several, what is right, and what else may be typed."""

    label: str
    right: str
    low: str
    high: str
    answers: list[Plausible]

    @property
    def words(self) -> str:
        return f"{self.low} to {self.high}" if self.low != self.high else f"only {self.low}"


def accepted_of(right: Mapping[str, Any], wrong: Mapping[str, Any], label: str = "") -> list[Accepted]:
    """What is accepted for each number of a key."""
    if "parts" in right:
        parts = [(name, right["parts"][name]) for name in right["order"]]
        return [one for name, part in parts for one in accepted_of(part, wrong[name], f"Part {part['label']}")]
    if "values" in right:
        cells = enumerate(right["values"])
        return [
            accepted_at(
                right, value, cell_ideas(wrong, at), f"{label}, number {at + 1}" if label else f"number {at + 1}"
            )
            for at, value in cells
        ]
    return [accepted_at(right, right["value"], number_ideas(wrong), label)] if "value" in right else []


def number_ideas(wrong: Mapping[str, Any]) -> dict[str, float]:
    return {key: one["value"] for key, one in wrong.items()}


def cell_ideas(wrong: Mapping[str, Any], at: int) -> dict[str, float]:
    return {key: one["values"][at] for key, one in wrong.items() if at in one["changed"]}


def accepted_at(right: Mapping[str, Any], value: float, ideas: Mapping[str, float], label: str) -> Accepted:
    precision, found = precision_of(right), dict[Decimal, Plausible]()
    for answer, why in answers_for(precision, value, ideas):
        found.setdefault(answer, Plausible(said(f"{answer:f}"), why, precision.is_right(answer, value)))
    low, high = map(said, precision.ends(value))
    words = label.strip()
    return Accepted(words[:1].upper() + words[1:], said(precision.said(value)), low, high, list(found.values()))


def answers_for(precision: Precision, value: float, ideas: Mapping[str, float]) -> Iterator[tuple[Decimal, str]]:
    exact, decimals = exactly(value), precision.decimals_at(value)
    yield precision.rounded(value), "rounded as asked"
    yield placed(exact, decimals, ROUND_DOWN), "cut off instead of rounded"
    for fewer in range(1, FEWER + 1):
        places = decimals - fewer
        if places >= 0 or precision.digits is not None:
            yield placed(exact, places, ROUND_HALF_UP), f"rounded to {fewer} place{'s' if fewer > 1 else ''} fewer"
    yield -precision.rounded(value), "with the sign reversed"
    yield Decimal(0), "zero"
    for key, wrong in ideas.items():
        yield precision.rounded(wrong), f"mistake {key}"


def said(number: str) -> str:
    return number.replace("-", MINUS)
