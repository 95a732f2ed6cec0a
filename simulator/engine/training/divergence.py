"""Why a loss grew without bound, and what would hold: found by running it again, not by a rule of thumb."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.run import Run
from simulator.engine.training.trainer import STRAYED, Trainer

STEPS = 8  # the last ones, over which growth is measured
LADDER = [digit * 10.0**power for power in range(3, -7, -1) for digit in (5, 3, 2, 1)]
TRIED = 12  # rates below the one that failed
MOST_EPOCHS = 100  # that a rate is tried for


@dataclass(frozen=True, slots=True)
class Growth:
    """Which layer's gradient grew most, and by which factor a step."""

    layer: int
    factor: float


def growth_of(run: Run) -> Growth | None:
    """Play the epoch that led astray once more, a batch at a time; None where it failed at its first step."""
    trainer, state, epochs = run.trainer, run.trainer.state(), run.trainer.epochs
    norms = np.array(list(_norms(trainer)))  # (steps, layers)
    trainer.restore(state, epochs)
    norms = norms[np.isfinite(norms).all(axis=1) & (norms > 0).all(axis=1)][-STEPS:]
    if len(norms) < 2:
        return None
    factors = (norms[-1] / norms[0]) ** (1 / (len(norms) - 1))
    layer = int(factors.argmax())
    return Growth(layer + 1, float(factors[layer])) if factors[layer] > 1 else None


def _norms(trainer: Trainer) -> Iterator[list[float]]:
    for _ in trainer.steps():
        yield [float(np.linalg.norm(block.astype(float))) for block in trainer.gradient.blocks]


def rate_that_holds(run: Run, deadline: float | None) -> float | None:
    """The largest rate of a ladder with which the loss stays below where it starts; all are tried at once."""
    spec = run.spec
    given = spec.optimiser.learning_rate
    assert isinstance(given, float | int)
    rates = [rate for rate in LADDER if rate < given][:TRIED]
    theta = start(spec.model, spec.initial, Random(spec.seed, "start"))
    trainer = Trainer(
        spec.model,
        run.train.x,
        run.train.targets,
        np.tile(theta, (len(rates), 1)),
        replace(spec.optimiser, learning_rate=rates),
        random=Random(spec.seed, "order"),
        batch=spec.batch,
        l1=spec.l1,
        l2=spec.l2,
        dropout=spec.dropout,
        dtype=run.trainer.x.dtype,
    )
    for _ in range(min(spec.epochs, MOST_EPOCHS)):
        if deadline is not None and time.monotonic() > deadline:
            return None
        trainer.epoch()
    return next((rate for rate, holds in zip(rates, _hold(run, theta, trainer.theta), strict=True) if holds), None)


@np.errstate(all="ignore")
def _hold(run: Run, first: np.ndarray, thetas: np.ndarray) -> np.ndarray:
    model, x, targets = run.spec.model, run.train.x, run.train.targets
    is_near = (thetas.astype(float) ** 2).sum(axis=1) < STRAYED
    return is_near & (model.mean_loss(thetas.astype(float), x, targets) <= model.mean_loss(first, x, targets))
