"""From a wrong number to the mistake behind it: every mistake is computed, and charts say which numbers explain one."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.engine.cells import Mistake
from simulator.engine.differences import first_differences, is_same
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import Network
from simulator.engine.operations import Replacement
from simulator.engine.probes import STAGES, Place, find, parents, upstream
from simulator.engine.rounding import RoundedTraces, Way, ways_to_round
from simulator.engine.separation import DEFAULT_SEPARATE, default_separate
from simulator.engine.trace import NO_PINS, Trace
from simulator.engine.traces import Traces
from simulator.engine.variants import entries, layers_of, variants

MOST_TRIED = 600  # pairs; the ones nearest to the probe
ROOM = 1 << 20  # numbers in the largest array of the mistakes that are computed at the same time
COMMON_HERE, COMMON, RARE, ONE_LAYER = 4.0, 2.0, 1.0, 0.25  # how often a mistake is made, before anything is counted
SIGN = "sign"  # the idea of a sign that is lost somewhere along a chain of factors
OTHER_FORMULA = "Your formula differs from this page’s."
GIVEN = "This number is given with the network: read it off there, with its sign."


@dataclass(frozen=True, slots=True)
class WrongValue:
    """What one mistake makes of a probe. `node` is the probe where it first leaves the right trace; `layer` is set if
    it is about one layer of several. `rounded` are the values of people who round every step as well; `weight` is how
    often it is made, compared with the others.
    """

    id: str
    value: float
    node: str
    layer: int | None = None
    rounded: tuple[float, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A mistake that gives the learner's number. `key` finds it among the wrong values; two together have "a+b".
    `share` is how likely it is among all that the number can come from.
    """

    id: str
    feedback: str
    value: float
    node: str
    key: str = ""
    share: float = 1.0


def applicable(network: Network, probe: str) -> list[str]:
    """The ids that mean something at a probe, the nearest to it first. Raises what `find` raises."""
    place = find(network, probe)
    return [entry.id for entry in entries(network, place) if layers_of(network, place, entry)]


def wrong_values(
    network: Network,
    probe: str,
    right: float | None = None,
    pins: Mapping[str, float] = NO_PINS,
    decimals: int | None = None,
) -> dict[str, WrongValue]:
    """Every wrong value of a probe by key: "z.no_bias" for all layers, "z.no_bias@2" for layer 2 alone.

    Values that are not finite, or equal to `right` (the probe's own value if None), are left out. `pins` holds
    quantities at values of their own, such as a learner's earlier answer. With the decimals that are asked for, each
    has the values of people who round on the way. Raises what `find` raises.
    """
    place = find(network, probe)
    right = Trace(network, pins=pins).at(place) if right is None else right
    made = list(variants(network, place))
    replacements = [one.replacement for one in made]
    ways = [] if decimals is None else ways_to_round(decimals)
    rounded = rounded_values(network, place, replacements, ways, pins)
    weight = usual_weights(network, probe)
    found: dict[str, WrongValue] = {}
    for one, near, (value, node) in zip(made, rounded, _computed(network, place, replacements, pins), strict=True):
        known = found.get(one.entry.id)
        if not math.isfinite(value) or is_same(value, right) or (known and is_same(value, known.value)):
            continue
        found[one.key] = WrongValue(one.entry.id, value, str(node), one.layer, near, weight(one.entry.id, one.layer))
    return found


def _computed(
    network: Network, place: Place, replacements: Sequence[Replacement], pins: Mapping[str, float] = NO_PINS
) -> Iterator[tuple[float, Place]]:
    """What each replacement makes of a place, and where it first leaves the right trace."""
    right = Trace(network, pins=pins)
    for some in in_turns(network, replacements):
        wrong = Traces(network, some, pins)
        yield from zip(wrong.at(place).tolist(), first_differences(right, wrong, place), strict=True)


