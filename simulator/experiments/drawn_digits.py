"""What the experiments on drawn digits share: the data, the network, and how often it is right."""

import numpy as np

from simulator.engine.data.digits import digits
from simulator.engine.data.examples import Examples
from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model, one_hot
from simulator.engine.training.optimisers import Optimiser
from simulator.engine.training.trainer import Trainer

PIXELS, CLASSES, TESTED = 64, 10, 1_000
BATCH = 32
PLAIN = Optimiser("sgd", 0.2)


def training_digits(seed: int, count: int) -> Examples:
    return digits(count, Random(seed, "digits", "training"))


def new_digits(seed: int) -> Examples:
    """Of a stream of their own: with a shared one, a network would be tested on what it has learned by heart."""
    return digits(TESTED, Random(seed, "digits", "test"))


def network(width: int) -> Model:
    """One hidden layer of ReLU units, or none."""
    if not width:
        return Model((PIXELS, CLASSES), ("softmax",), "cross_entropy")
    return Model((PIXELS, width, CLASSES), ("relu", "softmax"), "cross_entropy")


def trainer(
    model: Model, x: np.ndarray, y: np.ndarray, seed: int, *, optimiser: Optimiser = PLAIN, l2: float = 0
) -> Trainer:
    theta = start(model, "he", Random(seed, "digits", "start"))
    order = Random(seed, "digits", "order")
    targets = one_hot(y, CLASSES)
    return Trainer(model, x, targets, theta, optimiser, batch=BATCH, random=order, l2=l2)


def trained(model: Model, x: np.ndarray, y: np.ndarray, seed: int, epochs: int) -> np.ndarray:
    """θ after so many epochs."""
    running = trainer(model, x, y, seed)
    for _ in range(epochs):
        running.epoch()
    return running.theta


def accuracy(model: Model, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    return float((model.outputs(theta, x).argmax(axis=1) == y).mean())


def picture(pixels: np.ndarray) -> list[list[float]]:
    """A row of 64 as eight rows of eight, as it is drawn."""
    return [[round(float(value), 2) for value in row] for row in pixels.reshape(8, 8)]
