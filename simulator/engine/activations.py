"""The activations: all that the simulator knows of each. A new one is one row of ACTIVATIONS."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.engine.sums import by_hand

LEAK = 0.01


@dataclass(frozen=True, slots=True)
class Activation:
    """`value` takes z, `slope` takes a, so that an output held at another value carries its own slope back.

    Arrays are (examples, units). Softmax has no slope of one unit: every output depends on every score.

    `title` is for pages, `symbol` for formulas. The formulas are in the names of `names`, `words` say the same, and the
    lines of Python compute it from the arrays {z} and {a}, with {rows} for several examples.
    """

    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray] | None
    title: str
    symbol: str
    formula: str
    words: str
    python: str
    slope_formula: str = ""
    slope_python: str = ""


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1/(1 + e^−z), with full relative precision on both sides and without overflow."""
    small = np.exp(-np.abs(z))  # ½(1 + tanh(z/2)) would be exactly 0 below −38
    return np.where(z >= 0, 1, small) / (1 + small)


def relu(z: np.ndarray) -> np.ndarray:
    """max(0, z)."""
    return np.maximum(z, 0)


def leaky_relu(z: np.ndarray) -> np.ndarray:
    """z where it is positive, a hundredth of it elsewhere."""
    return np.where(z > 0, z, by_hand(LEAK * z, LEAK * abs(z), 1))


def softmax(z: np.ndarray) -> np.ndarray:
    """Shares of the exponentials in each row; they add up to 1."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(
        lambda z: 1 * z,
        np.ones_like,
        title="identity",
        symbol="id",
        formula="z",
        slope_formula="1",
        words="Pass the weighted sum on as it is.",
        python="{z}",
        slope_python="np.ones_like({a})",
    ),
    "relu": Activation(
        relu,
        lambda a: np.where(a > 0, 1.0, 0.0),  # the slope at 0 is taken as 0
        title="ReLU",
        symbol="ReLU",
        formula="relu(z)",
        slope_formula="step(z)",
        words="Keep the weighted sum if it is positive, and take 0 otherwise.",
        python="np.maximum({z}, 0)",
        slope_python="({a} > 0) * 1.0",
    ),
    "leaky_relu": Activation(
        leaky_relu,
        lambda a: np.where(a > 0, 1.0, LEAK),
        title="leaky ReLU",
        symbol="leaky ReLU",
        formula="leaky(z)",
        slope_formula="leaky_step(z)",
        words="Keep the weighted sum if it is positive, and take a hundredth of it otherwise.",
        python="np.where({z} > 0, {z}, 0.01 * {z})",
        slope_python="np.where({a} > 0, 1.0, 0.01)",
    ),
    "sigmoid": Activation(
        sigmoid,
        lambda a: a * (1 - a),
        title="sigmoid",
        symbol="σ",
        formula="1/(1+exp(-z))",
        slope_formula="a*(1-a)",
        words="Divide 1 by 1 plus e to the power of minus the weighted sum.",
        python="1 / (1 + np.exp(-{z}))",
        slope_python="{a} * (1 - {a})",
    ),
    "tanh": Activation(
        np.tanh,
        lambda a: 1 - a * a,
        title="tanh",
        symbol="tanh",
        formula="(exp(z)-exp(-z))/(exp(z)+exp(-z))",
        slope_formula="1-a**2",
        words="Take the hyperbolic tangent of the weighted sum.",
        python="np.tanh({z})",
        slope_python="1 - {a} ** 2",
    ),
    "softmax": Activation(
        softmax,
        None,
        title="softmax",
        symbol="softmax",
        formula="exp(z)/sum(exp(s))",
        words="Divide e to the power of this score by the sum of e to the power of every score.",
        python="np.exp({z} - {z}.max({rows})) / np.exp({z} - {z}.max({rows})).sum({rows})",
    ),
}
