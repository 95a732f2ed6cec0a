"""15: a network that memorises its examples."""

import numpy as np

from simulator.engine.training.model import Model, one_hot
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.drawn_digits import CLASSES, TESTED, network, new_digits, trainer, training_digits
from simulator.experiments.outcomes import Change, Read
from simulator.experiments.parameters import Number, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, curve, drawn
from simulator.experiments.questions import Choice, Option, Told

DRAWS = 3  # each with other examples and another start; what is read are the means of their curves
WIDTH = 64


def run(values: Values) -> Run:
    histories = [_history(values, values["seed"] * DRAWS + draw) for draw in range(DRAWS)]
    return _told(np.mean(histories, axis=0), float(np.ptp([history[-1, 2] for history in histories])))


def _history(values: Values, draw: int) -> np.ndarray:
    """Loss and accuracy on the learned digits, then on the new ones: (epochs, 4)."""
    given, new = training_digits(draw, values["count"]), new_digits(draw)
    model = network(WIDTH)
    running = trainer(model, given.x, given.y, draw, l2=values["l2"])
    parts = [(part.x, part.y, one_hot(part.y, CLASSES)) for part in (given, new)]
    history = []
    for _ in range(values["epochs"]):
        running.epoch()
        history.append([seen for part in parts for seen in _seen(model, running.theta, *part)])
    return np.array(history)


def _seen(model: Model, theta: np.ndarray, x: np.ndarray, y: np.ndarray, targets: np.ndarray) -> tuple[float, float]:
    z, a = model.forward(theta, x)
    return float(model.losses(z, a, targets).mean()), float((a.argmax(axis=1) == y).mean())


def _told(history: np.ndarray, spread: float) -> Run:
    training, right_training, validation, right_validation = history.T
    best = int(np.argmin(validation))
    readings = {
        "best": validation[best],
        "best_epoch": float(best + 1),
        "last": validation[-1],
        "spread": spread,
        "accuracy_at_best": right_validation[best],
        "accuracy": right_validation[-1],
        "training_at_best": training[best],
        "training": training[-1],
        "training_accuracy": right_training[-1],
    }
    epochs, mark = np.arange(1, len(history) + 1), [(float(best + 1), "lowest")]
    losses = {"validation": curve(epochs, validation), "training": curve(epochs, training)}
    rights = {"validation": curve(epochs, right_validation), "training": curve(epochs, right_training)}
    return Run(
        readings,
        [
            drawn("lines", "Loss by epoch", Axis("epoch"), Axis("loss", low=0), losses, mark),
            drawn("lines", "Accuracy by epoch", Axis("epoch"), Axis("accuracy", low=0, high=1), rights, mark),
        ],
    )


def _at(count: int, l2: float = 0) -> dict:
    return {"count": count, "l2": l2}


FEW, PENALISED, MANY = _at(80), _at(80, 0.01), _at(800)
EXPERIMENT = Experiment(
    slug="overfitting",
    number=15,
    title="Memorised, not learned",
    about="A network with 64 hidden units learns 80 digits, which we drew with a program, for 150 epochs. After "
    "each epoch we look at 1,000 others that it never learns from. Then the same with a penalty on large "
    "weights, and with 800 digits. What is shown is the mean of three draws.",
    concept="overfitting",
    anchor="overfitting",
    section="Challenges",
    ask=(
        Choice(
            "With 80 digits, the validation loss soon rises again. What does the accuracy on the validation "
            "digits do, from there to the end?",
            Change(Read("accuracy_at_best", FEW), Read("accuracy", FEW)),
            (
                Option(
                    "It falls by a lot",
                    "The loss counts how confident a wrong answer is. The accuracy does not.",
                    high=-0.05,
                ),
                Option(
                    "It does not fall: it stays, or rises a little",
                    "The network is not wrong more often. It is wrong with more confidence, and cross-entropy makes "
                    "that expensive.",
                    low=-0.05,
                    high=0.1,
                ),
                Option("It rises by a lot", "There is little more to be had from 80 digits.", low=0.1),
            ),
        ),
    ),
    parameters=(
        whole("count", "Digits to learn from", 80, 10, 1_000),
        Number("l2", "Penalty on weights (L2)", 0, 0, 1, step=0.005),
        whole("epochs", "Epochs", 150, 1, 300),
        seed(),
    ),
    readings=(
        Reading("best", "Lowest validation loss", 3),
        Reading("best_epoch", "At epoch", 0),
        Reading("last", "Validation loss at the end", 3),
        Reading("spread", "Its largest difference between draws", 3),
        Reading("accuracy_at_best", "Validation accuracy, at the lowest loss", 3),
        Reading("accuracy", "Validation accuracy, at the end", 3),
        Reading("training_at_best", "Training loss, at the lowest validation loss", 4),
        Reading("training", "Training loss at the end", 4),
        Reading("training_accuracy", "Training accuracy, at the end", 3),
    ),
    sweep=(FEW, PENALISED, MANY),
    run=run,
    plots=(
        Plot(
            "bars",
            "Validation loss: the lowest, and at the end",
            Axis("digits", "count"),
            Axis("loss", low=0),
            (
                Line("best", "lowest", {"l2": 0}),
                Line("last", "at the end", {"l2": 0}),
                Line("best", "lowest, L2", {"l2": 0.01}),
                Line("last", "at the end, L2", {"l2": 0.01}),
            ),
        ),
    ),
    seen=Choice(
        "And the training digits, with the 80?",
        Read("training_accuracy", FEW),
        (
            Option(
                "All of them right: they have been memorised",
                "The training loss goes to 0 while the validation loss rises. That gap is overfitting.",
                low=0.995,
            ),
            Option("About as many right as of the others", "Then there would be no overfitting.", high=0.9),
            Option(
                "Fewer right than in the middle of the run",
                "Training keeps lowering just this loss.",
                low=0.9,
                high=0.995,
            ),
        ),
    ),
    shows=Told(
        "The validation loss is lowest at epoch {epoch} ({best}) and {last} at the end, where the three draws are up "
        "to "
        "{spread} apart. The accuracy goes from {right_best} to {right}: the network is wrong with more confidence, "
        "not "
        "more often. With a penalty on large weights the loss ends at {penalised}, with ten times as many digits at "
        "{many} and an accuracy of {many_right}. More data helps most here.",
        {
            "epoch": (Read("best_epoch", FEW), 0),
            "best": (Read("best", FEW), 3),
            "last": (Read("last", FEW), 3),
            "spread": (Read("spread", FEW), 2),
            "right_best": (Read("accuracy_at_best", FEW), 2),
            "right": (Read("accuracy", FEW), 2),
            "penalised": (Read("last", PENALISED), 3),
            "many": (Read("last", MANY), 3),
            "many_right": (Read("accuracy", MANY), 2),
        },
    ),
    look=0,
    cost=lambda values: DRAWS * (values["count"] + TESTED // 3) * values["epochs"] * 4_810,
)