def rounded_values(
    network: Network,
    place: Place,
    replacements: Sequence[Replacement],
    ways: Sequence[Way],
    pins: Mapping[str, float] = NO_PINS,
) -> Iterator[tuple[float, ...]]:
    """What each replacement makes of a place in the hands of people who round on the way, one value for each way."""
    if not ways:
        yield from ((),) * len(replacements)
        return
    for some in in_turns(network, replacements):
        each = [(one, way) for one in some for way in ways]
        traces = RoundedTraces(network, [one for one, _ in each], [way for _, way in each], place, pins)
        for row in traces.at(place).reshape(len(some), len(ways)).tolist():
            yield tuple(value for value in row if math.isfinite(value))


def in_turns(network: Network, replacements: Sequence[Replacement]) -> Iterator[Sequence[Replacement]]:
    """As many at the same time as there is room for."""
    largest = len(network.inputs) * max(layer.weights.size for layer in network.layers)
    at_once = max(ROOM // largest, 1)
    return (replacements[start : start + at_once] for start in range(0, len(replacements), at_once))


def usual_weights(network: Network, probe: str) -> Callable[[str, int | None], float]:
    """How often a mistake, in one layer or all, is made at a probe: most often the ones that its kind is known for."""
    here = set(default_separate(network, probe))

    def of(identity: str, layer: int | None) -> float:
        often = COMMON_HERE if identity in here else COMMON if identity in COMMON_IDS else RARE
        return often * (ONE_LAYER if layer else 1)

    return of


COMMON_IDS = frozenset(name for names in DEFAULT_SEPARATE.values() for name in names)


def ruled_out(network: Network, told: Collection[str]) -> frozenset[str]:
    """The steps at which no learner can have gone wrong who knows these probes: they, and all steps before them."""
    waiting = [find(network, probe) for probe in told]
    known = set(waiting)
    while waiting:
        before = [parent for parent in parents(network, waiting.pop()) if parent not in known]
        known.update(before)
        waiting += before
    return frozenset(map(str, known))


def possible_step(identity: str, node: str, probe: str, excluded: Collection[str]) -> str | None:
    """The step at which a mistake can have happened on the way to a probe; None if all of them are excluded.

    A lost sign is the same number wherever along the chain it is lost, so it can have happened at the probe itself.
    """
    if node not in excluded:
        return node
    entry = MISCONCEPTIONS.get(identity)
    return probe if entry and entry.idea == SIGN and probe not in excluded else None


def possible(wrong: Mapping[str, WrongValue], probe: str, excluded: Collection[str] = ()) -> list[Mistake]:
    """The single mistakes for a chart, without those that can only have happened at an excluded step."""
    steps = {key: possible_step(one.id, one.node, probe, excluded) for key, one in wrong.items()}
    return [
        Mistake(key, wrong[key].value, step, wrong[key].weight, wrong[key].rounded)
        for key, step in steps.items()
        if step is not None
    ]


def feedback(network: Network, wrong: WrongValue) -> str:
    """What to say to a learner with this misconception: what to do, never the number."""
    entry = MISCONCEPTIONS[wrong.id]
    sentence = f"{entry.feedback} {OTHER_FORMULA}" if entry.kind == "convention" else entry.feedback
    if wrong.layer is None:
        return sentence
    name = "the output layer" if wrong.layer == len(network.layers) else "a hidden layer"
    return f"{sentence} This happened only in layer {wrong.layer}, {name}."


def first_step(network: Network, probe: str, excluded: Collection[str] = ()) -> Diagnosis:
    """The first step worth checking if no mistake explains a number. Its value is the right one: release it as such."""
    place = find(network, probe)
    if STAGES[place.name] == "given":
        return Diagnosis("", GIVEN, Trace(network).at(place), str(place))
    node = _first_sum(network, place)
    if str(node) in excluded:
        node = next((find(network, step) for step in upstream(network, probe) if step not in excluded), place)
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
