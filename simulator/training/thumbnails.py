"""Small pictures of the data sets, to choose by looking: the points themselves, few and without noise. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.engine.data.planes import SETS
from simulator.engine.randomness import Random

POINTS = 60
SIDE = 44  # of the picture, in its own units
INSIDE = 20  # half the side of what is drawn in


@dataclass(frozen=True, slots=True)
class Picture:
    """A data set and its points: one path of dots for each tone, "class-0", "class-1" or a value's "low", "high"."""

    name: str
    title: str
    paths: tuple[tuple[str, str], ...]


@cache
def pictures() -> tuple[Picture, ...]:
    return tuple(Picture(name, one.title, tuple(_paths(name))) for name, one in SETS.items())


def _paths(name: str) -> Iterator[tuple[str, str]]:
    examples = SETS[name].draw(POINTS, 0, Random(3, "thumbnail", name), 2)
    places = np.rint(SIDE / 2 + INSIDE * examples.x * [1, -1]).astype(int)
    is_high = examples.y == 1 if examples.classes else examples.y > 0
    for tone, chosen in (("class-0", ~is_high), ("class-1", is_high)):
        yield tone, "".join(f"M{x} {y}h0" for x, y in places[chosen].tolist())
