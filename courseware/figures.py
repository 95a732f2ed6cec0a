"""A ```network fence of a chapter: a few lines of what to show, with the network's name or its data. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courseware.example import Example
from simulator.engine.network import NetworkError, read_network
from simulator.engine.probes import probes
from simulator.permalinks import PermalinkError, simulator_url

STAGES = ("forward", "loss", "backward", "update")
NOTHING = Example()
WORDS = ("network", "at", "stage", "caption")


class FigureError(ValueError):
    """A fence that cannot be read; `line` counts from the one that opens it, which is 0."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


@dataclass(frozen=True, slots=True)
class Figure:
    """A network to draw: at which probe, at which stage, with which caption (Markdown), and where to open it."""

    network: Mapping[str, Any]
    at: str | None
    stage: str | None
    caption: str
    url: str


def read_figure(lines: Sequence[str], example: Example = NOTHING) -> Figure:
    """The lines between the fences → a figure. Raises FigureError."""
    start = next((i for i, line in enumerate(lines) if line.lstrip().startswith("{")), len(lines))
    about = words(lines[:start], example)
    if ("network" in about) == (start < len(lines)):
        raise FigureError(0, "a network fence names a network, or holds one as JSON, beginning with a brace.")
    data = example.network(about["network"]) if "network" in about else network_of(lines[start:], start + 1)
    at, stage = about.get("at"), about.get("stage")
    try:
        network = read_network(data)
        url = simulator_url(data, at)
    except (NetworkError, PermalinkError) as error:
        raise FigureError(start + 1, str(error)) from error
    if at is not None and at not in probes(network):
        raise FigureError(1, f"this network has no quantity {at}; see the names in the simulator, such as a[1,1].")
    return Figure(data, at, stage, about.get("caption", ""), url)


def words(lines: Sequence[str], example: Example) -> dict[str, str]:
    found = {}
    for number, line in enumerate(lines, 1):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or name not in WORDS:
            raise FigureError(number, f"“{line}” is none of network, at, stage and caption, with a colon.")
        if name == "stage" and value not in STAGES:
            raise FigureError(number, f"stage is one of {', '.join(STAGES)}.")
        if name == "network" and value not in example.traces:
            raise FigureError(number, f"no network “{value}” is declared beside this chapter.")
        found[name] = value
    return found


def network_of(lines: Sequence[str], first: int) -> Any:
    try:
        return json.loads("\n".join(lines))
    except json.JSONDecodeError as error:
        raise FigureError(first + error.lineno - 1, f"this is not JSON: {error.msg}.") from error
