"""17: three ways downhill from the same start."""

import numpy as np

from simulator.engine.training.model import one_hot
from simulator.engine.training.optimisers import Optimiser
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.drawn_digits import (
    CLASSES,
    TESTED,
    accuracy,
    network,
    new_digits,
    trainer,
    training_digits,
)
from simulator.experiments.outcomes import Extreme, Read
from simulator.experiments.parameters import Number, OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, curve, drawn
from simulator.experiments.questions import Choice, Option, Told

DRAWS = 3  # each with other digits and another start; what is read are the means
COUNT, WIDTH = 500, 32
KINDS = {"sgd": "plain steps", "momentum": "momentum", "adam": "Adam"}
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


def run(values: Values) -> Run:
    histories, shares = zip(*(_history(values, values["seed"] * DRAWS + draw) for draw in range(DRAWS)), strict=True)
    losses = np.mean(histories, axis=0)
    title = f"Loss by epoch, {KINDS[values['optimiser']]}, learning rate {values['rate']:g}"
    points = {"loss": curve(np.arange(len(losses)), losses)}
    plot = drawn("lines", title, Axis("epoch"), Axis("loss", low=0), points)
    return Run({"loss": losses[-1], "first": losses[0], "accuracy": float(np.mean(shares))}, [plot])


def _history(values: Values, draw: int) -> tuple[list[float], float]:
    """The loss on the digits that it learns, before the first epoch and after each, and the share of new ones right."""
    given, new, model = training_digits(draw, COUNT), new_digits(draw), network(WIDTH)
    optimiser, targets = Optimiser(values["optimiser"], values["rate"]), one_hot(given.y, CLASSES)
    running = trainer(model, given.x, given.y, draw, optimiser=optimiser)
    losses = [float(model.mean_loss(running.theta, given.x, targets))]
    for _ in range(values["epochs"]):
        running.epoch()
        losses.append(float(model.mean_loss(running.theta, given.x, targets)))
    return losses, accuracy(model, running.theta, new.x, new.y)


def _at(optimiser: str, rate: float) -> dict:
    return {"optimiser": optimiser, "rate": rate}


EXPERIMENT = Experiment(
    slug="optimisers",
    number=17,
    title="Three ways downhill",
    about="A network with 32 hidden units learns 500 digits, which we drew with a program, for ten epochs, always from "
    "the same start. It does so with the plain steps of the chapter, with momentum, which keeps some of the speed of "
    "earlier steps, and with Adam, which also gives each weight its own step length. Each is tried at six learning "
    "rates. What is shown is the mean of three draws.",
    concept="next-steps",
    anchor="next-steps",
    section="Next steps",
    ask=(
        Choice(
            "All three with a learning rate of 0.01. Which has the lowest training loss after ten epochs?",
            Extreme("optimiser", "loss", {"rate": 0.01}),
            (
                Option(
                    "Plain steps",
                    "At so small a rate each of them is short, and nothing is carried along.",
                    equals="sgd",
                ),
                Option(
                    "Momentum",
                    "Where steps agree it adds them up, to about ten times their length. That helps, but not most.",
                    equals="momentum",
                ),
                Option(
                    "Adam",
                    "It divides each gradient by its usual size, so that a weight with small gradients takes full "
                    "steps too.",
                    equals="adam",
                ),
            ),
        ),
    ),
    parameters=(
        OneOf("optimiser", "Way downhill", KINDS),
        Number("rate", "Learning rate", 0.1, 0.0001, 10, step=0.001),
        whole("epochs", "Epochs", 10, 1, 60),
        seed(),
    ),
    readings=(
        Reading("loss", "Training loss after the last epoch", 2),
        Reading("first", "Training loss at the start", 2),
        Reading("accuracy", "Accuracy on new digits", 3),
    ),
    sweep=tuple(_at(kind, rate) for kind in KINDS for rate in RATES),
    run=run,
    plots=(
        Plot(
            "lines",
            "Training loss after ten epochs",
            Axis("learning rate", "rate", log=True),
            Axis("loss", low=0),
            tuple(Line("loss", name, {"optimiser": kind}) for kind, name in KINDS.items()),
        ),
    ),
    seen=Choice(
        "With a rate of 0.3 momentum still learns. What does Adam do?",
        Read("loss", _at("adam", 0.3)),
        (
            Option(
                "It learns next to nothing",
                "Its steps are about as long as the rate, whatever the gradient is: 0.3 on every weight at the same "
                "time "
                "is far too much.",
                low=1.5,
            ),
            Option("It learns faster than at any smaller rate", "Longer steps are not always better.", high=0.2),
            Option(
                "About as well as at 0.03",
                "It adapts the steps of the weights to each other, not the rate to the network.",
                low=0.2,
                high=1.5,
            ),
        ),
    ),
    shows=Told(
        "Each has its own best rate for the training loss: plain steps {sgd}, momentum {momentum}, Adam {adam}. There "
        "the "
        "training losses are {sgd_loss}, {momentum_loss} and {adam_loss}. At 0.01 they are {sgd_slow}, {momentum_slow} "
        "and {adam_slow}, so the rate matters at least as much as the method. On new digits, at these "
        "best rates, the accuracies are {sgd_right}, {momentum_right} and {adam_right}: the first two are too close to "
        "say which is better.",
        {
            **{kind: (Extreme("rate", "loss", {"optimiser": kind}), 2) for kind in KINDS},
            **{f"{kind}_slow": (Read("loss", _at(kind, 0.01)), 2) for kind in KINDS},
            "sgd_loss": (Read("loss", _at("sgd", 1.0)), 2),
            "momentum_loss": (Read("loss", _at("momentum", 0.1)), 2),
            "adam_loss": (Read("loss", _at("adam", 0.03)), 2),
            "sgd_right": (Read("accuracy", _at("sgd", 1.0)), 3),
            "momentum_right": (Read("accuracy", _at("momentum", 0.1)), 3),
            "adam_right": (Read("accuracy", _at("adam", 0.03)), 3),
        },
    ),
    look=14,
    cost=lambda values: DRAWS * (COUNT + TESTED // 3) * values["epochs"] * 2_410,
)
