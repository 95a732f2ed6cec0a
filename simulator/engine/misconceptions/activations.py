"""Wrong ideas of the activations."""

import numpy as np

from simulator.engine.activations import relu, sigmoid
from simulator.engine.misconceptions.base import Misconception, Section, activated_by
from simulator.engine.operations import Context
from simulator.engine.sums import by_hand

E = np.exp
SQUASHED = "1/(1+exp(-z))"
SIGMOID = Section("sigmoid", "sigmoid", "activation", activated_by("sigmoid"))
TANH = Section("tanh", "tanh", "activation", activated_by("tanh"))
RELU = Section("relu", "relu", "activation", activated_by("relu"))
SOFTMAX = Section("softmax", "non-linearity", "activation", activated_by("softmax"))


def _scores_added(c: Context) -> np.ndarray:
    return by_hand(c.z.sum(axis=1, keepdims=True), abs(c.z).sum(axis=1, keepdims=True), c.z.shape[1])


ENTRIES: list[Misconception] = [
    SIGMOID.entry(
        "sig.preact",
        "concept",
        "z",
        "z",
        lambda c: c.z,
        "That is the pre-activation; the sigmoid must still squash it into the range 0 to 1.",
    ),
    SIGMOID.entry(
        "sig.exp_sign",
        "slip",
        "1/(1+eᶻ)",
        "1/(1+exp(z))",
        lambda c: sigmoid(-c.z),
        "The exponent is −z, not z. Check the side: a negative z must give an output below one half, a positive z one "
        "above it.",
    ),
    SIGMOID.entry(
        "sig.no_reciprocal",
        "slip",
        "1+e⁻ᶻ",
        "1+exp(-z)",
        lambda c: 1 + E(-c.z),
        "You have the denominator; a sigmoid is one over it, so it can never exceed 1.",
    ),
    SIGMOID.entry(
        "sig.no_one",
        "slip",
        "1/e⁻ᶻ",
        "1/exp(-z)",
        lambda c: E(c.z),
        "That is e to the power z. The sigmoid is 1/(1 + e⁻ᶻ); the 1 in the denominator keeps the output below 1.",
    ),
    SIGMOID.entry(
        "sig.exp_only",
        "slip",
        "e⁻ᶻ",
        "exp(-z)",
        lambda c: E(-c.z),
        "You stopped at the exponential; put it in 1/(1 + e⁻ᶻ).",
    ),
    SIGMOID.entry(
        "sig.derivative",
        "concept",
        "σ(z)(1−σ(z))",
        "sig(z)*(1-sig(z))",
        lambda c: sigmoid(c.z) * (1 - sigmoid(c.z)),
        "That is the slope of the sigmoid at z; the question asks for its height.",
    ),
    SIGMOID.entry(
        "sig.step",
        "concept",
        "1 if z>0 else 0",
        "step(z)",
        lambda c: np.where(c.z > 0, 1.0, 0.0),
        "A sigmoid is graded: it comes close to 0 and 1 but never reaches them. Put z into 1/(1 + e⁻ᶻ).",
    ),
    SIGMOID.entry(
        "sig.as_tanh",
        "slip",
        "tanh z",
        "tanh(z)",
        lambda c: np.tanh(c.z),
        "That is tanh, which is centred on 0; the sigmoid is centred on one half.",
    ),
    TANH.entry(
        "tanh.preact",
        "concept",
        "z",
        "z",
        lambda c: c.z,
        "That is the pre-activation; tanh must still squash it into −1 to 1.",
    ),
    TANH.entry(
        "tanh.as_sigmoid",
        "slip",
        "σ(z)",
        SQUASHED,
        lambda c: sigmoid(c.z),
        "That is the sigmoid; tanh runs from −1 to 1 and passes through 0.",
    ),
    TANH.entry(
        "tanh.half",
        "concept",
        "tanh(z/2)",
        "tanh(z/2)",
        lambda c: np.tanh(c.z / 2),
        "That is tanh of half of z: (eᶻ − 1)/(eᶻ + 1). The exponents are z and −z, in numerator and denominator.",
    ),
    TANH.entry(
        "tanh.tan",
        "slip",
        "tan z",
        "tan(z)",
        lambda c: np.tan(c.z),
        "Use the hyperbolic tangent key (tanh), not the trigonometric tan.",
    ),
    TANH.entry(
        "tanh.sinh",
        "slip",
        "(eᶻ−e⁻ᶻ)/2",
        "(exp(z)-exp(-z))/2",
        lambda c: np.sinh(c.z),
        "You have the numerator; divide by eᶻ + e⁻ᶻ, not by 2.",
    ),
    TANH.entry(
        "tanh.derivative",
        "concept",
        "1−tanh²z",
        "1-tanh(z)**2",
        lambda c: 1 - np.tanh(c.z) ** 2,
        "That is the slope of tanh at z, not its value.",
    ),
    TANH.entry(
        "tanh.inverted",
        "slip",
        "(eᶻ+e⁻ᶻ)/(eᶻ−e⁻ᶻ)",
        "(exp(z)+exp(-z))/(exp(z)-exp(-z))",
        lambda c: 1 / np.tanh(c.z),
        "The fraction is upside down: the difference goes on top, so tanh always lies between −1 and 1.",
    ),
    TANH.entry(
        "tanh.sign",
        "slip",
        "−tanh z",
        "-tanh(z)",
        lambda c: -np.tanh(c.z),
        "tanh has the sign of z: subtract e⁻ᶻ from eᶻ, in this order.",
    ),
    RELU.entry(
        "relu.preact",
        "concept",
        "z",
        "z",
        lambda c: c.z,
        "That is z itself. ReLU passes positive values unchanged and puts 0 in place of negative ones.",
    ),
    RELU.entry(
        "relu.abs",
        "concept",
        "|z|",
        "abs(z)",
        lambda c: abs(c.z),
        "ReLU does not turn a negative value positive; every negative z becomes the same value.",
    ),
    RELU.entry(
        "relu.mirror",
        "slip",
        "max(0,−z)",
        "relu(-z)",
        lambda c: relu(-c.z),
        "The sign is turned round: ReLU keeps the positive side and cuts off the negative one.",
    ),
    RELU.entry(
        "relu.min",
        "concept",
        "min(0,z)",
        "least(z)",
        lambda c: np.minimum(c.z, 0),
        "You kept the part that ReLU throws away: take the larger of 0 and z, not the smaller.",
    ),
    RELU.entry(
        "relu.as_sigmoid",
        "slip",
        "σ(z)",
        SQUASHED,
        lambda c: sigmoid(c.z),
        "That is the sigmoid. ReLU compares z with 0 and takes the larger.",
    ),
    RELU.entry(
        "relu.derivative",
        "concept",
        "1 if z>0 else 0",
        "step(z)",
        lambda c: np.where(c.z > 0, 1.0, 0.0),
        "That is the slope of ReLU; its value is z itself when z is positive.",
    ),
    SOFTMAX.entry(
        "smx.no_norm",
        "slip",
        "eˢᵏ",
        "exp(z)",
        lambda c: E(c.z),
        "Divide by the sum of all the exponentials so that the outputs add up to 1.",
    ),
    SOFTMAX.entry(
        "smx.linear",
        "concept",
        "sₖ/Σs",
        "z/sum(s)",
        lambda c: c.z / _scores_added(c),
        "Exponentiate each score before you normalise; shares of raw scores can be negative.",
    ),
    SOFTMAX.entry(
        "smx.sigmoid",
        "concept",
        "σ(sₖ)",
        SQUASHED,
        lambda c: sigmoid(c.z),
        "That is a sigmoid of this score alone, and such values need not add up to 1. Softmax divides by the sum over "
        "all classes.",
    ),
    SOFTMAX.entry(
        "smx.odds",
        "slip",
        "eˢᵏ/Σⱼ≠ₖeˢʲ",
        "exp(z)/(sum(exp(s))-exp(z))",
        lambda c: E(c.z) / (E(c.z).sum(axis=1, keepdims=True) - E(c.z)),
        "The sum in the denominator includes the class itself.",
    ),
    SOFTMAX.entry(
        "smx.argmax",
        "concept",
        "1 for the largest",
        "one_for_the_largest(z)",
        lambda c: np.eye(c.z.shape[1])[c.z.argmax(axis=1)],
        "Softmax gives a probability for each class; picking the largest comes afterwards.",
    ),
]
