"""Wrong ideas of the slope of an activation."""

import numpy as np

from simulator.engine.activations import sigmoid
from simulator.engine.misconceptions.base import Misconception, Section, activated_by

LOC = Section("da/dz sigmoid", "sigmoid", "slope", activated_by("sigmoid"))
LOCT = Section("da/dz tanh", "tanh", "slope", activated_by("tanh"))
LOCR = Section("da/dz relu", "relu", "slope", activated_by("relu"))

ENTRIES: list[Misconception] = [
    LOC.entry(
        "loc.value",
        "concept",
        "σ(z)",
        "a",
        lambda c: 1 * c.a,
        "That is the output; its slope is σ(1 − σ).",
    ),
    LOC.entry(
        "loc.one_minus",
        "slip",
        "1−σ(z)",
        "1-a",
        lambda c: 1 - c.a,
        "You have one factor of two: the slope is a product of the output and one minus the output.",
    ),
    LOC.entry(
        "loc.twice",
        "concept",
        "σ′ evaluated at a",
        "sig(a)*(1-sig(a))",
        lambda c: sigmoid(c.a) * (1 - sigmoid(c.a)),
        "You applied the sigmoid twice: a is already σ(z), so the slope is a(1 − a).",
    ),
    LOC.entry(
        "loc.raw",
        "concept",
        "z(1−z)",
        "z*(1-z)",
        lambda c: c.z * (1 - c.z),
        "The short form a(1 − a) uses the output a, not the input z.",
    ),
    LOC.entry(
        "loc.minus",
        "slip",
        "−σ(1−σ)",
        "-(a*(1-a))",
        lambda c: -c.a * (1 - c.a),
        "The sigmoid always rises, so its slope is positive.",
    ),
    LOCT.entry(
        "loct.value",
        "concept",
        "tanh z",
        "a",
        lambda c: 1 * c.a,
        "That is the output; its slope is 1 − tanh²z.",
    ),
    LOCT.entry(
        "loct.no_square",
        "slip",
        "1−tanh z",
        "1-a",
        lambda c: 1 - c.a,
        "Square the tanh before you subtract it from 1.",
    ),
    LOCT.entry(
        "loct.square",
        "slip",
        "tanh²z",
        "a**2",
        lambda c: c.a**2,
        "That is the part to be taken away; the slope is 1 − tanh²z.",
    ),
    LOCT.entry(
        "loct.sigmoid_rule",
        "concept",
        "a(1−a)",
        "a*(1-a)",
        lambda c: c.a * (1 - c.a),
        "a(1 − a) is the rule for a sigmoid; for tanh it is 1 − a².",
    ),
    LOCT.entry(
        "loct.raw",
        "concept",
        "1−z²",
        "1-z**2",
        lambda c: 1 - c.z**2,
        "The short form 1 − a² uses the output a = tanh z, not the input z.",
    ),
    LOCR.entry(
        "locr.always_1",
        "concept",
        "1",
        "1",
        lambda c: np.ones_like(c.a),
        "For negative z ReLU is flat, so its slope there is 0 and no gradient passes.",
        same_as="no_local",
    ),
    LOCR.entry(
        "locr.z",
        "concept",
        "z",
        "z",
        lambda c: 1 * c.z,
        "That is the input; the slope is 1 for positive z and 0 for negative z.",
    ),
    LOCR.entry(
        "locr.always_0",
        "concept",
        "0",
        "0",
        lambda c: 0 * c.a,
        "For positive z ReLU is the line a = z, and that line has a slope.",
    ),
]
