"""Wrong ideas of the gradients of a hidden layer: what comes back over its outgoing weights."""

import numpy as np

from simulator.engine.misconceptions.base import Misconception, Section, everywhere, hidden
from simulator.engine.misconceptions.gradients import for_each_weight, has_slope
from simulator.engine.network import Network
from simulator.engine.operations import Context


def _hidden_with_slope(network: Network, layer: int) -> bool:
    return hidden(network, layer) and has_slope(network, layer)


def _two_outgoing(network: Network, layer: int) -> bool:
    return layer > 1 and network.layers[layer - 1].weights.shape[1] == 2


def _with_updated_weights(c: Context) -> np.ndarray:
    gradient = (c.delta[:, :, None] * c.inputs[:, None, :]).mean(axis=0)
    return c.delta @ (c.weights - c.eta * gradient)


def _without_weights(c: Context) -> np.ndarray:
    return c.delta.sum(axis=1, keepdims=True) + 0 * c.inputs


def _output_layer_rule(c: Context) -> np.ndarray:
    assert c.above is not None
    return c.above.delta.sum(axis=1, keepdims=True) + 0 * c.a


DH = Section("dL/dw hidden", "backpropagation", "weight_gradient", hidden)

ENTRIES: list[Misconception] = [
    DH.entry(
        "dh.no_out_weight",
        "concept",
        "δ·φ′ₕ·xⱼ",
        "sum(d)",
        _without_weights,
        "To reach a hidden unit the signal travels back over its outgoing weight; multiply by it.",
        operation="send_back",
        fits=everywhere,
    ),
    DH.entry(
        "dh.no_local",
        "concept",
        "δ·vₕ·xⱼ",
        "u",
        lambda c: 1 * c.da,
        "The hidden unit has an activation too; include its own slope.",
        operation="delta",
        fits=_hidden_with_slope,
        same_as="no_local",
    ),
    DH.entry(
        "dh.wrong_weight",
        "slip",
        "δ·vₖ·φ′ₕ·xⱼ",
        "sum(v_other*d)",
        lambda c: c.delta @ c.weights[:, ::-1],
        "That is another unit’s outgoing weight. Go back along the connection that leaves this hidden unit.",
        operation="send_back",
        fits=_two_outgoing,
    ),
    DH.entry(
        "dh.output_layer_rule",
        "concept",
        "δ·xⱼ",
        "sum(d_above)",
        _output_layer_rule,
        "That stops at the output layer; two more links lie between it and this weight.",
        operation="delta",
    ),
    DH.entry(
        "dh.no_input",
        "concept",
        "δ·vₕ·φ′ₕ",
        "mean(d)",
        for_each_weight(lambda c: 1),
        "That is the delta of this unit. For a weight, multiply it by the input on its connection.",
        same_as="no_input",
    ),
    DH.entry(
        "dh.updated_v",
        "concept",
        "δ·(vₕ−ηδaₕ)·φ′ₕ·xⱼ",
        "sum((v-eta*g)*d)",
        _with_updated_weights,
        "All gradients of one step are taken with the old weights; update only when every gradient is known.",
        operation="send_back",
        fits=everywhere,
        needs_rate=True,
    ),
    DH.entry(
        "dh.sign",
        "slip",
        "−",
        "-mean(d*x)",
        lambda c: -c.delta[:, :, None] * c.inputs[:, None, :],
        "The size is right, the sign is not: go through the factors δ, vₕ and xⱼ and count the minus signs.",
        same_as="sign",
    ),
    DH.entry(
        "dh.own_output",
        "concept",
        "δ·vₕ·φ′ₕ·aₕ",
        "mean(d*a)",
        for_each_weight(lambda c: c.a),
        "Multiply by what came into the connection, not by what the hidden unit sent out.",
        same_as="own_output",
    ),
]
