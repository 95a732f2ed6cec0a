"""Sums as they come out by hand. Inputs, weights and rates are decimals; in floats 0.1 + 0.2 − 0.3 is 5.6e−17, and a
ReLU on that sum would be on.

A float sum is off by a few last bits of the sum of the sizes of its terms, and by no more. A decimal that lies so near
takes its place, 0 too. What lies farther from every decimal stays as it was computed, however small it is.
"""

import math

import numpy as np

LAST_BIT = 2.0**-53  # of a float, relative to its size: what one operation can be off by
INHERITED = 8  # operations: what a term may carry along from its own factors
DIGITS = 14  # of the size of a sum: half a unit of the last one is more than what 35 terms can be off by


def _power(exponent: int) -> float:
    """The power of ten that makes the last digit whole, of a size below 2 to this exponent."""
    return 10.0 ** min(max(int(DIGITS - exponent * math.log10(2)), 0), 300)


FEW = 8  # numbers, which are quicker one by one than as an array
POWERS = [_power(e) for e in [*range(1100), *range(-1100, 0)]]  # an exponent below 0 counts from the end
ALL_POWERS = np.array(POWERS)


def by_hand(total: np.ndarray, size: np.ndarray, terms: int) -> np.ndarray:
    """`total` as decimals where it is one by hand. `size` is the sum of the sizes of the terms, in the same shape.

    What is not finite stays, with NumPy's warning.
    """
    total, share = np.asarray(total), (terms + INHERITED) * LAST_BIT
    if total.size <= FEW and total.shape == size.shape:
        pairs = zip(total.ravel().tolist(), size.ravel().tolist(), strict=True)
        return np.array([_nearest(one, by * share, by) for one, by in pairs]).reshape(total.shape)
    power = ALL_POWERS[np.frexp(size)[1]]
    nearest = np.rint(total * power) / power
    return np.where(abs(total - nearest) <= share * size, nearest, total)


def _nearest(total: float, error: float, size: float) -> float:
    """The decimal of one sum that can be off by `error`; the sum itself where there is none so near."""
    power = POWERS[math.frexp(size)[1]]
    scaled = total * power
    if not math.isfinite(scaled):
        return total
    nearest = round(scaled) / power
    return nearest if abs(total - nearest) <= error else total


def added(*terms: float) -> float:
    """The sum of a few numbers; of one number, the decimal that it is by hand."""
    total, size = sum(terms), sum(map(abs, terms))
    return _nearest(total, (len(terms) + INHERITED) * LAST_BIT * size, size) if math.isfinite(size) else total


def spaced(low: float, high: float, count: int) -> np.ndarray:
    """Evenly spaced numbers from `low` to `high`, as a person would list them: (count,)."""
    return by_hand(np.linspace(low, high, count), np.full(count, abs(low) + abs(high)), 2)
