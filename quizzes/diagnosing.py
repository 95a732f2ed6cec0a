"""What a wrong number tells when no single idea explains it: two ideas together, or where to look first.

Computed when somebody first needs it, and kept by the key and the number, since the same number gives the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from simulator.engine.diagnosis import Diagnosis, first_step, pair_diagnoses
from simulator.engine.network import read_network
from simulator.engine.version import ENGINE

KEPT = 60 * 60 * 24  # seconds


@dataclass(frozen=True, slots=True)
class Further:
    """Pairs of ideas that give the number; without one, the first step worth checking."""

    diagnoses: list[dict[str, Any]]
    message: str | None


NOTHING = Further([], None)


def further(key: Any, answer: Any) -> Further:
    """For a wrong number that no stored value explains."""
    right: Mapping[str, Any] = key.right
    if not (right.get("network") and right.get("probe")):
        return NOTHING
    name = f"pairs:{ENGINE}:{key.pk}:{float(answer)!r}"
    found = cache.get(name)
    if found is None:
        found = _compute(right, float(answer))
        cache.set(name, found, KEPT)
    return found


def _compute(right: Mapping[str, Any], answer: float) -> Further:
    network = read_network(right["network"])
    pairs = pair_diagnoses(network, right["probe"], answer, right["tolerance"])
    message = None if pairs else first_step(network, right["probe"]).feedback
    return Further([_as_json(pair) for pair in pairs], message)


def _as_json(found: Diagnosis) -> dict[str, Any]:
    return {"id": found.key or found.id, "feedback": found.feedback, "value": found.value, "node": found.node}
