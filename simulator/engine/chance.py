"""Wrong numbers without a known cause: how a person who has no idea would answer, as a few kinds of chance.

Numpy, and nothing else. Every kind is uniform between two ends, without the numbers that are graded right.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from simulator.engine.network import Network
from simulator.engine.probes import find

BOUNDED = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0)}  # what the outputs of a unit can be
QUANTILE = 0.75  # of the wrong values; the largest of them are larger than anybody would guess
FEW_NEGATIVE = 0.05  # a range starts at 0 while no larger share of the wrong values is negative
LEAST_WRONG = 1e-6


@dataclass(frozen=True, slots=True)
class Chance:
    """Numbers spread evenly from low to high. Those within `leeway` of the right one are not wrong."""

    low: float
    high: float
    right: float
    leeway: float

    def share(self, middle: np.ndarray, half: float) -> np.ndarray:
        """The share of the wrong numbers of this kind within `half` of each middle: (cells,)."""
        graded_right = float(self._covered(np.array([self.right]), max(self.leeway, half))[0])
        return self._covered(middle, half) / max(1 - graded_right, LEAST_WRONG)

    def _covered(self, middle: np.ndarray, half: float) -> np.ndarray:
        ends = np.minimum(middle + half, self.high) - np.maximum(middle - half, self.low)
        return np.maximum(ends, 0) / (self.high - self.low)


def chances(low: float, high: float, right: float, leeway: float) -> list[Chance]:
    """Anything sensible, its middle half, ten times as wide, as large as the right number, and close to it."""
    width = high - low
    size = abs(right) if abs(right) > 1e-9 else width / 4
    ends = [
        (low, high),
        (low + width / 4, high - width / 4),
        (low - 4.5 * width, high + 4.5 * width),
        (right - size, right + size),
        (right - size / 3, right + size / 3),
    ]
    return [Chance(*pair, right, leeway) for pair in ends]


def sensible_range(right: float, wrong: Collection[float]) -> tuple[float, float]:
    """Between which numbers a person without an idea would answer, as seen from the right number and wrong ones."""
    sizes = sorted(abs(value) for value in wrong if math.isfinite(value))
    usual = sizes[int(QUANTILE * (len(sizes) - 1))] if sizes else 0.0
    size = max(2 * abs(right), usual) or 1.0
    negative = sum(value < 0 for value in wrong)
    return (0.0 if right >= 0 and negative <= FEW_NEGATIVE * len(wrong) else -size), size


def range_of(network: Network, probe: str, right: float, wrong: Collection[float]) -> tuple[float, float]:
    """The same for a quantity of a network, whose activation may bound it. Raises what `find` raises."""
    place = find(network, probe)
    layer = network.layers[(place.layer or len(network.layers)) - 1]
    bounds = BOUNDED.get(layer.activation) if place.name in ("a", "output") else None
    return bounds or sensible_range(right, wrong)
