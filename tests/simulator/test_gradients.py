"""Gradients against central differences and against complex steps, which have no rounding error of their own."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from simulator.engine.activations import ACTIVATIONS, LEAK
from simulator.engine.losses import LOSSES
from simulator.engine.network import read_network
from simulator.engine.trace import trace

SHAPES = [(1, 1), (2, 1), (2, 2, 1), (3, 2), (2, 3, 2), (3, 2, 3, 2), (2, 2, 2, 2, 3)]


def allowed(activation: str, loss: str) -> bool:
    needed = LOSSES[loss].activation
    return needed in (None, activation)


def network(activation: str, loss: str, sizes: tuple[int, ...], examples: int) -> dict:
    """A network with reproducible weights away from every kink: |z| of a ReLU is never tiny."""
    random = np.random.default_rng([len(sizes), sum(sizes), examples, sorted(ACTIVATIONS).index(activation)])
    inner = "tanh" if activation == "softmax" else activation
    layers = [
        {
            "weights": random.uniform(-1, 1, (units, inputs)).round(3).tolist(),
            "biases": random.uniform(-1, 1, units).round(3).tolist(),
            "activation": inner,
        }
        for inputs, units in pairwise(sizes)
    ]
    layers[-1]["activation"] = activation
    target = random.uniform(0, 1, (examples, sizes[-1])).round(3)
    if loss == "cross_entropy":
        target = np.eye(sizes[-1])[random.integers(0, sizes[-1], examples)]
    return {
        "inputs": random.uniform(-2, 2, (examples, sizes[0])).round(3).tolist(),
        "target": target.tolist(),
        "layers": layers,
        "loss": loss,
        "learning_rate": 0.1,
    }


CASES = [
    (activation, loss, sizes, examples)
    for activation in ACTIVATIONS
    for loss in LOSSES
    if allowed(activation, loss)
    for sizes in SHAPES
    for examples in (1, 3)
]


def parameters(data: dict) -> list[tuple[int, str, tuple[int, ...]]]:
    return [
        (k, name, index)
        for k, layer in enumerate(data["layers"])
        for name in ("weights", "biases")
        for index in np.ndindex(*np.shape(layer[name]))
    ]


def gradient(found, place) -> float:
    k, name, index = place
    return float(found.whole("dW" if name == "weights" else "db", k + 1)[index])


# ---- a second forward pass, written for complex numbers and sharing nothing with the engine

VALUE: dict[str, Callable] = {
    "identity": lambda z: z,
    "relu": lambda z: z * (z.real > 0),
    "leaky_relu": lambda z: z * np.where(z.real > 0, 1, LEAK),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(),
}
LOSS: dict[str, Callable] = {
    "squared_error": lambda y, t: ((y - t) ** 2).sum(),
    "half_squared_error": lambda y, t: ((y - t) ** 2).sum() / 2,
    "mean_squared_error": lambda y, t: ((y - t) ** 2).mean(),
    "binary_cross_entropy": lambda y, t: -(t * np.log(y) + (1 - t) * np.log(1 - y)).sum(),
    "cross_entropy": lambda y, t: -(t * np.log(y)).sum(),
}


def loss_of(data: dict, layers: list[dict]) -> complex:
    losses = []
    for x, t in zip(data["inputs"], data["target"], strict=True):
        a = np.array(x, dtype=complex)
        for layer in layers:
            a = VALUE[layer["activation"]](layer["weights"] @ a + layer["biases"])
        losses.append(LOSS[data["loss"]](a, np.array(t)))
    return sum(losses) / len(losses)


def moved(data: dict, place, step: complex) -> complex:
    layers = [
        layer | {name: np.array(layer[name], dtype=complex) for name in ("weights", "biases")}
        for layer in data["layers"]
    ]
    k, name, index = place
    layers[k][name][index] += step
    return loss_of(data, layers)


@pytest.mark.parametrize("activation, loss, sizes, examples", CASES)
def test_gradients_equal_complex_steps_and_central_differences(activation, loss, sizes, examples):
    data = network(activation, loss, sizes, examples)
    found = trace(read_network(data))
    assert found["loss"] == pytest.approx(loss_of(data, moved_nothing(data)).real, abs=1e-12)
    for place in parameters(data):
        value = gradient(found, place)
        assert value == pytest.approx(moved(data, place, 1e-30j).imag / 1e-30, abs=1e-12, rel=1e-11)
        central = (moved(data, place, 1e-5) - moved(data, place, -1e-5)).real / 2e-5
        assert value == pytest.approx(central, abs=1e-7)


def moved_nothing(data: dict) -> list[dict]:
    return [layer | {n: np.array(layer[n], dtype=complex) for n in ("weights", "biases")} for layer in data["layers"]]


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "softmax"])
def test_slopes_equal_complex_steps(activation):
    z = np.array([-3.0, -0.7, -0.01, 0.01, 0.4, 2.5])
    slope = ACTIVATIONS[activation].slope
    assert slope is not None
    found = slope(ACTIVATIONS[activation].value(z))
    assert found == pytest.approx(VALUE[activation](z + 1e-30j).imag / 1e-30, abs=1e-12)


def test_the_slope_of_a_relu_at_0_is_0():
    data = {"inputs": [0], "target": [1], "loss": "squared_error",
            "layers": [{"weights": [[1]], "biases": [0], "activation": "relu"}]}  # fmt: skip
    found = trace(read_network(data))
    assert (found["z[1,1]"], found["slope[1,1]"], found["dW[1,1,1]"]) == (0, 0, 0)


def test_fused_and_unfused_signals_agree():
    """Cross-entropy takes a − t; a held slope or gradient takes the long way round to the same number."""
    data = network("sigmoid", "binary_cross_entropy", (2, 2, 1), 1)
    right = trace(read_network(data))
    pins = {"slope[2,1]@1": right["slope[2,1]@1"]}
    assert trace(right.network, pins=pins)["delta[2,1]@1"] == pytest.approx(right["delta[2,1]@1"], abs=1e-12)
    data = network("softmax", "cross_entropy", (2, 3), 1)
    right = trace(read_network(data))
    pins = {"da[1,1]@1": right["da[1,1]@1"]}
    for j in (1, 2, 3):
        held = trace(right.network, pins=pins)[f"delta[1,{j}]@1"]
        assert held == pytest.approx(right[f"delta[1,{j}]@1"], abs=1e-12)
