"""One training on its way: epoch after epoch, until it is done, or something stops it."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.parts import Part, parts_of
from simulator.engine.training.spec import Spec
from simulator.engine.training.trainer import Trainer

PRECISION = np.float32
KEPT = 5


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a run ended before its last epoch: "diverged", "patience" or "time"."""

    reason: str
    epoch: int


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Where a trainer was after so many epochs."""

    epochs: int
    state: list[np.ndarray]


class Run:
    """A run of `spec`. `lowest` is the least validation loss so far, `waited` the epochs since; both rule patience.

    `kept` are the moments before the last epochs, the newest last: what led astray can be looked at once more.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.train, self.validation = parts_of(spec)
        self.trainer = trainer_of(spec, self.train)
        self.lowest, self.waited = np.inf, 0
        self.stop: Stop | None = None
        self.kept: deque[Moment] = deque(maxlen=KEPT)

    def frames(self, deadline: float | None = None) -> Iterator[tuple[int, np.ndarray]]:
        """(epoch, θ) of each frame, the start first. Ends with the last sound state, whatever stops the run."""
        first = self.trainer.epochs
        wanted = {first + epoch for epoch in frame_epochs(self.spec)}
        yield first, self.trainer.theta
        last = first
        while self.trainer.epochs < first + self.spec.epochs and not self._stops(deadline):
            if self._goes_on() and self.trainer.epochs in wanted:
                last = self.trainer.epochs
                yield last, self.trainer.theta
        if last < self.trainer.epochs:
            yield self.trainer.epochs, self.trainer.theta

    def _goes_on(self) -> bool:
        """One epoch more; one that led astray is taken back."""
        self.kept.append(Moment(self.trainer.epochs, self.trainer.state()))
        self.trainer.epoch()
        if not self.trainer.has_strayed:
            return True
        self.stop = Stop("diverged", self.trainer.epochs)
        self.back_to(self.kept[-1])
        return False

    def back_to(self, moment: Moment) -> None:
        self.trainer.restore(moment.state, moment.epochs)

    def _stops(self, deadline: float | None) -> bool:
        if self.stop is None and deadline is not None and time.monotonic() > deadline:
            self.stop = Stop("time", self.trainer.epochs)  # first: who goes on from here waits for this epoch then
        if self.stop is None and self._is_out_of_patience():
            self.stop = Stop("patience", self.trainer.epochs)
        return self.stop is not None

    def _is_out_of_patience(self) -> bool:
        if self.spec.patience is None or not self.trainer.epochs:
            return False
        mean = self.spec.model.mean_loss(self.trainer.theta, self.validation.x, self.validation.targets)
        loss = float(PRECISION(mean))  # as a checkpoint keeps it: a loss that stays must not fall by its rounding
        self.lowest, self.waited = (loss, 0) if loss < self.lowest else (self.lowest, self.waited + 1)
        return self.waited >= self.spec.patience


def trainer_of(spec: Spec, train: Part) -> Trainer:
    return Trainer(
        spec.model,
        train.x,
        train.targets,
        start(spec.model, spec.initial, Random(spec.seed, "start")),
        spec.optimiser,
        random=Random(spec.seed, "order"),
        batch=spec.batch,
        l1=spec.l1,
        l2=spec.l2,
        dropout=spec.dropout,
        real=None if spec.biases else spec.model.weight_places,
        dtype=PRECISION,
    )


def frame_epochs(spec: Spec) -> list[int]:
    """As many as are wanted, evenly spread, the start and the end among them."""
    return np.unique(np.linspace(0, spec.epochs, spec.frames).round().astype(int)).tolist()
