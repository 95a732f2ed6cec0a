"""Features: what a network may be shown of a point (x1, x2) of the plane. A new one is one row of FEATURES."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Feature:
    """`value` takes points (examples, 2) and gives (examples,), `python` computes it from the arrays x1 and x2.

    `symbol` is for the eye, `words` for the ear.
    """

    symbol: str
    words: str
    python: str
    value: Callable[[np.ndarray], np.ndarray]


FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", "x 1", "x1", lambda x: x[:, 0]),
    "x2": Feature("x₂", "x 2", "x2", lambda x: x[:, 1]),
    "x1^2": Feature("x₁²", "x 1 squared", "x1**2", lambda x: x[:, 0] ** 2),
    "x2^2": Feature("x₂²", "x 2 squared", "x2**2", lambda x: x[:, 1] ** 2),
    "x1*x2": Feature("x₁x₂", "x 1 times x 2", "x1 * x2", lambda x: x[:, 0] * x[:, 1]),
    # π, so that one whole wave fits into −1…1; without it the sine would be nearly a line there
    "sin(x1)": Feature("sin πx₁", "sine of pi times x 1", "np.sin(np.pi * x1)", lambda x: np.sin(np.pi * x[:, 0])),
    "sin(x2)": Feature("sin πx₂", "sine of pi times x 2", "np.sin(np.pi * x2)", lambda x: np.sin(np.pi * x[:, 1])),
}


def featured(x: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """The named features of points (examples, 2), as (examples, features), in the order of the names."""
    return np.stack([FEATURES[name].value(x) for name in names], axis=1)
