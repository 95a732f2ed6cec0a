"""The traces of many ideas at once: every array has the ideas first, and each operation runs once for all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulator.engine.network import Layer, Network
from simulator.engine.operations import OPERATIONS, Context, Idea, Replacement, settled
from simulator.engine.probes import Place
from simulator.engine.trace import NO_PINS, READERS, Reading, Trace


class Row(Context):
    """What one idea sees of a context of many: each field is cut out when it is asked for."""

    __slots__ = ("at", "whole")

    def __init__(self, whole: Context, at: int) -> None:
        self.whole, self.at = whole, at

    def __getattr__(self, name: str) -> Any:  # of a field that is empty, as all of them are
        value = getattr(self.whole, name)
        if isinstance(value, np.ndarray):
            return value[self.at]
        return Row(value, self.at) if isinstance(value, Context) else value


class Traces(Trace):
    """One trace a replacement, as rows: what `Trace` has as one number, this has as (ideas,).

    An operation computes all rows; then each idea that stands in its place writes its own row.
    """

    def __init__(
        self, network: Network, replacements: Sequence[Replacement], pins: Mapping[str, float] = NO_PINS
    ) -> None:
        super().__init__(network, pins=pins)
        self.replacements = replacements
        self.ideas = len(replacements)
        self._rows: dict[str, dict[int, None]] = {}  # by operation: which replace it somewhere, each once
        for row, replacement in enumerate(replacements):
            for operation, _ in replacement.ideas:
                self._rows.setdefault(operation, {})[row] = None

    def _of(self, network: Network) -> "Traces":
        return Traces(network, self.replacements)

    @np.errstate(all="ignore")
    def at(self, place: Place) -> np.ndarray:  # type: ignore[override]  # (ideas,), not one number
        values = self.computed(place).copy()
        for row, idea in self._replaced("read", place.layer):
            values[row] = idea.compute(Reading(self, place))[row]
        return values

    def computed(self, place: Place) -> np.ndarray:  # type: ignore[override]  # the same
        return np.broadcast_to(READERS[place.name](self, place), self.ideas)

    def _context(self, k: int, layer: Layer, inputs: np.ndarray) -> Context:
        c = super()._context(k, layer, inputs)
        c.inputs, c.weights, c.biases = self._each(c.inputs, 2), self._each(c.weights, 2), self._each(c.biases, 1)
        c.target = None if c.target is None else self._each(c.target, 2)
        return c

    def _each(self, array: np.ndarray, axes: int) -> np.ndarray:
        """One row an idea of what has so many axes for one."""
        return np.broadcast_to(array, (self.ideas, *array.shape[-axes:]))

    def _operate(self, operation: str, c: Context) -> np.ndarray:
        values = OPERATIONS[operation](c)
        for row, idea in self._replaced(operation, c.layer):
            values[row] = idea.compute(Row(c, row))
        return settled(operation, c, values)

    def _keeps(self, operation: str, name: str, layer: int) -> np.ndarray:
        """(ideas, 1, 1)."""
        keeps = np.full((self.ideas, 1, 1), (name, layer) not in self._held)
        keeps[[row for row, _ in self._replaced(operation, layer)]] = False
        return keeps

    def _replaced(self, operation: str, layer: int) -> list[tuple[int, Idea]]:
        """The rows in which an idea stands in place of an operation, with it."""
        found = ((row, self.replacements[row].idea(operation, layer)) for row in self._rows.get(operation, ()))
        return [(row, idea) for row, idea in found if idea]
