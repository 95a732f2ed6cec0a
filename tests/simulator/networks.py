"""Networks that several tests use, and the shared data beside them."""

import json
from pathlib import Path

HERE = Path(__file__).parent
RUNNING = json.loads((HERE / "running_example.json").read_text())
CATALOGUE = json.loads((HERE / "misconceptions.json").read_text())

NEURON = {  # z = 0.6·1.5 + 0.9·(−0.8) + 0.5 = 0.68
    "inputs": [1.5, -0.8],
    "target": [0.2],
    "layers": [{"weights": [[0.6, 0.9]], "biases": [0.5], "activation": "sigmoid"}],
    "loss": "squared_error",
    "learning_rate": 0.5,
}
TWO_TWO_ONE = {  # the third worked example of the first chapter
    "inputs": [1, 2],
    "target": [0.2],
    "layers": [
        {"weights": [[0.5, 0.5], [-1, 0.25]], "biases": [-0.5, 0.2], "activation": "relu"},
        {"weights": [[1, -2]], "biases": [0.3], "activation": "sigmoid"},
    ],
    "loss": "squared_error",
    "learning_rate": 0.5,
}
MAZUR = {
    "inputs": [0.05, 0.10],
    "target": [0.01, 0.99],
    "layers": [
        {"weights": [[0.15, 0.20], [0.25, 0.30]], "biases": [0.35, 0.35], "activation": "sigmoid"},
        {"weights": [[0.40, 0.45], [0.50, 0.55]], "biases": [0.60, 0.60], "activation": "sigmoid"},
    ],
    "loss": "half_squared_error",
    "learning_rate": 0.5,
    "update_biases": False,
}
BOTH = {  # examples A and B of the running example together
    **RUNNING["network"],
    "inputs": [RUNNING["network"]["inputs"], RUNNING["network_B"]["inputs"]],
    "target": [RUNNING["network"]["target"], RUNNING["network_B"]["target"]],
}


def with_layer(network: dict, number: int, **changes) -> dict:
    """The network with something of one layer (counted from 1) changed."""
    layers = [dict(layer) for layer in network["layers"]]
    layers[number - 1].update(changes)
    return {**network, "layers": layers}
