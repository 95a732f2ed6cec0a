"""Wrong ideas of the loss."""

from collections.abc import Callable

import numpy as np

from simulator.engine.losses import LOSSES, SQUARED, cross_entropy, cross_entropy_of_two, weighted_log
from simulator.engine.misconceptions.base import Misconception, Section
from simulator.engine.operations import Context, Idea, Operation

MSE = Section("mse", "loss", "loss", losses=frozenset(SQUARED))
HALF = Section("mse", "loss", "loss", losses=frozenset(SQUARED - {"half_squared_error"}))
WHOLE = Section("mse", "loss", "loss", losses=frozenset({"half_squared_error"}))
BCE = Section("bce", "loss", "loss", losses=frozenset({"binary_cross_entropy"}))
CE = Section("ce", "loss", "loss", losses=frozenset({"cross_entropy"}))


def _each(c: Context, values: np.ndarray) -> np.ndarray:
    """The values of one example put together as this loss does: summed, halved or averaged. (examples,)."""
    shares = {"half_squared_error": 2, "mean_squared_error": c.a.shape[1]}
    return values.sum(axis=1) / shares.get(c.loss_name or "", 1)


def _sum_of_squares(c: Context) -> np.ndarray:
    return ((c.a - c.t) ** 2).sum(axis=1) / (2 if c.loss_name == "half_squared_error" else 1)


def _square_of_each(c: Context) -> np.ndarray:
    share = 2 if c.loss_name == "half_squared_error" else 1
    inside = (c.a - c.t).mean(axis=1) if c.loss_name == "mean_squared_error" else (c.a - c.t).sum(axis=1)
    return inside**2 / share


def _over_all(written: str, whole: Callable[[Context], float]) -> dict[str, Idea]:
    """Of several examples the idea is about the whole batch; of one there is nothing left to average."""

    def compute(c: Context) -> np.ndarray | float:
        if c.quantity != "loss" or len(c.each) == 1:
            return c.each.mean(axis=0)
        return whole(c)

    return {"batch": Idea(compute, written)}


def _square_of_mean(c: Context) -> float:
    share = 2 if c.loss_name == "half_squared_error" else 1
    inside = (c.a - c.t).mean(axis=1) if c.loss_name == "mean_squared_error" else (c.a - c.t).sum(axis=1)
    return float(inside.mean() ** 2 / share)


def _log_scaled(value: Callable[[np.ndarray, np.ndarray], np.ndarray], base: float) -> Operation:
    return lambda c: value(c.a, c.t) / np.log(base)


def _right_class(c: Context) -> np.ndarray:
    """The probability given to the true class: (examples,)."""
    return (c.a * c.t).sum(axis=1)


def _unhalved(c: Context) -> np.ndarray:
    return LOSSES[c.loss_name or ""].gradient(c.a, c.t)


NATURAL = "Use the natural logarithm (ln), not log base 10."
BITS = "That is the loss in bits; this page uses the natural logarithm."

