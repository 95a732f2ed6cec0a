"""Two mistakes together: only common ones, since all with all would give any number."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from simulator.engine.cells import Mistake
from simulator.engine.diagnosis import COMMON_IDS, in_turns, rounded_values
from simulator.engine.differences import is_same
from simulator.engine.network import Network
from simulator.engine.operations import Replacement
from simulator.engine.probes import Place, find, places
from simulator.engine.rounding import Way
from simulator.engine.trace import NO_PINS
from simulator.engine.traces import Traces
from simulator.engine.variants import Variant, variants

MOST = 600  # the ones nearest to the probe


def pairs_of(
    network: Network,
    probe: str,
    right: float,
    decimals: int,
    singles: Sequence[Mistake],
    pins: Mapping[str, float] = NO_PINS,
) -> list[Mistake]:
    """Two common mistakes of those in `singles`, each pair as one mistake "first+second" in the order of computing.

    A pair is left out if one of the two leaves no trace: the other explains its number alone. Raises what `find`
    raises.
    """
    place, known = find(network, probe), {one.key: one for one in singles}
    pairs = [pair for pair in _common_pairs(network, place) if all(one.key in known for one in pair)]
    together = [one.replacement.joined(other.replacement) for one, other in pairs]
    values = [v for some in in_turns(network, together) for v in Traces(network, some, pins).at(place).tolist()]
    rounded = rounded_values(network, place, together, [Way(decimals, True)], pins)
    order = {str(step): number for number, step in enumerate(places(network))}
    found = []
    for pair, value, near in zip(pairs, values, rounded, strict=True):
        parts = sorted((known[one.key] for one in pair), key=lambda part: order.get(part.node or "", len(order)))
        explained = (right, *(part.value for part in parts))
        if math.isfinite(value) and not any(is_same(value, other) for other in explained):
            found.append(_together(parts, value, near))
    return found


def _common_pairs(network: Network, place: Place) -> Iterator[tuple[Variant, Variant]]:
    """Pairs that replace different things."""
    known = [made for made in variants(network, place) if made.entry.id in COMMON_IDS]
    nearest_first = sorted(combinations(range(len(known)), 2), key=sum)[:MOST]
    for one, other in ((known[i], known[j]) for i, j in nearest_first):
        if one.entry.id != other.entry.id and not _same_operation(one.replacement, other.replacement):
            yield one, other


def _same_operation(one: Replacement, other: Replacement) -> bool:
    return bool(one.ideas.keys() & other.ideas.keys())


def _together(parts: Sequence[Mistake], value: float, rounded: tuple[float, ...]) -> Mistake:
    """As often as the two meet by chance."""
    first, second = parts
    return Mistake(f"{first.key}+{second.key}", value, first.node, first.weight * second.weight, rounded)
