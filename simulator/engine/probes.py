"""Probes: the names of the quantities of a trace, such as "W[1,2,1]" (layer, unit, input) or "z[1,2]@3" (example).

Everything counts from 1, as in the formulas.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from simulator.engine.network import Network

GRAMMAR = re.compile(r"([A-Za-z_]{1,8})(?:\[([0-9]{1,3}(?:,[0-9]{1,3}){0,2})\])?(?:@([0-9]{1,3}))?")
SHAPES: dict[str, tuple[str, ...]] = {  # what stands between the brackets
    **dict.fromkeys(("x", "y", "output"), ("unit",)),
    **dict.fromkeys(("b", "z", "a", "da", "slope", "delta", "db", "b_change", "b_new"), ("layer", "unit")),
    **dict.fromkeys(("W", "dW", "W_change", "W_new"), ("layer", "unit", "input")),
    **dict.fromkeys(("loss", "loss_new"), ()),
}
OF_ONE_EXAMPLE = {"x", "y", "z", "a", "output", "loss", "da", "slope", "delta"}
STAGES = {
    **dict.fromkeys(("x", "y", "W", "b"), "given"),
    **dict.fromkeys(("z", "a", "output"), "forward"),
    "loss": "loss",
    **dict.fromkeys(("da", "slope", "delta", "dW", "db"), "backward"),
    **dict.fromkeys(("W_change", "W_new", "b_change", "b_new", "loss_new"), "update"),
}
NEEDS_LOSS = {"loss", "da", "delta", "dW", "db", "W_change", "W_new", "b_change", "b_new", "loss_new"}
OF_A_BIAS = {"b", "db", "b_change", "b_new"}
NEEDS_RATE = {"W_change", "W_new", "b_change", "b_new", "loss_new"}


class UnknownProbe(KeyError, ValueError):
    """A probe that names no quantity of this network; the sentence says which would."""

    def __str__(self) -> str:
        return str(self.args[0])


class MissingQuantity(ValueError):
    """A probe that needs a target, a loss or a learning rate that the network does not give."""


class Place(NamedTuple):
    """A probe taken apart. Counts start at 1; `example` is None for what belongs to all examples."""

    name: str
    layer: int = 0
    unit: int = 0
    input: int = 0
    example: int | None = None

    def __str__(self) -> str:
        inside = ",".join(str(getattr(self, part)) for part in SHAPES[self.name])
        return self.name + (f"[{inside}]" if inside else "") + ("" if self.example is None else f"@{self.example}")

    @property
    def row(self) -> int:
        """The row of this example in the arrays of a trace."""
        return (self.example or 1) - 1

    def named(self, name: str, **changes: Any) -> "Place":
        return self._replace(name=name, **changes)


def stage(probe: str) -> str:
    """The stage at which a probe is computed: given, forward, loss, backward or update. Raises UnknownProbe."""
    return STAGES[parse(probe).name]


@lru_cache(maxsize=4096)
def parse(probe: str) -> Place:
    """Take a probe apart, without looking at a network. Raises UnknownProbe."""
    match = GRAMMAR.fullmatch(probe) if isinstance(probe, str) else None
    if not match or match[1] not in SHAPES:
        known = ", ".join(name + (f"[{','.join(shape)}]" if shape else "") for name, shape in SHAPES.items())
        raise UnknownProbe(f"{str(probe)[:40]!r} names no quantity. Known are: {known}.")
    shape, numbers = SHAPES[match[1]], [int(n) for n in match[2].split(",")] if match[2] else []
    if len(shape) != len(numbers):
        form = f"{match[1]}[{','.join(shape)}]" if shape else match[1]
        raise UnknownProbe(f"Write {form}, counting from 1, in place of {probe}.")
    return Place(match[1], example=int(match[3]) if match[3] else None, **dict(zip(shape, numbers, strict=True)))


def find(network: Network, probe: str) -> Place:
    """Take a probe apart and check that this network has it. Raises UnknownProbe or MissingQuantity."""
    place = parse(probe)
    _check_example(network, place)
    _check_size(network, place)
    _check_given(network, place)
    return place


def _check_example(network: Network, place: Place) -> None:
    count = len(network.inputs)
    if place.example is None:
        if network.several and place.name in OF_ONE_EXAMPLE and place.name != "loss":
            raise UnknownProbe(f"Say which example: write {place}@1 to {place}@{count}.")
    elif place.name not in OF_ONE_EXAMPLE:
        raise UnknownProbe(f"{place.name} belongs to all examples together: leave out @{place.example}.")
    elif not 1 <= place.example <= count:
        raise UnknownProbe(f"There is no example {place.example}: {_known(count)}.")


def _known(count: int) -> str:
    return f"choose one from 1 to {count}" if count > 1 else "1 is the only one"


def _check_size(network: Network, place: Place) -> None:
    depth = len(network.layers)
    if "layer" in SHAPES[place.name] and not 1 <= place.layer <= depth:
        raise UnknownProbe(f"{place}: there is no layer {place.layer}; {_known(depth)}.")
    if place.name in OF_A_BIAS and not network.layers[place.layer - 1].has_biases:
        raise UnknownProbe(f"{place}: layer {place.layer} has no biases. Choose a weight, such as W[1,1,1].")
    for part, count in (("unit", _units(network, place)), ("input", inputs_of(network, place.layer))):
        number = getattr(place, part)
        if part in SHAPES[place.name] and not 1 <= number <= count:
            raise UnknownProbe(f"{place}: there is no {part} {number} here; {_known(count)}.")
    if place.name == "slope" and network.layers[place.layer - 1].activation == "softmax":
        raise UnknownProbe(f"{place}: a softmax layer has no slope of one unit, as each output depends on every score.")


def _units(network: Network, place: Place) -> int:
    if place.name == "x":
        return network.inputs.shape[1]
    return len(network.layers[place.layer - 1].biases)  # an output or a target has layer 0, and −1 is the last


def inputs_of(network: Network, layer: int) -> int:
    """How many numbers flow into a layer."""
    return int(network.layers[layer - 1].weights.shape[1])


def _check_given(network: Network, place: Place) -> None:
    missing = missing_for(network, place.name)
    if missing:
        raise MissingQuantity(
            f"{place} needs {' and '.join(missing)}: add {'it' if len(missing) == 1 else 'them'} to the network."
        )


def missing_for(network: Network, name: str) -> list[str]:
    """What a network does not give and a quantity of this name needs, in words."""
    missing = []
    if network.target is None and (name in NEEDS_LOSS or name == "y"):
        missing.append("a target")
    if network.loss is None and name in NEEDS_LOSS:
        missing.append("a loss")
    if network.learning_rate is None and name in NEEDS_RATE:
        missing.append("a learning rate")
    return missing


def probes(network: Network) -> list[str]:
    """Every probe of this network that has a value, in the order in which a person computes them."""
    return [str(place) for place in places(network)]


def places(network: Network) -> list[Place]:
    """The probes, taken apart."""
    depth = range(1, len(network.layers) + 1)
    examples: list[int | None] = [*range(1, len(network.inputs) + 1)] if network.several else [None]
    every = [
        *(place for e in examples for place in _vector("x", network.inputs.shape[1], e)),
        *(place for e in examples for place in _vector("y", len(network.layers[-1].biases), e)),
        *(place for k in depth for place in _connections(network, k, ("W",), ("b",))),
        *(place for e in examples for place in _forward(network, e)),
        *([Place("loss")] if network.several else []),
        *(place for e in examples for k in reversed(depth) for place in _signals(network, k, e)),
        *(place for k in reversed(depth) for place in _connections(network, k, ("dW",), ("db",))),
        *(place for k in depth for place in _connections(network, k, ("W_change", "W_new"), ("b_change", "b_new"))),
        Place("loss_new"),
    ]
    missing = {name for name in SHAPES if missing_for(network, name)}
    return [place for place in every if place.name not in missing]


def _vector(name: str, size: int, example: int | None) -> list[Place]:
    return [Place(name, unit=j, example=example) for j in range(1, size + 1)]


def _forward(network: Network, example: int | None) -> list[Place]:
    found = []
    for k, layer in enumerate(network.layers, 1):
        units = range(1, len(layer.biases) + 1)
        if layer.activation == "softmax":  # all scores first, since every output needs them all
            found += [Place(name, k, j, example=example) for name in ("z", "a") for j in units]
        else:
            found += [Place(name, k, j, example=example) for j in units for name in ("z", "a")]
    outputs = len(network.layers[-1].biases)
    return [*found, *_vector("output", outputs, example), Place("loss", example=example)]


def _signals(network: Network, k: int, example: int | None) -> list[Place]:
    units = range(1, len(network.layers[k - 1].biases) + 1)
    names = ("da", "delta") if network.layers[k - 1].activation == "softmax" else ("da", "slope", "delta")
    if len(names) == 2:
        return [Place(name, k, j, example=example) for name in names for j in units]
    return [Place(name, k, j, example=example) for j in units for name in names]


def _connections(network: Network, k: int, weights: tuple[str, ...], biases: tuple[str, ...]) -> list[Place]:
    found = []
    inputs = range(1, inputs_of(network, k) + 1)
    for j in range(1, len(network.layers[k - 1].biases) + 1):
        found += [Place(name, k, j, i) for i in inputs for name in weights]
        found += [Place(name, k, j) for name in biases if network.layers[k - 1].has_biases]
    return found


def upstream(network: Network, probe: str) -> list[str]:
    """Every computed step that a probe rests on, itself last, in the order in which a person computes them."""
    place = find(network, probe)
    needed, waiting = {place}, [place]
    while waiting:
        fresh = [parent for parent in parents(network, waiting.pop()) if parent not in needed]
        needed.update(fresh)
        waiting += fresh
    order = [found for found in places(network) if found in needed and STAGES[found.name] != "given"]
    return [str(found) for found in order if found != place] + [str(place)]


def parents(network: Network, place: Place) -> list[Place]:
    """The computed places that stand in the formula of this one; what is given is left out."""
    return PARENTS[place.name](network, place)


def _layer_of(network: Network, name: str, layer: int, example: int | None) -> list[Place]:
    if not 1 <= layer <= len(network.layers):
        return []
    return [Place(name, layer, j, example=example) for j in range(1, len(network.layers[layer - 1].biases) + 1)]


def _inflow(network: Network, p: Place) -> list[Place]:
    return _layer_of(network, "a", p.layer - 1, p.example)


def _examples(network: Network) -> list[int | None]:
    return [*range(1, len(network.inputs) + 1)] if network.several else [None]


def _of_a(network: Network, p: Place) -> list[Place]:
    if network.layers[p.layer - 1].activation == "softmax":
        return _layer_of(network, "z", p.layer, p.example)
    return [p.named("z")]


def _of_loss(network: Network, p: Place) -> list[Place]:
    if network.several and p.example is None:
        return [Place("loss", example=e) for e in _examples(network)]
    return _layer_of(network, "a", len(network.layers), p.example)


def _of_da(network: Network, p: Place) -> list[Place]:
    if p.layer == len(network.layers):
        return [p.named("a")]
    return _layer_of(network, "delta", p.layer + 1, p.example)


def _of_delta(network: Network, p: Place) -> list[Place]:
    if p.layer == len(network.layers) and network.loss in ("binary_cross_entropy", "cross_entropy"):
        return [p.named("a")]  # the two fit each other so well that only a − t is left
    if network.layers[p.layer - 1].activation == "softmax":
        return _layer_of(network, "da", p.layer, p.example)
    return [p.named("da"), p.named("slope")]


def _of_gradient(network: Network, p: Place) -> list[Place]:
    signals = [Place("delta", p.layer, p.unit, example=e) for e in _examples(network)]
    if p.name == "db" or p.layer == 1:
        return signals
    return signals + [Place("a", p.layer - 1, p.input, example=e) for e in _examples(network)]


def _of_loss_new(network: Network, p: Place) -> list[Place]:
    layers = range(1, len(network.layers) + 1)
    return [place for k in layers for place in _connections(network, k, ("W_new",), ("b_new",))]


PARENTS: dict[str, Callable[[Network, Place], list[Place]]] = {
    **dict.fromkeys(("x", "y", "W", "b"), lambda n, p: []),
    "z": _inflow,
    "a": _of_a,
    "output": lambda n, p: _of_a(n, p.named("a", layer=len(n.layers))),
    "loss": _of_loss,
    "da": _of_da,
    "slope": lambda n, p: [p.named("a")],
    "delta": _of_delta,
    **dict.fromkeys(("dW", "db"), _of_gradient),
    **dict.fromkeys(("W_change", "W_new"), lambda n, p: [p.named("dW")]),
    **dict.fromkeys(("b_change", "b_new"), lambda n, p: [p.named("db")]),
    "loss_new": _of_loss_new,
}
