"""3: the three activation functions, their slopes, and a unit that is frozen."""

import numpy as np

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.network import read_network
from simulator.engine.sums import spaced
from simulator.engine.trace import trace
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import First, Read
from simulator.experiments.parameters import Number, OneOf, Values
from simulator.experiments.plots import Axis, Line, Plot, curve, drawn
from simulator.experiments.questions import Choice, Option, Told
from simulator.permalinks import simulator_url

FURTHEST = 8
NAMES = {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh"}


def run(values: Values) -> Run:
    name, z = values["activation"], values["z"]
    network = {
        "inputs": [z],
        "target": [1],
        "layers": [{"weights": [[1]], "biases": [0], "activation": name}],
        "loss": "squared_error",
        "learning_rate": 0.5,
    }
    traced = trace(read_network(network))
    slope = traced["slope[1,1]"]
    readings = {
        "output": traced["a[1,1]"],
        "slope": slope,
        "frozen": float(slope == 0),
        "change": abs(traced["W_change[1,1,1]"]),
    }
    return Run(readings, [_plot(name, z)], [("Step through this unit", simulator_url(network, "slope[1,1]"))])


def _plot(name: str, z: float) -> dict:
    row, sums = ACTIVATIONS[name], spaced(-FURTHEST, FURTHEST, 161)
    outputs = row.value(sums)
    slopes = row.slope(outputs) if row.slope else np.full_like(sums, np.nan)
    series = {"output": curve(sums, outputs), "slope": curve(sums, slopes)}
    return drawn("lines", f"{NAMES[name]} and its slope", Axis("sum z"), Axis("", high=2), series, [(z, "z")])


EXPERIMENT = Experiment(
    slug="activations",
    number=3,
    title="Slopes, and a frozen unit",
    about="One unit with weight 1 and no bias, so that its sum is its input. We read its output and its slope at seven "
    "sums, for ReLU, sigmoid and tanh, and the step that its weight would take towards a target of 1.",
    concept="relu",
    anchor="activation-functions",
    section="Activation functions",
    ask=(
        Choice(
            "At which of these sums does a ReLU unit stop learning altogether?",
            First("z", "frozen", 1, {"activation": "relu"}),
            (
                Option("−2", "Below 0 the slope of ReLU is 0, so every gradient through the unit is 0.", high=0),
                Option("0.5", "Above 0 the slope is 1: the gradient comes through whole.", low=0.1, high=1),
                Option(
                    "8",
                    "A sigmoid or tanh would be flat out there. ReLU is not: its slope is 1 however large the sum.",
                    low=1,
                ),
            ),
        ),
    ),
    parameters=(OneOf("activation", "Activation", NAMES), Number("z", "Sum z", 2, -8, 8, step=0.5)),
    readings=(
        Reading("output", "Output", 4),
        Reading("slope", "Slope", 4),
        Reading("frozen", "Frozen (slope exactly 0)", 0),
        Reading("change", "Step of its weight", 4),
    ),
    sweep=tuple({"activation": name, "z": z} for name in NAMES for z in (-8, -2, -0.5, 0.5, 2, 4, 8)),
    run=run,
    plots=(
        Plot(
            "lines",
            "Slope against sum",
            Axis("sum z", "z"),
            Axis("slope", low=0, high=1),
            tuple(Line("slope", title, {"activation": name}) for name, title in NAMES.items()),
        ),
    ),
    seen=Choice(
        "And at a sum of 8, how did the slopes compare?",
        Read("slope", {"activation": "sigmoid", "z": 8}),
        (
            Option(
                "ReLU kept its slope; sigmoid and tanh had next to none",
                "Sigmoid and tanh are saturated there: not quite 0, but learning crawls.",
                high=0.01,
            ),
            Option("All three had next to none", "ReLU never saturates above 0: its slope is 1 at 8 as it is at 0.5."),
            Option(
                "All three kept their slope",
                "Sigmoid and tanh level off: more input hardly moves the output.",
                low=0.01,
            ),
        ),
    ),
    shows=Told(
        "At −2 the slope of ReLU is {relu}, exactly: no gradient passes, and a unit that stays there for every "
        "example is dead. A sigmoid is never quite frozen, but at 8 its slope is {sigmoid} and that of tanh {tanh}, "
        "so it learns next to nothing; even at its best a sigmoid passes on no more than a quarter.",
        {
            "relu": (Read("slope", {"activation": "relu", "z": -2}), 0),
            "sigmoid": (Read("slope", {"activation": "sigmoid", "z": 8}), 4),
            "tanh": (Read("slope", {"activation": "tanh", "z": 8}), 4),
        },
    ),
    is_live=True,
)
