"""8: how long a step may be, and how many examples should share one."""

from collections.abc import Sequence

import numpy as np

from simulator.engine.data.digits import digits
from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model, one_hot
from simulator.engine.training.optimisers import Optimiser
from simulator.engine.training.trainer import Trainer
from simulator.experiments.base import Experiment, Reading, Readings, Run
from simulator.experiments.outcomes import Change, Last, Read
from simulator.experiments.parameters import Number, OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, curve, drawn
from simulator.experiments.questions import Choice, Option, Told

DRAWS = 3  # each with other examples and another start; the readings are medians
POINTS, STEPS = 50, 100  # of the line
EXAMPLES, UNITS, BATCH_RATE = 500, 32, 0.05  # of the digits
SETTLED = 0.02  # twice what the noise leaves


def run(values: Values) -> Run:
    draws = range(values["seed"] * DRAWS, (values["seed"] + 1) * DRAWS)
    return _line(values["rate"], draws) if values["study"] == "rate" else _batches(values, draws)


def _line(rate: float, draws: range) -> Run:
    losses, limits = zip(*(_one_line(rate, draw) for draw in draws), strict=True)
    axes = Axis("step"), Axis("loss", log=True)
    return _told(f"Loss by step, learning rate {rate:g}", axes, losses, 1, {"limit": float(np.median(limits))})


def _one_line(rate: float, draw: int) -> tuple[list[float], float]:
    """A line through 50 points by gradient descent on the mean squared error: the losses, and the limit of the rate."""
    random = Random(draw, "rates", "line")
    x = random.uniform((POINTS, 1), -1, 1)
    y = 3 * x + 1 + random.normal((POINTS, 1), deviation=0.1)
    model = Model((1, 1), ("identity",), "mean_squared_error")
    trainer = Trainer(model, x, y, np.zeros(model.parameters), Optimiser("sgd", rate))
    return _losses(trainer, STEPS, x, y), _limit(x)


def _losses(trainer: Trainer, epochs: int, x: np.ndarray, targets: np.ndarray) -> list[float]:
    """Before the first epoch, and after each."""
    losses = [float(trainer.model.mean_loss(trainer.theta, x, targets))]
    for _ in range(epochs):
        trainer.epoch()
        losses.append(float(trainer.model.mean_loss(trainer.theta, x, targets)))
    return losses


def _limit(x: np.ndarray) -> float:
    """The rate beyond which each step ends higher than it began: 2 over the strongest curvature of the loss."""
    seen = np.column_stack([x, np.ones(len(x))])
    return float(2 / np.linalg.eigvalsh(2 * seen.T @ seen / len(x)).max())


