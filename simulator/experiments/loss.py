"""5: what two losses say of one prediction."""

import math
from typing import Any

from simulator.engine.network import read_network
from simulator.engine.trace import trace
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import Number, Values
from simulator.experiments.plots import Axis, Line, Plot
from simulator.experiments.questions import Choice, Known, Option, Told
from simulator.experiments.questions import Number as NumberQuestion


def run(values: Values) -> Run:
    p = values["probability"]
    return Run({"cross_entropy": _loss(p, "binary_cross_entropy"), "squared_error": _loss(p, "squared_error")})


def _loss(p: float, loss: str) -> float:
    """Of a sigmoid unit that says p where the truth is 1."""
    return trace(read_network(_network(p, loss)))["loss"]


def _network(p: float, loss: str) -> dict[str, Any]:
    layer = {"weights": [[0]], "biases": [math.log(p / (1 - p))], "activation": "sigmoid"}
    return {"inputs": [0], "target": [1], "layers": [layer], "loss": loss}


EXPERIMENT = Experiment(
    slug="loss",
    number=5,
    title="How bad is a bad prediction?",
    about="The truth is 1, and a network gives it a probability between 0.001 and 0.99. We slide that one prediction "
    "and read two losses.",
    concept="loss",
    anchor="loss",
    section="Training",
    ask=(
        NumberQuestion(
            "A network gives the truth a probability of 0.01. What is its cross-entropy?",
            Read("cross_entropy", {"probability": 0.01}),
            tolerance=0.02,
            decimals=3,
            known=Known(_network(0.01, "binary_cross_entropy"), "loss", told=("a[1,1]",)),
            hint="−ln of the probability that the truth received. For 0.1 it is 2.303.",
        ),
    ),
    parameters=(Number("probability", "Probability of the truth", 0.5, 0.001, 0.999, step=0.001),),
    readings=(Reading("cross_entropy", "Cross-entropy", 3), Reading("squared_error", "Squared error", 3)),
    sweep=tuple({"probability": p} for p in (0.99, 0.9, 0.7, 0.5, 0.3, 0.1, 0.03, 0.01, 0.001)),
    run=run,
    plots=(
        Plot(
            "lines",
            "Loss against the probability of the truth",
            Axis("probability of the truth", "probability"),
            Axis("loss", low=0),
            (Line("cross_entropy", "cross-entropy"), Line("squared_error", "squared error")),
        ),
    ),
    seen=Choice(
        "From a probability of 0.01 to one of 0.001, what did the squared error do?",
        Read("squared_error", {"probability": 0.001}),
        (
            Option(
                "Hardly anything: it stays near 1, its largest value here",
                "To the squared error, wrong is wrong. Cross-entropy rises by another 2.3, and has no largest value.",
                low=0.9,
                high=1.1,
            ),
            Option("It rose about as much as the cross-entropy", "It cannot: (0.001 − 1)² is below 1."),
            Option(
                "It became ten times as large", "The probability became ten times smaller; its distance from 1 did not."
            ),
        ),
    ),
    shows=Told(
        "Cross-entropy is {certain} for a truth that got 0.01 and {half} for one that got one half, while the "
        "squared error never goes above 1. To be wrong costs; to be wrong and certain costs without limit, but only "
        "under cross-entropy.",
        {
            "certain": (Read("cross_entropy", {"probability": 0.01}), 3),
            "half": (Read("cross_entropy", {"probability": 0.5}), 3),
        },
    ),
    is_live=True,
)
