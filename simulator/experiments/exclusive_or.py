"""2: which networks solve XOR, and how a hidden layer moves the four points."""

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model
from simulator.engine.training.optimisers import Optimiser
from simulator.engine.training.trainer import Trainer
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import Number, OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, drawn
from simulator.experiments.questions import Choice, Option, Told
from simulator.experiments.questions import Number as NumberQuestion

POINTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
TARGETS = np.array([[0], [1], [1], [0]], dtype=float)
DECIMALS = 6  # of a place: what is smaller is rounding
CLEAR = 1e-6  # of the border: nearer, and only rounding says on which side a point lies
STARTS = {"identity": "xavier", "tanh": "xavier", "sigmoid": "xavier", "relu": "he"}


def run(values: Values) -> Run:
    activation, width, depth = values["activation"], values["width"], values["depth"]
    model = Model((2, *[width] * depth, 1), (*[activation] * depth, "sigmoid"), "binary_cross_entropy")
    random = Random(values["seed"], "xor", "start")
    theta = start(model, STARTS[activation], random, runs=values["runs"])
    trainer = Trainer(model, POINTS, TARGETS, theta, Optimiser("sgd", values["rate"]))
    for _ in range(values["epochs"]):
        trainer.epoch()
    return _told(model, trainer.theta)


def _told(model: Model, theta: np.ndarray) -> Run:
    scores = model.forward(theta, POINTS)[0][..., 0]  # (runs, 4): the output's sums
    clear = np.where(TARGETS[:, 0] == 1, scores, -scores).min(axis=1)
    clear = np.where(np.isfinite(scores).all(axis=1), clear, -np.inf)  # of a run that grew without bound
    best = int(np.argmax(clear))
    readings = {
        "solved": float((clear > CLEAR).sum()),
        "loss": float(np.median(model.mean_loss(theta, POINTS, TARGETS))),
        "margin": round(float(clear[best]), DECIMALS) + 0.0,  # −0.0 becomes 0.0
    }
    return Run(readings, [_plot(model, theta[best])] if np.isfinite(clear[best]) else [])


def _plot(model: Model, theta: np.ndarray) -> dict:
    """The four points as the output unit sees them. Along: its own sum, so that its border is upright at 0, exactly.
    Across: the direction of the last hidden layer, square to that, in which the points differ most.
    """
    hidden = Model(model.sizes[:-1], model.activations[:-1], "squared_error")
    values = hidden.outputs(theta[: hidden.parameters], POINTS)  # (4, width)
    weights, bias = model.layers(theta)[-1]
    along = values @ weights[0] + bias[0]
    across = _strongest(values - values.mean(axis=0), weights[0])
    places = np.round(np.stack([along, across], axis=1), DECIMALS)
    series = {"class 0": [places[0], places[3]], "class 1": [places[1], places[2]]}
    title = "The four points in the hidden layer"
    return drawn("dots", title, Axis("sum of the output unit"), Axis("across"), series, [(0, "border")])


def _strongest(centred: np.ndarray, weights: np.ndarray) -> np.ndarray:
    length = float(weights @ weights)
    rest = centred - np.outer(centred @ weights, weights) / length if length else centred
    direction = np.linalg.svd(rest)[2][0]
    sign = 1 if direction[np.argmax(np.abs(direction))] > 0 else -1  # a direction has no sign of its own
    return rest @ direction * sign


def _at(activation: str, width: int, depth: int = 1) -> dict:
    return {"activation": activation, "width": width, "depth": depth}


WIDTHS = (1, 2, 4, 8)
EXPERIMENT = Experiment(
    slug="exclusive-or",
    number=2,
    title="XOR, with and without a bend",
    about="Twenty networks at a time learn XOR, each from random weights of its own. We change the activation and the "
    "number of hidden units, and count how many networks get all four points right.",
    concept="non-linearity",
    anchor="why-a-network-has-to-bend",
    section="Activation functions",
    ask=(
        NumberQuestion(
            "Eight hidden units, but no activation function. Of 20 such networks, how many learn XOR?",
            Read("solved", _at("identity", 8)),
            tolerance=0,
            hint="Try to draw one straight line that has (0, 0) and (1, 1) on one side and the other two on the other.",
        ),
    ),
    parameters=(
        OneOf("activation", "Activation", {"identity": "none", "tanh": "tanh", "relu": "ReLU", "sigmoid": "sigmoid"}),
        whole("width", "Units of a hidden layer", 4, 1, 16),
        whole("depth", "Hidden layers", 1, 1, 3),
        whole("runs", "Networks", 20, 1, 40),
        whole("epochs", "Epochs", 3_000, 1, 5_000),
        Number("rate", "Learning rate", 1, 0.001, 10, step=0.1),
        seed(),
    ),
    readings=(
        Reading("solved", "Solved", 0),
        Reading("loss", "Median loss", 4),
        Reading("margin", "Distance of the best from its border", 2),
    ),
    sweep=(
        *(_at(activation, width) for activation in ("identity", "tanh", "relu") for width in WIDTHS),
        _at("identity", 8, 3),
    ),
    run=run,
    plots=(
        Plot(
            "lines",
            "Networks that solved XOR, one hidden layer",
            Axis("hidden units", "width", log=True),
            Axis("solved", low=0),
            tuple(
                Line("solved", name, {"activation": activation, "depth": 1})
                for activation, name in (("tanh", "tanh"), ("relu", "ReLU"), ("identity", "none"))
            ),
        ),
    ),
    seen=Choice(
        "Look at the hidden layer of a tanh network with four units. What has it done with the four points?",
        Read("margin", _at("tanh", 4)),
        (
            Option(
                "It has moved them, so that one border parts the classes",
                "The output unit still draws one straight border. The layer before it has brought the points where "
                "that is enough.",
                low=CLEAR,
            ),
            Option(
                "It has left them on the corners of a square", "Then no straight border could part them.", high=CLEAR
            ),
            Option(
                "It has bent the border of the output unit",
                "The border is straight where the output unit sees it. It looks bent only back in the plane of the "
                "inputs.",
            ),
        ),
    ),
    shows=Told(
        "Without an activation {linear} of 20 networks solve XOR with eight units, and {deep} with three such "
        "layers: a stack of sums is one sum. With tanh it is {tanh2} with two units and {tanh4} with four, with ReLU "
        "{relu2}, {relu4} and {relu8} with two, four and eight: two units can be enough, but more make a lucky start "
        "less needed.",
        {
            "linear": (Read("solved", _at("identity", 8)), 0),
            "deep": (Read("solved", _at("identity", 8, 3)), 0),
            "tanh2": (Read("solved", _at("tanh", 2)), 0),
            "tanh4": (Read("solved", _at("tanh", 4)), 0),
            "relu2": (Read("solved", _at("relu", 2)), 0),
            "relu4": (Read("solved", _at("relu", 4)), 0),
            "relu8": (Read("solved", _at("relu", 8)), 0),
        },
    ),
    look=6,
)
