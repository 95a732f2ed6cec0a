"""A trace told for pages and programs: every step with its value, every formula as text. Pure."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from simulator.engine.formulas import Explanation, explain, explained
from simulator.engine.names import Notation
from simulator.engine.probes import places
from simulator.engine.trace import NotFinite, Trace
from simulator.stepping.steps import Step

MOST_EXPLAINED = 600  # formulas in one answer; a layer of 32 by 32 alone has 4,096 quantities
TOLD_AT_ONCE = 200  # formulas that a page brings with it; it fetches those of a larger network one by one


def value_of(traced: Trace, probe: str) -> float | None:
    """None for a value that is too large to be written."""
    try:
        return traced[probe]
    except NotFinite:
        return None


def steps_with_values(traced: Trace, steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {"probe": step.probe, "stage": step.stage, "title": step.title, "value": value_of(traced, step.probe)}
        for step in steps
    ]


def explanations(traced: Trace, asked: Iterable[str]) -> dict[str, dict[str, str]]:
    """The formulas of the probes that are asked for. Raises what trace[probe] raises."""
    return {probe: _as_text(explain(traced, probe)) for probe in asked}


def _as_text(found: Explanation) -> dict[str, str]:
    return {"symbols": str(found.symbols), "numbers": str(found.numbers), "words": found.words}


def explanations_to_begin_with(traced: Trace, at: str) -> dict[str, dict[str, str]]:
    """The formulas of every quantity of a network with few, and of one step of a network with many."""
    if len(places(traced.network)) <= TOLD_AT_ONCE:
        return every_explanation(traced)
    return {} if value_of(traced, at) is None else explanations(traced, [at])


def every_explanation(traced: Trace) -> dict[str, dict[str, str]]:
    """The formulas of every quantity that has a value that can be written, in the order of computing."""
    notation = Notation(traced)
    values = ((place, traced.at(place)) for place in places(traced.network))
    return {str(place): _as_text(explained(notation, place, value)) for place, value in values if math.isfinite(value)}
