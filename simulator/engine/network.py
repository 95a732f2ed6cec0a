"""A network as data: read strictly, every fault named by its path, and written back in one canonical form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.losses import LOSSES
from simulator.engine.reading import Reader, ReadingError
from simulator.limits import LIMITS, Limits

KEYS = ("inputs", "target", "layers", "loss", "learning_rate", "update_biases")
LAYER_KEYS = ("weights", "bias", "biases", "activation")


class NetworkError(ReadingError):
    """A network that cannot be read. `faults` lists everything that is wrong with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One dense layer: z = W·inputs + b, then the activation. Without biases they are 0, and no step moves them."""

    weights: np.ndarray  # (units, inputs)
    biases: np.ndarray  # (units,)
    activation: str
    has_biases: bool = True

    @property
    def parameters(self) -> int:
        """How many numbers of it are trained."""
        return self.weights.size + (self.biases.size if self.has_biases else 0)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A network with its examples. One example is one row; `several` says that the rows were given as a list."""

    inputs: np.ndarray  # (examples, inputs)
    target: np.ndarray | None  # (examples, outputs)
    layers: tuple[Layer, ...]
    loss: str | None
    learning_rate: float | None
    update_biases: bool
    several: bool

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and as_json(self) == as_json(other)

    def __hash__(self) -> int:
        return hash(repr(as_json(self)))


def read_network(data: object, limits: Limits = LIMITS) -> Network:
    """Read a network from its data form. Raises NetworkError with every fault found."""
    reader = _Reader(limits)
    network = reader.network(data)
    if reader.faults:
        raise NetworkError(reader.faults)
    assert network is not None
    return network


def as_json(network: Network) -> dict:
    """The canonical data form: what is missing is left out, whole numbers have no fraction."""
    data: dict = {"inputs": _listed(network.inputs if network.several else network.inputs[0])}
    if network.target is not None:
        data["target"] = _listed(network.target if network.several else network.target[0])
    data["layers"] = [_layer_json(layer) for layer in network.layers]
    if network.loss is not None:
        data["loss"] = network.loss
    if network.learning_rate is not None:
        data["learning_rate"] = _plain(network.learning_rate)
    return data | {"update_biases": network.update_biases}


def _layer_json(layer: Layer) -> dict:
    biases = {"biases": _listed(layer.biases)} if layer.has_biases else {"bias": False}
    return {"weights": _listed(layer.weights), **biases, "activation": layer.activation}


def _listed(array: np.ndarray) -> list:
    return [_listed(row) if row.ndim else _plain(float(row)) for row in array]


def _plain(value: float) -> int | float:
    return int(value) if value.is_integer() else value


