"""A trace told for pages and programs: every step with its value, every formula as text. Pure."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from simulator.engine.formulas import explain
from simulator.engine.probes import probes
from simulator.engine.trace import NotFinite, Trace
from simulator.steps import steps_of

MOST_EXPLAINED = 600  # formulas in one answer; a layer of 32 by 32 alone has 4,096 quantities


def value_of(traced: Trace, probe: str) -> float | None:
    """None for a value that is too large to be written."""
    try:
        return traced[probe]
    except NotFinite:
        return None


def steps_with_values(traced: Trace) -> list[dict[str, Any]]:
    return [asdict(step) | {"value": value_of(traced, step.probe)} for step in steps_of(traced.network)]


def explanations(traced: Trace, asked: Iterable[str]) -> dict[str, dict[str, str]]:
    """The formulas of the probes that are asked for. Raises what trace[probe] raises."""
    found = {probe: explain(traced, probe) for probe in asked}
    return {
        probe: {"symbols": str(one.symbols), "numbers": str(one.numbers), "words": one.words}
        for probe, one in found.items()
    }


def every_explanation(traced: Trace) -> dict[str, dict[str, str]]:
    """The formulas of every quantity that has a value that can be written, in the order of computing."""
    return explanations(traced, [probe for probe in probes(traced.network) if value_of(traced, probe) is not None])
