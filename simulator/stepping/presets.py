"""Networks worth stepping through, each for one idea. Pure; a new one is one row of PRESETS."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Preset:
    """A network in its data form, and what it shows."""

    slug: str
    title: str
    about: str
    network: dict[str, Any]


def _layer(weights: list[list[float]], biases: list[float], activation: str) -> dict[str, Any]:
    return {"weights": weights, "biases": biases, "activation": activation}


def _network(inputs: list[float], target: list[float], layers: list, loss: str, rate: float = 0.5) -> dict[str, Any]:
    return {"inputs": inputs, "target": target, "layers": layers, "loss": loss, "learning_rate": rate}


ONE_NEURON = _network([1.5, -0.8], [0.2], [_layer([[0.6, 0.9]], [0.5], "sigmoid")], "squared_error")
BY_HAND = _network(
    [1, 2],
    [1],
    [_layer([[0.5, 0.5], [-1, 0.25]], [-0.5, 0.2], "relu"), _layer([[1, -2]], [0.3], "sigmoid")],
    "half_squared_error",
)
FILMS = _network(
    [2, -1.5],
    [0.1],
    [_layer([[0.3, -0.4], [-0.6, -0.2]], [0.3, -0.1], "relu"), _layer([[0.6, -1.5]], [0.5], "sigmoid")],
    "squared_error",
)
# Both hidden units see the sum; the second starts one later and bends it back: 0, 1, 1, 0.
EXCLUSIVE_OR = _network(
    [1, 1], [0], [_layer([[1, 1], [1, 1]], [0, -1], "relu"), _layer([[1, -2]], [0], "identity")], "squared_error", 0.1
)
FOUR_POINTS = EXCLUSIVE_OR | {
    "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
    "target": [[0], [1], [1], [0]],
    "layers": [_layer([[1, 1], [1, 0.8]], [0, -0.8], "relu"), _layer([[0.9, -1.6]], [0.1], "identity")],
}
# Matt Mazur's published step-by-step example, whose biases are held fixed.
MAZUR = _network(
    [0.05, 0.10],
    [0.01, 0.99],
    [
        _layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid"),
        _layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid"),
    ],
    "half_squared_error",
) | {"update_biases": False}
DEAD_UNIT = _network(
    [1, 0.5],
    [1],
    [_layer([[0.8, -0.4], [-1.5, -1]], [0.1, -0.5], "relu"), _layer([[0.7, 0.9]], [0.2], "sigmoid")],
    "squared_error",
)
SATURATED = _network([4, 3], [0], [_layer([[1.5, 1]], [-1], "sigmoid")], "squared_error")
THREE_CLASSES = _network(
    [0.8, -1.2],
    [0, 1, 0],
    [
        _layer([[0.5, -0.7], [-0.4, 0.6]], [0.1, 0.3], "tanh"),
        _layer([[0.9, -0.5], [-0.3, 0.8], [0.2, 0.4]], [0.1, 0, -0.1], "softmax"),
    ],
    "cross_entropy",
)

PRESETS: dict[str, Preset] = {
    preset.slug: preset
    for preset in (
        Preset("two-two-one", "2-2-1, by hand", "A whole pass with numbers that you can work out on paper.", BY_HAND),
        Preset("one-neuron", "One neuron", "A sum, a sigmoid and one step.", ONE_NEURON),
        Preset("films", "The films of Chapter 1", "The running example of the chapter, input A.", FILMS),
        Preset("exclusive-or", "XOR, by hand", "Weights that solve what no single line can.", EXCLUSIVE_OR),
        Preset("four-points", "XOR, four examples", "The gradients are means over the examples.", FOUR_POINTS),
        Preset("mazur", "2-2-2, by Mazur", "As he published it: biases stay as they are; the loss is 0.2984.", MAZUR),
        Preset("dead-unit", "A dead ReLU", "No slope comes back through the second unit.", DEAD_UNIT),
        Preset("saturated", "A saturated sigmoid", "Far off, and yet hardly any slope.", SATURATED),
        Preset("three-classes", "Three classes, softmax", "Scores become shares that add up to 1.", THREE_CLASSES),
    )
}
DEFAULT = "two-two-one"
