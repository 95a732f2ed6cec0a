"""One forward, backward and update of a small network, every quantity kept and every operation replaceable."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from simulator.engine.losses import LOSSES
from simulator.engine.network import Layer, Network
from simulator.engine.operations import NOTHING, Context, Replacement, settled
from simulator.engine.pins import held_values
from simulator.engine.probes import Place, find, missing_for
from simulator.engine.sums import by_hand

NO_PINS: Mapping[str, float] = MappingProxyType({})


class NotFinite(ValueError):
    """A quantity of this network that is too large for a number, or is no number at all."""


def trace(
    network: Network,
    replacement: Replacement | None = None,
    pins: Mapping[str, float] = NO_PINS,
    layer: int | None = None,
) -> "Trace":
    """Trace a network. `replacement` puts ideas in place of operations, in `layer` alone where that is given; `pins`
    holds computed quantities at values of their own, such as {"a[1,2]": 0.4}. Raises UnknownProbe for a bad pin.
    """
    replacement = replacement or NOTHING
    return Trace(network, replacement if layer is None else replacement.only_in(layer), pins)


class Trace:
    """Every quantity of a network by its probe: trace["z[1,2]"]. A stage is computed when it is first asked for."""

    ideas = 1  # that it is of

    def __init__(
        self, network: Network, replacement: Replacement = NOTHING, pins: Mapping[str, float] = NO_PINS
    ) -> None:
        self.network = network
        self.replacement = replacement
        self.pins = pins
        self._held = held_values(network, pins) if pins else {}
        self._whole: dict[tuple[str, int], np.ndarray] = {}

    def __getitem__(self, probe: str) -> float:
        """Raises UnknownProbe, MissingQuantity or NotFinite, each with a sentence that says what to do."""
        value = self.at(find(self.network, probe))
        if not np.isfinite(value):
            raise NotFinite(f"{probe} is too large to be written. Choose smaller weights, inputs or learning rate.")
        return value

    def at(self, place: Place) -> float:
        """The value at a place that this network has, finite or not."""
        idea = self.replacement.idea("read", place.layer)
        return float(idea.compute(Reading(self, place))) + 0.0 if idea else self.computed(place)

    def computed(self, place: Place) -> float:
        """The value that was computed at a place, whatever is then copied down."""
        return float(READERS[place.name](self, place)) + 0.0  # −0.0 becomes 0.0

    @cached_property
    @np.errstate(all="ignore")  # a wrong idea may well divide by 0; what is not finite is dropped by its reader
    def forward(self) -> list[Context]:
        """The layers with their z and a."""
        done: list[Context] = []
        for k, layer in enumerate(self.network.layers, 1):
            c = self._context(k, layer, done[-1].a if done else self.network.inputs)
            c.z = self._run("weighted_sum", "z", c)
            c.a = self._run("activation", "a", c)
            c.exact = self._keeps("activation", "a", k)
            done.append(c)
        return done

    def _context(self, k: int, layer: Layer, inputs: np.ndarray) -> Context:
        n = self.network
        return Context(
            k, len(n.layers), layer.weights, layer.biases, layer.activation, inputs, n.target, n.loss, n.learning_rate
        )

    @cached_property
    @np.errstate(all="ignore")
    def losses(self) -> np.ndarray:
        """The loss of each example: (examples,)."""
        return self._run("loss", "losses", self.forward[-1])

    @cached_property
    @np.errstate(all="ignore")
    def loss(self) -> np.ndarray:
        """The loss over all examples, one number."""
        c = self.forward[-1].copied()
        c.quantity, c.each = "loss", self.losses
        return self._run("batch", "loss", c)

    @cached_property
    @np.errstate(all="ignore")
    def backward(self) -> list[Context]:
        """The layers with their signals."""
        layers = [c.copied() for c in self.forward]
        for c in reversed(layers):
            c.above = None if c.last else layers[c.layer]
            c.slope = self._run("slope", "slope", c)
            c.fused = self._is_fused(c)
            c.da = self._send_back(c)
            c.delta = self._run("delta", "delta", c)
        return layers

    def _is_fused(self, c: Context) -> np.ndarray:
        kept = c.exact & self._keeps("loss_gradient", "da", c.layer) & self._keeps("slope", "slope", c.layer)
        return kept & (c.last and LOSSES[c.loss_name or ""].activation == c.activation)

    def _keeps(self, operation: str, name: str, layer: int) -> np.ndarray:
        """Whether an operation is not replaced, nor what it computes held: (1, 1)."""
        return np.array([[(name, layer) not in self._held and not self.replacement.idea(operation, layer)]])

    def _send_back(self, c: Context) -> np.ndarray:
        if c.above is None:
            return self._run("loss_gradient", "da", c)
        return self._hold("da", c.layer, self._operate("send_back", c.above))

    def whole(self, name: str, layer: int) -> np.ndarray:
        """What belongs to all examples together, of one layer: dW or W_new (units, inputs), db or b_new (units,)."""
        key = (name, layer)
        if key not in self._whole:
            self._whole[key] = self._gradient(*key) if name.startswith("d") else self._moved(*key)
        return self._whole[key]

    @np.errstate(all="ignore")
    def _gradient(self, name: str, layer: int) -> np.ndarray:
        c = self.backward[layer - 1]
        c.quantity = name[1]
        c.each = self.each(name, layer)
        return self._run("batch", name, c)

    def each(self, name: str, layer: int) -> np.ndarray:
        """The gradients dW or db of one layer before they are averaged, examples first."""
        operation = "weight_gradient" if name == "dW" else "bias_gradient"
        return self._operate(operation, self.backward[layer - 1])

    @np.errstate(all="ignore")
    def _moved(self, name: str, layer: int) -> np.ndarray:
        c = self.backward[layer - 1]
        c.quantity, c.old = name[0], c.weights if name == "W_new" else c.biases
        if name == "b_new" and not (self.network.update_biases and self.network.layers[layer - 1].has_biases):
            return self._hold(name, layer, c.biases)
        c.gradient = self.whole(f"d{name[0]}", layer)
        return self._run("step", name, c)

    @cached_property
    def after(self) -> "Trace":
        """The trace of the network after this step, with the same ideas."""
        n = self.network
        layers = tuple(
            Layer(self.whole("W_new", k), self.whole("b_new", k), layer.activation, layer.has_biases)
            for k, layer in enumerate(n.layers, 1)
        )
        moved = Network(n.inputs, n.target, layers, n.loss, n.learning_rate, n.update_biases, n.several)
        return self._of(moved)

    def _of(self, network: Network) -> "Trace":
        return Trace(network, self.replacement)

    @property
    def loss_new(self) -> np.ndarray:
        return self.after.loss

    def _run(self, operation: str, name: str, c: Context) -> np.ndarray:
        return self._hold(name, c.layer, self._operate(operation, c))

    def _operate(self, operation: str, c: Context) -> np.ndarray:
        return settled(operation, c, self.replacement.operation(operation, c.layer)(c))

    def _hold(self, name: str, layer: int, values: np.ndarray) -> np.ndarray:
        held = self._held.get((name, layer)) if self._held else None
        if held:
            values = np.array(values, dtype=float)
            for index, value in held:
                values[..., *index] = value
        return values

    def as_json(self) -> dict:
        """Every quantity, in nested lists; null for what is missing, has no meaning or is not finite."""
        layers = range(1, len(self.network.layers) + 1)
        each = [self._example_json(row) for row in range(len(self.network.inputs))]
        whole = [self._layer_json(k) for k in layers]
        ends = {"loss": self._number("loss"), "loss_new": self._number("loss_new")}
        if self.network.several:
            return {"examples": each, "layers": whole, **ends}
        merged = [one | all_ for one, all_ in zip(each[0]["layers"], whole, strict=True)]
        return {"layers": merged, "output": each[0]["output"], **ends}

    def _example_json(self, row: int) -> dict:
        slopes = self._slopes()
        signals = [None if missing_for(self.network, "delta") else c.delta for c in self._signal_layers()]
        layers = [
            {"z": _listed(c.z[row]), "a": _listed(c.a[row]), "slope": _row(slope, row), "delta": _row(delta, row)}
            for c, slope, delta in zip(self.forward, slopes, signals, strict=True)
        ]
        loss = None if missing_for(self.network, "loss") else _listed(self.losses[row])
        return {"layers": layers, "output": layers[-1]["a"], "loss": loss}

    def _slopes(self) -> list[np.ndarray | None]:
        return [None if c.activation == "softmax" else self.slope(c) for c in self.forward]

    def _signal_layers(self) -> list[Context]:
        return self.forward if missing_for(self.network, "delta") else self.backward

    @np.errstate(all="ignore")
    def slope(self, c: Context) -> np.ndarray:
        """The slopes of one layer of the forward pass; they need no target."""
        return self._run("slope", "slope", c)

    def _layer_json(self, k: int) -> dict:
        missing = {n for n in ("dW", "db", "W_new", "b_new") if missing_for(self.network, n)}
        missing |= set() if self.network.layers[k - 1].has_biases else {"db", "b_new"}
        return {n: None if n in missing else _listed(self.whole(n, k)) for n in ("dW", "db", "W_new", "b_new")}

    def _number(self, name: str) -> float | None:
        value = None if missing_for(self.network, name) else getattr(self, name)
        return float(value) if value is not None and np.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the operation "read" sees: the whole trace, and the place that is asked for."""

    trace: Trace
    place: Place

    @property
    def value(self) -> float:
        return self.trace.computed(self.place)

    def other(self, name: str) -> float:
        """Another quantity of the same unit or connection."""
        return self.trace.computed(self.place.named(name))


