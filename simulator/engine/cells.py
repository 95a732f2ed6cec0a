"""On which cells people land who make a mistake. A cell is what one number typed with so many decimals stands for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

EXACT, ROUNDED, NEAR, CUT = 0.55, 0.25, 0.17, 0.03  # how people compute: exactly, rounding all or some steps, cutting
BELL = 25  # cells to each side, at most, where people land who round some steps
NARROW = 0.4  # of a cell: the least spread of a bell
LARGEST = 1e12  # cells from 0
LAST_BITS = 1e-6  # of a cell: a half goes up for some, and to even for others


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake and the number it gives; `key` is "z.no_bias@2" in layer 2 alone, and "one+other" of two together.

    `rounded` are the numbers of people who round every step, `weight` is how often it is made, in any unit.
    """

    key: str
    value: float
    node: str | None = None
    weight: float = 1.0
    rounded: tuple[float, ...] = ()

    @property
    def id(self) -> str:
        """Without layers: what the mistake is called."""
        return "+".join(key.partition("@")[0] for key in self.keys)

    @property
    def keys(self) -> list[str]:
        """Of the single mistakes that it is made of."""
        return self.key.split("+")


@dataclass(frozen=True, slots=True)
class Entries:
    """What mistakes put on cells, one row for each cell of a mistake."""

    cell: np.ndarray  # (rows,), in units of the last typed place
    mistake: np.ndarray  # (rows,), its place in the list
    weight: np.ndarray  # (rows,)

    def where(self, kept: np.ndarray) -> "Entries":
        return Entries(self.cell[kept], self.mistake[kept], self.weight[kept])


def entries_of(mistakes: Sequence[Mistake], weights: np.ndarray, typed: int) -> Entries:
    """What each mistake puts on which cells, sorted by cell."""
    scale = 10.0**typed
    exact = np.array([one.value for one in mistakes], float) * scale
    own = np.arange(len(mistakes))
    rounded = np.array([value * scale for one in mistakes for value in one.rounded], float)
    of_rounded = np.array([number for number, one in enumerate(mistakes) for _ in one.rounded], np.int64)
    each = weights[of_rounded] / np.array([len(one.rounded) for one in mistakes], float)[of_rounded]
    parts = [
        *_halves(exact, own, EXACT * weights),
        *_halves(rounded, of_rounded, ROUNDED * each),
        _cut(exact, own, CUT * weights),
        _bells(exact[of_rounded], rounded, of_rounded, NEAR * each),
    ]
    cell, mistake, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(cell, kind="stable")
    return Entries(cell[order].astype(np.int64), mistake[order], weight[order])


Part = tuple[np.ndarray, np.ndarray, np.ndarray]


def _halves(values: np.ndarray, mistake: np.ndarray, weight: np.ndarray) -> list[Part]:
    """The cell of each value, or both where it ends in a half."""
    possible = np.abs(values) < LARGEST
    values, mistake, weight = values[possible], mistake[possible], weight[possible] / 2
    return [(nearest(values + by), mistake, weight) for by in (-LAST_BITS, LAST_BITS)]


def _cut(values: np.ndarray, mistake: np.ndarray, weight: np.ndarray) -> Part:
    possible = np.abs(values) < LARGEST
    cut = np.trunc(values, where=possible, out=np.zeros_like(values))
    differs = possible & (cut != nearest(values))
    return cut[differs], mistake[differs], weight[differs]


def _bells(exact: np.ndarray, rounded: np.ndarray, mistake: np.ndarray, weight: np.ndarray) -> Part:
    """About as far off the exact value as people who round every step, to either side."""
    possible = (np.abs(exact) < LARGEST) & (np.abs(rounded) < LARGEST)
    exact, rounded, mistake, weight = (one[possible] for one in (exact, rounded, mistake, weight))
    spread = np.hypot(NARROW, rounded - exact)[:, None]
    middle = nearest(exact)[:, None]
    cells = middle + np.arange(-BELL, BELL + 1)
    reached = np.abs(cells - middle) <= np.minimum(np.ceil(2 * spread), BELL)
    height = np.exp(-0.5 * ((cells - exact[:, None]) / spread) ** 2) / (spread * math.sqrt(2 * math.pi))
    rows = np.broadcast_to(np.arange(len(exact))[:, None], cells.shape)[reached]
    return cells[reached], mistake[rows], weight[rows] * height[reached]


def nearest(values: np.ndarray) -> np.ndarray:
    """The nearest whole numbers, halves away from 0."""
    return np.copysign(np.floor(np.abs(values) + 0.5), values)
