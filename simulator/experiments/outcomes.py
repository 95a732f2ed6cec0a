"""What a finished sweep says, as one number or word: predictions and conclusions name their numbers in this way.

They are data, so that the page's script finds the same outcome without asking again (outcomes.js).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Point = Mapping[str, Any]  # one run: {"parameters": {…}, "readings": {…}}
At = Mapping[str, Any]  # parameters that a point must have
ANY: At = {}


def at_point(points: Iterable[Point], at: At) -> list[Point]:
    """The points whose parameters are these; other parameters may be anything."""
    return [point for point in points if all(point["parameters"].get(name) == wanted for name, wanted in at.items())]


@dataclass(frozen=True, slots=True)
class Read:
    """The reading at the first such point."""

    reading: str
    at: At = field(default_factory=dict)

    def value(self, points: Sequence[Point]) -> Any:
        found = at_point(points, self.at)
        return found[0]["readings"].get(self.reading) if found else None


@dataclass(frozen=True, slots=True)
class Change:
    """From one reading to another, as a difference, or as a quotient where `is_factor`."""

    start: Read
    end: Read
    is_factor: bool = False

    def value(self, points: Sequence[Point]) -> Any:
        start, end = self.start.value(points), self.end.value(points)
        if start is None or end is None or (self.is_factor and start == 0):
            return None
        return end / start if self.is_factor else end - start


@dataclass(frozen=True, slots=True)
class First:
    """The first value of a parameter, in the order of the sweep, at which a reading reaches `least`."""

    parameter: str
    reading: str
    least: float
    at: At = field(default_factory=dict)

    def value(self, points: Sequence[Point]) -> Any:
        found = [p for p in at_point(points, self.at) if (p["readings"].get(self.reading) or 0) >= self.least]
        return found[0]["parameters"][self.parameter] if found else None


@dataclass(frozen=True, slots=True)
class Last:
    """The last value of a parameter, in the order of the sweep, at which a reading is at most `most`."""

    parameter: str
    reading: str
    most: float
    at: At = field(default_factory=dict)

    def value(self, points: Sequence[Point]) -> Any:
        readings = [(p, p["readings"].get(self.reading)) for p in at_point(points, self.at)]
        found = [p for p, reading in readings if reading is not None and reading <= self.most]
        return found[-1]["parameters"][self.parameter] if found else None


@dataclass(frozen=True, slots=True)
class Extreme:
    """The value of a parameter at which a reading is lowest, or highest."""

    parameter: str
    reading: str
    at: At = field(default_factory=dict)
    is_highest: bool = False

    def value(self, points: Sequence[Point]) -> Any:
        readings = [(p, p["readings"].get(self.reading)) for p in at_point(points, self.at)]
        found = [(p, reading) for p, reading in readings if reading is not None]
        best = (max if self.is_highest else min)(found, key=lambda pair: pair[1], default=None)
        return best[0]["parameters"][self.parameter] if best else None


Outcome = Read | Change | First | Last | Extreme
