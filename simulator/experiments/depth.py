"""7: how much of a gradient arrives at the first layer of a deep network."""

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model
from simulator.engine.training.passes import gradient
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, drawn
from simulator.experiments.questions import Choice, Option, Told

EXAMPLES, INPUTS = 128, 10
STARTS = {"sigmoid": "xavier", "tanh": "xavier", "relu": "he"}


def run(values: Values) -> Run:
    activation, depth, units = values["activation"], values["depth"], values["units"]
    model = Model((INPUTS, *[units] * depth, 1), (*[activation] * depth, "sigmoid"), "binary_cross_entropy")
    x = Random(values["seed"], "depth", "examples").normal((EXAMPLES, INPUTS))
    targets = (x[:, :1] > 0).astype(float)
    starts = Random(values["seed"], "depth", "start")
    theta = start(model, STARTS[activation], starts, runs=values["runs"])
    lengths = _lengths(model, gradient(model, theta, x, targets))
    return _told(lengths, depth)


def _lengths(model: Model, found: np.ndarray) -> np.ndarray:
    """How long the gradient of each layer's weights is: (runs, layers)."""
    return np.stack([np.sqrt((weights**2).sum(axis=(-1, -2))) for weights, _ in model.layers(found)], axis=-1)


def _told(lengths: np.ndarray, depth: int) -> Run:
    """A network whose output layer gets no gradient at all, since every ReLU before it is off, says nothing here."""
    known = lengths[lengths[:, -1] > 0]
    if not len(known):
        return Run(dict.fromkeys(("share", "least", "most", "factor"), np.nan))
    relative = np.median(known / known[:, -1:], axis=0)
    share = known[:, 0] / known[:, -1]
    median = float(np.median(share))
    readings = {
        "share": median,
        "least": float(share.min()),
        "most": float(share.max()),
        "factor": median ** (1 / depth),
    }
    layers = range(1, depth + 2)
    title = f"The gradient of each layer, divided by that of the output layer, {depth} hidden"
    axes = Axis("layer"), Axis("share", log=True)
    return Run(readings, [drawn("lines", title, *axes, {"median": list(zip(layers, relative, strict=True))})])


DEEPEST = {"activation": "sigmoid", "depth": 8}
EXPERIMENT = Experiment(
    slug="depth",
    number=7,
    title="How far a gradient travels",
    about="Networks with one to eight hidden layers of 16 units, before any training, ten random starts each. We "
    "send 128 examples through and compare the length of the gradient in the first hidden layer with that in the "
    "output layer.",
    concept="backpropagation",
    anchor="backpropagation",
    section="Training",
    ask=(
        Choice(
            "Eight hidden layers of sigmoid units. How long is the gradient of the first, divided by that of the "
            "output "
            "layer?",
            Read("share", DEEPEST),
            (
                Option("About as long", "Then the first layer would learn as fast as the output layer.", low=0.1),
                Option("About a tenth", "That is about what two sigmoid layers leave.", low=0.01, high=0.1),
                Option("About a hundredth to a thousandth", "Four layers are enough for that.", low=3e-4, high=0.01),
                Option(
                    "Less than a three-thousandth",
                    "Each layer multiplies by its weights and by slopes of at most a quarter. With these starts "
                    "little is "
                    "left.",
                    high=3e-4,
                ),
            ),
            hint="The slope of a sigmoid is at most a quarter.",
        ),
    ),
    parameters=(
        OneOf("activation", "Activation", {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}),
        whole("depth", "Hidden layers", 8, 1, 8),
        whole("units", "Units of a hidden layer", 16, 1, 32),
        whole("runs", "Networks", 10, 1, 50),
        seed(),
    ),
    readings=(
        Reading("share", "First layer over output layer, median", 4),
        Reading("least", "Smallest", 4),
        Reading("most", "Largest", 4),
        Reading("factor", "Factor for each hidden layer", 3),
    ),
    sweep=tuple(
        {"activation": activation, "depth": depth}
        for activation in ("sigmoid", "tanh", "relu")
        for depth in (1, 2, 4, 6, 8)
    ),
    run=run,
    plots=(
        Plot(
            "lines",
            "Gradient of the first layer over that of the output layer",
            Axis("hidden layers", "depth"),
            Axis("first over output", log=True),
            tuple(
                Line("share", name, {"activation": activation}, ends=("least", "most"))
                for activation, name in (("relu", "ReLU"), ("tanh", "tanh"), ("sigmoid", "sigmoid"))
            ),
        ),
    ),
    seen=Choice(
        "And with eight layers of ReLU?",
        Read("share", {"activation": "relu", "depth": 8}),
        (
            Option(
                "The first layer gets a gradient of the same order as the output layer",
                "Where a ReLU is on, its slope is 1 and takes nothing away. Other starts give other shares, as with "
                "tanh.",
                low=0.05,
                high=20,
            ),
            Option(
                "The gradient vanishes as with sigmoids",
                "The slopes of the sigmoid, at most a quarter, do it, not the depth alone.",
                high=0.05,
            ),
            Option(
                "The gradient grows without bound",
                "It can, with larger weights. With He's start it keeps its size.",
                low=20,
            ),
        ),
    ),
    shows=Told(
        "Through eight sigmoid layers {sigmoid} of the gradient arrives (median of ten starts, from {least} to "
        "{most}): a factor of {factor} for each layer. With ReLU it is {relu}; so the first layers of a deep sigmoid "
        "network hardly learn at the beginning, which is no longer so with ReLU and weights of a fitting size.",
        {
            "sigmoid": (Read("share", DEEPEST), 4),
            "least": (Read("least", DEEPEST), 4),
            "most": (Read("most", DEEPEST), 4),
            "factor": (Read("factor", DEEPEST), 2),
            "relu": (Read("share", {"activation": "relu", "depth": 8}), 2),
        },
    ),
    look=4,
)
