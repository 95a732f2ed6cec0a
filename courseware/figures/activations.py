"""An ```activations fence: ReLU, sigmoid and tanh, or some of them, each with its tangent at one sum. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from courseware.example import Example
from courseware.figures.fences import NOTHING, Words
from courseware.figures.sliders import is_on_step
from simulator.drawing.plots import Plotted, plotted
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.numbers import written
from simulator.engine.sums import spaced
from simulator.experiments.plots import Axis, curve, drawn

FURTHEST, STEP, HEIGHT = 4.0, 0.1, 130
REACH = 1.2  # of a tangent, to each side
SHOWN = {"relu": ("ReLU", 0, 4), "sigmoid": ("sigmoid", 0, 1), "tanh": ("tanh", -1, 1)}


@dataclass(frozen=True, slots=True)
class Panel:
    """One function: its curve, and what it says and how steep it is at the sum."""

    function: str
    name: str
    plot: Plotted
    value: str
    slope: str
    tangent: tuple[tuple[float, float], tuple[float, float]]  # its ends: per cent along, pixels across
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ActivationsFigure:
    z: float
    caption: str
    functions: tuple[str, ...] = tuple(SHOWN)

    url: ClassVar[str] = "/simulator/experiments/activations/"
    template: ClassVar[str] = "courseware/figures/activations.html"
    live: ClassVar[str] = "activations"

    def picture(self, label: str) -> dict[str, Any]:
        panels = [panel(name, self.z, len(self.functions)) for name in self.functions]
        sizes = {"least": -FURTHEST, "most": FURTHEST, "step": STEP, "height": HEIGHT}
        return {"z": self.z, "text": written(self.z), "panels": panels, **sizes}


def read_activations(lines: Sequence[str], example: Example = NOTHING) -> ActivationsFigure:
    about = Words(lines, ("z", "functions", "caption"))
    z = about.number("z", "0.5")
    if not -FURTHEST <= z <= FURTHEST or not is_on_step(z, -FURTHEST, STEP):
        raise about.fault("z", f"z is from {-FURTHEST:g} to {FURTHEST:g}, in steps of {STEP:g}.")
    functions = tuple(about.get("functions", " ".join(SHOWN)).split())
    if not functions or not set(functions) <= SHOWN.keys():
        raise about.fault("functions", f"functions are some of {', '.join(SHOWN)}.")
    return ActivationsFigure(z, about.get("caption"), functions)


def panel(function: str, z: float, beside: int) -> Panel:
    name, low, high = SHOWN[function]
    sums = spaced(-FURTHEST, FURTHEST, 41)
    value, slope = said(function, z)
    series = {name: curve(sums, ACTIVATIONS[function].value(sums))}
    plot = plotted(drawn("lines", name, Axis("z"), Axis(name, low=low, high=high), series), HEIGHT, beside)

    def placed(at: float) -> tuple[float, float]:
        y = value + slope * (at - z)
        return (at + FURTHEST) / (2 * FURTHEST) * 100, HEIGHT * (1 - (y - low) / (high - low))

    ends = placed(z - REACH), placed(z + REACH)
    return Panel(function, name, plot, written(value), written(slope), ends, placed(z))


def said(function: str, z: float) -> tuple[float, float]:
    """The value of a function at a sum, and its slope there."""
    row = ACTIVATIONS[function]
    value = row.value(np.array([z]))
    assert row.slope is not None
    return float(value[0]), float(row.slope(value)[0])
