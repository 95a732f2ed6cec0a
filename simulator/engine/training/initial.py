"""Where the weights start. A new initialiser is one row of INITIALISERS; biases start at 0."""

from collections.abc import Callable

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.model import Model

CONSTANT = 0.5
NORMAL = 0.5  # standard deviation

Draw = Callable[[Random, tuple[int, int]], np.ndarray]  # of the weights (units, inputs) of one layer


def xavier(random: Random, shape: tuple[int, int]) -> np.ndarray:
    """Variance 2/(inputs + units): keeps signals and slopes of tanh and sigmoid of one size (Glorot and Bengio)."""
    return random.normal(shape, deviation=(2 / sum(shape)) ** 0.5)


def he(random: Random, shape: tuple[int, int]) -> np.ndarray:
    """Variance 2/inputs: half of the signals are lost at each ReLU (He et al.)."""
    return random.normal(shape, deviation=(2 / shape[1]) ** 0.5)


INITIALISERS: dict[str, Draw] = {
    "zero": lambda random, shape: np.zeros(shape),
    "constant": lambda random, shape: np.full(shape, CONSTANT),
    "normal": lambda random, shape: random.normal(shape, deviation=NORMAL),
    "xavier": xavier,
    "he": he,
}


def start(model: Model, kind: str, random: Random, runs: int | None = None) -> np.ndarray:
    """The first θ: (parameters,), or (runs, parameters), each run drawn after the one before."""
    if runs is not None:
        return np.stack([start(model, kind, random) for _ in range(runs)])
    theta = np.zeros(model.parameters)
    for weights, _ in model.layers(theta):
        weights[...] = INITIALISERS[kind](random, (weights.shape[0], weights.shape[1]))
    return theta


def widened(theta: np.ndarray, narrow: Model, wide: Model) -> tuple[np.ndarray, np.ndarray]:
    """θ of a narrow network in the place of a wide one, and which of its numbers are real.

    The units that are filled in take nothing and give nothing; they stay so where a trainer holds them.
    """
    padded, real = np.zeros(wide.parameters), np.zeros(wide.parameters)
    for small, large, mark in zip(narrow.layers(theta), wide.layers(padded), wide.layers(real), strict=True):
        units, inputs = small[0].shape
        large[0][:units, :inputs], large[1][:units] = small
        mark[0][:units, :inputs], mark[1][:units] = 1, 1
    return padded, real
