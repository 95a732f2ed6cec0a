"""A ```network fence of a chapter: a few lines of what to show, then a network as data. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.engine.network import NetworkError, read_network
from simulator.engine.probes import probes
from simulator.permalinks import PermalinkError, simulator_url

STAGES = ("forward", "loss", "backward", "update")
WORDS = ("at", "stage", "caption")


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


def read_figure(lines: Sequence[str]) -> Figure:
    """The lines between the fences → a figure. Raises FigureError."""
    start = next((i for i, line in enumerate(lines) if line.lstrip().startswith("{")), None)
    if start is None:
        raise FigureError(0, "a network fence holds a network as JSON, beginning with a brace.")
    about = words(lines[:start])
    data = network_of(lines[start:], start + 1)
    at, stage = about.get("at"), about.get("stage")
    try:
        network = read_network(data)
        url = simulator_url(data, at)
    except (NetworkError, PermalinkError) as error:
        raise FigureError(start + 1, str(error)) from error
    if at is not None and at not in probes(network):
        raise FigureError(1, f"this network has no quantity {at}; see the names in the simulator, such as a[1,1].")
    return Figure(data, at, stage, about.get("caption", ""), url)


def words(lines: Sequence[str]) -> dict[str, str]:
    found = {}
    for number, line in enumerate(lines, 1):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or name not in WORDS:
            raise FigureError(number, f"“{line}” is none of at, stage and caption, with a colon.")
        if name == "stage" and value not in STAGES:
            raise FigureError(number, f"stage is one of {', '.join(STAGES)}.")
        found[name] = value
    return found


def network_of(lines: Sequence[str], first: int) -> Any:
    try:
        return json.loads("\n".join(lines))
    except json.JSONDecodeError as error:
        raise FigureError(first + error.lineno - 1, f"this is not JSON: {error.msg}.") from error