class _Reader(Reader):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits.magnitude)
        self.limits = limits

    def network(self, data: object) -> Network | None:
        if not isinstance(data, Mapping):
            self.fault("network", 'Give a network as an object with "inputs" and "layers".')
            return None
        self.known(data, KEYS, "")
        several = self.is_several(data.get("inputs"))
        inputs = self.examples(data, "inputs", several)
        layers = self.layers(data.get("layers"), inputs.shape[1] if inputs is not None else None)
        target = self.target(data, several, inputs, layers)
        loss = self.loss(data.get("loss"), layers, target)
        rate = self.learning_rate(data.get("learning_rate"))
        update = self.flag(data.get("update_biases", True), "update_biases")
        if self.faults or inputs is None:
            return None
        return Network(inputs, target, layers, loss, rate, update, several)

    def is_several(self, value: object) -> bool:
        return isinstance(value, list | tuple) and len(value) > 0 and isinstance(value[0], list | tuple)

    def examples(self, data: Mapping, key: str, several: bool) -> np.ndarray | None:
        if key not in data:
            self.fault(key, f'Add "{key}": a list of numbers, or a list of such lists for several examples.')
            return None
        rows = data[key] if several else [data[key]]
        if several and not self.sized(rows, key, self.limits.examples, "example"):
            return None
        paths = [f"{key}[{i}]" if several else key for i in range(len(rows))]
        return self.table(rows, paths, None)

    def table(self, rows: list, paths: list[str], width: int | None, why: str = "") -> np.ndarray | None:
        """Rows of equal length; `width` is the length they must have, the first row's if None."""
        read = [self.numbers(row, path) for row, path in zip(rows, paths, strict=True)]
        for row, path in zip(read, paths, strict=True):
            if row is None:
                return None
            width = len(row) if width is None else width
            if len(row) != width:
                self.fault(path, why or f"Every example needs {_count(width, 'number')}; this one has {len(row)}.")
                return None
        return np.array(read, dtype=float)

    def numbers(self, value: object, path: str) -> list[float] | None:
        if not self.sized(value, path, self.limits.units, "number"):
            return None
        assert isinstance(value, list | tuple)
        read = [self.number(item, f"{path}[{i}]") for i, item in enumerate(value)]
        whole = [item for item in read if item is not None]
        return whole if len(whole) == len(read) else None

    def layers(self, value: object, width: int | None) -> tuple[Layer, ...]:
        if not self.sized(value, "layers", self.limits.layers, "layer"):
            return ()
        assert isinstance(value, list | tuple)
        layers: list[Layer] = []
        for i, item in enumerate(value):
            layer = self.layer(item, i, width, last=i == len(value) - 1)
            width = len(layer.biases) if layer else None  # after a fault, the next layer is read on its own
            layers += [layer] if layer else []
        return tuple(layers) if len(layers) == len(value) else ()

    def layer(self, data: object, i: int, width: int | None, *, last: bool) -> Layer | None:
        path = f"layers[{i}]"
        if not isinstance(data, Mapping):
            self.fault(path, "Give a layer as an object with weights, biases and activation.")
            return None
        self.known(data, LAYER_KEYS, f"{path}.")
        weights = self.weights(data.get("weights"), i, width)
        has_biases = self.flag(data.get("bias", True), f"{path}.bias")
        biases = self.biases(data, path, weights, has_biases=has_biases)
        activation = self.activation(data.get("activation"), f"{path}.activation", last=last)
        if weights is None or biases is None:
            return None
        if len(biases) != len(weights):
            message = f"Layer {i + 1} has {_count(len(weights), 'unit')} (rows of weights), so it needs as many biases"
            self.fault(f"{path}.biases", f"{message}; there are {len(biases)}.")
            return None
        return Layer(weights, np.array(biases), activation, has_biases)

    def biases(
        self, data: Mapping, path: str, weights: np.ndarray | None, *, has_biases: bool
    ) -> Sequence[float] | None:
        """Zeros for a layer without biases, which then gives none."""
        if has_biases and "biases" not in data:
            self.fault(f"{path}.biases", 'Give a list of numbers, one for each unit, or "bias": false for no biases.')
            return None
        if has_biases:
            return self.numbers(data["biases"], f"{path}.biases")
        if data.get("biases") is not None:
            self.fault(f"{path}.biases", 'A layer with "bias": false has no biases. Leave one of the two out.')
        return None if weights is None else [0.0] * len(weights)

    def weights(self, value: object, i: int, width: int | None) -> np.ndarray | None:
        path = f"layers[{i}].weights"
        if not self.sized(value, path, self.limits.units, "row"):
            return None
        assert isinstance(value, list | tuple)
        source = "the inputs" if i == 0 else f"layer {i}"
        why = f"Layer {i + 1} takes {_count(width or 0, 'number')} from {source}, so every row of its weights needs"
        if width is None:
            why = f"Every row of the weights of layer {i + 1} needs as many numbers as the first"
        return self.table(
            list(value), [f"{path}[{j}]" for j in range(len(value))], width, f"{why} {width}." if width else f"{why}."
        )

    def activation(self, value: object, path: str, *, last: bool) -> str:
        if not isinstance(value, str) or value not in ACTIVATIONS:
            self.fault(path, f"Choose one of: {', '.join(ACTIVATIONS)}.")
            return "identity"
        if value == "softmax" and not last:
            self.fault(path, "Softmax works on the last layer only; choose another activation here.")
        return value

    def target(
        self, data: Mapping, several: bool, inputs: np.ndarray | None, layers: tuple[Layer, ...]
    ) -> np.ndarray | None:
        if data.get("target") is None:
            return None
        if self.is_several(data["target"]) != several:
            form = "a list of lists, one for each example" if several else "one list of numbers, as the inputs are"
            self.fault("target", f"Give the target as {form}.")
            return None
        target = self.examples(data, "target", several)
        if target is None or inputs is None or not layers:
            return target
        if len(target) != len(inputs):
            self.fault("target", f"Give one target for each of the {len(inputs)} examples; there are {len(target)}.")
        outputs = len(layers[-1].biases)
        if target.shape[1] != outputs:
            message = f"Layer {len(layers)}, the last, has {_count(outputs, 'unit')}, so a target needs as many numbers"
            self.fault("target", f"{message}; there are {target.shape[1]}.")
        return target

    def loss(self, value: object, layers: tuple[Layer, ...], target: np.ndarray | None) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or value not in LOSSES:
            self.fault("loss", f"Choose one of: {', '.join(LOSSES)}.")
            return None
        needed = LOSSES[value].activation
        if layers and needed and layers[-1].activation != needed:
            self.fault("loss", f"{value} needs {needed} on the last layer; change that activation or choose a loss.")
        if target is not None and value == "binary_cross_entropy" and not ((target >= 0) & (target <= 1)).all():
            self.fault("target", "binary_cross_entropy needs targets from 0 to 1.")
        if target is not None and value == "cross_entropy" and not _is_one_hot(target):
            self.fault("target", "cross_entropy needs a one-hot target: one 1 for the true class, 0 everywhere else.")
        return value

    def learning_rate(self, value: object) -> float | None:
        if value is None:
            return None
        rate = self.number(value, "learning_rate")
        if rate is not None and rate < 0:
            self.fault("learning_rate", "Give a learning rate of 0 or more.")
        return rate


def _is_one_hot(target: np.ndarray) -> bool:
    return bool((((target == 0) | (target == 1)).all(axis=1) & (target.sum(axis=1) == 1)).all())


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
