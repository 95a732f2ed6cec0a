"""14: looking into a black box: units switched off, sensitive pixels, and inverted pixels."""

from functools import lru_cache

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.model import Model
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.drawn_digits import PIXELS, accuracy, network, new_digits, picture, trained, training_digits
from simulator.experiments.outcomes import Change, Extreme, Read
from simulator.experiments.parameters import OneOf, Values, seed, whole
from simulator.experiments.plots import Axis, Line, Plot
from simulator.experiments.questions import Choice, Option, Told

COUNT, WIDTH, EPOCHS = 2_000, 16, 60
INK = 0.4  # above, a pixel counts as drawn
SHOWN = 4
CHOSEN = {
    "none": "none",
    "sensitive": "the most sensitive",
    "inked": "the darkest ink",
    "random": "at random",
}


def run(values: Values) -> Run:
    model, new = network(WIDTH), new_digits(values["seed"])
    theta = _learned(values["seed"])
    if values["unit"]:
        return _switched_off(model, theta, values["unit"], new.x, new.y)
    return _inverted(model, theta, values, new.x, new.y)


@lru_cache(maxsize=8)
def _learned(seed_number: int) -> np.ndarray:
    """The network that all runs of a sweep look into; it is copied before anything in it is changed."""
    given = training_digits(seed_number, COUNT)
    return trained(network(WIDTH), given.x, given.y, seed_number, EPOCHS)


def _switched_off(model: Model, theta: np.ndarray, unit: int, x: np.ndarray, y: np.ndarray) -> Run:
    theta = theta.copy()
    weights, _ = model.layers(theta)[1]
    size = float(np.abs(weights[:, unit - 1]).sum())
    incoming = picture_of_weights(model.layers(theta)[0][0][unit - 1])
    weights[:, unit - 1] = 0
    title = f"The weights into unit {unit}: dark is positive, light negative"
    image = {"kind": "images", "title": title, "images": [{"name": f"unit {unit}", "pixels": incoming}]}
    return Run({"accuracy": accuracy(model, theta, x, y), "weights": size}, [image])


def picture_of_weights(row: np.ndarray) -> list[list[float]]:
    """Weights as grey: 0 is ½."""
    return picture(0.5 + row / (2 * np.abs(row).max()))


def _inverted(model: Model, theta: np.ndarray, values: Values, x: np.ndarray, y: np.ndarray) -> Run:
    slopes = _sensitivity(model, theta, x)
    order = np.argsort(_rank(values["pixels"], slopes, x, values["seed"]), axis=1)[:, : values["count"]]
    turned = x.copy()
    if values["pixels"] != "none":
        np.put_along_axis(turned, order, 1 - np.take_along_axis(x, order, axis=1), axis=1)
    inked = float((np.take_along_axis(x, order, axis=1) > INK).mean())
    return Run({"accuracy": accuracy(model, theta, turned, y), "inked": inked}, [_images(x, slopes, turned)])