def _batches(values: Values, draws: range) -> Run:
    """Drawn digits with batches of one size, for ten epochs, or for as many updates as batches of 8 make in these."""
    size, an_epoch = values["batch"], -(-EXAMPLES // values["batch"])
    epochs = values["epochs"] if values["study"] == "epochs" else round(values["epochs"] * 63 / an_epoch)
    losses = [_one_network(size, epochs, draw) for draw in draws]
    return _told(f"Loss by update, batches of {size}", (Axis("update"), Axis("loss", low=0)), losses, an_epoch)


def _one_network(size: int, epochs: int, draw: int) -> list[float]:
    given = digits(EXAMPLES, Random(draw, "rates", "digits"))
    targets = one_hot(given.y, 10)
    model = Model((64, UNITS, 10), ("relu", "softmax"), "cross_entropy")
    theta, order = start(model, "he", Random(draw, "rates", "start")), Random(draw, "rates", "order")
    trainer = Trainer(model, given.x, targets, theta, Optimiser("sgd", BATCH_RATE), batch=size, random=order)
    return _losses(trainer, epochs, given.x, targets)


def _told(
    title: str, axes: tuple[Axis, Axis], draws: Sequence[list[float]], an_epoch: int, also: Readings | None = None
) -> Run:
    """`draws` has the losses of each draw by epoch; an epoch makes so many updates."""
    losses, last = np.median(draws, axis=0), [losses[-1] for losses in draws]
    updates = np.arange(len(losses)) * an_epoch
    readings = {"loss": float(losses[-1]), "least": min(last), "most": max(last), "updates": float(updates[-1])}
    return Run(readings | (also or {}), [drawn("lines", title, *axes, {"loss": curve(updates, losses)})])


RATES, BATCHES = (0.005, 0.05, 0.25, 0.5, 0.75, 1.0), (8, 32, 500)
EXPERIMENT = Experiment(
    slug="rates",
    number=8,
    title="How long a step, how large a batch",
    about="First a line is fitted to 50 points in 100 steps, with six learning rates. Then a network learns 500 "
    "digits, "
    "which we drew with a program, with batches of 8, 32 and 500: once for the same epochs, once for the same updates. "
    "Each run is made three times, with other examples, and each result is the median. All losses are training losses.",
    concept="weight-update",
    anchor="weight-update",
    section="Training",
    ask=(
        Choice(
            "Six learning rates from 0.005 to 1.0. Which is the largest whose loss settles at the bottom?",
            Last("rate", "loss", SETTLED, {"study": "rate"}),
            (
                Option("0.05", "It comes close. Larger rates come closer in as many steps.", equals=0.05),
                Option("0.25", "Larger ones settle too.", equals=0.25),
                Option(
                    "0.75",
                    "At 1.0 the loss falls at first, and then each step lands farther out than the one before.",
                    equals=0.75,
                ),
                Option(
                    "1.0",
                    "It falls at first. But the rate is beyond the limit, so later each step lands farther out.",
                    equals=1.0,
                ),
            ),
        ),
        Choice(
            "Batches of 8, 32 or 500, each for about the same number of updates. Which has the lowest training loss?",
            Change(Read("loss", {"study": "updates", "batch": 8}), Read("loss", {"study": "updates", "batch": 500})),
            (
                Option("8, by far", "With the same epochs, yes: it makes more updates in them.", low=0.2),
                Option(
                    "None: they are about equal",
                    "A large batch makes fewer updates in an epoch, but its gradient is no worse. Each update of 500 "
                    "examples "
                    "costs as much as 62 updates of 8.",
                    low=-0.2,
                    high=0.2,
                ),
                Option(
                    "500, by far", "Its gradient is less noisy, but at this rate the noise does little harm.", high=-0.2
                ),
            ),
        ),
    ),
    parameters=(
        OneOf(
            "study",
            "Study",
            {"rate": "learning rates", "epochs": "batches, same epochs", "updates": "batches, same updates"},
        ),
        Number("rate", "Learning rate (of the line)", 0.25, 0.001, 2, step=0.05),
        whole("batch", "Batch (of the digits)", 32, 1, 500),
        whole("epochs", "Epochs (with batches of 8)", 10, 1, 12),
        seed(),
    ),
    readings=(
        Reading("loss", "Loss at the end, median", 4),
        Reading("least", "Smallest", 4),
        Reading("most", "Largest", 4),
        Reading("updates", "Updates", 0),
        Reading("limit", "Largest rate that can settle", 3),
    ),
    sweep=(
        *({"study": "rate", "rate": rate} for rate in RATES),
        *({"study": study, "batch": batch} for study in ("epochs", "updates") for batch in BATCHES),
    ),
    run=run,
    plots=(
        Plot(
            "lines",
            "Loss after 100 steps, by learning rate",
            Axis("learning rate", "rate", log=True),
            Axis("loss", log=True),
            (Line("loss", "loss", {"study": "rate"}),),
        ),
        Plot(
            "bars",
            "Loss by size of the batch",
            Axis("batch", "batch"),
            Axis("loss", low=0),
            (Line("loss", "same epochs", {"study": "epochs"}), Line("loss", "same updates", {"study": "updates"})),
        ),
    ),
    seen=Choice(
        "And for the same epochs: which batch had the lowest training loss, and why?",
        Change(Read("loss", {"study": "epochs", "batch": 8}), Read("loss", {"study": "epochs", "batch": 500})),
        (
            Option(
                "8, since it made the most updates",
                "An epoch of 500 examples is 63 updates in batches of 8, and a single one as one batch.",
                low=0.05,
            ),
            Option(
                "8, since its gradient is better",
                "Its gradient is based on only 8 examples and is the noisiest of the three.",
            ),
            Option("500, since its gradient is better", "It is, but it was used only ten times.", high=-0.05),
        ),
    ),
    shows=Told(
        "A rate of 0.005 crawls ({slow}), those from 0.25 to 0.75 end at {settled}, and 1.0, just beyond the limit of "
        "{limit}, at {wild}, with three very different draws, from {least} to {most}. With batches of 8, 32 and 500 "
        "the training loss ends at {epochs8}, {epochs32} and {epochs500} after the same epochs, but at {updates8}, "
        "{updates32} and {updates500} after about the same updates. So what the large batch had lacked was steps, but "
        "these are expensive: {steps} of them took as many epochs, since each used all 500 digits.",
        {
            "slow": (Read("loss", {"rate": 0.005}), 3),
            "settled": (Read("loss", {"rate": 0.75, "study": "rate"}), 4),
            "wild": (Read("loss", {"rate": 1.0, "study": "rate"}), 2),
            "least": (Read("least", {"rate": 1.0, "study": "rate"}), 2),
            "most": (Read("most", {"rate": 1.0, "study": "rate"}), 2),
            "limit": (Read("limit", {"study": "rate"}), 3),
            "steps": (Read("updates", {"study": "updates", "batch": 500}), 0),
            **{
                f"{study}{batch}": (Read("loss", {"study": study, "batch": batch}), 2)
                for study in ("epochs", "updates")
                for batch in BATCHES
            },
        },
    ),
    look=5,
    cost=lambda values: DRAWS * EXAMPLES * values["epochs"] * 64 * 2_410,
)
