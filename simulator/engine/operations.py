"""The named operations of one forward, backward and update, each a function of one context, and their replacements.

Arrays hold one row for each example: (examples, units) for what a unit has, (examples, units, inputs) for what a
connection has. The operations count axes from the last, so that they run as well for many ideas at once, with the ideas
first. A misconception replaces one operation, in all layers or in one, and carries the formula of what it does instead;
it sees one context at a time. Everything downstream is computed again. What an operation or an idea adds up is settled:
it is 0 where the terms cancel by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.losses import LOSSES
from simulator.engine.sums import by_hand


@dataclass(slots=True)
class Context:
    """One layer on its way through the passes. Fields are filled in the order in which they are computed."""

    layer: int  # from 1
    depth: int  # the number of layers
    weights: np.ndarray  # (units, inputs)
    biases: np.ndarray  # (units,)
    activation: str
    inputs: np.ndarray  # (examples, inputs)
    target: np.ndarray | None  # (examples, outputs)
    loss_name: str | None
    rate: float | None
    z: np.ndarray = field(init=False)
    a: np.ndarray = field(init=False)
    exact: np.ndarray = field(init=False)  # (1, 1): whether the activation is neither replaced nor held
    fused: np.ndarray = field(init=False)  # (1, 1): nor is anything between the output and its loss gradient
    above: "Context | None" = field(init=False)  # the layer that this one feeds
    da: np.ndarray = field(init=False)  # ∂L/∂a
    slope: np.ndarray = field(init=False)
    delta: np.ndarray = field(init=False)  # ∂L/∂z
    quantity: str = field(init=False)  # of what `batch` and `step` are asked: "loss", "W" or "b"
    each: np.ndarray = field(init=False)  # what `batch` averages, examples first
    old: np.ndarray = field(init=False)  # what `step` starts from
    gradient: np.ndarray = field(init=False)  # what `step` goes against

    def copied(self) -> "Context":
        """The same layer after its forward pass, to be filled on without changing this one."""
        c = Context(
            self.layer, self.depth, self.weights, self.biases, self.activation, self.inputs, self.target,
            self.loss_name, self.rate,
        )  # fmt: skip
        c.z, c.a, c.exact = self.z, self.a, self.exact
        return c

    @property
    def last(self) -> bool:
        return self.layer == self.depth

    @property
    def products(self) -> np.ndarray:
        """Each weight times its input: (examples, units, inputs)."""
        return self.inputs[..., None, :] * self.weights[..., None, :, :]

    @property
    def t(self) -> np.ndarray:
        assert self.target is not None
        return self.target

    @property
    def eta(self) -> float:
        assert self.rate is not None
        return self.rate


Operation = Callable[[Any], Any]  # of a Context, or for "read" of a Reading


def loss(c: Context) -> np.ndarray:
    found = LOSSES[c.loss_name or ""]
    value = found.value(c.a, c.t)
    if found.from_z and found.activation == c.activation:
        return np.where(c.exact[..., 0], found.from_z(c.z, c.t), value)
    return value


def slope(c: Context) -> np.ndarray:
    found = ACTIVATIONS[c.activation].slope
    return found(c.a) if found else np.full_like(c.a, np.nan)


def delta(c: Context) -> np.ndarray:
    sent = _past_softmax(c) if c.activation == "softmax" else c.da * c.slope
    if c.last and c.fused.any():
        return np.where(c.fused, c.a - c.t, sent)  # the same number, without 0/0 where the output is saturated
    return sent


def _past_softmax(c: Context) -> np.ndarray:
    shares = c.da * c.a
    size = abs(c.da) + abs(shares).sum(axis=-1, keepdims=True)
    return c.a * by_hand(c.da - shares.sum(axis=-1, keepdims=True), size, c.a.shape[-1] + 1)


def batch(c: Context) -> np.ndarray:
    return _mean(c.each, c.quantity)


def _mean(each: np.ndarray, quantity: str) -> np.ndarray:
    axis = EXAMPLES[quantity]
    return np.add.reduce(each, axis) / each.shape[axis]


EXAMPLES = {"loss": -1, "b": -2, "W": -3}  # the axis on which each quantity has its examples
OPERATIONS: dict[str, Operation] = {
    "weighted_sum": lambda c: c.inputs @ c.weights.mT + c.biases[..., None, :],
    "activation": lambda c: ACTIVATIONS[c.activation].value(c.z),
    "loss": loss,
    "loss_gradient": lambda c: LOSSES[c.loss_name].gradient(c.a, c.t),
    "slope": slope,
    "delta": delta,
    "weight_gradient": lambda c: c.delta[..., :, None] * c.inputs[..., None, :],
    "bias_gradient": lambda c: 1 * c.delta,
    "send_back": lambda c: c.delta @ c.weights,
    "batch": batch,
    "step": lambda c: c.old - c.eta * c.gradient,
    "read": lambda reading: reading.value,  # what is copied down: a number from the wrong place replaces this one
}
# Of the operations that add: the sum of the sizes of the terms, and how many there are.
SIZES: dict[str, Callable[[Context], tuple[np.ndarray, int]]] = {
    "weighted_sum": lambda c: (abs(c.inputs) @ abs(c.weights).mT + abs(c.biases)[..., None, :], c.inputs.shape[-1] + 1),
    "loss_gradient": lambda c: (abs(c.a) + abs(c.t), 2),
    "send_back": lambda c: (abs(c.delta) @ abs(c.weights), c.delta.shape[-1]),
    "batch": lambda c: (_mean(abs(c.each), c.quantity), c.each.shape[EXAMPLES[c.quantity]]),
    "step": lambda c: (abs(c.old) + abs(c.eta * c.gradient), 2),
}


def settled(operation: str, c: Context, values: np.ndarray) -> np.ndarray:
    """What an operation, or an idea in its place, gave: sums as they come out by hand."""
    return by_hand(values, *SIZES[operation](c)) if operation in SIZES else values


@dataclass(frozen=True, slots=True)
class Idea:
    """What stands in place of an operation: the computation, and its formula in the names of `formulas`."""

    compute: Operation
    formula: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """Ideas in place of operations. The key is (operation, layer), with None for every layer."""

    ideas: Mapping[tuple[str, int | None], Idea] = field(default_factory=dict)

    def operation(self, name: str, layer: int) -> Operation:
        idea = self.idea(name, layer)
        return idea.compute if idea else OPERATIONS[name]

    def idea(self, name: str, layer: int) -> Idea | None:
        return self.ideas.get((name, layer)) or self.ideas.get((name, None))

    def only_in(self, layer: int) -> "Replacement":
        return Replacement({(name, layer): idea for (name, _), idea in self.ideas.items()})

    def joined(self, other: "Replacement") -> "Replacement":
        return Replacement({**other.ideas, **self.ideas})


NOTHING = Replacement()
