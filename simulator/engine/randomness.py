"""Randomness that stays the same: for ever, on every machine, with every version of NumPy.

NumPy promises to keep the raw 64-bit words of its bit generators, but not what its distributions make of them. So
only the words come from NumPy; uniform, normal and the rest are made of them here.
"""

import json
from hashlib import sha256

import numpy as np

Shape = int | tuple[int, ...]
UNIT = 2.0**-53  # the distance of two neighbouring uniform numbers: a float holds 53 bits


class Random:
    """A stream of random numbers that belongs to a seed and a purpose.

    Two purposes never share a stream: with the same seed, Random(1, "train") and Random(1, "test") have no number in
    common, so that no example is learned from and tested on.
    """

    def __init__(self, seed: int, *purpose: str) -> None:
        name = json.dumps([int(seed), *purpose])  # JSON keeps ("ab", "c") and ("a", "bc") apart
        self._words = np.random.PCG64(int.from_bytes(sha256(name.encode()).digest()))

    def uniform(self, shape: Shape, low: float = 0, high: float = 1) -> np.ndarray:
        """Numbers from low up to high, all equally likely. Takes one draw a number."""
        size = int(np.prod(shape))
        unit = (self._words.random_raw(size) >> np.uint64(11)) * UNIT
        return low + (high - low) * unit.reshape(shape)

    def normal(self, shape: Shape, mean: float = 0, deviation: float = 1) -> np.ndarray:
        """Numbers of a normal distribution, by Box and Muller. Takes two draws a pair, so one more if odd."""
        size = int(np.prod(shape))
        first, second = self.uniform(((size + 1) // 2, 2)).T
        radius, angle = np.sqrt(-2 * np.log1p(-first)), 2 * np.pi * second  # first can be 0, but never 1
        pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        return mean + deviation * pairs.ravel()[:size].reshape(shape)

    def whole(self, shape: Shape, below: int) -> np.ndarray:
        """Whole numbers from 0 to below − 1, all equally likely. Takes one draw a number."""
        return np.floor(self.uniform(shape, 0, below)).astype(np.int64)

    def order(self, count: int) -> np.ndarray:
        """The numbers 0 to count − 1, shuffled. Takes `count` draws."""
        return np.argsort(self._words.random_raw(count))  # as of uniform numbers, at half the time

    def skip(self, draws: int) -> None:
        """Go on as if so many draws had been taken, at once: a run goes on where its last segment ended."""
        self._words.advance(draws)
