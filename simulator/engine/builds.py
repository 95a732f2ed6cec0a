"""How a network is built, without its numbers: all that its symbols and formulas depend on, and are kept by."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from simulator.engine.network import Layer, Network


class Build(NamedTuple):
    """`layers` are (units, activation, has biases). `classes` are the true classes of the examples, which name an
    output in the formula of the cross-entropy; other losses need none.
    """

    inputs: int
    layers: tuple[tuple[int, str, bool], ...]
    loss: str | None
    has_target: bool
    has_rate: bool
    update_biases: bool
    several: bool
    examples: int
    classes: tuple[int, ...]


def build_of(network: Network) -> Build:
    has_target, classes = network.target is not None, ()
    if network.loss == "cross_entropy" and network.target is not None:
        classes = tuple(network.target.argmax(axis=1).tolist())
    return Build(
        network.inputs.shape[1],
        tuple((len(layer.biases), layer.activation, layer.has_biases) for layer in network.layers),
        network.loss,
        has_target,
        network.learning_rate is not None,
        network.update_biases,
        network.several,
        len(network.inputs),
        classes,
    )


@lru_cache(maxsize=64)
def blank(build: Build) -> Network:
    """A network of this build whose numbers are all 0, but for the 1 of each true class."""
    sizes = [build.inputs, *(units for units, *_ in build.layers)]
    layers = tuple(
        Layer(np.zeros((units, before)), np.zeros(units), activation, has_biases)
        for before, (units, activation, has_biases) in zip(sizes, build.layers, strict=False)
    )
    target = np.zeros((build.examples, sizes[-1])) if build.has_target else None
    if target is not None and build.classes:
        target[np.arange(build.examples), build.classes] = 1
    rate = 0.0 if build.has_rate else None
    inputs = np.zeros((build.examples, build.inputs))
    return Network(inputs, target, layers, build.loss, rate, build.update_biases, build.several)
