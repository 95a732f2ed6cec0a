"""A ```descent fence: the loss of a network over one of its weights, and a point that goes downhill on it. Pure."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from courseware.example import Example
from courseware.figures.fences import NOTHING, with_network
from courseware.figures.sliders import check_followed, is_on_step, names_of
from simulator.drawing.plots import plotted
from simulator.engine.network import read_network
from simulator.engine.numbers import written
from simulator.engine.probes import parse
from simulator.engine.sums import added, spaced
from simulator.engine.trace import trace
from simulator.experiments.plots import Axis, curve, drawn
from simulator.permalinks import simulator_url

WORDS = ("weight", "from", "to", "rate", "caption")
STEP = 0.01  # of both sliders
POINTS, STEPS, PLACES = 41, 6, 9  # of the curve; rows of the table: steps, or places along the weight
LARGEST_RATE = 0.5


@dataclass(frozen=True, slots=True)
class DescentFigure:
    """With a learning rate the point takes steps; without one the reader slides the weight itself."""

    network: Mapping[str, Any]
    weight: str
    least: float
    most: float
    rate: float | None
    caption: str
    url: str

    template: ClassVar[str] = "courseware/figures/descent.html"
    live: ClassVar[str] = "descent"

    def picture(self, label: str) -> dict[str, Any]:
        weights = spaced(self.least, self.most, POINTS)
        losses = [self.at(float(w))[0] for w in weights]
        axes = Axis("weight w"), Axis("loss L", low=0)
        plot = plotted(drawn("lines", "", *axes, {"loss": curve(weights, np.array(losses))}))
        assert plot.x is not None
        assert plot.y is not None
        now = (self.start, *self.at(self.start))
        along, across = plot.x.at(now[0]), plot.y.at(now[1])
        return {
            "plot": plot,
            "point": (100 * (along or 0), plot.height * (1 - (across or 0))),
            "label": label,
            "network": json.dumps(self.network, separators=(",", ":")),
            "weight": self.weight,
            "name": names_of(read_network(self.network))(self.weight),
            "start": self.start,
            "now": [written(number) for number in now],
            "rate": self.rate,
            "largest_rate": LARGEST_RATE,
            "is_alone": self.is_alone,
            "range": (self.least, self.most),
            "rows": [[written(number) for number in row] for row in self.rows()],
        }

    @property
    def start(self) -> float:
        place = parse(self.weight)
        return float(self.network["layers"][place.layer - 1]["weights"][place.unit - 1][place.input - 1])

    @property
    def is_alone(self) -> bool:
        """Whether the network has no other weight and no bias that a training step would move too."""
        layers = self.network["layers"]
        return sum(len(row) + ("biases" in layer) for layer in layers for row in layer["weights"]) == 1

    def at(self, w: float) -> tuple[float, float]:
        """The loss where the weight is w, and its slope there."""
        place, changed = parse(self.weight), deepcopy(dict(self.network))
        changed["layers"][place.layer - 1]["weights"][place.unit - 1][place.input - 1] = w
        traced = trace(read_network(changed))
        return traced["loss"], traced[str(place.named("dW"))]

    def rows(self) -> list[tuple[float, float, float]]:
        """The weight, the loss and its slope: step by step, or at places along the weight."""
        if self.rate is None:
            return [(float(w), *self.at(float(w))) for w in spaced(self.least, self.most, PLACES)]
        rows, w = [], self.start
        for _ in range(STEPS):
            loss, slope = self.at(w)
            rows.append((w, loss, slope))
            w = added(w, -self.rate * slope)
        return rows


def read_descent(lines: Sequence[str], example: Example = NOTHING) -> DescentFigure:
    """Raises FigureError."""
    about, data, network = with_network(lines, WORDS, example)
    weight = about.needed("weight", "W[2,1,1]")
    least, most = about.number("from", "-2"), about.number("to", "3")
    rate = about.number("rate", "0.1") if "rate" in about.values else None
    if rate is not None and not (STEP <= rate <= LARGEST_RATE and is_on_step(rate, 0, STEP)):
        raise about.fault("rate", f"rate is at most {LARGEST_RATE}, and in steps of {STEP}.")
    try:
        if parse(weight).name != "W":
            raise ValueError("weight names a weight, such as W[2,1,1].")
        check_followed(network)
        gradient = str(parse(weight).named("dW"))
        trace(network)[gradient]
    except ValueError as error:
        raise about.fault("weight", str(error)) from error
    figure = DescentFigure(data, weight, least, most, rate, about.get("caption"), simulator_url(data, gradient))
    if not least <= figure.start <= most:
        raise about.fault("from", "from and to lie on both sides of the weight.")
    if rate is None and not is_on_step(figure.start, least, STEP):
        raise about.fault("from", f"from lies so many steps of {STEP} from the weight.")
    return figure
