"""A ```steps fence: quantities of a trace, one after the other, of which the reader works out the last ones.

A walk through a network (networks.py) shows the same steps and asks "why this step?" of one of them. Pure.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar

from courseware.example import Example
from courseware.figures.fences import NOTHING, FigureError, Words, with_network
from courseware.figures.sliders import names_of
from simulator.engine.formulas import explain
from simulator.engine.mathml import MathML
from simulator.engine.network import Network, read_network
from simulator.engine.numbers import written
from simulator.engine.probes import MissingQuantity, parse, probes
from simulator.engine.sums import added
from simulator.engine.trace import Trace, trace
from simulator.permalinks import PermalinkError, simulator_url, write_permalink

WORDS = ("steps", "open", "caption")
WHY = ("why", "options", "reasons")
WIGGLE, TOO_LITTLE = 0.01, 1e-12


@dataclass(frozen=True, slots=True)
class Step:
    """One quantity: what it is, its formula, and what a trial says of a gradient. An open one is for the reader."""

    probe: str
    title: str
    symbols: MathML
    numbers: MathML
    trial: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Why:
    """A question about a worked step, and to each option the reason for or against it."""

    question: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StepsFigure:
    """The last `open` of the steps are worked out by the reader."""

    network: Mapping[str, Any]
    steps: tuple[str, ...]
    open: int
    caption: str

    template: ClassVar[str] = "courseware/figures/steps.html"
    live: ClassVar[str] = "steps"

    @property
    def url(self) -> str:
        return simulator_url(self.network, self.steps[-self.open])

    def picture(self, label: str) -> dict[str, Any]:
        return picture_of(self.network, self.steps, self.open)


def read_steps(lines: Sequence[str], example: Example = NOTHING) -> StepsFigure:
    """Raises FigureError."""
    about, data, network = with_network(lines, WORDS, example)
    about.needed("steps", "z[1,1] a[1,1]")
    steps, is_open = quantities(network, about, "steps"), about.get("open", "1")
    if not is_open.isdecimal() or not 1 <= int(is_open) <= len(steps):
        raise about.fault("open", f"open is how many of the last steps are left to the reader, 1 to {len(steps)}.")
    try:
        write_permalink(data)
    except PermalinkError as error:
        raise FigureError(len(about.lines) + 1, str(error)) from error
    return StepsFigure(data, steps, int(is_open), about.get("caption"))


def picture_of(network: Mapping[str, Any], walk: Sequence[str], open: int = 0) -> dict[str, Any]:
    """What the template of a list of steps shows."""
    traced, first = trace(read_network(network)), len(walk) - open
    steps = [step_of(network, traced, probe, n >= first) for n, probe in enumerate(walk)]
    return {"steps": steps, "asked": steps[first] if open else None, "permalink": write_permalink(network)}


def step_of(network: Mapping[str, Any], traced: Trace, probe: str, is_open: bool) -> Step:
    name, told = names_of(traced.network)(probe), explain(traced, probe)
    said = trial(network, traced, probe)
    return Step(probe, name[0].upper() + name[1:], told.symbols, told.numbers, said, is_open)


def trial(network: Mapping[str, Any], traced: Trace, probe: str) -> str:
    """What raising a weight a little does to the loss, for the gradient of that weight; else nothing."""
    place = parse(probe)
    if place.name != "dW":
        return ""
    changed = deepcopy(dict(network))
    row = changed["layers"][place.layer - 1]["weights"][place.unit - 1]
    row[place.input - 1] = added(row[place.input - 1], WIGGLE)
    before, after = traced["loss"], trace(read_network(changed))["loss"]
    if abs(after - before) < TOO_LITTLE:
        return f"Raise the weight by {WIGGLE}: the loss stays at {written(before)}."
    rate, moved = added(after, -before) / WIGGLE, f"from {written(before)} to {written(after)}"
    return f"Raise the weight by {WIGGLE}: the loss goes {moved}, a rate of {written(rate, 2)}."


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


def read_why(about: Words) -> Why | None:
    """The lines why, options and reasons; None where a fence asks nothing."""
    if not about.get("why"):
        return None
    options, reasons = (
        [part.strip() for part in about.needed(name, "one | another").split("|")] for name in ("options", "reasons")
    )
    if len(options) != len(reasons):
        raise about.fault("reasons", f"there are {len(options)} options and {len(reasons)} reasons.")
    return Why(about.get("why"), tuple(zip(options, reasons, strict=True)))
