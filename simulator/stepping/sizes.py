"""Another number of layers or units: the numbers that still fit stay, the new ones are made. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.engine.network import Network, as_json, read_network

MOST = 8  # units of a layer that the form offers
NEW_BIAS = 0.1


def sizes_of(network: Network) -> list[int]:
    """Units of each layer, the inputs first."""
    return [network.inputs.shape[1], *(len(layer.biases) for layer in network.layers)]


def read_sizes(network: Network, typed: Mapping[str, str]) -> list[int]:
    """The sizes in the fields units-0, units-1 …, where 0 takes a hidden layer away, and `more`, a further one."""
    sizes = sizes_of(network)
    asked = [_size(typed.get(f"units-{k}", ""), size) for k, size in enumerate(sizes)]
    hidden = [*asked[1:-1], _size(typed.get("more", ""), 0)]
    return [max(1, asked[0]), *(size for size in hidden if size), max(1, asked[-1])]


def read_examples(network: Network, typed: Mapping[str, str]) -> int:
    """How many examples the field `examples` asks for."""
    return max(1, _size(typed.get("examples", ""), len(network.inputs)))


def _size(text: str, otherwise: int) -> int:
    return int(text) if text in map(str, range(MOST + 1)) else otherwise


def resized(network: Network, sizes: Sequence[int], examples: int | None = None) -> Network:
    """The network with these sizes and so many examples, those that it has if None; a new one is the last once more.
    Raises NetworkError for more layers than the limits allow.
    """
    data = as_json(network)
    count = examples or len(network.inputs)
    several = count > 1 or (network.several and count == len(network.inputs))
    inputs = [_fitted(row, sizes[0], 1) for row in _rows(network, data["inputs"], count)]
    data["inputs"] = inputs if several else inputs[0]
    if "target" in data:
        targets = [_target(row, sizes[-1], network.loss) for row in _rows(network, data["target"], count)]
        data["target"] = targets if several else targets[0]
    data["layers"] = [
        _layer(_model(data["layers"], k, len(sizes) - 1), units, sizes[k]) for k, units in enumerate(sizes[1:])
    ]
    return read_network(data)


def _rows(network: Network, values: list, count: int) -> list[list[float]]:
    rows = values if network.several else [values]
    return [*rows[:count], *[rows[-1]] * (count - len(rows))]


def _model(layers: list[dict[str, Any]], k: int, depth: int) -> dict[str, Any]:
    """The layer to start from: the output stays the output, and a further layer is empty."""
    if k == depth - 1:
        return layers[-1]
    further = {"weights": [], "biases": [], "activation": "relu"} | _bias_of(layers[-1])
    return layers[k] if k < len(layers) - 1 else further


def _layer(model: dict[str, Any], units: int, inputs: int) -> dict[str, Any]:
    rows = model["weights"][:units]
    weights = [[_weight(rows, j, i) for i in range(inputs)] for j in range(units)]
    biases = _bias_of(model) or {"biases": _fitted(model["biases"], units, NEW_BIAS)}
    return {"weights": weights, **biases, "activation": model["activation"]}


def _bias_of(model: dict[str, Any]) -> dict[str, Any]:
    """What says that a layer has no biases; a further hidden layer does as the output layer does."""
    return {"bias": False} if model.get("bias") is False else {}


def _weight(rows: list[list[float]], j: int, i: int) -> float:
    if j < len(rows) and i < len(rows[j]):
        return rows[j][i]
    return 0.5 if (i + j) % 2 == 0 else -0.5


def _fitted(row: list[float], size: int, new: float) -> list[float]:
    return [*row[:size], *[new] * (size - len(row))]


def _target(row: list[float], size: int, loss: str | None) -> list[float]:
    fitted = _fitted(row, size, 0)
    if loss == "cross_entropy" and 1 not in fitted:
        fitted[0] = 1  # the true class was among the outputs that are gone
    return fitted
