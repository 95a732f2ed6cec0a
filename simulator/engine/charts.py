"""Which wrong numbers of a question are explained: those that a mistake gives far more often than chance does.

A number typed with p decimals is a cell, 10^-p wide. Each mistake puts its weight on a few cells: most of it where its
exact value rounds to, some where people land who round on the way. Cells are taken in the order of how likely a mistake
is against chance, until the taken ones would explain BUDGET of the wrong numbers of any kind without a known cause. All
else is explained by nothing. A chart holds for every answer to one question; nothing in it depends on the answer.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from simulator.engine.cells import LARGEST, Entries, Mistake, entries_of, nearest
from simulator.engine.chance import chances
from simulator.engine.differences import SAME, is_same

BUDGET = 0.04  # of the wrong numbers without a known cause, the share that may be explained anyway
UNKNOWN, TWO_MISTAKES = 0.30, 0.06  # of all wrong numbers: without a known cause, and with two mistakes
JUST_ZERO = 0.02  # of all wrong numbers: a plain 0, for want of a better number
LEAST_SURE = 0.50  # a mistake that is less likely than this is not named
ALONE, TOGETHER = 0.85, 0.50  # of what gives one number: when the first is named alone, when the first two are
MORE_TYPED = 2  # decimals beyond the asked ones that are looked at
MOST_ASKED = 6  # decimals that an author is advised to ask for
VERDICTS = ("one", "pair", "two", "several", "many", "none", "coarse")
COUNTED, MOST_EXPLAINED = 2, 0.05  # from so many typed decimals on, no more wrong numbers than this are explained
TIDY = 0.8  # share of the wrong values that must end, for more decimals to tell no more


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, as far as its charts need it; `low` to `high` is what a guess would be."""

    right: float
    decimals: int
    tolerance: float
    low: float
    high: float
    has_pairs: bool = False  # whether two mistakes together can be computed


