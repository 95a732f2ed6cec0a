"""A ```network fence: a network to draw, with numbers to slide or steps to walk through. Pure."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar

from courseware.example import Example
from courseware.figures.fences import NOTHING, FigureError, Words, with_network
from courseware.figures.sliders import Slider, check_followed, names_of, slider
from simulator.drawing import ALL, NARROW, draw
from simulator.engine.formulas import explain
from simulator.engine.mathml import MathML
from simulator.engine.network import Network, read_network
from simulator.engine.numbers import written
from simulator.engine.probes import MissingQuantity, parse, probes
from simulator.engine.trace import Trace, trace
from simulator.permalinks import PermalinkError, simulator_url

STAGES = ("forward", "loss", "backward", "update")
WORDS = ("at", "stage", "caption", "slide", "tell", "walk")
WIGGLE, TOO_LITTLE = 0.01, 1e-12


@dataclass(frozen=True, slots=True)
class Step:
    """One quantity of a walk: what it is, its formula with numbers, and what a trial says of a gradient."""

    probe: str
    title: str
    formula: MathML
    trial: str


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

    template: ClassVar[str] = "courseware/figures/network.html"

    @property
    def live(self) -> str:
        return "sliders" if self.slide else "walk" if self.walk else ""

    def picture(self, label: str) -> dict[str, Any]:
        """What the template shows."""
        read = read_network(self.network)
        traced, names = trace(read), names_of(read)
        return {
            "drawing": draw(read, NARROW, known=ALL, chosen=self.at, stage=self.stage, label=label),
            "url": self.url,
            "sliders": [slider(read, probe) for probe in self.slide],
            "told": [Told(probe, names(probe), written(traced[probe])) for probe in self.tell],
            "steps": [step_of(self.network, traced, probe, names(probe)) for probe in self.walk],
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
    return NetworkFigure(data, at, stage, about.get("caption"), url, slide, named["tell"], named["walk"])


def quantities(network: Network, about: Words, name: str) -> tuple[str, ...]:
    """The probes of a line, each of which this network has."""
    asked, there = tuple(about.get(name).split()), probes(network)
    for probe in asked:
        if probe not in there:
            message = f"this network has no quantity {probe}; see the names in the simulator, such as a[1,1]."
            raise about.fault(name, message)
    try:
        for probe in asked:
            trace(network)[probe]
    except MissingQuantity as error:
        raise about.fault(name, str(error)) from error
    return asked


def sliding(network: Network, about: Words, probe: str) -> Slider:
    try:
        check_followed(network)
        return slider(network, probe)
    except ValueError as error:
        raise about.fault("slide", str(error)) from error


def step_of(network: Mapping[str, Any], traced: Trace, probe: str, name: str) -> Step:
    title = name[0].upper() + name[1:]
    return Step(probe, title, explain(traced, probe).numbers, trial(network, traced, probe))


def trial(network: Mapping[str, Any], traced: Trace, probe: str) -> str:
    """What raising a weight a little does to the loss, for the gradient of that weight; else nothing."""
    place = parse(probe)
    if place.name != "dW":
        return ""
    changed = deepcopy(dict(network))
    changed["layers"][place.layer - 1]["weights"][place.unit - 1][place.input - 1] += WIGGLE
    before, after = traced["loss"], trace(read_network(changed))["loss"]
    if abs(after - before) < TOO_LITTLE:
        return f"Raise the weight by {WIGGLE}: the loss stays at {written(before)}."
    rate, moved = (after - before) / WIGGLE, f"from {written(before)} to {written(after)}"
    return f"Raise the weight by {WIGGLE}: the loss goes {moved}, a rate of {written(rate, 2)}."
