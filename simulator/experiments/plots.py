"""Plots described as data. A sweep's plot says which readings it shows; a run's own plots come with their points.

The shape of the latter is what plot.js draws:
{"kind", "title", "x": {"title", "log"}, "y": …, "series": [{"name", "points": [[x, y], …]}], "marks": [{"x", "name"}]}
or {"kind": "images", "title", "images": [{"name", "pixels": [rows of numbers from 0 to 1]}]}.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from simulator.experiments.outcomes import At

Kind = Literal["lines", "dots", "bars"]
DIGITS = 5  # significant ones, of what is only drawn
MOST_POINTS = 240  # of a curve: more than there are pixels to tell apart


@dataclass(frozen=True, slots=True)
class Axis:
    """`name` is the parameter or reading that runs along it; empty where lines name their own."""

    title: str
    name: str = ""
    log: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One curve, or one kind of bar: a reading of the points at these parameters; `ends` are readings of its spread."""

    reading: str
    name: str
    at: At = field(default_factory=dict)
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """What a sweep shows: each point of it is drawn as it comes."""

    kind: Kind
    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...]


def drawn(
    kind: str,
    title: str,
    x: Axis,
    y: Axis,
    series: Mapping[str, Iterable[Sequence[float]]],
    marks: Sequence[tuple[float, str]] = (),
) -> dict[str, Any]:
    """A plot of one run."""
    return {
        "kind": kind,
        "title": title,
        "x": axis(x),
        "y": axis(y),
        "series": [
            {"name": name, "points": [[brief(v) for v in p] for p in points]} for name, points in series.items()
        ],
        "marks": [{"x": brief(at), "name": name} for at, name in marks],
    }


def axis(given: Axis) -> dict[str, Any]:
    return {"title": given.title, "log": given.log, "low": given.low, "high": given.high}


def curve(x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray) -> list[tuple[float, float]]:
    """Points of a curve, thinned out to what can be seen; the first and the last stay."""
    kept = np.unique(np.linspace(0, len(x) - 1, min(len(x), MOST_POINTS)).round().astype(int))
    return [(float(x[i]), float(y[i])) for i in kept]


def brief(value: float) -> float | None:
    """A number as it is drawn; None for what is not finite."""
    return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
