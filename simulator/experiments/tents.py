"""18: what depth is worth. Layers that fold an interval, and one layer with as many units. Nothing is trained.

A layer of two ReLU units with the output 2·ReLU(x) − 4·ReLU(x − ½) is the tent map: it folds 0 to 1 once and stretches
it back. Folded d times there are 2^d straight pieces. A layer of 2d ReLU units has 2d places at which its slope can
change, so at most 2d + 1 pieces. Source: M. Telgarsky, Benefits of depth in neural networks, 2016.
"""

from typing import Any

import numpy as np

from simulator.engine.training.model import Model
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Change, Read
from simulator.experiments.parameters import OneOf, Values, whole
from simulator.experiments.plots import Axis, Line, Plot, drawn
from simulator.experiments.questions import Choice, Option, Told
from simulator.experiments.questions import Number as NumberQuestion
from simulator.permalinks import simulator_url

UP, DOWN = 2.0, -4.0  # the slope of the first side of a tent, and how much it changes at the top
BETWEEN = 4  # places looked at between two bends
DIGITS = 12  # decimals of an output: what is smaller is rounding
SAME = 1e-6  # two slopes that differ by less are one piece
MOST_FOLDS = 6
DEEP, WIDE = "deep", "wide"


def run(values: Values) -> Run:
    folds = values["folds"]
    layers = deep(folds) if values["shape"] == DEEP else wide(2 * folds)
    bends = 2**folds if values["shape"] == DEEP else 2 * folds + 1
    places = np.linspace(0, 1, bends * BETWEEN + 1)
    outputs = values_at(layers, places).round(DIGITS) + 0.0  # −0.0 becomes 0.0
    found = pieces(outputs)
    readings = {"pieces": float(found), "units": 2.0 * folds, "one_layer": found - 1.0}
    title = f"Output of the {'deep' if values['shape'] == DEEP else 'wide'} network, {2 * folds} hidden units"
    curve = list(zip(places[::BETWEEN], outputs[::BETWEEN], strict=True))  # straight in between
    plot = drawn("lines", title, Axis("input"), Axis("output", low=0, high=1), {"output": curve})
    network = {"inputs": [0.3], "layers": layers}
    return Run(readings, [plot], [("Step through this network", simulator_url(network, f"a[{len(layers)},1]"))])


def deep(folds: int) -> list[dict[str, Any]]:
    """A tent after a tent: each hidden layer has two units, and each later one takes what the tent before it gave."""
    first = _layer([[1], [1]], [0, -0.5])
    later = _layer([[UP, DOWN], [UP, DOWN]], [0, -0.5])
    return [first, *[later] * (folds - 1), _layer([[UP, DOWN]], [0], "identity")]


def wide(units: int) -> list[dict[str, Any]]:
    """One hidden layer whose bends are evenly spaced: flat, then up and down between 0 and 1."""
    bends = [number / (units + 1) for number in range(1, units + 1)]
    slope = float(units + 1)
    changes = [slope, *[-2 * slope if number % 2 else 2 * slope for number in range(1, units)]]
    return [_layer([[1]] * units, [-bend for bend in bends]), _layer([changes], [0], "identity")]


def _layer(weights: list[list[float]], biases: list[float], activation: str = "relu") -> dict[str, Any]:
    return {"weights": weights, "biases": biases, "activation": activation}


def values_at(layers: list[dict[str, Any]], places: np.ndarray) -> np.ndarray:
    """The network's output at each place."""
    sizes = (1, *(len(layer["biases"]) for layer in layers))
    model = Model(sizes, tuple(layer["activation"] for layer in layers), "squared_error")
    theta = np.concatenate([np.column_stack([layer["weights"], layer["biases"]]).ravel() for layer in layers])
    return model.outputs(theta, places[:, None])[:, 0]


def pieces(outputs: np.ndarray) -> int:
    """How many straight pieces a curve has that was read at evenly spaced places, all of its bends among them."""
    slopes = np.diff(outputs) * (len(outputs) - 1)
    return 1 + int((np.abs(np.diff(slopes)) > SAME).sum())


def _at(shape: str, folds: int) -> dict[str, Any]:
    return {"shape": shape, "folds": folds}


EXPERIMENT = Experiment(
    slug="tents",
    number=18,
    title="What depth is worth",
    about="Two networks with the same number of ReLU units and one input from 0 to 1. The deep one has two units in "
    "each hidden layer, the wide one has all of them in a single hidden layer. Nothing is trained: we chose the "
    "weights so that the output changes direction many times, and count its straight pieces.",
    concept="deep-learning",
    anchor="why-deep-learning",
    section="Why deep learning?",
    ask=(
        NumberQuestion(
            "One layer of two units folds the interval once: its output goes up and down, in 2 pieces. The next layer "
            "folds that again. How many pieces do three such layers give, with six units in all?",
            Read("pieces", _at(DEEP, 3)),
            tolerance=0,
            hint="Fold a strip of paper in half three times and count the parts.",
        ),
    ),
    parameters=(
        OneOf("shape", "Shape", {DEEP: "deep: layers of two units", WIDE: "wide: one layer"}),
        whole("folds", "Pairs of hidden units", 3, 1, MOST_FOLDS),
    ),
    readings=(
        Reading("pieces", "Straight pieces", 0),
        Reading("units", "Hidden units", 0),
        Reading("one_layer", "Units that one layer needs for as many pieces", 0),
    ),
    sweep=tuple(_at(shape, folds) for shape in (DEEP, WIDE) for folds in range(1, MOST_FOLDS + 1)),
    run=run,
    plots=(
        Plot(
            "lines",
            "Straight pieces, by hidden units",
            Axis("pairs of hidden units", "folds"),
            Axis("pieces", low=0),
            tuple(Line("pieces", name, {"shape": shape}) for shape, name in ((DEEP, "deep"), (WIDE, "one wide layer"))),
        ),
    ),
    seen=Choice(
        "Two more units: how many more pieces does the wide network get, from ten units to twelve?",
        Change(Read("pieces", _at(WIDE, 5)), Read("pieces", _at(WIDE, 6))),
        (
            Option("2", "In one layer each unit bends the output at one place, so each adds one piece.", equals=2),
            Option(
                "As many again",
                "That is what a further layer does: it folds everything that came before.",
                low=10,
            ),
            Option("None", "Each further unit can bend the output at one more place.", high=1),
        ),
    ),
    shows=Told(
        "With four units the wide network has {wide2} pieces and the deep one {deep2}, with twelve {wide} and {deep}: "
        "each further layer folds everything before it, while in one layer each unit adds one piece. The wide network "
        "would need {needed} units to catch up. This shows what depth can express, not that training finds it.",
        {
            "deep2": (Read("pieces", _at(DEEP, 2)), 0),
            "wide2": (Read("pieces", _at(WIDE, 2)), 0),
            "deep": (Read("pieces", _at(DEEP, MOST_FOLDS)), 0),
            "wide": (Read("pieces", _at(WIDE, MOST_FOLDS)), 0),
            "needed": (Read("one_layer", _at(DEEP, MOST_FOLDS)), 0),
        },
    ),
    is_live=True,
)