def _listed(array: np.ndarray) -> list | float | None:
    if array.ndim:
        return [_listed(row) for row in array]
    return float(array) + 0.0 if np.isfinite(array) else None


def _row(array: np.ndarray | None, row: int) -> list | float | None:
    return None if array is None else _listed(array[row])


# From a trace of many ideas the same readers take one number an idea, hence the dots.
Reader = Callable[[Trace, Place], Any]


def _at_unit(stage: str, name: str) -> Reader:
    """Reads an array (examples, units) of one layer."""
    return lambda t, p: getattr(getattr(t, stage)[p.layer - 1], name)[..., p.row, p.unit - 1]


def _of_all(name: str) -> Reader:
    """Reads what belongs to a weight, or to a bias, of all examples together."""
    if "W" in name:
        return lambda t, p: t.whole(name, p.layer)[..., p.unit - 1, p.input - 1]
    return lambda t, p: t.whole(name, p.layer)[..., p.unit - 1]


def _change(new: str, old: str) -> Reader:

    def change(t: Trace, p: Place) -> Any:
        after, before = READERS[new](t, p), READERS[old](t, p)
        return by_hand(after - before, abs(after) + abs(before), 2)

    return change


READERS: dict[str, Reader] = {
    "x": lambda t, p: t.forward[0].inputs[..., p.row, p.unit - 1],
    "y": lambda t, p: t.forward[-1].t[..., p.row, p.unit - 1],
    "W": lambda t, p: t.forward[p.layer - 1].weights[..., p.unit - 1, p.input - 1],
    "b": lambda t, p: t.forward[p.layer - 1].biases[..., p.unit - 1],
    "z": _at_unit("forward", "z"),
    "a": _at_unit("forward", "a"),
    "output": lambda t, p: t.forward[-1].a[..., p.row, p.unit - 1],
    "loss": lambda t, p: t.losses[..., p.row] if p.example else t.loss,
    "da": _at_unit("backward", "da"),
    "slope": lambda t, p: t.slope(t.forward[p.layer - 1])[..., p.row, p.unit - 1],
    "delta": _at_unit("backward", "delta"),
    "dW": _of_all("dW"),
    "db": _of_all("db"),
    "W_change": _change("W_new", "W"),
    "W_new": _of_all("W_new"),
    "b_change": _change("b_new", "b"),
    "b_new": _of_all("b_new"),
    "loss_new": lambda t, p: t.loss_new,
}
