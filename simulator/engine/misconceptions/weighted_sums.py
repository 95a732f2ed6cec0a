"""Wrong ideas of the weighted sum."""

import numpy as np

from simulator.engine.misconceptions.base import Misconception, Section
from simulator.engine.network import Network
from simulator.engine.operations import Context
from simulator.engine.sums import by_hand
from simulator.engine.trace import Reading


def _several_inputs(network: Network, layer: int) -> bool:
    return network.layers[layer - 1].weights.shape[1] > 1


def _has_biases(network: Network, layer: int) -> bool:
    return network.layers[layer - 1].has_biases


def _has_bias_and_inputs(network: Network, layer: int) -> bool:
    return _has_biases(network, layer) and _several_inputs(network, layer)


def crossed_weights(weights: np.ndarray) -> np.ndarray:
    """Weights paired with the wrong inputs: rows read as columns, or the two of a row exchanged. (units, inputs)."""
    units, inputs = weights.shape
    if units == inputs:
        return weights.T
    return weights[:, ::-1] if inputs == 2 else weights


def _can_cross(network: Network, layer: int) -> bool:
    units, inputs = network.layers[layer - 1].weights.shape
    return inputs == 2 or units == inputs > 1


def _added(c: Context) -> np.ndarray:
    total = c.weights.sum(axis=1) + c.inputs.sum(axis=1, keepdims=True) + c.biases
    size = abs(c.weights).sum(axis=1) + abs(c.inputs).sum(axis=1, keepdims=True) + abs(c.biases)
    return by_hand(total, size, 2 * c.weights.shape[1] + 1)


def _products_added(c: Context) -> np.ndarray:
    return by_hand(c.products.sum(axis=2), abs(c.products).sum(axis=2), c.weights.shape[1])


def _activated(reading: Reading) -> float:
    return reading.other("a") if reading.place.name == "z" else reading.value


Z = Section("z", "weights-and-bias", "weighted_sum")

ENTRIES: list[Misconception] = [
    Z.entry(
        "z.no_bias",
        "slip",
        "Σwᵢxᵢ",
        "sum(w*x)",
        lambda c: c.products.sum(axis=2),
        "You left out the bias. Add b once, after the weighted sum.",
        fits=_has_biases,
    ),
    Z.entry(
        "z.minus_bias",
        "slip",
        "Σwᵢxᵢ − b",
        "sum(w*x)-b",
        lambda c: c.products.sum(axis=2) - c.biases,
        "Add the bias, do not subtract it; its own sign says which way it pushes.",
        fits=_has_biases,
    ),
    Z.entry(
        "z.bias_each",
        "concept",
        "Σ(wᵢxᵢ + b)",
        "sum(w*x)+n*b",
        lambda c: c.products.sum(axis=2) + c.inputs.shape[1] * c.biases,
        "A neuron has one bias: add it once, after the sum, and not for each input.",
        fits=_has_bias_and_inputs,
    ),
    Z.entry(
        "z.bias_factor",
        "concept",
        "b·Σwᵢxᵢ",
        "b*sum(w*x)",
        lambda c: c.biases * _products_added(c),
        "The bias shifts the sum; it does not scale it. Add it.",
        fits=_has_biases,
    ),
    Z.entry(
        "z.crossed",
        "slip",
        "weights paired with the wrong inputs",
        "sum(w_crossed*x)+b",
        lambda c: c.inputs @ crossed_weights(c.weights).T + c.biases,
        "Pair each weight with the input on its own connection: w₁ with x₁, w₂ with x₂. In a matrix, row j holds the "
        "weights into unit j.",
        fits=_can_cross,
    ),
    Z.entry(
        "z.added",
        "concept",
        "Σwᵢ + Σxᵢ + b",
        "sum(w)+sum(x)+b",
        _added,
        "Multiply each input by its weight before anything is added.",
    ),
    Z.entry(
        "z.one_input",
        "slip",
        "w₁x₁ + b",
        "w_first*x_first+b",
        lambda c: c.products[:, :, 0] + c.biases,
        "You stopped after one connection; every incoming connection contributes.",
        fits=_several_inputs,
    ),
    Z.entry(
        "z.lost_minus",
        "slip",
        "Σ|wᵢxᵢ| + b",
        "sum(abs(w*x))+b",
        lambda c: abs(c.products).sum(axis=2) + c.biases,
        "Check the sign of each product: when exactly one factor is negative, the product is negative and lowers the "
        "sum.",
    ),
    Z.entry(
        "z.mean",
        "concept",
        "mean(wᵢxᵢ) + b",
        "mean(w*x)+b",
        lambda c: c.products.mean(axis=2) + c.biases,
        "Add the products and stop there: nothing is divided by the number of inputs.",
        fits=_several_inputs,
    ),
    Z.entry(
        "z.activated",
        "concept",
        "φ(z)",
        "{activated}",
        _activated,
        "That is the output after the activation; here we ask for the value that goes into it.",
        operation="read",
    ),
]
