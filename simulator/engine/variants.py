"""Which misconceptions mean something at a probe, in which layers, and which of their sentences speaks."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.engine.misconceptions import MISCONCEPTIONS, Misconception
from simulator.engine.network import Network
from simulator.engine.operations import Replacement
from simulator.engine.probes import NEEDS_LOSS, NEEDS_RATE, STAGES, Place

ACTIVATIONS = ("sigmoid", "tanh", "relu", "softmax")
SLOPES = ("da/dz sigmoid", "da/dz tanh", "da/dz relu")
LOSSES = ("mse", "bce", "ce")
FORWARD = (*ACTIVATIONS, "z")
HIDDEN = "dL/dw hidden"
SIGNALS = (HIDDEN, "dL/dy", "dL/db", "dL/dw", *SLOPES, *FORWARD)
WEIGHTS = (HIDDEN, "dL/dw", "dL/dy", *SLOPES, "batch gradient", *FORWARD)
BIASES = ("dL/db", HIDDEN, "dL/dy", "dL/dw", *SLOPES, "batch gradient", *FORWARD)
# The sections of the catalogue that speak at each quantity, the nearest to it first.
SECTIONS: dict[str, tuple[str, ...]] = {
    "z": ("z", *ACTIVATIONS),
    **dict.fromkeys(("a", "output"), FORWARD),
    "loss": (*LOSSES, *FORWARD),
    **dict.fromkeys(("da", "delta"), SIGNALS),
    "slope": (*SLOPES, *FORWARD),
    "dW": WEIGHTS,
    "db": BIASES,
    "W_new": ("new weight", *WEIGHTS),
    "W_change": ("weight change", *WEIGHTS),
    "b_new": ("new weight", *BIASES),
    "b_change": ("weight change", *BIASES),
    "loss_new": ("new weight", *LOSSES, *WEIGHTS, "dL/db"),
}

OF_THE_WHOLE_CHAIN = {"sign", "half"}  # the same number, wherever along the chain of factors the slip is made


@dataclass(frozen=True, slots=True)
class Variant:
    """A misconception in certain layers. The key is its id for all layers where it can be, "id@2" for layer 2 alone."""

    entry: Misconception
    layers: tuple[int, ...]
    layer: int | None  # where it is about one layer of several
    replacement: Replacement

    @property
    def key(self) -> str:
        return f"{self.entry.id}@{self.layer}" if self.layer else self.entry.id


def variants(network: Network, place: Place) -> Iterator[Variant]:
    """Every idea that can change this quantity, once, the nearest to it first."""
    seen: set[tuple[str, tuple[int, ...]]] = set()
    for entry in entries(network, place):
        layers = layers_of(network, place, entry)
        alone = [(layer,) for layer in layers] if len(layers) > 1 else []
        for chosen in [layers, *alone] if layers else []:
            whole = chosen == layers and entry.idea in OF_THE_WHOLE_CHAIN
            idea = (entry.idea, () if whole else chosen)
            if idea not in seen:
                seen.add(idea)
                layer = chosen[0] if chosen in alone else None
                yield Variant(entry, chosen, layer, _replacement(network, place, entry, chosen))


def variant(network: Network, place: Place, key: str) -> Variant | None:
    """The variant of a key, or None where it means nothing at this place."""
    return next((found for found in variants(network, place) if found.key == key), None)


def entries(network: Network, place: Place) -> Iterator[Misconception]:
    """The entries that may speak here, by section."""
    at_output = place.layer == len(network.layers)
    for section in SECTIONS.get(place.name, ()):
        if section == HIDDEN and at_output:
            continue
        for entry in BY_SECTION[section]:
            if _is_about(network, place, entry):
                yield entry


def _is_about(network: Network, place: Place, entry: Misconception) -> bool:
    if entry.losses is not None and network.loss not in entry.losses:
        return False
    if entry.needs_rate and network.learning_rate is None:
        return False
    return entry.quantity != "batch gradient" or len(network.inputs) > 1


def layers_of(network: Network, place: Place, entry: Misconception) -> tuple[int, ...]:
    """The layers, counted from 1, in which this entry can change this quantity."""
    found = {layer for name in entry.ideas for layer in reach(network, place, name) if entry.fits(network, layer)}
    if "bias_gradient" in entry.ideas:
        found = {layer for layer in found if network.layers[layer - 1].has_biases}
    return tuple(sorted(found))


def reach(network: Network, place: Place, operation: str) -> range:
    """The layers in which an operation is upstream of a place."""
    depth = len(network.layers)
    own = place.layer or depth
    none, all_layers = range(0), range(1, depth + 1)
    stage, name = STAGES[place.name], place.name
    if operation == "read":
        return range(own, own + 1)
    if operation in ("weighted_sum", "activation"):
        first_layers = stage == "forward" or name == "slope"
        top = own if first_layers else depth
        return range(1, top + (0 if name == "z" and operation == "activation" else 1))
    if operation == "loss":
        return range(depth, depth + 1) if name in ("loss", "loss_new") else none
    if operation == "slope" and name == "slope":
        return range(own, own + 1)
    if name == "loss" and operation == "batch":
        return range(depth, depth + 1)
    if name not in NEEDS_LOSS or name == "loss":
        return none
    if operation == "loss_gradient":
        return range(depth, depth + 1)
    return _reach_backward(network, place, operation, all_layers)


def _reach_backward(network: Network, place: Place, operation: str, all_layers: range) -> range:
    depth, own, name = len(network.layers), place.layer, place.name
    lowest = 1 if name == "loss_new" else own
    if operation in ("slope", "delta"):
        return range(lowest + (name == "da"), depth + 1)
    if operation == "send_back":
        return range(lowest + 1, depth + 1)
    if not _rests_on(name, operation):
        return range(0)
    return all_layers if name == "loss_new" else range(own, own + 1)


def _rests_on(name: str, operation: str) -> bool:
    """Whether a quantity's own layer runs this operation on its way to it."""
    if name == "loss_new":
        return True
    if operation == "weight_gradient":
        return name in ("dW", "W_change", "W_new")
    if operation == "bias_gradient":
        return name in ("db", "b_change", "b_new")
    if operation == "batch":
        return name not in ("da", "delta")
    return operation == "step" and name in NEEDS_RATE


def _replacement(network: Network, place: Place, entry: Misconception, layers: tuple[int, ...]) -> Replacement:
    """Named layer by layer, so that a layer that the idea does not fit is left exactly as it is."""
    return Replacement(
        {
            (name, layer): idea
            for name, idea in entry.ideas.items()
            for layer in layers
            if layer in reach(network, place, name)
        }
    )


BY_SECTION: dict[str, list[Misconception]] = {}
for _entry in MISCONCEPTIONS.values():
    BY_SECTION.setdefault(_entry.quantity, []).append(_entry)
