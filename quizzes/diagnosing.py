"""What a wrong number tells if no single mistake explains it: two mistakes together, or where to look first.

Computed when a learner first needs it. The chart is stored by the key and the typed decimals: it serves every answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.cache import cache

from quizzes.questions.cases import as_stored, case_of_key, told
from simulator.engine.charts import Chart
from simulator.engine.diagnosis import first_step, ruled_out
from simulator.engine.explaining import Case, explain, lead_of
from simulator.engine.network import read_network
from simulator.engine.version import ENGINE

AGAIN = "Work through it again, one step at a time."
KEPT = 60 * 60 * 24  # seconds


@dataclass(frozen=True, slots=True)
class Further:
    """Two mistakes together that give the number; without them, the first step worth checking, with its probe."""

    diagnoses: list[dict[str, Any]]
    message: str | None
    finding: dict[str, Any] = field(default_factory=dict)
    start: str | None = None


NOTHING = Further([], None)


def further(key: Any, answer: Decimal) -> Further:
    """For a wrong number that no single mistake explains."""
    right: Mapping[str, Any] = key.right
    if "value" not in right:
        return NOTHING
    case = case_of_key(right, key.wrong)
    name = f"chart:{ENGINE}:{_digest(key)}"
    found = explain(answer, case, partial(_chart, name, case))
    if found.stories:
        return Further(told(found, key.wrong), None, as_stored(found))
    message, start = f"{lead_of(found)} {AGAIN}", None
    if right.get("network") and right.get("probe"):
        network = read_network(right["network"])
        first = first_step(network, right["probe"], ruled_out(network, right.get("told", [])))
        message, start = f"{lead_of(found)} {first.feedback}", first.node
    return Further([], message, as_stored(found), start)


def _digest(key: Any) -> str:
    """What a chart is made of. The number of a row would do, were it not used again after a restore."""
    return sha256(json.dumps([key.right, key.wrong], sort_keys=True).encode()).hexdigest()


def _chart(question: str, case: Case, typed: int, with_pairs: bool) -> Chart:
    name = f"{question}:{typed}:{with_pairs}"
    found: Chart | None = cache.get(name)
    if found is None:
        found = case.chart(typed, with_pairs)
        cache.set(name, found, KEPT)
    return found
