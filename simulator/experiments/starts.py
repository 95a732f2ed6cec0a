"""16: where the weights start."""

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model
from simulator.engine.training.optimisers import Optimiser
from simulator.engine.training.trainer import Trainer
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.exclusive_or import POINTS, TARGETS
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import Number, OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, curve, drawn
from simulator.experiments.questions import Choice, Option, Told
from simulator.experiments.questions import Number as NumberQuestion

STARTS = {"zero": "all 0", "constant": "all 0.5", "xavier": "random (Xavier)", "normal": "random (normal)"}


def run(values: Values) -> Run:
    model = Model((2, values["units"], 1), ("tanh", "sigmoid"), "binary_cross_entropy")
    theta = start(model, values["start"], Random(values["seed"], "starts", "start"))
    trainer = Trainer(model, POINTS, TARGETS, theta, Optimiser("sgd", values["rate"]))
    losses, weights = [], []
    for _ in range(values["steps"] + 1):
        theta = trainer.theta
        losses.append(float(model.mean_loss(theta, POINTS, TARGETS)))
        weights.append(model.layers(theta)[0][0][:, 0])
        trainer.epoch()
    return _told(model, theta, np.array(losses), np.array(weights), STARTS[values["start"]])


def _told(model: Model, theta: np.ndarray, losses: np.ndarray, weights: np.ndarray, name: str) -> Run:
    hidden = model.blocks(theta)[0]
    readings = {"loss": losses[-1], "spread": float(np.ptp(hidden, axis=0).max()), "first": losses[0]}
    steps, along = np.arange(len(losses)), Axis("step")
    units = {f"unit {j + 1}": curve(steps, weights[:, j]) for j in range(weights.shape[1])}
    return Run(
        readings,
        [
            drawn("lines", f"Loss, {name}", along, Axis("loss", low=0), {"loss": curve(steps, losses)}),
            drawn("lines", f"The weight of x₁ in each hidden unit, {name}", along, Axis("weight"), units),
        ],
    )


EXPERIMENT = Experiment(
    slug="starts",
    number=16,
    title="Where the weights start",
    about="A 2-4-1 network learns XOR for 2,000 steps: once with all weights 0 at the start, once with all 0.5, and "
    "twice with random ones. Nothing else differs.",
    concept="training-loop",
    anchor="the-training-loop",
    section="Training",
    ask=(
        NumberQuestion(
            "All weights start at 0. What is the cross-entropy on XOR after 2,000 steps?",
            Read("loss", {"start": "zero"}),
            tolerance=0.01,
            decimals=3,
            hint="What does a network say whose weights are all 0? And which way could its hidden units move?",
        ),
    ),
    parameters=(
        OneOf("start", "Weights at the start", STARTS),
        whole("units", "Hidden units", 4, 1, 8),
        whole("steps", "Steps", 2_000, 1, 4_000),
        Number("rate", "Learning rate", 1, 0.001, 10, step=0.1),
        seed(),
    ),
    readings=(
        Reading("loss", "Loss after the last step", 4),
        Reading("spread", "Largest difference between hidden units", 4),
        Reading("first", "Loss at the start", 4),
    ),
    sweep=tuple({"start": name} for name in STARTS),
    run=run,
    plots=(
        Plot(
            "bars",
            "Loss after training, by start",
            Axis("start", "start"),
            Axis("loss", low=0),
            (Line("loss", "loss"),),
        ),
    ),
    seen=Choice(
        "With all weights 0.5 at the start: how different are the four hidden units in the end?",
        Read("spread", {"start": "constant"}),
        (
            Option(
                "Not at all: they are equal to the last digit",
                "Equal units get equal gradients, so they always take equal steps. Four of them are one.",
                high=1e-9,
            ),
            Option(
                "Each has found a task of its own", "Something would have to tell them apart; nothing does.", low=0.01
            ),
            Option(
                "Nearly equal, with small differences", "There is no source of even a small one.", low=1e-9, high=0.01
            ),
        ),
    ),
    shows=Told(
        "From zeros the loss ends at {zero}, that is ln 2: it has learned nothing. No slope comes back through "
        "weights of 0, and hidden outputs of 0 give the output weights none. From equal weights it ends at "
        "{constant} with four units that are still one; from random ones, which differ, at {random}.",
        {
            "zero": (Read("loss", {"start": "zero"}), 4),
            "constant": (Read("loss", {"start": "constant"}), 4),
            "random": (Read("loss", {"start": "xavier"}), 4),
        },
    ),
    look=1,
    cost=lambda values: 4 * values["steps"] * 4 * values["units"] * 100,
)