@dataclass(frozen=True, slots=True)
class Story:
    """A mistake that gives a number, and how likely it is among all that the number can come from."""

    mistake: Mistake
    share: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of a number. `verdict` is "one", "pair" (of mistakes, together), "two" (either of them), "several"
    (the two likeliest of them), "many" (too many to name one), "coarse" (typed with too few decimals) or "none".
    """

    verdict: str
    stories: tuple[Story, ...] = ()
    confidence: float = 0.0  # how likely it is that one of the stories is true
    by_chance: float = 0.0  # the share of numbers without a known cause that get a story here
    decimals_to_tell: int | None = None  # with so many decimals more could be said


@dataclass(frozen=True, slots=True)
class Chart:
    """The explained cells of one question at so many typed decimals."""

    asked: Asked
    typed: int
    mistakes: Sequence[Mistake]
    taken: Entries  # sorted by cell
    passed_over: dict[int, int]  # cells that a mistake gives and that are not taken, with how many different ones do
    by_chance: float
    needed: int  # decimals

    def find(self, answer: Decimal) -> Finding:
        cell = int(answer.scaleb(self.typed).to_integral_value(ROUND_HALF_UP)) if answer else 0
        first, end = np.searchsorted(self.taken.cell, [cell, cell + 1])
        if first < end:
            return self._told(cell, slice(int(first), int(end)))
        if cell in self.passed_over and self.needed > self.typed:
            return Finding("coarse", by_chance=self.by_chance, decimals_to_tell=self.needed)
        return Finding("many" if self.passed_over.get(cell, 0) > 2 else "none", by_chance=self.by_chance)

    def _told(self, cell: int, rows: slice) -> Finding:
        weights: dict[str, float] = {}
        best: dict[str, Mistake] = {}
        order = np.argsort(-self.taken.weight[rows], kind="stable")
        for row in order + rows.start:
            mistake = self.mistakes[self.taken.mistake[row]]
            weights[mistake.id] = weights.get(mistake.id, 0.0) + float(self.taken.weight[row])
            best.setdefault(mistake.id, mistake)
        known = sum(weights.values())
        total = known + _without_cause(self.asked, self.typed, np.array([cell]))[0]
        ranked = sorted(weights, key=lambda identity: -weights[identity])
        verdict, count = _verdict([weights[identity] / known for identity in ranked])
        if verdict == "one" and "+" in ranked[0]:
            verdict = "pair"
        stories = tuple(Story(best[identity], float(weights[identity] / total)) for identity in ranked[:count])
        return Finding(verdict, stories, sum(story.share for story in stories), self.by_chance)


def _verdict(shares: Sequence[float]) -> tuple[str, int]:
    """What is said of a number that mistakes give with these shares, the largest first, and how many are named."""
    if shares[0] >= ALONE:
        return "one", 1
    both = shares[0] + shares[1]
    if both >= ALONE:
        return "two", 2
    return ("several", 2) if both >= TOGETHER else ("many", 0)


def find(answer: Decimal, asked: Asked, singles: Sequence[Mistake], chart: Callable[[int], Chart]) -> Finding:
    """What is known of an answer as it was typed; `chart` gives the chart of so many typed decimals."""
    typed = decimals_of(answer)
    own = chart(min(typed, asked.decimals + MORE_TYPED))
    found = own.find(answer)
    if found.stories or typed >= asked.decimals or not _ends(answer, asked, own, singles):
        return found
    whole = chart(asked.decimals).find(answer)
    return whole if whole.stories else found


def decimals_of(answer: Decimal) -> int:
    """How many decimals were typed: "0.70" has two."""
    exponent = answer.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _ends(answer: Decimal, asked: Asked, chart: Chart, singles: Sequence[Mistake]) -> bool:
    """Whether a number was typed with fewer decimals than asked because it has no more: a mistake gives just it. With
    two decimals or more, such numbers are rare enough to tell, with all that the chart explains.
    """
    if answer.as_tuple().digits[-1] == 0 and decimals_of(answer):
        return False
    cells = _short_numbers(asked, chart.typed, singles)
    if int(answer.scaleb(chart.typed)) not in cells:
        return False
    chance = _by_chance(asked, chart.typed, np.array(sorted(cells), float)).sum(axis=1).max()
    return chart.typed < COUNTED or float(chance) + chart.by_chance <= MOST_EXPLAINED


def _short_numbers(asked: Asked, typed: int, singles: Sequence[Mistake]) -> set[int]:
    """The cells of the numbers that mistakes give and that end after so many decimals: if the right number ends as
    well (−1.2 for 0.9), or if they are no guess (1.3 for the output of a sigmoid), or 0.
    """
    right_ends = is_same(asked.right, round(asked.right, asked.decimals))
    ending = [one.value for one in singles if abs(one.value) < LARGEST and is_same(one.value, round(one.value, typed))]
    return {
        round(value * 10**typed)
        for value in ending
        if right_ends or round(value * 10**typed) == 0 or not asked.low <= value <= asked.high
    }


def chart_of(asked: Asked, singles: Sequence[Mistake], typed: int, pairs: Sequence[Mistake] = ()) -> Chart:
    """The chart of a question at so many typed decimals. Single mistakes are taken first; two mistakes together get
    what is left of the budget, and only where all the asked decimals were typed.
    """
    pairs = pairs if typed >= asked.decimals else ()
    of_one = 1 - UNKNOWN - (TWO_MISTAKES if asked.has_pairs else 0)
    mistakes = [*singles, *pairs]
    weights = np.concatenate([_scaled(singles, of_one), _scaled(pairs, TWO_MISTAKES)])
    entries = _wrong_only(entries_of(mistakes, weights, typed), asked, typed)
    alone = entries.where(entries.mistake < len(singles)) if pairs else entries
    taken, spent = _take(alone, asked, typed, np.zeros(0, np.int64), 0.0)
    if pairs:
        taken, spent = _take(entries, asked, typed, taken, spent)
    explained = np.isin(entries.cell, taken)
    passed_over = _passed_over(singles, asked, typed, set(taken.tolist()))
    needed = max(asked.decimals, decimals_needed(asked, singles, typed)) if passed_over else 0
    return Chart(asked, typed, mistakes, entries.where(explained), passed_over, float(np.max(spent)), needed)


def _scaled(mistakes: Sequence[Mistake], total: float) -> np.ndarray:
    weights = np.array([one.weight for one in mistakes], float)
    return weights * (total / weights.sum()) if len(weights) else weights


def _wrong_only(entries: Entries, asked: Asked, typed: int) -> Entries:
    """Without the cells that are graded right, or that hold the right number."""
    return entries.where(_is_wrong(entries.cell, asked, typed))


def _is_wrong(cells: np.ndarray, asked: Asked, typed: int) -> np.ndarray:
    reach = max(asked.tolerance, 0.5 * 10.0**-typed)
    return np.abs(cells / 10.0**typed - asked.right) > reach * (1 + SAME) + SAME


def _by_chance(asked: Asked, typed: int, cells: np.ndarray) -> np.ndarray:
    """The share of each kind of chance numbers that is typed as one of these cells: (kinds, cells)."""
    kinds = chances(asked.low, asked.high, asked.right, asked.tolerance)
    return np.array([kind.share(cells / 10.0**typed, 0.5 * 10.0**-typed) for kind in kinds])


def _without_cause(asked: Asked, typed: int, cells: np.ndarray) -> np.ndarray:
    """How often a cell is typed without a mistake that is known: (cells,)."""
    return UNKNOWN * _by_chance(asked, typed, cells).max(axis=0) + np.where(cells == 0, JUST_ZERO, 0)


def _take(
    entries: Entries, asked: Asked, typed: int, taken: np.ndarray, spent: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """More cells beside the taken ones, and what share of each kind of chance all of them explain."""
    cells, rows = np.unique(entries.cell, return_inverse=True)
    weight = np.bincount(rows, entries.weight, len(cells))
    chance = _by_chance(asked, typed, cells)
    sure = weight / (weight + _without_cause(asked, typed, cells))
    sure[np.isin(cells, taken)] = 0
    order = np.argsort(-sure, kind="stable")
    order = order[sure[order] >= LEAST_SURE]
    found, spent = _within_budget(chance[:, order], spent)
    return np.union1d(taken, cells[order[found]]), spent


def _within_budget(chance: np.ndarray, spent: np.ndarray | float) -> tuple[list[int], np.ndarray]:
    """Which columns are taken, from the first on: one that would break the budget of a kind is left out."""
    total = np.zeros(len(chance)) + spent
    sums = total[:, None] + np.cumsum(chance, axis=1)
    fits = int((sums <= BUDGET).all(axis=0).argmin()) if (sums > BUDGET).any() else chance.shape[1]
    found = list(range(fits))
    if fits:
        total = sums[:, fits - 1]
    for column in range(fits, chance.shape[1]):
        after = total + chance[:, column]
        if (after <= BUDGET).all():
            total = after
            found.append(column)
    return found, total


def _passed_over(singles: Sequence[Mistake], asked: Asked, typed: int, taken: set[int]) -> dict[int, int]:
    """By cell, how many different mistakes give it exactly; without cells that are taken or right."""
    found: dict[int, set[str]] = {}
    scale = 10.0**typed
    possible = [one for one in singles if abs(one.value) * scale < LARGEST]
    cells = nearest(np.array([one.value for one in possible], float) * scale)
    for one, cell, is_wrong in zip(possible, cells.astype(int).tolist(), _is_wrong(cells, asked, typed), strict=True):
        if is_wrong and cell not in taken:
            found.setdefault(cell, set()).add(one.id)
    return {cell: len(ids) for cell, ids in found.items()}


def decimals_needed(asked: Asked, singles: Sequence[Mistake], least: int) -> int:
    """The fewest decimals, from `least` on, at which wrong numbers without a known cause hardly look like a mistake:
    no more than BUDGET of them. Where all numbers end by themselves, more decimals tell no more.
    """
    for decimals in range(least, MOST_ASKED + 1):
        if looking_like_a_mistake(asked, singles, decimals) <= BUDGET or _is_tidy(asked, singles, decimals):
            return decimals
    return MOST_ASKED


def looking_like_a_mistake(asked: Asked, singles: Collection[Mistake], decimals: int) -> float:
    """The share of wrong numbers without a known cause that a mistake gives too, at so many decimals: of the kind of
    which most do.
    """
    scale = 10.0**decimals
    values = np.array([value for one in singles for value in (one.value, *one.rounded[:1])], float)
    cells = np.unique(nearest(values[np.abs(values) * scale < LARGEST] * scale))
    tolerance = min(asked.tolerance, 2 / scale) if decimals > asked.decimals else asked.tolerance
    cells = cells[_is_wrong(cells, replace(asked, tolerance=tolerance), decimals)]
    kinds = chances(asked.low, asked.high, asked.right, tolerance)
    return max(float(kind.share(cells / scale, 0.5 / scale).sum()) for kind in kinds)


def _is_tidy(asked: Asked, singles: Sequence[Mistake], decimals: int) -> bool:
    """Whether the right number and nearly all wrong ones end after so many decimals."""
    ending = sum(is_same(one.value, round(one.value, decimals)) for one in singles if abs(one.value) < LARGEST)
    return is_same(asked.right, round(asked.right, decimals)) and ending >= TIDY * len(singles)
