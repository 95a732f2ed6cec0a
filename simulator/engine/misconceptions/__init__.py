"""The catalogue of misconceptions, by id."""

from simulator.engine.misconceptions import (
    activations,
    gradients,
    hidden_gradients,
    losses,
    miscounts,
    slopes,
    updates,
    weighted_sums,
)
from simulator.engine.misconceptions.base import Misconception

__all__ = ["MISCONCEPTIONS", "Misconception"]

MISCONCEPTIONS: dict[str, Misconception] = {
    entry.id: entry
    for module in (weighted_sums, activations, losses, slopes, gradients, hidden_gradients, updates, miscounts)
    for entry in module.ENTRIES
}
