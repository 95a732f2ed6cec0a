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
TRIED = 12  # rates at once, the next ones below the one that failed
MOST_EPOCHS = 100  # that a rate is tried for


@dataclass(frozen=True, slots=True)
class Growth:
    """Which layer's gradient grew most, and by which factor a step."""

    layer: int
    factor: float


def growth_of(run: Run) -> Growth | None:
    """Look at the last steps before it led astray once more; None where nothing can be said of them."""
    end = run.kept[-1]
    run.back_to(run.kept[0])
    norms = np.array(list(_norms(run, end.epochs + 1)))  # (steps, layers)
    run.back_to(end)
    norms = norms[np.isfinite(norms).all(axis=1)][-STEPS:]
    if len(norms) < 2 or not norms[0].any():
        return None
    factors = np.divide(norms[-1], norms[0], out=np.zeros_like(norms[0]), where=norms[0] > 0) ** (1 / (len(norms) - 1))
    layer = int(factors.argmax())
    return Growth(layer + 1, float(factors[layer])) if factors[layer] > 1 else None


def _norms(run: Run, until: int) -> Iterator[list[float]]:
    """How long the gradient of each layer is, at each step up to the end of an epoch."""
    columns = slice(None) if run.spec.biases else slice(-1)
    while run.trainer.epochs < until:
        for _ in run.trainer.steps():
            yield [float(np.linalg.norm(block[:, columns].astype(float))) for block in run.trainer.gradient.blocks]


def rate_that_holds(run: Run, deadline: float | None) -> float | None:
    """The largest rate of a ladder with which the loss stays below where it starts; some are tried at once."""
    given = run.spec.optimiser.learning_rate
    assert isinstance(given, float | int)
    rates = [rate for rate in LADDER if rate < given]
    tried = (_first_that_holds(run, rates[i : i + TRIED], deadline) for i in range(0, len(rates), TRIED))
    return next((rate for rate in tried if rate is not None), None)


def _first_that_holds(run: Run, rates: list[float], deadline: float | None) -> float | None:
    """The first of these rates with which the loss stays below where it starts; None too once the time is over."""
    spec = run.spec
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
        real=None if spec.biases else spec.model.weight_places,
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
