"""11: what a bag of words knows of a review, and what it has lost."""

from collections import defaultdict
from collections.abc import Callable
from itertools import product

import numpy as np

from simulator.engine.data.examples import Examples
from simulator.engine.data.reviews import AGREES, Reviews, bag_of_words, reviews, with_pairs
from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model
from simulator.engine.training.optimisers import Optimiser
from simulator.engine.training.trainer import Trainer
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import Number as NumberParameter
from simulator.experiments.parameters import OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot
from simulator.experiments.questions import Choice, Number, Option, Told

TESTED = 2_000
EPOCHS, RATE, BATCH = 100, 0.3, 32
SEEN: dict[str, Callable[[Reviews], Examples]] = {"bag": bag_of_words, "pairs": with_pairs}
OPINIONS = tuple(product((0, 1), (False, True)))
TWINS = Reviews((("not", "good", "but", "bad"), ("not", "bad", "but", "good")), np.array([0, 1]))


def run(values: Values) -> Run:
    seen = SEEN[values["seen"]]
    given, new = (
        seen(reviews(count, Random(values["seed"], "reviews", part), values["negated"]))
        for count, part in ((values["count"], "training"), (TESTED, "test"))
    )
    model, theta = _trained(given, values["hidden"], values["seed"])
    readings = {
        "accuracy": _right(model, theta, new).mean(),
        "training": _right(model, theta, given).mean(),
        "twins": float(_right(model, theta, seen(TWINS)).sum()),
        "possible": possible(values["seen"], values["negated"]),
    }
    return Run({name: float(value) for name, value in readings.items()})


def _trained(given: Examples, hidden: int, seed_number: int) -> tuple[Model, np.ndarray]:
    inputs, random = given.x.shape[1], Random(seed_number, "reviews", "start")
    layers = (inputs, hidden, 1) if hidden else (inputs, 1)
    model = Model(layers, ("tanh", "sigmoid") if hidden else ("sigmoid",), "binary_cross_entropy")
    theta = start(model, "xavier" if hidden else "zero", random)
    order, rate = Random(seed_number, "reviews", "order"), Optimiser("sgd", RATE)
    trainer = Trainer(model, given.x, given.y[:, None], theta, rate, batch=BATCH, random=order)
    for _ in range(EPOCHS):
        trainer.epoch()
    return model, trainer.theta


def _right(model: Model, theta: np.ndarray, given: Examples) -> np.ndarray:
    return (model.outputs(theta, given.x)[:, 0] > 0.5) == (given.y == 1)


def possible(seen: str, negated: float) -> float:
    """The share that the best of all models gets right: of what is seen, it says the verdict that is more likely."""
    shares: dict[tuple, list[float]] = defaultdict(lambda: [0.0, 0.0])  # of what is seen, with each verdict
    for count in (1, 2, 3):
        for opinions in product(OPINIONS, repeat=count):
            for verdict in (0, 1):
                likely = float(np.prod([_likely(opinion, verdict, negated) for opinion in opinions]))
                shares[_view(opinions, seen)][verdict] += likely / 6  # three counts, two verdicts
    return sum(max(pair) for pair in shares.values())


def _likely(opinion: tuple[int, bool], verdict: int, negated: float) -> float:
    """Of an opinion (whether its word is a good one, whether "not" stands before it), given the verdict."""
    word, is_negated = opinion
    if is_negated:
        return negated * (word != verdict)
    return (1 - negated) * (AGREES if word == verdict else 1 - AGREES)


def _view(opinions: tuple[tuple[int, bool], ...], seen: str) -> tuple:
    """What a model is shown: with pairs every opinion, else how many words are good, are bad, are "not"."""
    if seen == "pairs":
        return tuple(sorted(opinions))
    return len(opinions), sum(word for word, _ in opinions), sum(is_negated for _, is_negated in opinions)


def _at(seen: str, negated: float, hidden: int, count: int) -> dict:
    return {"seen": seen, "negated": negated, "hidden": hidden, "count": count}


