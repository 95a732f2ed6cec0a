"""Where a wrong trace first leaves the right one."""

from collections.abc import Iterator

import numpy as np

from simulator.engine.network import Network
from simulator.engine.probes import STAGES, Place
from simulator.engine.trace import Trace

SAME = 1e-9
WHOLE = {"dW", "db", "W_new", "b_new"}  # of all examples together


def is_same(one: float, other: float) -> bool:
    """Equal but for the last bits."""
    return abs(one - other) <= SAME * max(1.0, abs(other))


def first_difference(right: Trace, wrong: Trace, place: Place) -> str:
    """The probe of the first quantity upstream of a place that differs; the place itself if none does."""
    return str(first_differences(right, wrong, place)[0])


@np.errstate(all="ignore")  # a wrong trace may hold infinities
def first_differences(right: Trace, wrong: Trace, place: Place) -> list[Place]:
    """The same of many ideas at once, of each its own."""
    network = right.network
    found: dict[int, Place] = {}
    for name, layer in _order(network, place):
        ours, theirs = _array(right, name, layer), _array(wrong, name, layer)
        differs = ~_is_near(ours, theirs) & _upstream(network, place, name, layer, ours.shape)
        differs = differs.reshape(-1, ours.size)
        for row in set(np.flatnonzero(differs.any(axis=1)).tolist()) - found.keys():
            index = np.unravel_index(differs[row].argmax(), ours.shape)
            found[row] = _placed(network, name, layer, tuple(int(i) for i in index))
    return [found.get(row, place) for row in range(wrong.ideas)]


def _order(network: Network, place: Place) -> Iterator[tuple[str, int]]:
    """The arrays upstream of a place, in the order in which they are computed."""
    depth = len(network.layers)
    top = place.layer or depth if _is_forward(place) else depth
    yield from ((name, k) for k in range(1, top + 1) for name in ("z", "a"))
    if _is_forward(place):
        return
    for k in range(depth, max(place.layer, 1) - 1, -1):
        softmax = network.layers[k - 1].activation == "softmax"
        yield from ((name, k) for name in (("da", "delta") if softmax else ("da", "slope", "delta")))
    layers = range(1, depth + 1) if place.name == "loss_new" else [place.layer]
    names = {"W": ["dW"], "dW": ["dW"], "b": ["db"], "db": ["db"], "loss": ["dW", "db", "W_new", "b_new"]}
    yield from ((name, k) for name in names.get(place.name.partition("_")[0], []) for k in layers)


def _is_near(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """∞ and ∞ are no difference, nor are two numbers that are none."""
    near = abs(ours - theirs) <= SAME * (1 + abs(ours))
    return near | (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))


def _upstream(network: Network, place: Place, name: str, layer: int, shape: tuple[int, ...]) -> np.ndarray:
    """Which numbers of an array a place rests on: of its own layer only its own unit, and only its own example."""
    rests = np.zeros(shape, bool)
    if name in WHOLE:
        rests[... if place.name == "loss_new" else (place.unit - 1, place.input - 1)[: len(shape)]] = True
    else:
        unit = place.unit - 1 if _is_own(network, place, name, layer) else slice(None)
        rests[place.row if place.example else slice(None), unit] = True
    return rests


def _placed(network: Network, name: str, layer: int, index: tuple[int, ...]) -> Place:
    if name in WHOLE:
        return Place(name, layer, *(i + 1 for i in index))
    return Place(name, layer, index[1] + 1, example=index[0] + 1 if network.several else None)


def _array(trace: Trace, name: str, layer: int) -> np.ndarray:
    if name in WHOLE:
        return trace.whole(name, layer)
    return getattr((trace.forward if name in ("z", "a") else trace.backward)[layer - 1], name)


def _is_own(network: Network, place: Place, name: str, layer: int) -> bool:
    if layer != (place.layer or len(network.layers)) or not place.unit:
        return False
    if name in ("z", "a") and not _is_forward(place):
        return False  # a signal rests on all that went forward, its own layer's other units included
    softmax = network.layers[layer - 1].activation == "softmax"
    return not softmax or name == place.name  # each output of a softmax needs every score


def _is_forward(place: Place) -> bool:
    return STAGES[place.name] in ("forward", "loss") or place.name == "slope"
