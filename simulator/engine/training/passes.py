"""Forward and backward over one batch, written onto a tape: all runs at once, on buffers that are allocated once.

Activations are (units + 1, examples), with runs first where there are several; the last row of each layer is the
constant 1 that the biases weigh. Slopes are functions of a; they are written over z, which nothing needs by then.
"""

import numpy as np

from simulator.engine.training.model import Model
from simulator.engine.training.tape import KERNELS, Tape

# Of the loss for the output, over a − y.
FACTORS = {"squared_error": lambda outputs: 2, "mean_squared_error": lambda outputs: 2 / outputs}


def gradient_factor(model: Model) -> float:
    """What the written gradient still lacks: it starts from a − y, whatever the loss."""
    return FACTORS.get(model.loss, lambda outputs: 1)(model.sizes[-1])


class Parameters:
    """The numbers of all runs as one flat vector: layer after layer, in each run after run. `blocks` are views."""

    def __init__(self, model: Model, runs: int | None, dtype: np.typing.DTypeLike) -> None:
        first = () if runs is None else (runs,)
        self.model, self.runs = model, runs
        self.flat = np.zeros(model.parameters * (runs or 1), dtype)
        ends = np.cumsum([units * columns * (runs or 1) for units, columns in model.shapes])
        self.blocks = [
            part.reshape(*first, *shape)
            for part, shape in zip(np.split(self.flat, ends[:-1]), model.shapes, strict=True)
        ]

    def put(self, theta: np.ndarray) -> "Parameters":
        """From (parameters,) or (runs, parameters)."""
        for block, given in zip(self.blocks, self.model.blocks(theta), strict=True):
            block[...] = given
        return self

    def get(self) -> np.ndarray:
        first = () if self.runs is None else (self.runs,)
        return np.concatenate([block.reshape(*first, -1) for block in self.blocks], axis=-1)


class Buffers:
    """Where the passes over so many examples write: of each layer a, what dropout keeps of it, z, delta."""

    def __init__(self, model: Model, runs: int | None, examples: int, dtype: np.typing.DTypeLike) -> None:
        first = () if runs is None else (runs,)
        units = model.sizes[1:]
        self.a, self.kept = ([np.ones((*first, count + 1, examples), dtype) for count in units] for _ in range(2))
        self.z, self.delta = ([np.zeros((*first, count, examples), dtype) for count in units] for _ in range(2))


class Batch:
    """The calls of both passes over so many examples.

    `x` is (inputs + 1, examples), its last row 1; `targets` is (outputs, examples). `masks` has (units, examples) for
    each hidden layer, with runs first, or is empty: what dropout leaves of a unit.
    """

    def __init__(
        self,
        weights: Parameters,
        gradient: Parameters,
        buffers: Buffers,
        x: np.ndarray,
        targets: np.ndarray,
        masks: list[np.ndarray],
    ) -> None:
        self.model, self.weights, self.gradient = weights.model, weights.blocks, gradient.blocks
        self.x, self.targets, self.masks = x, targets, masks
        self.with_ones, self.kept, self.z, self.delta = buffers.a, buffers.kept, buffers.z, buffers.delta
        self.a = [a[..., :-1, :] for a in buffers.a]

    def into(self, k: int) -> np.ndarray:
        """What layer k takes in, with its constant 1; what was dropped is 0."""
        if k == 0:
            return self.x
        return (self.kept if self.masks else self.with_ones)[k - 1]

    def write_forward(self, tape: Tape) -> None:
        for k, name in enumerate(self.model.activations):
            self.write_product(tape, self.weights[k], self.into(k), self.z[k], shared=k == 0)
            KERNELS[name].value(tape, self.z[k], self.a[k])
            if self.masks and k < len(self.masks):
                tape.add(np.multiply, self.a[k], self.masks[k], self.kept[k][..., :-1, :])

    def write_backward(self, tape: Tape) -> None:
        last = len(self.z) - 1
        tape.add(np.subtract, self.a[last], self.targets, self.delta[last])
        if not self.model.is_fused:
            self.write_output_delta(tape)
        for k in range(last, -1, -1):
            transposed = np.swapaxes(self.into(k), -1, -2)
            self.write_product(tape, self.delta[k], transposed, self.gradient[k], shared=k == 0)
            if k:
                self.write_delta(tape, k - 1)

    def write_output_delta(self, tape: Tape) -> None:
        if self.model.activations[-1] == "softmax":
            self.write_softmax_delta(tape, self.delta[-1], self.a[-1])
        else:
            self.write_slope(tape, len(self.z) - 1)

    def write_softmax_delta(self, tape: Tape, delta: np.ndarray, a: np.ndarray) -> None:
        """a·(g − Σ g·a): every output hangs on every score."""
        weighted, row = np.empty_like(delta), np.empty_like(delta[..., :1, :])
        tape.add(np.multiply, delta, a, weighted)
        tape.add(np.add.reduce, weighted, axis=-2, keepdims=True, out=row)
        tape.add(np.subtract, delta, row, delta)
        tape.add(np.multiply, delta, a, delta)

    def write_delta(self, tape: Tape, k: int) -> None:
        weights = np.swapaxes(self.weights[k + 1][..., :-1], -1, -2)
        if weights.ndim == 3 and weights.shape[-1] == 1:  # an outer product a run: matmul would call BLAS for each
            tape.add(np.multiply, weights, self.delta[k + 1], self.delta[k])
        else:
            self.write_product(tape, weights, self.delta[k + 1], self.delta[k])
        if self.masks:
            tape.add(np.multiply, self.delta[k], self.masks[k], self.delta[k])
        self.write_slope(tape, k)

    def write_slope(self, tape: Tape, k: int) -> None:
        slope = KERNELS[self.model.activations[k]].slope
        if slope:
            slope(tape, self.a[k], self.z[k])
            tape.add(np.multiply, self.delta[k], self.z[k], self.delta[k])

    def write_product(
        self, tape: Tape, left: np.ndarray, right: np.ndarray, out: np.ndarray, *, shared: bool = False
    ) -> None:
        """left @ right. What all runs share is multiplied with all of them at once, as rows of one matrix."""
        if shared:
            left, out = left.reshape(-1, left.shape[-1]), out.reshape(-1, out.shape[-1])
        tape.add(np.dot if left.ndim == 2 else np.matmul, left, right, out)


def gradient(model: Model, theta: np.ndarray, x: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """∂(mean loss)/∂θ, in the shape of `theta`, for x (examples, inputs) and targets (examples, outputs)."""
    runs = None if theta.ndim == 1 else len(theta)
    weights = Parameters(model, runs, theta.dtype).put(theta)
    found = Parameters(model, runs, theta.dtype)
    buffers = Buffers(model, runs, len(x), theta.dtype)
    batch = Batch(weights, found, buffers, with_ones(x, theta.dtype).T, targets.astype(theta.dtype).T, [])
    tape = Tape()
    batch.write_forward(tape)
    batch.write_backward(tape)
    with np.errstate(all="ignore"):
        tape.play()
    return found.get() * (gradient_factor(model) / len(x))


def with_ones(x: np.ndarray, dtype: np.typing.DTypeLike) -> np.ndarray:
    """(examples, inputs) → (examples, inputs + 1), the last column 1."""
    return np.column_stack([x, np.ones(len(x))]).astype(dtype)
