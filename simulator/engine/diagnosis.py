"""From a wrong number to the idea behind it: every idea is computed, and the answer is looked up among them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from simulator.engine.differences import first_differences, is_same
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import Network
from simulator.engine.operations import Replacement
from simulator.engine.probes import STAGES, Place, find
from simulator.engine.separation import DEFAULT_SEPARATE
from simulator.engine.trace import NO_PINS, Trace
from simulator.engine.traces import Traces
from simulator.engine.variants import Variant, entries, layers_of, variants

MOST_PAIRS = 2
MOST_TRIED = 600  # pairs; the ones nearest to the probe
ROOM = 1 << 20  # numbers in the largest array of the ideas that are computed at once
OTHER_FORMULA = "Your formula differs from this page’s."
GIVEN = "This number is given with the network: read it off there, with its sign."
SLACK = 1e-9  # the ends of a tolerance are inclusive, and floats are not exact


@dataclass(frozen=True, slots=True)
class WrongValue:
    """What one idea makes of a probe. `node` is the probe where it first leaves the right trace; `layer` is set where
    the idea is about one layer of several.
    """

    id: str
    value: float
    node: str
    layer: int | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An idea that gives the learner's number. `key` finds it among the wrong values; a pair has "a+b" for both."""

    id: str
    feedback: str
    value: float
    node: str
    key: str = ""


def applicable(network: Network, probe: str) -> list[str]:
    """The ids that mean something at a probe, the nearest to it first. Raises what `find` raises."""
    place = find(network, probe)
    return [entry.id for entry in entries(network, place) if layers_of(network, place, entry)]


def wrong_values(
    network: Network, probe: str, right: float | None = None, pins: Mapping[str, float] = NO_PINS
) -> dict[str, WrongValue]:
    """Every wrong value of a probe by key: "z.no_bias" for all layers, "z.no_bias@2" for layer 2 alone.

    Values that are not finite, or equal to `right` (the probe's own value if None), are left out. `pins` holds
    quantities at values of their own, such as a learner's earlier answer. Raises what `find` raises.
    """
    place = find(network, probe)
    right = Trace(network, pins=pins).at(place) if right is None else right
    made = list(variants(network, place))
    found: dict[str, WrongValue] = {}
    for one, (value, node) in zip(made, _computed(network, place, [v.replacement for v in made], pins), strict=True):
        known = found.get(one.entry.id)
        if not math.isfinite(value) or is_same(value, right) or (known and is_same(value, known.value)):
            continue
        found[one.key] = WrongValue(one.entry.id, value, str(node), one.layer)
    return found


def _computed(
    network: Network, place: Place, replacements: Sequence[Replacement], pins: Mapping[str, float] = NO_PINS
) -> Iterator[tuple[float, Place]]:
    """What each replacement makes of a place, and where it first leaves the right trace."""
    right = Trace(network, pins=pins)
    largest = len(network.inputs) * max(layer.weights.size for layer in network.layers)
    at_once = max(ROOM // largest, 1)
    for start in range(0, len(replacements), at_once):
        wrong = Traces(network, replacements[start : start + at_once], pins)
        yield from zip(wrong.at(place).tolist(), first_differences(right, wrong, place), strict=True)


def feedback(network: Network, wrong: WrongValue) -> str:
    """What to say to somebody with this idea: what to do, never the number."""
    entry = MISCONCEPTIONS[wrong.id]
    sentence = f"{entry.feedback} {OTHER_FORMULA}" if entry.kind == "convention" else entry.feedback
    if wrong.layer is None:
        return sentence
    name = "the output layer" if wrong.layer == len(network.layers) else "a hidden layer"
    return f"{sentence} It happened in layer {wrong.layer}, {name}, only."


def diagnose(
    answer: float, wrong: Mapping[str, WrongValue], tolerance: float, network: Network | None = None
) -> list[Diagnosis]:
    """The ideas that give this answer within the tolerance, the closest first; equals are all said.

    `network` is needed only to say which layer is the output layer.
    """
    near = [(abs(w.value - answer), key, w) for key, w in wrong.items() if abs(w.value - answer) <= tolerance + SLACK]
    near.sort(key=lambda item: round(item[0], 9))  # stable: among equals the nearest idea to the probe comes first
    found: dict[str, Diagnosis] = {}
    for _, key, w in near:
        said = feedback(network, w) if network else MISCONCEPTIONS[w.id].feedback
        found.setdefault(w.id, Diagnosis(w.id, said, w.value, w.node, key))
    return list(found.values())


def pair_diagnoses(network: Network, probe: str, answer: float, tolerance: float) -> list[Diagnosis]:
    """Two common ideas together that give this answer, the closest first; at most two such pairs. Raises as find."""
    place = find(network, probe)
    pairs = list(_pairs(network, place))
    computed = _computed(network, place, [one.replacement.joined(other.replacement) for one, other in pairs])
    found = [
        _pair(network, *pair, value, str(node))
        for pair, (value, node) in zip(pairs, computed, strict=True)
        if abs(value - answer) <= tolerance + SLACK
    ]
    return sorted(found, key=lambda d: abs(d.value - answer))[:MOST_PAIRS]


def _pairs(network: Network, place: Place) -> Iterator[tuple[Variant, Variant]]:
    """Pairs of common ideas that replace different things. All ideas with all others would explain any number."""
    common = {name for names in DEFAULT_SEPARATE.values() for name in names}
    known = [made for made in variants(network, place) if made.entry.id in common]
    nearest_first = sorted(combinations(range(len(known)), 2), key=sum)[:MOST_TRIED]
    for one, other in ((known[i], known[j]) for i, j in nearest_first):
        if one.entry.id != other.entry.id and not one.replacement.ideas.keys() & other.replacement.ideas.keys():
            yield one, other


def _pair(network: Network, one: Variant, other: Variant, value: float, node: str) -> Diagnosis:
    said = [feedback(network, WrongValue(v.entry.id, value, node, v.layer)) for v in (one, other)]
    text = f"Two slips together. One: {said[0]} The other: {said[1]}"
    return Diagnosis(f"{one.entry.id}+{other.entry.id}", text, value, node, f"{one.key}+{other.key}")


def first_step(network: Network, probe: str) -> Diagnosis:
    """The first step worth checking where no idea explains a number. Its value is the right one: release it as such."""
    place = find(network, probe)
    if STAGES[place.name] == "given":
        return Diagnosis("", GIVEN, Trace(network).at(place), str(place))
    node = _first_sum(network, place)
    if node == place:
        said = "Start from the line with the numbers, and work it out one product at a time."
    else:
        said = f"Check your steps in order, from {_in_words(node)} on: the first that differs shows where to look."
    return Diagnosis("", said, Trace(network).at(node), str(node))


def _first_sum(network: Network, place: Place) -> Place:
    """The weighted sum with which a person starts on the way to a place."""
    example = place.example or (1 if network.several else None)
    in_first_layer = (place.layer or len(network.layers)) == 1 and place.name in ("z", "a", "output", "slope")
    return Place("z", 1, place.unit if in_first_layer else 1, example=example)


def _in_words(place: Place) -> str:
    example = f", example {place.example}" if place.example else ""
    return f"the weighted sum of unit {place.unit} in layer {place.layer}{example}"
