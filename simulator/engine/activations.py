"""The activations: each value beside its slope. A new one is one row of ACTIVATIONS."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LEAK = 0.01


@dataclass(frozen=True, slots=True)
class Activation:
    """`value` takes z, `slope` takes a, so that an output held at another value carries its own slope back.

    Arrays are (examples, units). Softmax has no slope of one unit: every output depends on every score.
    """

    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray] | None


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1/(1 + e^−z), with full relative precision on both sides and without overflow."""
    small = np.exp(-np.abs(z))  # ½(1 + tanh(z/2)) would be exactly 0 below −38
    return np.where(z >= 0, 1, small) / (1 + small)


def relu(z: np.ndarray) -> np.ndarray:
    """max(0, z)."""
    return np.maximum(z, 0)


def softmax(z: np.ndarray) -> np.ndarray:
    """Shares of the exponentials in each row; they add up to 1."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(lambda z: 1 * z, np.ones_like),
    "relu": Activation(relu, lambda a: np.where(a > 0, 1.0, 0.0)),  # the slope at 0 is taken as 0
    "leaky_relu": Activation(lambda z: np.where(z > 0, z, LEAK * z), lambda a: np.where(a > 0, 1.0, LEAK)),
    "sigmoid": Activation(sigmoid, lambda a: a * (1 - a)),
    "tanh": Activation(np.tanh, lambda a: 1 - a * a),
    "softmax": Activation(softmax, None),
}