PLAIN, NEGATED, HIDDEN = _at("bag", 0, 0, 400), _at("bag", 0.3, 0, 400), _at("bag", 0.3, 16, 400)
NEGATED_MORE, HIDDEN_MORE = _at("bag", 0.3, 0, 4_000), _at("bag", 0.3, 16, 4_000)
PAIRS, PAIRS_MORE = _at("pairs", 0.3, 0, 400), _at("pairs", 0.3, 0, 4_000)
EXPERIMENT = Experiment(
    slug="reviews",
    number=11,
    title="A bag of words",
    about="Short film reviews that we made up are good or bad. First plain ones; then ones where three opinions in ten "
    "are said with “not”. A model counts words, or pairs with “not” too, and is tested on 2,000 new reviews.",
    concept="language",
    anchor="natural-language-processing",
    section="Why deep learning?",
    ask=(
        Number(
            "“Not good but bad” is a bad review, “not bad but good” a good one. A model sees only which words occur, "
            "and how often. Of these two, how many can it get right?",
            Read("twins", NEGATED_MORE),
            tolerance=0,
            hint="Write down what the model is shown of each.",
        ),
    ),
    parameters=(
        OneOf("seen", "The model counts", {"bag": "words", "pairs": "words and pairs with “not”"}),
        NumberParameter("negated", "Share said with “not”", 0.3, 0, 1, step=0.1),
        whole("hidden", "Hidden units (0: none)", 0, 0, 32),
        whole("count", "Reviews to learn from", 400, 20, 4_000),
        seed(),
    ),
    readings=(
        Reading("accuracy", "Accuracy on new reviews", 3),
        Reading("training", "Right, of learned reviews", 3),
        Reading("twins", "Right, of the two above", 0),
        Reading("possible", "Right at best", 3),
    ),
    sweep=(PLAIN, NEGATED, HIDDEN, NEGATED_MORE, HIDDEN_MORE, PAIRS, PAIRS_MORE),
    run=run,
    plots=(
        Plot(
            "lines",
            "Accuracy on new reviews with “not”",
            Axis("reviews to learn from", "count", log=True),
            Axis("accuracy", low=0.5, high=1),
            (
                Line("accuracy", "pairs", {"seen": "pairs", "negated": 0.3}),
                Line("accuracy", "words", {"seen": "bag", "hidden": 0, "negated": 0.3}),
                Line("accuracy", "words, 16 hidden", {"seen": "bag", "hidden": 16, "negated": 0.3}),
            ),
        ),
    ),
    seen=Choice(
        "With 16 hidden units and 400 reviews, what went wrong?",
        Read("training", HIDDEN),
        (
            Option(
                "It memorised the 400: nearly all of them right, but far fewer of the new ones",
                "That is overfitting. With ten times as many reviews the gap is much smaller.",
                low=0.95,
            ),
            Option("It was too small to learn them", "It got nearly all that it had seen right.", high=0.9),
            Option(
                "Hidden units cannot be used with words",
                "They can. Even after 400 reviews they get more of the new ones right than a linear model.",
            ),
        ),
    ),
    shows=Told(
        "On plain reviews the bag of words reaches {plain} of a possible {possible}; the rest is mistakes and irony "
        "that we put in. With “not” no bag can beat {best} and a linear one stays at {negated}, while with pairs it "
        "reaches {pairs}; sixteen hidden units get {hidden} after 400 reviews, which is overfitting, and "
        "{hidden_more} after 4,000.",
        {
            "plain": (Read("accuracy", PLAIN), 3),
            "possible": (Read("possible", PLAIN), 3),
            "best": (Read("possible", NEGATED_MORE), 3),
            "negated": (Read("accuracy", NEGATED_MORE), 3),
            "pairs": (Read("accuracy", PAIRS_MORE), 3),
            "hidden": (Read("accuracy", HIDDEN), 2),
            "hidden_more": (Read("accuracy", HIDDEN_MORE), 2),
        },
    ),
    cost=lambda values: values["count"] * EPOCHS * 55 * (values["hidden"] or 1),
)
