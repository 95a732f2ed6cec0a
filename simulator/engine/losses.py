"""The losses of one example: all that the simulator knows of each. A new one is one row of LOSSES.

Every function takes the outputs y and the targets t, (examples, outputs); a value is (examples,), a gradient is
(examples, outputs). `from_z` is the same value computed from the pre-activations of the activation it belongs to:
the logarithm of a saturated output would be −∞ where the loss itself is an ordinary number.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Pair = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class Loss:
    """`activation` is the only one allowed on the last layer (None: any), and the one that `from_z` belongs to: with it
    the slope of the loss for z is a − t, and no line of Python for the gradient is needed.

    `title` is for pages, the formulas are in the names of `names`, and the lines of Python compute from {z} and {a}.
    """

    value: Pair
    gradient: Pair
    title: str
    formula: str
    gradient_formula: str
    python: str
    gradient_python: str = ""
    activation: str | None = None
    from_z: Pair | None = None


def cross_entropy_of_two(y: np.ndarray, t: np.ndarray) -> np.ndarray:
    """−Σ(t ln y + (1−t) ln(1−y)); a term whose target is 0 is 0, whatever its logarithm."""
    return -(weighted_log(t, y) + weighted_log(1 - t, 1 - y)).sum(axis=-1)


def cross_entropy(y: np.ndarray, t: np.ndarray) -> np.ndarray:
    """−Σ t ln y."""
    return -weighted_log(t, y).sum(axis=-1)


def weighted_log(weight: np.ndarray, value: np.ndarray) -> np.ndarray:
    """weight · ln(value), and 0 where the weight is 0."""
    return np.where(weight == 0, 0.0, weight * np.log(np.where(weight == 0, 1.0, value)))


def cross_entropy_of_two_from_z(z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """The same of sigmoid outputs: Σ ln(1 + e^z) − t·z."""
    return (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - t * z).sum(axis=-1)


def cross_entropy_from_z(z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """The same of softmax outputs: ln Σ e^z − Σ t·z for targets that add up to 1."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=-1)) - (t * shifted).sum(axis=-1)


SQUARES = "total((y-t)**2)"
LOSSES: dict[str, Loss] = {
    "squared_error": Loss(
        lambda y, t: ((y - t) ** 2).sum(axis=-1),
        lambda y, t: 2 * (y - t),
        title="squared error",
        formula=SQUARES,
        gradient_formula="2*(y-t)",
        python="(({a} - t) ** 2).sum({outputs})",
        gradient_python="2 * ({a} - t)",
    ),
    "half_squared_error": Loss(
        lambda y, t: ((y - t) ** 2).sum(axis=-1) / 2,
        lambda y, t: y - t,
        title="half squared error",
        formula=SQUARES,
        gradient_formula="y-t",
        python="(({a} - t) ** 2).sum({outputs}) / 2",
        gradient_python="{a} - t",
    ),
    "mean_squared_error": Loss(
        lambda y, t: ((y - t) ** 2).mean(axis=-1),
        lambda y, t: 2 * (y - t) / y.shape[-1],
        title="mean squared error",
        formula=SQUARES,
        gradient_formula="2*(y-t)/n",
        python="(({a} - t) ** 2).mean({outputs})",
        gradient_python="2 * ({a} - t) / t.shape[-1]",
    ),
    "binary_cross_entropy": Loss(
        cross_entropy_of_two,
        lambda y, t: (y - t) / (y * (1 - y)),
        title="binary cross-entropy",
        formula="-sum(t*ln(y)+(1-t)*ln(1-y))",
        gradient_formula="(y-t)/(y*(1-y))",
        # From z: the logarithm of an output of 0 would be -inf, where the loss itself is an ordinary number.
        python="(np.logaddexp(0, {z}) - t * {z}).sum({outputs})",
        activation="sigmoid",
        from_z=cross_entropy_of_two_from_z,
    ),
    "cross_entropy": Loss(
        cross_entropy,
        lambda y, t: np.where(t == 0, 0.0, -t / y),
        title="cross-entropy",
        formula="-ln(p)",
        gradient_formula="-t/y",
        python="-(t * ({z} - np.logaddexp.reduce({z}, axis=-1, keepdims=True))).sum({outputs})",
        activation="softmax",
        from_z=cross_entropy_from_z,
    ),
}
SQUARED = {"squared_error", "half_squared_error", "mean_squared_error"}
