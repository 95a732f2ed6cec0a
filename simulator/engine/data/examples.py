"""Examples to learn from: what goes in, what should come out, and how they are parted for an honest check."""

from dataclasses import dataclass, replace

import numpy as np

from simulator.engine.randomness import Random


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Inputs with their answers: classes, or values where `classes` is None.

    `scale` is for own data, whose columns were scaled onto −1…1: (centre, half-width) of x1, x2 and, for values, the
    target, in the learner's own units.
    """

    x: np.ndarray  # (examples, inputs)
    y: np.ndarray  # (examples,) class numbers from 0 as integers, or values as floats
    classes: tuple[str, ...] | None  # the names of the classes
    scale: tuple[tuple[float, float], ...] | None = None

    def __len__(self) -> int:
        return len(self.y)

    def rows(self, chosen: np.ndarray) -> "Examples":
        """The chosen examples, by their row numbers, in that order."""
        return replace(self, x=self.x[chosen], y=self.y[chosen])

    def parts(self, share: float, random: Random) -> tuple["Examples", "Examples"]:
        """Training and validation examples, both shuffled; `share` (0 up to 1) of each class is for validation.

        Some are always left to train on, and a share above 0 holds at least one of two back.
        Raises ValueError if the share is out of range.
        """
        if not 0 <= share < 1:
            raise ValueError(f"The share for validation is {share}; choose one from 0 up to, but not, 1.")
        order = random.order(len(self))
        groups = self._by_class(order)
        counts = _in_proportion([len(group) for group in groups], share)
        held_back = np.concatenate([group[:count] for group, count in zip(groups, counts, strict=True)])
        is_held_back = np.isin(order, held_back)
        return self.rows(order[~is_held_back]), self.rows(order[is_held_back])

    def _by_class(self, order: np.ndarray) -> list[np.ndarray]:
        if self.classes is None:
            return [order]
        return [order[self.y[order] == number] for number in range(len(self.classes))]


def _in_proportion(sizes: list[int], share: float) -> np.ndarray:
    """How many of each group make up this share, in whole numbers. No group loses its last one if another can give.

    What rounding leaves goes to the largest remainders.
    """
    exact = share * np.array(sizes)
    counts = np.floor(exact).astype(int)
    least = 1 if share > 0 and sum(sizes) > 1 else 0
    total = min(max(round(exact.sum()), least), max(sum(sizes) - 1, 0))
    is_last = counts + 1 >= np.array(sizes)
    by_remainder = np.lexsort((counts - exact, is_last))
    counts[by_remainder[: total - counts.sum()]] += 1
    return counts
