"""Wrong ideas of the gradients: of the loss, of the weights into any layer, and of the biases."""

import numpy as np

from simulator.engine.losses import LOSSES, SQUARED
from simulator.engine.misconceptions.base import Misconception, Section
from simulator.engine.network import Network
from simulator.engine.operations import Context, Operation


def has_slope(network: Network, layer: int) -> bool:
    return network.layers[layer - 1].activation not in ("identity", "softmax")


def _has_own_slope(network: Network, layer: int) -> bool:
    return network.layers[layer - 1].activation != "softmax"


def _two_inputs(network: Network, layer: int) -> bool:
    return network.layers[layer - 1].weights.shape[1] == 2


def loss_gradient(c: Context) -> np.ndarray:
    """The right one, for ideas that only change it a little."""
    return LOSSES[c.loss_name or ""].gradient(c.a, c.t)


def _share(c: Context) -> float:
    """The factor in front of (y − t)² in this loss."""
    return {"half_squared_error": 0.5, "mean_squared_error": 1 / c.a.shape[1]}.get(c.loss_name or "", 1.0)


def for_each_weight(factor: Operation) -> Operation:
    """The signal times a number of each unit: (examples, units) on the units, whatever flowed in."""
    return lambda c: (c.delta * factor(c))[:, :, None] + 0 * c.inputs[:, None, :]


def _all_links_added(c: Context) -> np.ndarray:
    return (c.da + c.slope)[:, :, None] + c.inputs[:, None, :]


DY = Section("dL/dy", "backpropagation", "loss_gradient", losses=frozenset(SQUARED))
UNHALVED = Section("dL/dy", "backpropagation", "loss_gradient", losses=frozenset(SQUARED - {"half_squared_error"}))
HALVED = Section("dL/dy", "backpropagation", "loss_gradient", losses=frozenset({"half_squared_error"}))
SIGN = Section("dL/dy", "backpropagation", "loss_gradient")
DW = Section("dL/dw", "backpropagation", "weight_gradient")
DW_2 = Section("dL/dw", "backpropagation", "loss_gradient", losses=UNHALVED.losses)
DB = Section("dL/db", "backpropagation", "bias_gradient")
NO_HALF = "On this page the loss has no ½ in front of the square, so its derivative carries a factor 2."
NO_LOCAL = "The signal passes through the activation on its way back; multiply by its slope as well."

ENTRIES: list[Misconception] = [
    UNHALVED.entry(
        "dy.no_2", "convention", "y−t", "{share}(y-t)", lambda c: loss_gradient(c) / 2, NO_HALF, same_as="half"
    ),
    HALVED.entry(
        "dy.no_half",
        "convention",
        "2(y−t)",
        "2*(y-t)",
        lambda c: 2 * loss_gradient(c),
        "The loss chosen here has a ½ in front of the square. It cancels the 2 that comes down, and y − t is left.",
        same_as="whole",
    ),
    SIGN.entry(
        "dy.sign",
        "slip",
        "2(t−y)",
        "-({right})",
        lambda c: -loss_gradient(c),
        "The size is right, the sign is not: the slope has the sign of prediction minus target, positive when y is "
        "too high and negative when it is too low.",
        same_as="sign",
    ),
    DY.entry(
        "dy.loss",
        "concept",
        "(y−t)²",
        "{share}(y-t)**2",
        lambda c: _share(c) * (c.a - c.t) ** 2,
        "That is the loss itself, not how fast it changes with y. Differentiate it.",
    ),
    DY.entry(
        "dy.squared",
        "concept",
        "2(y−t)²",
        "2*{share}(y-t)**2",
        lambda c: 2 * _share(c) * (c.a - c.t) ** 2,
        "The power drops from 2 to 1 when you differentiate.",
    ),
    DW.entry(
        "dw.no_local",
        "concept",
        "∂L/∂y·xⱼ",
        "u",
        lambda c: 1 * c.da,
        NO_LOCAL,
        operation="delta",
        fits=has_slope,
        same_as="no_local",
    ),
    DW.entry(
        "dw.no_input",
        "concept",
        "∂L/∂y·φ′",
        "mean(d)",
        for_each_weight(lambda c: 1),
        "That is how the loss changes with the weighted sum. For a weight, multiply it by the input on its connection.",
        same_as="no_input",
    ),
    DW.entry(
        "dw.no_outer",
        "concept",
        "φ′·xⱼ",
        "1",
        lambda c: np.ones_like(c.a),
        "Start with how the loss changes with the output, then follow the chain.",
        operation="loss_gradient",
    ),
    DW.entry(
        "dw.times_w",
        "concept",
        "δ·wⱼ",
        "mean(d*w)",
        lambda c: c.delta[:, :, None] * c.weights,
        "Multiplying by the weight gives the gradient for the input; for the weight, multiply by the input.",
    ),
    DW.entry(
        "dw.other_input",
        "slip",
        "δ·xₖ",
        "mean(d*x_other)",
        lambda c: c.delta[:, :, None] * c.inputs[:, None, ::-1],
        "Use the input on the same connection as this weight.",
        fits=_two_inputs,
    ),
    DW.entry(
        "dw.own_output",
        "concept",
        "δ·y",
        "mean(d*a)",
        for_each_weight(lambda c: c.a),
        "Multiply by what came into the connection, not by what the neuron sent out.",
        same_as="own_output",
    ),
    DW.entry(
        "dw.sign",
        "slip",
        "−",
        "-({right})",
        lambda c: -loss_gradient(c),
        "The size is right, the sign is turned round. Check prediction minus target first, then the sign of the "
        "input; the minus of the update comes later.",
        operation="loss_gradient",
        same_as="sign",
    ),
    DW_2.entry(
        "dw.no_2", "convention", "half", "{share}(y-t)", lambda c: loss_gradient(c) / 2, NO_HALF, same_as="half"
    ),
    DW.entry(
        "dw.added",
        "concept",
        "∂L/∂y + φ′ + xⱼ",
        "mean(u+slope+x)",
        _all_links_added,
        "The chain rule multiplies the links; it does not add them.",
        fits=_has_own_slope,
    ),
    DW.entry(
        "dw.with_eta",
        "concept",
        "η·∂L/∂w",
        "mean(eta*d*x)",
        lambda c: c.eta * c.delta[:, :, None] * c.inputs[:, None, :],
        "The learning rate belongs to the update step, not to the gradient.",
        needs_rate=True,
    ),
    DB.entry(
        "db.times_x",
        "concept",
        "δ·x₁",
        "mean(d*x)",
        lambda c: c.delta * c.inputs[:, :1],
        "The bias is not multiplied by an input: treat it as a weight on an input that is always 1.",
    ),
    DB.entry(
        "db.times_b",
        "concept",
        "δ·b",
        "mean(d*w)",
        lambda c: c.delta * c.biases,
        "The derivative of b with respect to b is 1, so b itself does not appear.",
    ),
    DB.entry(
        "db.zero",
        "concept",
        "0",
        "0",
        lambda c: 0 * c.delta,
        "The bias has no input but it does move the output, so it has a gradient.",
    ),
    DB.entry(
        "db.no_local",
        "concept",
        "∂L/∂y",
        "u",
        lambda c: 1 * c.da,
        "Multiply by the slope of the activation as well.",
        operation="delta",
        fits=has_slope,
        same_as="no_local",
    ),
    DB.entry(
        "db.sign",
        "slip",
        "−δ",
        "-({right})",
        lambda c: -loss_gradient(c),
        "The size is right, the sign is turned round: check prediction minus target.",
        operation="loss_gradient",
        same_as="sign",
    ),
]