def _sensitivity(model: Model, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The size of the slope of the winning score with respect to each pixel: (examples, pixels)."""
    (first, biases), (second, _) = model.layers(theta)
    is_on = x @ first.T + biases > 0
    winners = model.outputs(theta, x).argmax(axis=1)
    return np.abs((second[winners] * is_on) @ first)


def _rank(chosen: str, slopes: np.ndarray, x: np.ndarray, seed_number: int) -> np.ndarray:
    """Low for the pixels to invert first."""
    if chosen == "sensitive":
        return -slopes
    return -x if chosen == "inked" else Random(seed_number, "black box", "pixels").uniform(x.shape)


def _images(x: np.ndarray, slopes: np.ndarray, turned: np.ndarray) -> dict:
    images = []
    for i in range(SHOWN):
        images.append({"name": f"image {i + 1}", "pixels": picture(x[i])})
        images.append({"name": "sensitive", "pixels": picture(slopes[i] / slopes[i].max())})
        images.append({"name": "inverted", "pixels": picture(turned[i])})
    return {
        "kind": "images",
        "title": "Images, their sensitive pixels, and the images with inverted pixels",
        "images": images,
    }


def _at(pixels: str = "none", unit: int = 0) -> dict:
    return {"pixels": pixels, "unit": unit, "count": 8}


EXPERIMENT = Experiment(
    slug="black-box",
    number=14,
    title="Into the black box",
    about="A network with 16 hidden units has learned 2,000 drawn digits. We test what matters to it. First we invert "
    "eight pixels of each new image, dark to light and light to dark. Then we switch off one unit after the other.",
    concept="interpretability",
    anchor="interpretability",
    section="Challenges",
    ask=(
        Choice(
            "Eight of the 64 pixels of each image are inverted. Which eight cost the most accuracy?",
            Extreme("pixels", "accuracy", {"unit": 0}),
            (
                Option(
                    "The eight to which the output is most sensitive",
                    "A slope says where a change matters, and a change is what we make.",
                    equals="sensitive",
                ),
                Option(
                    "The eight with the darkest ink",
                    "Rubbing out the ink costs accuracy, but less where the slope is small.",
                    equals="inked",
                ),
                Option("Any eight: it makes no difference", "Random ones do much less harm.", equals="random"),
            ),
        ),
    ),
    parameters=(
        OneOf("pixels", "Inverted pixels", CHOSEN),
        whole("count", "How many pixels", 8, 1, PIXELS),
        whole("unit", "Unit switched off (0: none)", 0, 0, WIDTH),
        seed(2),
    ),
    readings=(
        Reading("accuracy", "Accuracy on new digits", 3),
        Reading("inked", "Share of these pixels that is ink", 3),
        Reading("weights", "Sum of the unit's outgoing weights, without signs", 2),
    ),
    sweep=(*(_at(name) for name in CHOSEN), *(_at("none", unit) for unit in range(1, WIDTH + 1))),
    run=run,
    plots=(
        Plot(
            "bars",
            "Accuracy with eight inverted pixels",
            Axis("pixels", "pixels"),
            Axis("accuracy", low=0, high=1),
            (Line("accuracy", "accuracy", {"unit": 0}),),
        ),
        Plot(
            "dots",
            "Each unit: its weights, and what is left without it",
            Axis("sum of its outgoing weights", "weights"),
            Axis("accuracy without it"),
            (Line("accuracy", "units", {"pixels": "none"}),),
        ),
    ),
    seen=Choice(
        "Are the sensitive pixels those that are drawn?",
        Change(Read("inked", _at("random")), Read("inked", _at("sensitive"))),
        (
            Option(
                "No more often than pixels at random",
                "Where nothing is drawn, a stroke could make it another digit. Sensitive is not the same as drawn.",
                low=-0.1,
                high=0.1,
            ),
            Option("Mostly, yes", "A slope says where a change would matter, drawn or not.", low=0.1),
            Option("Always", "A network looks for what should not be there just as much."),
        ),
    ),
    shows=Told(
        "Inverting eight sensitive pixels lowers the accuracy from {plain} to {sensitive}, eight random ones lower it "
        "to {random}. Yet the sensitive ones are ink no more often ({inked} and {usual}). Switching off unit {worst} "
        "costs the most, while unit {largest} has the largest weights. Neither a large weight nor a dark pixel is a "
        "reason, and each test answers only its own question.",
        {
            "plain": (Read("accuracy", _at()), 2),
            "sensitive": (Read("accuracy", _at("sensitive")), 2),
            "random": (Read("accuracy", _at("random")), 2),
            "inked": (Read("inked", _at("sensitive")), 2),
            "usual": (Read("inked", _at("random")), 2),
            "worst": (Extreme("unit", "accuracy", {"pixels": "none"}), 0),
            "largest": (Extreme("unit", "weights", {"pixels": "none"}, is_highest=True), 0),
        },
    ),
    look=1,
    cost=lambda values: COUNT * EPOCHS * 1_210,
)
