"""13: hidden tastes, found again in a table that is mostly empty."""

import numpy as np

from simulator.engine.data.ratings import Ratings, ratings
from simulator.engine.randomness import Random
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Extreme, Read
from simulator.experiments.parameters import Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, curve, drawn
from simulator.experiments.questions import Choice, Number, Option, Told

HIDDEN = 2
RATE, PENALTY, SPREAD = 0.02, 0.02, 0.1  # of a step, on the size of a factor, and of the start
EVERY = 10  # steps between two points of the curve


def run(values: Values) -> Run:
    given = ratings(Random(values["seed"], "tastes", "ratings"), tastes=HIDDEN)
    random = Random(values["seed"], "tastes", "start")
    people, films = (random.normal((count, values["rank"]), deviation=SPREAD) for count in given.table.shape)
    steps, curves = [], []
    for step in range(values["steps"] + 1):
        if step % EVERY == 0 or step == values["steps"]:
            steps.append(step)
            curves.append(_errors(given, people @ films.T))
        people, films = _stepped(given, people, films)
    return _told(np.array(steps), np.array(curves), values["rank"], sum(given.table.shape) * values["rank"])


def _stepped(given: Ratings, people: np.ndarray, films: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One step down the squared error on the ratings to learn from; both factors move at once."""
    error = (people @ films.T - given.table) * given.training
    return (
        people - RATE * (error @ films + PENALTY * people),
        films - RATE * (error.T @ people + PENALTY * films),
    )


def _errors(given: Ratings, said: np.ndarray) -> list[float]:
    """The root of the mean squared error, in rating points, of each part."""
    squared = (said - given.table) ** 2
    return [float(np.sqrt(squared[part].mean())) for part in (given.training, given.validation, given.report)]


def _told(steps: np.ndarray, curves: np.ndarray, rank: int, parameters: int) -> Run:
    training, validation, report = curves.T
    readings = {
        "training": training[-1],
        "validation": validation[-1],
        "report": report[-1],
        "parameters": float(parameters),
    }
    series = {"learned": curve(steps, training), "held out": curve(steps, validation)}
    title = f"Error by step, {rank} {'taste' if rank == 1 else 'tastes'}"
    return Run(readings, [drawn("lines", title, Axis("step"), Axis("error", low=0), series)])


RANKS = (1, 2, 3, 5, 10, 20)
EXPERIMENT = Experiment(
    slug="tastes",
    number=13,
    title="Two hidden tastes",
    about="Forty people, thirty films, and a third of the ratings. We made them from two hidden tastes and some "
    "noise. A model that knows nothing of this gives each person and each film some numbers, from 1 to 20, and "
    "learns them. One part of the ratings is held out to choose with, another only for the report.",
    concept="recommendation",
    anchor="recommendation",
    section="Why deep learning?",
    ask=(
        Number(
            "With how many numbers for each person and film is the held-out error lowest: 1, 2, 3, 5, 10 or 20?",
            Extreme("rank", "validation"),
            tolerance=0,
        ),
    ),
    parameters=(
        whole("rank", "Numbers for each person and film", 2, 1, 20),
        whole("steps", "Steps", 2_000, 1, 4_000),
        seed(),
    ),
    readings=(
        Reading("training", "Error on learned ratings", 3),
        Reading("validation", "Error on held-out ratings", 3),
        Reading("report", "Error on ratings for the report", 3),
        Reading("parameters", "Parameters", 0),
    ),
    sweep=tuple({"rank": rank} for rank in RANKS),
    run=run,
    plots=(
        Plot(
            "lines",
            "Error in rating points",
            Axis("numbers for each person and film", "rank", log=True),
            Axis("error", low=0),
            (Line("validation", "held out"), Line("report", "report"), Line("training", "learned")),
        ),
    ),
    seen=Choice(
        "From 2 numbers to 20, the error on learned ratings kept falling. What does that say?",
        Read("training", {"rank": 20}),
        (
            Option(
                "That the model memorises the ratings: the held-out error rises at the same time",
                "With 1,400 parameters for about 420 ratings it can fit each of them, noise and all.",
                high=0.1,
            ),
            Option("That 20 is the best choice", "Only held-out ratings can tell, and they say otherwise."),
            Option("That there are twenty tastes", "We put in two. The others are made of noise.", low=0.1),
        ),
    ),
    shows=Told(
        "The held-out error is {v1} with one number, {v2} with two and {v3} with three, then {v10} with ten, while "
        "the error on learned ratings falls to {t20}. Held-out ratings found the two tastes that we had hidden; the "
        "ratings kept for the report give that choice an error of {report}, near the noise of 0.2 that nobody can "
        "foresee.",
        {
            "v1": (Read("validation", {"rank": 1}), 2),
            "v2": (Read("validation", {"rank": 2}), 2),
            "v3": (Read("validation", {"rank": 3}), 2),
            "v10": (Read("validation", {"rank": 10}), 2),
            "t20": (Read("training", {"rank": 20}), 3),
            "report": (Read("report", {"rank": 2}), 2),
        },
    ),
    look=4,
    cost=lambda values: 1_200 * values["steps"] * values["rank"] * 3,
)
