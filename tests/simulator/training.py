"""Models and runs that several tests of the training use."""

from typing import Any

import numpy as np

from simulator.engine.network import Layer, Network
from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model, one_hot

MODELS = [
    Model((2, 8, 8, 1), ("tanh", "tanh", "sigmoid"), "binary_cross_entropy"),
    Model((3, 4, 4, 5, 3), ("relu", "leaky_relu", "sigmoid", "softmax"), "cross_entropy"),
    Model((2, 3, 3, 3), ("sigmoid", "identity", "softmax"), "squared_error"),
    Model((2, 3, 2), ("tanh", "tanh"), "mean_squared_error"),
    Model((2, 3, 3, 1), ("relu", "relu", "leaky_relu"), "half_squared_error"),
    Model((2, 1, 1), ("tanh", "sigmoid"), "squared_error"),
    Model((4, 2), ("softmax",), "mean_squared_error"),
    Model((2, 3), ("identity",), "squared_error"),
    Model((2, 3, 2), ("identity", "sigmoid"), "binary_cross_entropy"),
]
SPEC: dict[str, Any] = {
    "data": {"set": "circle", "count": 40, "noise": 0.05},
    "layers": [{"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "epochs": 6,
    "batch": 8,
    "frames": 4,
    "map": 5,
}


def spec_with(**changes) -> dict[str, Any]:
    return {**SPEC, **changes}


def drawn(model: Model, examples: int = 7, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """θ, x (examples, inputs) and targets (examples, outputs) that suit a model."""
    random = Random(seed, "test")
    theta = start(model, "normal", random) + random.normal(model.parameters, deviation=0.1)
    classes = random.whole(examples, max(2, model.sizes[-1]))
    targets = one_hot(classes, model.sizes[-1]) if model.sizes[-1] > 1 else classes[:, None].astype(float)
    return theta, random.normal((examples, model.sizes[0])), targets


def as_network(
    model: Model, theta: np.ndarray, x: np.ndarray, targets: np.ndarray, rate: float = 0.3, *, biases: bool = True
) -> Network:
    """The same network for the other engine."""
    layers = tuple(
        Layer(w, b, name, biases) for (w, b), name in zip(model.layers(theta), model.activations, strict=True)
    )
    return Network(x, targets, layers, model.loss, rate, True, True)


def as_theta(found: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Weights and biases of each layer as one vector."""
    return np.concatenate([np.column_stack([w, b]).ravel() for w, b in found])
