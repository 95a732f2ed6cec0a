"""Situations worth training, each for one thing to see. Pure; a new one is one row of SITUATIONS.

What a row claims, a test trains and checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Situation:
    """A run in its data form, and what to look for in it."""

    slug: str
    title: str
    about: str
    run: Mapping[str, Any]


def _run(
    data: Mapping[str, Any], hidden: list[int], activation: str = "tanh", rate: float = 0.3, **more: Any
) -> dict[str, Any]:
    layers = [*({"units": units, "activation": activation} for units in hidden), {"units": 1, "activation": "sigmoid"}]
    usual = {"batch": 20, "epochs": 150, "optimiser": {"kind": "sgd", "learning_rate": rate}}
    return {"data": dict(data), "layers": layers, **usual, **more}


XOR, CIRCLE, WAVES = ({"set": name, "noise": noise} for name, noise in (("xor", 0.1), ("circle", 0.1), ("waves", 0.05)))
ADAM = {"kind": "adam", "learning_rate": 0.01}

SITUATIONS: dict[str, Situation] = {
    situation.slug: situation
    for situation in (
        Situation(
            "circle",
            "A circle, four units",
            "Each hidden unit draws one soft line; together they close around the disc.",
            _run(CIRCLE, [4]),
        ),
        Situation(
            "xor-line",
            "XOR without a hidden layer",
            "One straight line is all there is, so about half of the points stay wrong, however long it trains.",
            _run(XOR, []),
        ),
        Situation(
            "xor",
            "XOR, four units",
            "The same data with four hidden units: now the border bends, and nearly every point is right.",
            _run(XOR, [4]),
        ),
        Situation(
            "xor-feature",
            "XOR with the right feature",
            "Given x₁x₂, a single unit does what took a hidden layer before.",
            _run(XOR, [], features=["x1", "x2", "x1*x2"]),
        ),
        Situation(
            "spiral",
            "A spiral, two layers of eight",
            "A border that winds takes depth, an optimiser that adapts, and patience.",
            _run(
                {"set": "spiral", "count": 400, "noise": 0.02},
                [8, 8],
                epochs=600,
                optimiser=ADAM,
                frames=80,
            ),
        ),
        Situation(
            "too-fast",
            "A rate that is too large",
            "The loss falls once; then each step overshoots further than the one before, and the numbers run away.",
            _run(WAVES, [6], rate=1, epochs=40, batch=None)
            | {"layers": [{"units": 6, "activation": "tanh"}, {"units": 1, "activation": "identity"}]},
        ),
        Situation(
            "memorising",
            "Noise, learned by heart",
            "Few points, much noise, many units: the training loss falls on while the validation loss turns and rises.",
            _run(
                {"set": "moons", "count": 80, "noise": 0.4},
                [16, 16],
                epochs=400,
                optimiser={"kind": "adam", "learning_rate": 0.02},
                validation=0.5,
            ),
        ),
        Situation(
            "zero-start",
            "ReLUs that start at zero",
            "With all weights 0 every slope is 0 too. Only the last bias can move: the hidden units are dead.",
            _run(CIRCLE, [4], "relu", initial="zero"),
        ),
        Situation(
            "four-classes",
            "Four classes",
            "Softmax shares out the plane among four clouds; the winner has the strongest colour.",
            _run({"set": "gaussians", "count": 240, "noise": 0.15, "classes": 4}, [6], rate=0.2)
            | {"layers": [{"units": 6, "activation": "tanh"}, {"units": 4, "activation": "softmax"}]},
        ),
        Situation(
            "waves",
            "Values instead of classes",
            "The network is to give the height of a wave. A straight output and the squared error do it.",
            _run(WAVES, [8], rate=0.1, epochs=300)
            | {"layers": [{"units": 8, "activation": "tanh"}, {"units": 1, "activation": "identity"}]},
        ),
    )
}
DEFAULT = "circle"
