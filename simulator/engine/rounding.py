"""The traces of people who round on the way: they write every intermediate value down, and continue from there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simulator.engine.network import Network
from simulator.engine.operations import Context, Replacement
from simulator.engine.probes import Place
from simulator.engine.trace import NO_PINS
from simulator.engine.traces import Traces

USUAL = 3  # decimals that people write down, even if more are asked
LAST_BITS = 1e-9


class Way(NamedTuple):
    """One way to round: to how many decimals, and whether each product of a weighted sum is rounded as well."""

    decimals: int
    products: bool


def ways_to_round(asked: int) -> list[Way]:
    """How people round on the way to an answer with so many decimals."""
    ways = [Way(asked, False), Way(asked, True)]
    return [*ways, Way(USUAL, True)] if asked > USUAL else ways


class RoundedTraces(Traces):
    """One trace for each replacement and the way beside it. The asked quantity itself is not rounded: that happens
    when it is typed.
    """

    def __init__(
        self,
        network: Network,
        replacements: Sequence[Replacement],
        ways: Sequence[Way],
        place: Place,
        pins: Mapping[str, float] = NO_PINS,
    ) -> None:
        super().__init__(network, replacements, pins)
        self.ways, self.place = ways, place
        self._asked = _operations_of(network, place)
        self._scale = 10.0 ** np.array([way.decimals for way in ways], float)
        self._writes_products = np.array([way.products for way in ways], bool)

    def _of(self, network: Network) -> "RoundedTraces":
        return RoundedTraces(network, self.replacements, self.ways, self.place.named("loss"))

    def _operate(self, operation: str, c: Context) -> np.ndarray:
        values = super()._operate(operation, c)
        if operation == "weighted_sum":
            values = np.where(self._rows_with_products(c)[:, None, None], self._sum_of_products(c), values)
        return values if (operation, c.layer) in self._asked else self._rounded(values)

    def _rows_with_products(self, c: Context) -> np.ndarray:
        """(ideas,): whoever replaces the weighted sum does not add products."""
        rows = self._writes_products.copy()
        rows[[row for row, _ in self._replaced("weighted_sum", c.layer)]] = False
        return rows

    def _sum_of_products(self, c: Context) -> np.ndarray:
        return self._rounded(c.products).sum(axis=-1) + c.biases[..., None, :]

    def _rounded(self, values: np.ndarray) -> np.ndarray:
        scale = self._scale.reshape(-1, *[1] * (np.ndim(values) - 1))
        return np.copysign(np.floor(np.abs(values) * scale + 0.5 + LAST_BITS), values) / scale


def _operations_of(network: Network, place: Place) -> set[tuple[str, int]]:
    """The operations that compute a place itself."""
    depth, single = len(network.layers), len(network.inputs) == 1
    own = place.layer or depth
    each = {"dW": "weight_gradient", "db": "bias_gradient", "loss": "loss"}.get(place.name)
    if each:
        averaged = {("batch", own)}
        return averaged | {(each, own)} if single or place.example else averaged
    if place.name == "da":
        return {("loss_gradient", depth)} if own == depth else {("send_back", own + 1)}
    named = {"z": "weighted_sum", "a": "activation", "output": "activation", "slope": "slope", "delta": "delta"}
    if place.name == "loss_new":
        return set()
    return {(named.get(place.name, "step"), own)}
