"""The network of the chapter's running example: how much will you like a film? Forward and backward share it."""

from collections.abc import Sequence
from typing import Any

FILM_A, FILM_B = ((2, -1.5), 0.1), ((-2, -1.5), 0.9)  # (action, talk) and how much it was liked


def film_network(inputs: Sequence[float], target: float) -> dict[str, Any]:
    return {
        "inputs": list(inputs),
        "target": [target],
        "layers": [
            {"weights": [[0.3, -0.4], [-0.6, -0.2]], "biases": [0.3, -0.1], "activation": "relu"},
            {"weights": [[0.6, -1.5]], "biases": [0.5], "activation": "sigmoid"},
        ],
        "loss": "squared_error",
        "learning_rate": 0.5,
    }
