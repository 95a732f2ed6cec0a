"""12: vowels from two formants, and what large numbers do to a tanh unit."""

import numpy as np

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.data.vowels import vowels
from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model, one_hot
from simulator.engine.training.optimisers import Optimiser
from simulator.engine.training.trainer import Trainer
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import Number, OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot, drawn
from simulator.experiments.questions import Choice, Option, Told
from simulator.experiments.questions import Number as NumberQuestion

TRAINED, TESTED = 300, 1_000
SCALES = {"raw": "as they are, in Hz", "thousand": "divided by 1,000", "standard": "standardised"}
FLAT = 0.01  # a slope of tanh below which a unit counts as saturated


def run(values: Values) -> Run:
    given = vowels(TRAINED, Random(values["seed"], "vowels", "training"))
    new = vowels(TESTED, Random(values["seed"], "vowels", "test"))
    x, tested = (_scaled(part, given.x, values["scale"]) for part in (given.x, new.x))
    model = _model(values["units"])
    theta = start(model, "xavier", Random(values["seed"], "vowels", "start"))
    saturated = _saturated(model, theta, x)
    trainer = Trainer(model, x, one_hot(given.y, 5), theta, Optimiser("sgd", values["rate"]))
    for _ in range(values["epochs"]):
        trainer.epoch()
    readings = {
        "accuracy": float((model.outputs(trainer.theta, tested).argmax(axis=1) == new.y).mean()),
        "saturated": saturated,
        "at_500": float(ACTIVATIONS["tanh"].value(np.array([500.0]))[0]),
    }
    return Run(readings, [_plot(given.x, given.y, given.classes or ())])


def _model(units: int) -> Model:
    if not units:
        return Model((2, 5), ("softmax",), "cross_entropy")
    return Model((2, units, 5), ("tanh", "softmax"), "cross_entropy")


def _scaled(x: np.ndarray, given: np.ndarray, scale: str) -> np.ndarray:
    """Test data is scaled by what is known of the training data; of its own, nothing is known in advance."""
    if scale == "standard":
        return (x - given.mean(axis=0)) / given.std(axis=0)
    return x / 1_000 if scale == "thousand" else x


def _saturated(model: Model, theta: np.ndarray, x: np.ndarray) -> float:
    """The share of hidden values, before training, at which tanh is flat."""
    if len(model.sizes) == 2:
        return 0.0
    weights, biases = model.layers(theta)[0]
    hidden = ACTIVATIONS["tanh"].value(x @ weights.T + biases)
    return float((1 - hidden**2 < FLAT).mean())


def _plot(x: np.ndarray, y: np.ndarray, names: tuple[str, ...]) -> dict:
    shown = {name: x[y == number][:30].round() for number, name in enumerate(names)}
    return drawn("dots", "Vowels by their two formants", Axis("first formant, Hz"), Axis("second formant, Hz"), shown)


def _at(scale: str, units: int = 8) -> dict:
    return {"scale": scale, "units": units}


EXPERIMENT = Experiment(
    slug="vowels",
    number=12,
    title="Vowels in hertz",
    about="Five vowels that we made up: nobody spoke them. Each is given by its first two formants, which are "
    "resonances "
    "of the vocal tract, from about 200 to 2,900 Hz. A network with eight tanh units learns 300 of them, as they are, "
    "divided by "
    "1,000, and standardised.",
    concept="speech",
    anchor="speech-recognition",
    section="Why deep learning?",
    ask=(
        NumberQuestion(
            "A tanh unit receives a formant of 500 Hz with a weight of 1. What is its output?",
            Read("at_500", _at("raw")),
            tolerance=0.0005,
            decimals=3,
            hint="tanh runs from −1 to 1, and tanh(5) is 0.9999 already.",
        ),
        Choice(
            "With which form is the accuracy lowest?",
            Read("accuracy", _at("raw")),
            (
                Option(
                    "In hertz, as they are", "Its units are flat from the start, and learning needs slopes.", high=0.8
                ),
                Option("Divided by 1,000", "These numbers are near 1, where tanh has a slope."),
                Option("The three are about equal", "They hold the same information, but that is not enough.", low=0.8),
            ),
        ),
    ),
    parameters=(
        OneOf("scale", "Formants", SCALES),
        whole("units", "Hidden units (0: none)", 8, 0, 32),
        whole("epochs", "Epochs", 600, 1, 1_000),
        Number("rate", "Learning rate", 0.5, 0.001, 2, step=0.1),
        seed(),
    ),
    readings=(
        Reading("accuracy", "Accuracy on new vowels", 3),
        Reading("saturated", "Saturated hidden values at the start", 3),
        Reading("at_500", "tanh of 500", 4),
    ),
    sweep=(_at("raw"), _at("thousand"), _at("standard"), _at("standard", 0)),
    run=run,
    plots=(
        Plot(
            "bars",
            "Accuracy on new vowels, and saturated units, by form of the input",
            Axis("formants", "scale"),
            Axis("share", low=0, high=1),
            (
                Line("accuracy", "right", {"units": 8}),
                Line("saturated", "saturated", {"units": 8}),
                Line("accuracy", "right, linear", {"units": 0}),
            ),
        ),
    ),
    seen=Choice(
        "What do the raw numbers do to the hidden layer, before the first step?",
        Read("saturated", _at("raw")),
        (
            Option(
                "They saturate nearly all of it",
                "Sums of hundreds give ±1 with a slope of 0: backpropagation has nothing to send through.",
                low=0.9,
            ),
            Option(
                "They saturate about half of it",
                "Hundreds are far beyond 3 for nearly every weight.",
                low=0.3,
                high=0.9,
            ),
            Option(
                "Nothing: large numbers only need small weights",
                "They would, but the weights start as usual.",
                high=0.3,
            ),
        ),
    ),
    shows=Told(
        "In hertz {raw} of new vowels are right, divided by 1,000 {thousand}, standardised {standard}: the same "
        "information, but a share of {saturated} of the hidden values was flat from the start. A linear model gets "
        "{linear}, since formants are features that experts designed, and the hard part was done before the network "
        "came.",
        {
            "raw": (Read("accuracy", _at("raw")), 3),
            "thousand": (Read("accuracy", _at("thousand")), 3),
            "standard": (Read("accuracy", _at("standard")), 3),
            "saturated": (Read("saturated", _at("raw")), 4),
            "linear": (Read("accuracy", _at("standard", 0)), 3),
        },
    ),
    look=0,
    cost=lambda values: TRAINED * values["epochs"] * (7 * values["units"] or 10),
)
