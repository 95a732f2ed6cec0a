"""What follows from a learner's own numbers: a later part's right value, with the earlier ones held in the trace."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Drawn
from quizzes.questions.cells import Cells
from quizzes.questions.number import Number
from quizzes.questions.numbers import Numbers
from simulator.engine.network import read_network
from simulator.engine.pins import PINNABLE
from simulator.engine.probes import parse
from simulator.engine.sums import added
from simulator.engine.trace import trace

FOLLOWING: dict[str, Number | Numbers] = {"number": Number(), "numbers": Numbers()}
CHANGES = {"W_change": ("W", "W_new"), "b_change": ("b", "b_new")}


@dataclass(frozen=True, slots=True)
class Own:
    """The learner's numbers so far: quantities to be held in the trace, and names of expressions."""

    pins: dict[str, float] = field(default_factory=dict)
    names: dict[str, float] = field(default_factory=dict)

    def joined(self, other: "Own") -> "Own":
        return Own(self.pins | other.pins, self.names | other.names)

    @property
    def told(self) -> dict[str, float]:
        return self.names | self.pins


def held(name: str, answer: Any, term: Mapping[str, Any], right: Mapping[str, Any]) -> Own:
    """What an answered part gives to the later ones."""
    if term["type"] == "number":
        probe = term["answer"].get("probe")
        return Own(pinned(probe, answer, right), {name: float(answer)})
    if term["type"] == "numbers":
        pairs = zip(Cells(term["answer"]).probes, answer, strict=True)
        pins = [pinned(probe, value, right) for probe, value in pairs if value is not None]
        return Own({probe: value for one in pins for probe, value in one.items()})
    return Own()


def pinned(probe: str | None, answer: Decimal, right: Mapping[str, Any]) -> dict[str, float]:
    """The quantity to hold for an answer. Of a change it is the new weight that the network goes on with."""
    if probe is None:
        return {}
    place = parse(probe)
    if place.name in CHANGES:
        before, after = CHANGES[place.name]
        old = trace(read_network(right["network"]))[str(place.named(before))]
        return {str(place.named(after)): added(old, float(answer))}
    return {str(place): float(answer)} if place.name in PINNABLE else {}


def follow(term: Mapping[str, Any], right: Mapping[str, Any], own: Own) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The key of a part on the learner's own numbers; None where nothing follows from them."""
    kind = FOLLOWING.get(term["type"])
    if kind is None or not term["follow"] or not (own.pins or own.names):
        return None
    body, names = {"answer": term["answer"]}, {**right["names"], **own.names}
    try:
        traced = trace(read_network(right["network"]), pins=own.pins) if right.get("network") else None
        drawn = Drawn({}, names, right.get("network"), traced)
        followed, wrong = kind.key(body, replace(drawn, right=kind.right_value(body, drawn)), {}, [])
    except (Uncomputable, ValueError):  # numbers with which the network cannot go on
        return None
    return followed | {"told": term.get("told", []), "network": right.get("network")}, wrong