ENTRIES: list[Misconception] = [
    MSE.entry(
        "mse.no_square",
        "concept",
        "mean(y−t)",
        "total(y-t)",
        lambda c: _each(c, c.a - c.t),
        "Square each difference before you average; otherwise errors of opposite sign can cancel.",
    ),
    MSE.entry(
        "mse.abs",
        "slip",
        "mean|y−t|",
        "total(abs(y-t))",
        lambda c: _each(c, abs(c.a - c.t)),
        "That is the mean absolute error; square the differences instead.",
    ),
    MSE.entry(
        "mse.sum",
        "slip",
        "Σ(y−t)²",
        "sum((y-t)**2)",
        _sum_of_squares,
        "That is the sum; the mean squared error divides it by how many squares were added.",
        also=_over_all("sum((y-t)**2)", lambda c: float(_sum_of_squares(c).sum())),
    ),
    MSE.entry(
        "mse.root",
        "slip",
        "√MSE",
        "sqrt(total((y-t)**2))",
        lambda c: np.sqrt(_each(c, (c.a - c.t) ** 2)),
        "That is the root mean squared error; leave the square root out.",
        also=_over_all("sqrt(total((y-t)**2))", lambda c: float(np.sqrt(_each(c, (c.a - c.t) ** 2).mean()))),
    ),
    HALF.entry(
        "mse.half",
        "convention",
        "½·MSE",
        "total((y-t)**2)/2",
        lambda c: _each(c, (c.a - c.t) ** 2) / 2,
        "Some books put ½ in front; the loss on this page has no further ½.",
        also={"loss_gradient": Idea(lambda c: _unhalved(c) / 2, "{share}(y-t)")},
        same_as="half",
    ),
    WHOLE.entry(
        "mse.no_half",
        "convention",
        "Σ(y−t)²",
        "sum((y-t)**2)",
        lambda c: ((c.a - c.t) ** 2).sum(axis=1),
        "The ½ is missing: the loss chosen here is half of the square.",
        also={"loss_gradient": Idea(lambda c: 2 * _unhalved(c), "2*(y-t)")},
        same_as="whole",
    ),
    MSE.entry(
        "mse.square_of_mean",
        "concept",
        "(mean(y−t))²",
        "total(y-t)**2",
        _square_of_each,
        "Square each error first, then average: the order matters.",
        also=_over_all("total(y-t)**2", _square_of_mean),
    ),
    MSE.entry(
        "mse.diff_squares",
        "concept",
        "mean(y²−t²)",
        "total(y**2-t**2)",
        lambda c: _each(c, c.a**2 - c.t**2),
        "(y − t)² is not y² − t²; subtract first, then square.",
    ),
    BCE.entry(
        "bce.no_minus",
        "slip",
        "t ln y + (1−t) ln(1−y)",
        "sum(t*ln(y)+(1-t)*ln(1-y))",
        lambda c: -cross_entropy_of_two(c.a, c.t),
        "A loss of this kind is never negative: the logarithm of a probability is at most 0, so the formula starts "
        "with a minus.",
    ),
    BCE.entry(
        "bce.wrong_term",
        "concept",
        "the other class’s term",
        "-sum((1-t)*ln(y)+t*ln(1-y))",
        lambda c: cross_entropy_of_two(c.a, 1 - c.t),
        "When the true class is 1 the loss looks at y; when it is 0 it looks at 1 − y.",
    ),
    BCE.entry(
        "bce.log10",
        "slip",
        "log₁₀",
        "-sum(t*ln(y)+(1-t)*ln(1-y))/ln(10)",
        _log_scaled(cross_entropy_of_two, 10),
        NATURAL,
    ),
    BCE.entry(
        "bce.log2",
        "convention",
        "log₂",
        "-sum(t*ln(y)+(1-t)*ln(1-y))/ln(2)",
        _log_scaled(cross_entropy_of_two, 2),
        BITS,
    ),
    BCE.entry(
        "bce.no_log",
        "concept",
        "|t−y|",
        "sum(abs(t-y))",
        lambda c: abs(c.t - c.a).sum(axis=1),
        "That is the distance from the target; cross-entropy takes the log of the probability given to the truth.",
    ),
    BCE.entry(
        "bce.as_mse",
        "concept",
        "(y−t)²",
        "sum((y-t)**2)",
        lambda c: ((c.a - c.t) ** 2).sum(axis=1),
        "That is the squared error; the question asks for cross-entropy.",
    ),
    CE.entry(
        "ce.sum_all",
        "concept",
        "−Σ ln pⱼ",
        "-sum(ln(y))",
        lambda c: -np.log(c.a).sum(axis=1),
        "Only the true class counts: the one-hot target is 0 everywhere else.",
    ),
    CE.entry(
        "ce.wrong_class",
        "concept",
        "−ln of the largest p",
        "-ln(largest(y))",
        lambda c: -np.log(c.a.max(axis=1)),
        "Use the probability given to the true class, not to the class that the network preferred.",
    ),
    CE.entry(
        "ce.no_log",
        "concept",
        "1 − pₖ",
        "1-p",
        lambda c: 1 - _right_class(c),
        "That is how far the probability is from 1. Cross-entropy takes minus its natural logarithm.",
    ),
    CE.entry(
        "ce.per_class",
        "slip",
        "−ln pₖ / K",
        "-(ln(p)/n)",
        lambda c: cross_entropy(c.a, c.t) / c.a.shape[1],
        "For one example, cross-entropy is not divided by the number of classes; averages are taken over examples.",
    ),
    CE.entry(
        "ce.no_minus",
        "slip",
        "ln pₖ",
        "ln(p)",
        lambda c: weighted_log(c.t, c.a).sum(axis=1),
        "The log of a probability is negative; the loss is minus it.",
    ),
    CE.entry(
        "ce.log10",
        "slip",
        "−log₁₀ pₖ",
        "-(ln(p)/ln(10))",
        _log_scaled(cross_entropy, 10),
        NATURAL,
    ),
    CE.entry(
        "ce.log2",
        "convention",
        "−log₂ pₖ",
        "-(ln(p)/ln(2))",
        _log_scaled(cross_entropy, 2),
        BITS,
    ),
]
