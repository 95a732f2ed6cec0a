"""A small deep network that has learned drawn digits, and a new digit of each kind for it to read.

It is kept rounded, as `manage.py readings` wrote it, where a page can fetch it; a test holds it to a new training.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from simulator.engine.network import read_network
from simulator.engine.trace import Trace, trace
from simulator.engine.training.model import Model
from simulator.experiments.drawn_digits import CLASSES, PIXELS, new_digits, trained, training_digits
from simulator.limits import Limits

FILE = Path(__file__).parents[1] / "static" / "simulator" / "digit_reader.json"
MODEL = Model((PIXELS, 12, 8, CLASSES), ("relu", "relu", "softmax"), "cross_entropy")
SEED, COUNT, EPOCHS = 1, 2_000, 60
INK = 9  # the darkest of the levels that a kept pixel has, so that one figure tells it


def learned() -> dict[str, Any]:
    """The layers as data, in hundredths, and the pictures, row by row."""
    given = training_digits(SEED, COUNT)
    theta = trained(MODEL, given.x, given.y, SEED, EPOCHS)
    layers = [
        {"weights": _rounded(weights), "biases": _rounded(biases), "activation": name}
        for (weights, biases), name in zip(MODEL.layers(theta), MODEL.activations, strict=True)
    ]
    return {"layers": layers, "pictures": pictures()}


def _rounded(numbers: np.ndarray) -> list[Any]:
    return (numbers.round(2) + 0.0).tolist()  # −0.0 becomes 0.0


def pictures() -> list[str]:
    """The first new digit of each kind."""
    new = new_digits(SEED)
    firsts = [new.x[np.argmax(new.y == kind)] for kind in range(CLASSES)]
    return ["".join(str(round(INK * pixel)) for pixel in picture) for picture in firsts]


@cache
def kept() -> Mapping[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def pixels(digit: int) -> list[float]:
    """From 0 (paper) to 1 (ink), row by row."""
    return [int(level) / INK for level in kept()["pictures"][digit]]


def reads(digit: int) -> Trace:
    """What the kept network makes of this digit."""
    data = {"inputs": pixels(digit), "layers": kept()["layers"]}
    return trace(read_network(data, Limits(units=PIXELS)))


def write_digit_reader() -> None:
    FILE.write_text(json.dumps(learned(), separators=(",", ":")) + "\n", encoding="utf-8")
