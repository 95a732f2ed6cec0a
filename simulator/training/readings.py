"""A film for a page without scripts: its readings at three moments, and the last map as shapes. Pure."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from simulator.engine.numbers import written

LEVELS = 8  # shades of a map
CLASS = 64  # a byte of a map of classes is class · 64 + its share


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of the table; "–" where there is nothing to say."""

    name: str
    epoch: int
    train_loss: str
    train_right: str
    validation_loss: str
    validation_right: str


@dataclass(frozen=True, slots=True)
class Point:
    """`kind` is the class that decides shape and colour, `part` whether it is filled."""

    x: float
    y: float
    kind: int
    part: str


@dataclass(frozen=True, slots=True)
class Map:
    """A decision map of `size` squares along a side: one path for each tone, and the points in the same units."""

    size: int
    paths: list[tuple[str, str]]
    points: list[Point]


def moments_of(film: Mapping[str, Any]) -> list[Moment]:
    last = len(film["epochs"]) - 1
    found = {0: "Start", last // 2: "Middle", last: "End"}
    return [_moment(film, at, name) for at, name in sorted(found.items())]


def _moment(film: Mapping[str, Any], at: int, name: str) -> Moment:
    parts = (film["train"], film["validation"])
    cells = [cell for part in parts for cell in (_reading(part, "loss", at), _reading(part, "accuracy", at))]
    return Moment(name, film["epochs"][at], *cells)


def _reading(part: Mapping[str, Any] | None, name: str, at: int) -> str:
    if part is None or part[name] is None or part[name][at] is None:
        return "–"
    value = part[name][at]
    return f"{round(100 * value)} %" if name == "accuracy" else written(value, 3)


def map_of(film: Mapping[str, Any]) -> Map | None:
    """What the network says at the end; None for a film without maps."""
    maps = film["maps"]
    if maps is None:
        return None
    size, shades = maps["size"], base64.b64decode(maps["frames"][-1])
    tone = _tone_of_class if maps["kind"] == "class" else _tone_of_value
    rows = [[tone(shade) for shade in shades[row * size : (row + 1) * size]] for row in range(size)]
    paths: dict[str, str] = {}
    for row, tones in enumerate(rows):
        for name, start, length in _stretches(tones):
            paths[name] = paths.get(name, "") + f"M{start} {size - row - 0.5}h{length}"
    return Map(size, sorted(paths.items()), list(_points(film)))


def _tone_of_value(shade: int) -> str:
    side = round((shade / 255 * 2 - 1) * LEVELS)
    return f"{'neg' if side < 0 else 'pos'}-{abs(side)}"


def _tone_of_class(shade: int) -> str:
    return f"class-{shade // CLASS}-{round(shade % CLASS / (CLASS - 1) * LEVELS)}"


def _stretches(tones: list[str]) -> Iterator[tuple[str, int, int]]:
    start = 0
    for name, group in groupby(tones):
        length = len(list(group))
        yield name, start, length
        start += length


def _points(film: Mapping[str, Any]) -> Iterator[Point]:
    maps, points = film["maps"], film["points"]
    low, high, bottom, top = maps["bounds"]
    for (x1, x2), y, part in zip(points["x"], points["y"], points["part"], strict=True):
        x, across = (x1 - low) / (high - low), (x2 - bottom) / (top - bottom)
        kind = y if film["classes"] else int(y > 0)
        yield Point(round(x * maps["size"], 2), round((1 - across) * maps["size"], 2), kind, part)
