"""A dense network as one flat vector of parameters, and what it says for many examples, and many such vectors, at once.

A vector holds layer after layer, each as rows of (units, inputs + 1): the bias is a weight on a constant 1. Runs come
first: everything that takes `theta` as (parameters,) takes (runs, parameters) as well, and answers with runs first.
In a network without biases they are 0, and a trainer holds them there.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.losses import LOSSES


@dataclass(frozen=True, slots=True)
class Model:
    """`sizes` are the inputs and the units of each layer; `activations` has one name a layer."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str

    @property
    def shapes(self) -> list[tuple[int, int]]:
        return [(units, inputs + 1) for inputs, units in pairwise(self.sizes)]

    @property
    def parameters(self) -> int:
        return sum(units * columns for units, columns in self.shapes)

    @property
    def is_fused(self) -> bool:
        """Whether the loss belongs to the output activation, so that ∂L/∂z is simply a − y."""
        return LOSSES[self.loss].activation == self.activations[-1]

    def blocks(self, theta: np.ndarray) -> list[np.ndarray]:
        """One view (…, units, inputs + 1) a layer."""
        ends = np.cumsum([units * columns for units, columns in self.shapes])
        parts = np.split(theta, ends[:-1], axis=-1)
        return [part.reshape(*theta.shape[:-1], *shape) for part, shape in zip(parts, self.shapes, strict=True)]

    def layers(self, theta: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Weights (…, units, inputs) and biases (…, units) of each layer."""
        return [(block[..., :-1], block[..., -1]) for block in self.blocks(theta)]

    @property
    def weight_places(self) -> np.ndarray:
        """(parameters,): 1 for a weight, 0 for a bias."""
        places = np.ones(self.parameters)
        for _, biases in self.layers(places):
            biases[...] = 0
        return places

    def forward(self, theta: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The last layer's z and a, (…, examples, outputs), for x (examples, inputs)."""
        *hidden, (last, output) = zip(self.layers(theta), self.activations, strict=True)
        a = x.T  # units first: the long side last is what BLAS is fastest at
        for layer, name in hidden:
            a = ACTIVATIONS[name].value(weighted_sum(layer, a))
        z = np.swapaxes(weighted_sum(last, a), -1, -2)
        return z, ACTIVATIONS[output].value(z)

    def outputs(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        """(…, examples, outputs)."""
        return self.forward(theta, x)[1]

    def losses(self, z: np.ndarray, a: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """The loss of each example, (…, examples)."""
        loss = LOSSES[self.loss]
        return loss.from_z(z, targets) if loss.from_z and self.is_fused else loss.value(a, targets)

    def mean_loss(self, theta: np.ndarray, x: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """The mean over the examples: one number, or one a run."""
        return self.losses(*self.forward(theta, x), targets).mean(axis=-1)


def weighted_sum(layer: tuple[np.ndarray, np.ndarray], a: np.ndarray) -> np.ndarray:
    """z (…, units, examples) of what comes in, (…, inputs, examples)."""
    weights, biases = layer
    z = weights @ a
    z += biases[..., None]
    return z


def one_hot(y: np.ndarray, classes: int) -> np.ndarray:
    """Class numbers (examples,) as targets (examples, classes)."""
    return np.eye(classes)[y]
