"""Training: an epoch is compiled once to a flat list of NumPy calls, and played as often as it is asked for.

The same start, data and seed give the same weights. Several runs (other starts, rates, widths) are trained at once as
stacked arrays; they see the examples in the same order.
"""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.model import Model
from simulator.engine.training.optimisers import OPTIMISERS, Optimiser, Step, memory_of
from simulator.engine.training.passes import Batch, Buffers, Parameters, gradient_factor, with_ones
from simulator.engine.training.tape import Tape

STRAYED = 1e12  # a squared length of θ that no network comes back from


class Trainer:
    """One network on its way, or several.

    x is (examples, inputs), targets (examples, outputs), theta (parameters,) or (runs, parameters). Without `batch`
    all examples make one. `random` gives the order of the examples, anew each epoch, and what is dropped. `real` is
    0 where a parameter is held at its start, in the shape of theta.
    """

    def __init__(
        self,
        model: Model,
        x: np.ndarray,
        targets: np.ndarray,
        theta: np.ndarray,
        optimiser: Optimiser,
        *,
        random: Random | None = None,
        batch: int | None = None,
        l1: float = 0,
        l2: float = 0,
        dropout: float = 0,
        real: np.ndarray | None = None,
        dtype: np.typing.DTypeLike = np.float64,
    ) -> None:
        runs = None if theta.ndim == 1 else len(theta)
        self.model, self.optimiser, self.random = model, optimiser, random
        self.l1, self.l2, self.dropout = l1, l2, dropout
        self.weights, self.gradient = (Parameters(model, runs, dtype) for _ in range(2))
        self.weights.put(theta)
        self.move = np.empty_like(self.weights.flat)
        self.memory = memory_of(optimiser.kind, self.weights.flat)
        self.rate = self._rates(real)
        self.all_x, self.all_targets = with_ones(x, dtype), np.array(targets, dtype)
        self.x, self.targets = self.all_x.copy(), self.all_targets.copy()
        self.size = min(batch or len(x), len(x))
        self.epochs = 0
        self._buffers = cache(lambda examples: Buffers(model, runs, examples, dtype))
        self._scaled_rate = cache(lambda scale: self.rate * self.rate.dtype.type(scale))

    @property
    def theta(self) -> np.ndarray:
        """A copy, in the shape of the first one."""
        return self.weights.get()

    @property
    def has_strayed(self) -> bool:
        """Whether the numbers have grown beyond all bounds, or are none any more."""
        flat = self.weights.flat
        with np.errstate(all="ignore"):
            return not flat.dot(flat) < STRAYED

    def epoch(self) -> None:
        """Every example once, the last batch as large as what is left."""
        self._shuffle()
        with np.errstate(all="ignore"):
            self._compiled.play()
        self.epochs += 1

    def steps(self) -> Iterator[None]:
        """The same as `epoch`, a batch at a time: `gradient` holds what each step was made of."""
        self._shuffle()
        tape = self._compiled
        for start, end in pairwise([0, *self._ends]):
            with np.errstate(all="ignore"):
                tape.play(start, end)
            yield
        self.epochs += 1

    def state(self) -> list[np.ndarray]:
        """What the next epoch rests on: the weights, then the optimiser's memory."""
        return [self.weights.flat.copy(), *(array.copy() for array in self.memory)]

    def restore(self, state: Sequence[np.ndarray], epochs: int) -> None:
        """Go on from a `state` after so many epochs: as if there had been no break."""
        for array, kept in zip([self.weights.flat, *self.memory], state, strict=True):
            array[...] = kept
        if self.random:
            self.random.skip((epochs - self.epochs) * self._draws)
        self.epochs = epochs

    @property
    def _is_shuffled(self) -> bool:
        return self.random is not None and self.size < len(self.x)

    @property
    def _draws(self) -> int:
        """How many random numbers an epoch takes."""
        order = len(self.x) if self._is_shuffled else 0
        return order + sum(mask.size for mask in self._masks)

    def _shuffle(self) -> None:
        if self._is_shuffled:
            assert self.random is not None
            order = self.random.order(len(self.x))
            np.take(self.all_x, order, axis=0, out=self.x, mode="clip")
            np.take(self.all_targets, order, axis=0, out=self.targets, mode="clip")
        for mask in self._masks:
            assert self.random is not None
            mask[...] = (self.random.uniform(mask.shape) >= self.dropout) / (1 - self.dropout)

    @cached_property
    def _masks(self) -> list[np.ndarray]:
        """What dropout leaves, over all examples of an epoch; what stays is scaled up, so that the sums keep."""
        first = () if self.weights.runs is None else (self.weights.runs,)
        shapes = [(*first, units, len(self.x)) for units in self.model.sizes[1:-1]] if self.dropout else []
        return [np.ones(shape, self.x.dtype) for shape in shapes]

    @cached_property
    def _compiled(self) -> Tape:
        tape, count = Tape(), len(self.x)
        self._ends: list[int] = []
        for start in range(0, count, self.size):
            batch = self._batch(slice(start, min(start + self.size, count)))
            batch.write_forward(tape)
            batch.write_backward(tape)
            self._write_step(tape, gradient_factor(self.model) / batch.x.shape[1])
            self._ends.append(len(tape.calls))
        return tape

    def _batch(self, part: slice) -> Batch:
        x, targets = self.x[part].T, self.targets[part].T
        masks = [mask[..., part] for mask in self._masks]
        return Batch(self.weights, self.gradient, self._buffers(x.shape[1]), x, targets, masks)

    def _write_step(self, tape: Tape, scale: float) -> None:
        step = self._step(scale)
        if not self._is_plain:
            tape.add(np.multiply, self.gradient.flat, tape.constant(scale, self.gradient.flat), self.gradient.flat)
            self._write_penalties(tape, step.move)
        OPTIMISERS[self.optimiser.kind].write(tape, step)

    @property
    def _is_plain(self) -> bool:
        """Plain gradient descent takes the mean over the batch together with its rate."""
        return self.optimiser.kind == "sgd" and not (self.l1 or self.l2)

    def _step(self, scale: float) -> Step:
        rate = self._scaled_rate(scale) if self._is_plain else self.rate
        return Step(self.optimiser, self.weights.flat, self.gradient.flat, rate, self.memory, self.move)

    def _write_penalties(self, tape: Tape, move: np.ndarray) -> None:
        """The slopes of l2/2·Σw² and of l1·Σ|w|; biases are free."""
        flat, gradient = self.weights.flat, self.gradient.flat
        for strength, slope in ((self.l2, np.positive), (self.l1, np.sign)):
            if strength:
                tape.add(slope, flat, move)
                tape.add(np.multiply, move, self._on_weights(strength), move)
                tape.add(np.add, gradient, move, gradient)

    def _on_weights(self, value: float) -> np.ndarray:
        marks = Parameters(self.model, self.weights.runs, self.weights.flat.dtype)
        for block in marks.blocks:
            block[..., :-1] = value
        return marks.flat

    def _rates(self, real: np.ndarray | None) -> np.ndarray:
        rates = Parameters(self.model, self.weights.runs, self.weights.flat.dtype)
        each = np.asarray(self.optimiser.learning_rate, dtype=float)
        shape = (self.model.parameters,) if rates.runs is None else (rates.runs, self.model.parameters)
        return rates.put(np.broadcast_to(each[..., None], shape) * (1 if real is None else real)).flat
