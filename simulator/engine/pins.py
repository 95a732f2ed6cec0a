"""Quantities held at values of their own, such as a learner's earlier answer: which array each stands in, and where."""

from collections.abc import Mapping

from simulator.engine.network import Network
from simulator.engine.probes import Place, UnknownProbe, find

PINNABLE = {"z", "a", "output", "loss", "da", "slope", "delta", "dW", "db", "W_new", "b_new"}
Held = dict[tuple[str, int], list[tuple[tuple, float]]]  # by the array's name and layer: its index and the value


def held_values(network: Network, pins: Mapping[str, float]) -> Held:
    """The held values by array. Raises what `find` raises, and UnknownProbe for what is given or is not held."""
    held: Held = {}
    for probe, value in pins.items():
        place = find(network, probe)
        if place.name not in PINNABLE:
            raise UnknownProbe(f"{probe} cannot be held: only what is computed can, such as z[1,1] or dW[1,1,1].")
        name, layer, index = _slot(network, place)
        held.setdefault((name, layer), []).append((index, value))
    return held


def _slot(network: Network, place: Place) -> tuple[str, int, tuple]:
    """Where a held value goes: the array's name, its layer, and the index in it."""
    depth = len(network.layers)
    if place.name == "loss":  # of one example, or of all of them together
        return ("losses", depth, (place.row,)) if place.example else ("loss", depth, ())
    if place.name == "output":
        return "a", depth, (place.row, place.unit - 1)
    if place.name in ("dW", "W_new"):
        return place.name, place.layer, (place.unit - 1, place.input - 1)
    if place.name in ("db", "b_new"):
        return place.name, place.layer, (place.unit - 1,)
    return place.name, place.layer, (place.row, place.unit - 1)
