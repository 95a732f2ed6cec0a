"""The worked steps of a number question, and the way to its network in the simulator. Pure."""

from collections.abc import Mapping
from typing import Any

from simulator.engine.formulas import explain
from simulator.engine.network import Network, read_network
from simulator.engine.trace import trace
from simulator.engine.working import wrong_working
from simulator.permalinks import PermalinkError, simulator_url
from simulator.stepping.steps import title_of


def steps_of(right: Mapping[str, Any], diagnosis: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The way to the right number, step by step; the one where the learner's number left it has the wrong line too."""
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
                "numbers": told.numbers,
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
    return wrong_working(network, probe, diagnosis["id"]) if probe else None


def url_of(right: Mapping[str, Any], diagnosis: Mapping[str, Any]) -> str | None:
    """The address that opens this network where the number went wrong, else at what was asked."""
    if not right.get("network"):
        return None
    at = diagnosis.get("node") or right.get("probe")
    try:
        return simulator_url(right["network"], at, diagnosis.get("id") if diagnosis.get("node") else None)
    except PermalinkError:  # too large for an address
        return None
