"""A ```network fence: a network to draw, with numbers to slide or steps to walk through. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from courseware.example import Example
from courseware.figures.fences import NOTHING, FigureError, Words, with_network
from courseware.figures.sliders import Slider, check_followed, names_of, slider
from courseware.figures.steps import WHY, Why, picture_of, quantities, read_why
from simulator.drawing import ALL, NARROW, draw
from simulator.engine.network import Network, read_network
from simulator.engine.numbers import written
from simulator.engine.trace import trace
from simulator.permalinks import PermalinkError, simulator_url

STAGES = ("forward", "loss", "backward", "update")
WORDS = ("at", "stage", "caption", "slide", "tell", "walk", *WHY)


@dataclass(frozen=True, slots=True)
class Told:
    """A number below the drawing."""

    probe: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class NetworkFigure:
    """A network to draw: at which probe, at which stage, with which caption (Markdown), and where to open it."""

    network: Mapping[str, Any]
    at: str | None
    stage: str | None
    caption: str
    url: str
    slide: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    walk: tuple[str, ...] = ()
    why: Why | None = None

    template: ClassVar[str] = "courseware/figures/network.html"

    @property
    def live(self) -> str:
        return "sliders" if self.slide else "steps" if self.walk else ""

    def picture(self, label: str) -> dict[str, Any]:
        """What the template shows."""
        read = read_network(self.network)
        traced, names = trace(read), names_of(read)
        drawing = draw(read, NARROW, known=ALL, chosen=self.at, stage=self.stage, label=label)
        if self.walk:  # its steps tell the numbers, with how they come about
            drawing = replace(drawing, label=label)
        return {
            "drawing": drawing,
            "url": self.url,
            "sliders": [slider(read, probe) for probe in self.slide],
            "told": [Told(probe, names(probe), written(traced[probe])) for probe in self.tell],
            "why": self.why,
            **(picture_of(self.network, self.walk) if self.walk else {}),
        }


def read_network_figure(lines: Sequence[str], example: Example = NOTHING) -> NetworkFigure:
    """The lines between the fences → a figure. Raises FigureError."""
    about, data, network = with_network(lines, WORDS, example)
    at, stage = about.get("at") or None, about.one_of("stage", STAGES)
    try:
        url = simulator_url(data, at)
    except PermalinkError as error:
        raise FigureError(len(about.lines) + 1, str(error)) from error
    named = {name: quantities(network, about, name) for name in ("at", "tell", "walk")}
    slide = tuple(about.get("slide").split())
    if slide and named["walk"]:
        raise about.fault("walk", "a network has numbers to slide or steps to walk, not both.")
    for probe in slide:
        sliding(network, about, probe)
    why = read_why(about)
    return NetworkFigure(data, at, stage, about.get("caption"), url, slide, named["tell"], named["walk"], why)


def sliding(network: Network, about: Words, probe: str) -> Slider:
    try:
        check_followed(network)
        return slider(network, probe)
    except ValueError as error:
        raise about.fault("slide", str(error)) from error
