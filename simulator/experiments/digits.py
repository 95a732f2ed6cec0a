"""9: how many examples it takes, and whether a dense network knows that a picture is a picture."""

import numpy as np

from simulator.engine.randomness import Random
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.drawn_digits import PIXELS, accuracy, network, new_digits, picture, trained, training_digits
from simulator.experiments.outcomes import First, Read
from simulator.experiments.parameters import OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot
from simulator.experiments.questions import Choice, Option, Told

DRAWS = 3  # each with other examples and another start; the readings are means
ORDERS = {
    "plain": "as drawn",
    "fixed": "one shuffle for all",
    "tested": "learned as drawn, tested shuffled",
    "each": "a new shuffle for each image",
}
SHOWN = 5


def run(values: Values) -> Run:
    results = [_once(values, values["seed"] * DRAWS + draw) for draw in range(DRAWS)]
    training, test = np.mean(results, axis=0)
    return Run(
        {"accuracy": test, "training": training, "spread": float(np.ptp([t for _, t in results]))}, [_shown(values)]
    )


def _once(values: Values, draw: int) -> tuple[float, float]:
    """How often the network is right, on what it has learned and on new digits."""
    given, new = training_digits(draw, values["count"]), new_digits(draw)
    model = network(values["width"])
    x = shuffled(given.x, values["pixels"] if values["pixels"] != "tested" else "plain", draw, "training")
    theta = trained(model, x, given.y, draw, values["epochs"])
    order = values["pixels"] if values["pixels"] != "tested" else "fixed"
    return accuracy(model, theta, x, given.y), accuracy(model, theta, shuffled(new.x, order, draw, "test"), new.y)


def shuffled(x: np.ndarray, order: str, seed_number: int, part: str) -> np.ndarray:
    """The pictures (examples, 64) with their pixels moved about."""
    if order == "plain":
        return x
    if order == "fixed":
        return x[:, Random(seed_number, "digits", "pixels").order(PIXELS)]
    lots = Random(seed_number, "digits", "pixels", part).uniform(x.shape)
    return np.take_along_axis(x, np.argsort(lots, axis=1), axis=1)


def _shown(values: Values) -> dict:
    draw = values["seed"] * DRAWS
    given = training_digits(draw, max(values["count"], SHOWN))
    order = values["pixels"] if values["pixels"] != "tested" else "fixed"
    x = shuffled(given.x, order, draw, "test" if values["pixels"] == "tested" else "training")[:SHOWN]
    images = [{"name": str(y), "pixels": picture(row)} for row, y in zip(x, given.y, strict=False)]
    title = "Some of the images it is tested on" if values["pixels"] == "tested" else "Some of what it learns from"
    return {"kind": "images", "title": title, "images": images}


def _at(count: int, pixels: str = "plain", width: int = 32) -> dict:
    return {"count": count, "pixels": pixels, "width": width}


COUNTS, USUAL = (100, 200, 500, 1_000, 2_000), 1_000
EXPERIMENT = Experiment(
    slug="digits",
    number=9,
    title="Digits: how many, and in which order",
    about="A network with 32 hidden units learns digits of 8×8 pixels, which we drew with a program. It learns "
    "from 100 to 2,000 of them, and is tested on 1,000 others. Then the pixels are shuffled, in three ways. Each "
    "result is a mean over "
    "three draws.",
    concept="vision",
    anchor="computer-vision",
    section="Why deep learning?",
    ask=(
        Choice(
            "How many digits must it learn from to reach an accuracy of 80% on new ones?",
            First("count", "accuracy", 0.8, {"pixels": "plain", "width": 32}),
            tuple(
                Option(f"{count:,}", reason, equals=count)
                for count, reason in (
                    (
                        100,
                        "Ten of each digit. They can be memorised, which helps with new ones only so far.",
                    ),
                    (200, "It comes closer. Each doubling removes roughly four in ten of the errors that are left."),
                    (500, "From here on more than eight in ten are right."),
                    (1_000, "It is enough, but so were fewer."),
                )
            ),
        ),
        Choice(
            "All pixels of all images are shuffled by one and the same rule, for learning and for the test. What "
            "happens to the accuracy?",
            Read("accuracy", _at(USUAL, "fixed")),
            (
                Option(
                    "Hardly anything",
                    "A dense layer joins every pixel to every unit; it never knew which pixels are neighbours.",
                    low=0.85,
                ),
                Option(
                    "It falls by about half",
                    "To our eyes the images are gone, but not to a network that has no notion of where a pixel is.",
                    low=0.3,
                    high=0.85,
                ),
                Option(
                    "It falls to chance, 0.10", "It comes close to that if only the test digits are shuffled.", high=0.3
                ),
            ),
        ),
    ),
    parameters=(
        whole("count", "Digits to learn from", USUAL, 10, 2_000),
        OneOf("pixels", "Pixels", ORDERS),
        whole("width", "Hidden units (0: none)", 32, 0, 64),
        whole("epochs", "Epochs", 60, 1, 100),
        seed(),
    ),
    readings=(
        Reading("accuracy", "Accuracy on new digits", 3),
        Reading("training", "Accuracy on learned digits", 3),
        Reading("spread", "Largest difference between draws", 3),
    ),
    sweep=(
        *(_at(count) for count in COUNTS),
        *(_at(USUAL, order) for order in ("fixed", "tested", "each")),
        _at(USUAL, width=0),
    ),
    run=run,
    plots=(
        Plot(
            "lines",
            "Accuracy by number of examples",
            Axis("digits to learn from", "count", log=True),
            Axis("accuracy", low=0, high=1),
            (
                Line("training", "learned", {"pixels": "plain", "width": 32}),
                Line("accuracy", "new", {"pixels": "plain", "width": 32}),
            ),
        ),
        Plot(
            "bars",
            "Accuracy on new digits, 1,000 learned",
            Axis("pixels", "pixels"),
            Axis("accuracy", low=0, high=1),
            (Line("accuracy", "accuracy", {"count": USUAL, "width": 32}),),
        ),
    ),
    seen=Choice(
        "And if every image has its own shuffle?",
        Read("accuracy", _at(USUAL, "each")),
        (
            Option(
                "Little is left: some better than chance",
                "Such a shuffle leaves the grey values without their places, so little more than the amount of ink. "
                "That distinguishes a 1 from an 8, but little else.",
                low=0.1,
                high=0.35,
            ),
            Option(
                "It does as well as with one shuffle for all",
                "It does not: no unit can rely on a pixel any more.",
                low=0.35,
            ),
            Option("It is exactly at chance, as nothing is left", "One thing is left: the amount of ink.", high=0.1),
        ),
    ),
    shows=Told(
        "The accuracy on new digits is {n100}, {n200}, {n500}, {n1000} and {n2000} after 100 to 2,000 examples: in "
        "points each doubling adds less, but each removes roughly four in ten of the errors that are left. One shuffle "
        "for all images changes little ({fixed}, without it {n1000}), and learned plain and tested shuffled gives "
        "{tested}. A linear model reaches {linear}: a dense network learns which pixels matter, not that they form an "
        "image.",
        {
            **{f"n{count}": (Read("accuracy", _at(count)), 2) for count in COUNTS},
            "fixed": (Read("accuracy", _at(USUAL, "fixed")), 2),
            "tested": (Read("accuracy", _at(USUAL, "tested")), 2),
            "linear": (Read("accuracy", _at(USUAL, width=0)), 2),
        },
    ),
    look=5,
    cost=lambda values: DRAWS * values["count"] * values["epochs"] * (75 * values["width"] or 650),
)
