"""The wrong step of a misconception beside the right one: its sentence, its number, its working. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.engine.mathml import MathML
from simulator.engine.network import Network
from simulator.engine.numbers import written
from simulator.engine.operations import NOTHING
from simulator.engine.probes import Place, find
from simulator.engine.trace import Trace
from simulator.engine.variants import Variant, variant
from simulator.engine.working import wrong_working

MOST_IDEAS = 2


@dataclass(frozen=True, slots=True)
class WrongStep:
    """`working` is None where the number was only copied from the wrong place."""

    reasons: Sequence[str]
    value: str
    working: MathML | None


def wrong_step(network: Network, probe: str, key: str) -> WrongStep | None:
    """What the misconception `key` ("z.no_bias", "z.no_bias@2" for layer 2 alone, "one+other" for a pair) makes of a
    probe. None where it means nothing there, as in an address that somebody changed. Raises what `find` raises.
    """
    place = find(network, probe)
    found = [_variant(network, place, part) for part in key.split("+")[:MOST_IDEAS]]
    ideas = [idea for idea in found if idea]
    if not ideas or len(ideas) < len(found):
        return None
    replacement = NOTHING
    for idea in ideas:
        replacement = replacement.joined(idea.replacement)
    value = Trace(network, replacement).at(place)
    if not math.isfinite(value):
        return None
    working = wrong_working(network, probe, "+".join(idea.key for idea in ideas))
    return WrongStep([idea.entry.feedback for idea in ideas], written(value), working)


def _variant(network: Network, place: Place, key: str) -> Variant | None:
    """At the step where it went wrong there may be one layer left, and then the key names none."""
    return variant(network, place, key) or variant(network, place, key.partition("@")[0])
