"""A ```softmax fence: some sums, their exponentials, and the probabilities that they become. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from courseware.example import Example
from courseware.figures.fences import NOTHING, with_network
from courseware.figures.sliders import is_on_step
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.numbers import written
from simulator.engine.trace import trace

FURTHEST, STEP, MOST, DECIMALS = 4.0, 0.1, 5, 3


@dataclass(frozen=True, slots=True)
class Class:
    """One row: its number, its sum, e to that power, and its share of them all."""

    number: int
    sum: float
    text: str
    power: str
    probability: str
    percent: float

    @property
    def name(self) -> str:
        return f"sum of class {self.number}"


@dataclass(frozen=True, slots=True)
class SoftmaxFigure:
    sums: tuple[float, ...]
    caption: str

    url: ClassVar[str] = ""
    template: ClassVar[str] = "courseware/figures/softmax.html"
    live: ClassVar[str] = "softmax"

    def picture(self, label: str) -> dict[str, Any]:
        return {"classes": self.classes(), "least": -FURTHEST, "most": FURTHEST, "step": STEP}

    def classes(self) -> list[Class]:
        sums = np.array([self.sums])
        shares = ACTIVATIONS["softmax"].value(sums)[0]
        return [
            Class(i, z, written(z), written(float(np.exp(z)), DECIMALS), written(float(p), DECIMALS), 100 * float(p))
            for i, (z, p) in enumerate(zip(self.sums, shares, strict=True), 1)
        ]


def read_softmax(lines: Sequence[str], example: Example = NOTHING) -> SoftmaxFigure:
    """The sums are those of the last layer of a network. Raises FigureError."""
    about, _, network = with_network(lines, ("caption",), example)
    sums = tuple(float(z) for z in trace(network).forward[-1].z[0])
    if network.layers[-1].activation != "softmax" or len(sums) > MOST or max(map(abs, sums)) > FURTHEST:
        message = f"the network ends in a softmax of at most {MOST} sums from {-FURTHEST:g} to {FURTHEST:g}."
        raise about.fault("network", message)
    if not all(is_on_step(z, -FURTHEST, STEP) for z in sums):
        raise about.fault("network", f"each sum is one that a slider can stand at: in steps of {STEP:g}.")
    return SoftmaxFigure(sums, about.get("caption"))
