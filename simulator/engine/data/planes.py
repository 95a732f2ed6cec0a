"""Seven data sets on the plane, to watch a network draw its border. Made by us; each is one formula and some noise.

All points lie in −1…1 in both directions while there is no noise. Noise (0 to 0.5) is a share of that range: it moves
each point, or its value, by up to so much either way, after its answer was decided. So with noise the points of two
classes mix, and no border, however clever, gets all of them right. Clouds grow wider instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.data.examples import Examples
from simulator.engine.randomness import Random

Draw = Callable[[int, float, Random, int], Examples]


@dataclass(frozen=True, slots=True)
class PlaneSet:
    """One data set. `draw(count, noise, random, classes)` gives so many examples, an equal number of each class."""

    title: str
    task: Literal["classes", "values"]
    most_classes: int  # 0 where the answers are values
    draw: Draw


def circle(count: int, noise: float, random: Random, classes: int = 2) -> Examples:
    """A disc inside a ring, or inside several. Distance from the middle tells the classes apart; no line does."""
    y = _classes(count, classes)
    ring = 1 / (1.5 * classes - 0.5)  # the width of a ring, where a gap is half as wide
    distance = ring * (1.5 * y + random.uniform(count))
    return _labelled(_around(distance, random.uniform(count, 0, 2 * np.pi)), y, classes, noise, random)


def xor(count: int, noise: float, random: Random, classes: int = 2) -> Examples:
    """Four squares like a chessboard: class 1 where x1 and x2 have different signs. A strip along the axes is free."""
    y = _classes(count, 2)
    size = random.uniform((count, 2), 0.08, 1)
    sign = 1 - 2 * random.whole(count, 2)
    return _labelled(size * np.stack([sign, sign * (1 - 2 * y)], axis=1), y, 2, noise, random)


def gaussians(count: int, noise: float, random: Random, classes: int = 2) -> Examples:
    """A round cloud a class, their middles on a circle. Straight borders are the best there are."""
    y = _classes(count, classes)
    middles = _around(np.full(count, 0.6), np.pi / 4 + 2 * np.pi * y / classes)
    return _named(middles + random.normal((count, 2), deviation=0.12 + 0.4 * noise), y, classes)


def spiral(count: int, noise: float, random: Random, classes: int = 2) -> Examples:
    """Arms that wind around each other. Hard: the border must wind along with them."""
    y = _classes(count, classes)
    along = random.uniform(count)  # 0 at the inner end of an arm, 1 at the outer
    turns = 3.5 / classes  # more arms wind less, so that they keep the same distance
    angle = 2 * np.pi * (turns * along + y / classes)
    return _labelled(_around(0.1 + 0.9 * along, angle), y, classes, noise, random)


def moons(count: int, noise: float, random: Random, classes: int = 2) -> Examples:
    """Two half circles, each with its end inside the other. One bent border parts them."""
    y = _classes(count, 2)
    arc = _around(np.ones(count), random.uniform(count, 0, np.pi))  # the upper half of a circle
    arc[y == 1] = np.array([1, 0.5]) - arc[y == 1]  # the other is turned upside down, and moved
    return _labelled((arc - np.array([0.5, 0.25])) / 1.5, y, 2, noise, random)


def plane(count: int, noise: float, random: Random, classes: int = 0) -> Examples:
    """Values of a tilted plane, (x1 + x2) / 2. One linear unit is enough."""
    return _valued(lambda x: x.mean(axis=1), count, noise, random)


def waves(count: int, noise: float, random: Random, classes: int = 0) -> Examples:
    """Values that rise and fall both ways, (sin πx1 + sin πx2) / 2. Linear in the right features, not in x1 and x2."""
    return _valued(lambda x: np.sin(np.pi * x).mean(axis=1), count, noise, random)


def _classes(count: int, classes: int) -> np.ndarray:
    return np.arange(count) % classes  # in turn, so that the classes are balanced


def _around(distance: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Points (examples, 2) at a distance from the middle and an angle in radians."""
    return np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)


def _labelled(x: np.ndarray, y: np.ndarray, classes: int, noise: float, random: Random) -> Examples:
    return _named(x + random.uniform(x.shape, -noise, noise), y, classes)


def _named(x: np.ndarray, y: np.ndarray, classes: int) -> Examples:
    return Examples(x, y, tuple(str(number) for number in range(classes)))


def _valued(value: Callable[[np.ndarray], np.ndarray], count: int, noise: float, random: Random) -> Examples:
    x = random.uniform((count, 2), -1, 1)
    return Examples(x, value(x) + random.uniform(count, -noise, noise), None)


SETS: dict[str, PlaneSet] = {
    "circle": PlaneSet("Circle", "classes", 4, circle),
    "xor": PlaneSet("XOR", "classes", 2, xor),
    "gaussians": PlaneSet("Gaussians", "classes", 4, gaussians),
    "spiral": PlaneSet("Spiral", "classes", 4, spiral),
    "moons": PlaneSet("Moons", "classes", 2, moons),
    "plane": PlaneSet("Plane", "values", 0, plane),
    "waves": PlaneSet("Waves", "values", 0, waves),
}
