"""Where a wrong trace first leaves the right one."""

from collections.abc import Iterator
from math import isnan

import numpy as np

from simulator.engine.network import Network
from simulator.engine.probes import STAGES, Place
from simulator.engine.trace import Trace

SAME = 1e-9
WHOLE = {"dW", "db", "W_new", "b_new"}  # of all examples together


def is_same(one: float, other: float) -> bool:
    """Equal but for the last bits."""
    return abs(one - other) <= SAME * max(1.0, abs(other))


@np.errstate(all="ignore")  # a wrong trace may hold infinities
def first_difference(right: Trace, wrong: Trace, place: Place) -> str:
    """The probe of the first quantity upstream of a place that differs; the place itself if none does."""
    for name, layer in _order(right, wrong, place):
        found = _difference(right, wrong, place, name, layer)
        if found:
            return str(found)
    return str(place)


def _order(right: Trace, wrong: Trace, place: Place) -> Iterator[tuple[str, int]]:
    """The arrays upstream of a place, in the order in which they are computed, but for layers that are lent."""
    depth = len(right.network.layers)
    top = place.layer or depth if _is_forward(place) else depth
    for k in range(1, top + 1):
        if right.forward[k - 1] is not wrong.forward[k - 1]:
            yield from (("z", k), ("a", k))
    if _is_forward(place):
        return
    for k in range(depth, max(place.layer, 1) - 1, -1):
        if right.backward[k - 1] is not wrong.backward[k - 1]:
            softmax = right.network.layers[k - 1].activation == "softmax"
            yield from ((name, k) for name in (("da", "delta") if softmax else ("da", "slope", "delta")))
    layers = range(1, depth + 1) if place.name == "loss_new" else [place.layer]
    names = {"W": ["dW"], "dW": ["dW"], "b": ["db"], "db": ["db"], "loss": ["dW", "db", "W_new", "b_new"]}
    yield from ((name, k) for name in names.get(place.name.partition("_")[0], []) for k in layers)


def _difference(right: Trace, wrong: Trace, place: Place, name: str, layer: int) -> Place | None:
    ours, theirs = _array(right, name, layer), _array(wrong, name, layer)
    if ours is theirs or ours.tobytes() == theirs.tobytes():
        return None
    # Plain numbers: these arrays are small, and NumPy's calls would cost more than the loop.
    pairs = zip(ours.ravel().tolist(), np.broadcast_to(theirs, ours.shape).ravel().tolist(), strict=True)
    for at, (one, other) in enumerate(pairs):
        if not _is_near(one, other):
            index = tuple(int(i) for i in np.unravel_index(at, ours.shape))
            if _is_upstream(right.network, place, name, layer, index):
                return _placed(right.network, name, layer, index)
    return None


def _is_near(one: float, other: float) -> bool:
    """∞ and ∞ are no difference, nor are two numbers that are none."""
    return abs(one - other) <= SAME * (1 + abs(one)) or one == other or (isnan(one) and isnan(other))


def _placed(network: Network, name: str, layer: int, index: tuple[int, ...]) -> Place:
    if name in WHOLE:
        return Place(name, layer, *(i + 1 for i in index))
    return Place(name, layer, index[1] + 1, example=index[0] + 1 if network.several else None)


def _array(trace: Trace, name: str, layer: int) -> np.ndarray:
    if name in WHOLE:
        return trace.whole(name, layer)
    return getattr((trace.forward if name in ("z", "a") else trace.backward)[layer - 1], name)


def _is_upstream(network: Network, place: Place, name: str, layer: int, index: tuple[int, ...]) -> bool:
    """Of a place's own layer only its own unit is upstream, and of the examples only its own."""
    if name in WHOLE:
        return place.name == "loss_new" or index == (place.unit - 1, place.input - 1)[: len(index)]
    row, unit = index
    if place.example and row != place.row:
        return False
    return unit == place.unit - 1 or not _is_own(network, place, name, layer)


def _is_own(network: Network, place: Place, name: str, layer: int) -> bool:
    if layer != (place.layer or len(network.layers)) or not place.unit:
        return False
    if name in ("z", "a") and not _is_forward(place):
        return False  # a signal rests on all that went forward, its own layer's other units included
    softmax = network.layers[layer - 1].activation == "softmax"
    return not softmax or name == place.name  # each output of a softmax needs every score


def _is_forward(place: Place) -> bool:
    return STAGES[place.name] in ("forward", "loss") or place.name == "slope"
