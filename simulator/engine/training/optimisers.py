"""How a gradient becomes a step, written onto a tape. A new optimiser is one row of OPTIMISERS.

What it remembers from step to step, a checkpoint carries on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engine.training.tape import Tape

TINY = 1e-8  # keeps a root from dividing by 0


@dataclass(frozen=True, slots=True)
class Optimiser:
    """`learning_rate` is one number, or one a run. `momentum` is Adam's first decay too; `decay` is of the squares."""

    kind: str
    learning_rate: float | Sequence[float]
    momentum: float = 0.9
    decay: float | None = None  # None: what is usual for this kind

    @property
    def forgets(self) -> float:
        return OPTIMISERS[self.kind].decay if self.decay is None else self.decay


@dataclass(slots=True)
class Step:
    """What an optimiser works on: flat arrays, the rate of each parameter included. `memory` is its own, first 0."""

    optimiser: Optimiser
    theta: np.ndarray
    gradient: np.ndarray
    rate: np.ndarray
    memory: list[np.ndarray]
    move: np.ndarray


def memory_of(kind: str, theta: np.ndarray) -> list[np.ndarray]:
    """What an optimiser remembers before its first step."""
    row = OPTIMISERS[kind]
    return [np.zeros_like(theta) for _ in range(row.memories)] + [np.zeros_like(theta[:1]) for _ in range(row.counters)]


Write = Callable[[Tape, Step], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One optimiser: `write` puts a step of it onto a tape."""

    write: Write
    memories: int  # how many arrays as long as the parameters it remembers
    title: str
    decay: float = 0.9  # what is usual
    counters: int = 0  # how many single numbers it remembers after them
    has_momentum: bool = False
    has_decay: bool = False


def sgd(tape: Tape, step: Step) -> None:
    tape.add(np.multiply, step.gradient, step.rate, step.move)
    tape.add(np.subtract, step.theta, step.move, step.theta)


def momentum(tape: Tape, step: Step) -> None:
    """v ← μv + g; θ ← θ − ηv."""
    [velocity] = step.memory
    tape.add(np.multiply, velocity, tape.constant(step.optimiser.momentum, step.theta), velocity)
    tape.add(np.add, velocity, step.gradient, velocity)
    tape.add(np.multiply, velocity, step.rate, step.move)
    tape.add(np.subtract, step.theta, step.move, step.theta)


def rmsprop(tape: Tape, step: Step) -> None:
    """s ← ρs + (1 − ρ)g²; θ ← θ − ηg/(√s + ε)."""
    [squares] = step.memory
    write_mean(tape, step, squares, step.optimiser.forgets, squared=True)
    tape.add(np.sqrt, squares, step.move)
    write_divided(tape, step, step.gradient)


def adam(tape: Tape, step: Step) -> None:
    """Means of g and of g², both freed from their start at 0; θ ← θ − ηm/(√v + ε)."""
    mean, squares, left, left_squared = step.memory
    first, second = step.optimiser.momentum, step.optimiser.forgets
    write_mean(tape, step, mean, first, squared=False)
    write_mean(tape, step, squares, second, squared=True)
    corrected = np.empty_like(step.theta)
    write_correction(tape, step, squares, left_squared, second, step.move)
    tape.add(np.sqrt, step.move, step.move)
    write_correction(tape, step, mean, left, first, corrected)
    write_divided(tape, step, corrected)


def write_mean(tape: Tape, step: Step, mean: np.ndarray, decay: float, *, squared: bool) -> None:
    """mean ← decay·mean + (1 − decay)·g, or g²."""
    tape.add(np.multiply, mean, tape.constant(decay, step.theta), mean)
    tape.add(np.multiply, step.gradient, tape.constant(1 - decay, step.theta), step.move)
    if squared:
        tape.add(np.multiply, step.move, step.gradient, step.move)
    tape.add(np.add, mean, step.move, mean)


def write_correction(
    tape: Tape, step: Step, mean: np.ndarray, gained: np.ndarray, decay: float, out: np.ndarray
) -> None:
    """mean/(1 − decayᵗ). `gained` holds 1 − decayᵗ: gained ← decay·gained + (1 − decay)."""
    tape.add(np.multiply, gained, tape.constant(decay, gained), gained)
    tape.add(np.add, gained, tape.constant(1 - decay, gained), gained)
    tape.add(np.divide, mean, gained, out)


def write_divided(tape: Tape, step: Step, direction: np.ndarray) -> None:
    """θ ← θ − η·direction/(move + ε)."""
    tape.add(np.add, step.move, tape.constant(TINY, step.theta), step.move)
    tape.add(np.divide, direction, step.move, step.move)
    tape.add(np.multiply, step.move, step.rate, step.move)
    tape.add(np.subtract, step.theta, step.move, step.theta)


OPTIMISERS: dict[str, Kind] = {
    "sgd": Kind(sgd, 0, "gradient descent"),
    "momentum": Kind(momentum, 1, "with momentum", has_momentum=True),
    "rmsprop": Kind(rmsprop, 1, "RMSProp", has_decay=True),
    "adam": Kind(adam, 2, "Adam", 0.999, counters=2, has_momentum=True, has_decay=True),
}
