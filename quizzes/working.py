"""The worked steps of a number question, and the way to its network in the simulator. Pure."""

from collections.abc import Mapping
from typing import Any

from simulator.engine.formulas import explain
from simulator.engine.network import Network, read_network
from simulator.engine.trace import trace
from simulator.engine.working import wrong_working
from simulator.permalinks import PermalinkError, simulator_url
from simulator.stepping.steps import title_of


def steps_of(right: Mapping[str, Any], diagnosis: Mapping[str, Any], hidden: str | None = None) -> list[dict[str, Any]]:
    """The way to the right number, step by step; the one where the learner's number left it has the wrong line too.
    The line of a hidden probe ends in a question mark.
    """
    if not right.get("network") or not right.get("steps"):
        return []
    network = read_network(right["network"])
    traced, slip = trace(network), diagnosis.get("node")
    steps = []
    for probe in right["steps"]:
        told = explain(traced, probe)
        steps.append(
            {
                "probe": probe,
                "title": title_of(network, probe),
                "symbols": told.symbols,
                "numbers": told.asked if probe == hidden else told.numbers,
                "words": told.words,
                "slip": probe == slip,
                "wrong": _wrong_line(network, right, diagnosis) if probe == slip else None,
            }
        )
    return steps


def _wrong_line(network: Network, right: Mapping[str, Any], diagnosis: Mapping[str, Any]) -> Any:
    """None for an author's own wrong number, and for one on the learner's own earlier number: this network's would
    mislead."""
    if diagnosis.get("followed"):
        return None
    probe = diagnosis.get("probe") or right.get("probe")
    return wrong_working(network, probe, key_of(diagnosis)) if probe else None


def key_of(diagnosis: Mapping[str, Any]) -> Any:
    """With its layer. A grade of an earlier version has a pair by its keys alone."""
    return diagnosis.get("key") or diagnosis.get("id")


def line_of(right: Mapping[str, Any], probe: str | None) -> str:
    """The line of a step with its numbers, as MathML, up to a question mark; "" if there is none to show."""
    if not (probe and right.get("network")):
        return ""
    return str(explain(trace(read_network(right["network"])), probe).asked)


def url_of(right: Mapping[str, Any], diagnosis: Mapping[str, Any]) -> str | None:
    """The address that opens this network where the number went wrong, else at what was asked."""
    if not right.get("network"):
        return None
    at = diagnosis.get("node") or right.get("probe")
    try:
        return simulator_url(right["network"], at, key_of(diagnosis) if diagnosis.get("node") else None)
    except PermalinkError:  # too large for an address
        return None
