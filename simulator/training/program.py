"""The same training as a NumPy program, to run and change. Pure.

It has the points and the first weights as numbers, and shuffles as the simulator does, so its losses are the film's.
"""

from collections.abc import Iterator
from hashlib import sha256
from json import dumps

import numpy as np

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.data.features import FEATURES
from simulator.engine.losses import LOSSES
from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.optimisers import TINY
from simulator.engine.training.parts import Part, parts_of
from simulator.engine.training.spec import Spec
from simulator.engine.training.trainer import STRAYED

ROWS = "axis=-1, keepdims=True"
ADVICE = "Choose a smaller learning rate, or start from smaller weights."
TOLD = 10  # how often the program says where it is


def training_code(spec: Spec) -> str:
    """The program. Names: z1, a1 of layer 1, with the examples as rows; the numbers of layer 1 are W1 and b1.

    Without biases it has no b1.
    """
    train, validation = parts_of(spec)
    parts = [
        _head(spec),
        _points(spec, train, validation),
        _weights(spec),
        _network(spec),
        _losses(spec, bool(len(validation))),
        _training(spec, bool(len(validation))),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(spec: Spec) -> Iterator[str]:
    yield "import numpy as np"
    yield ""
    yield 'np.seterr(over="ignore", invalid="ignore")'
    yield f"epochs, rate = {spec.epochs}, {spec.optimiser.learning_rate}"


def _points(spec: Spec, train: Part, validation: Part) -> Iterator[str]:
    yield "# x1, x2, and what should come out"
    yield from _table("train", train)
    if len(validation):
        yield from _table("validation", validation)
    yield ""
    yield ""
    yield "def split(table):"
    yield "    x1, x2 = table[:, 0], table[:, 1]"
    yield f"    return np.stack([{', '.join(FEATURES[name].python for name in spec.features)}], axis=1), table[:, 2:]"
    yield ""
    yield ""
    yield "x, t = split(train)"
    if len(validation):
        yield "held_x, held_t = split(validation)"


def _table(name: str, part: Part) -> Iterator[str]:
    yield f"{name} = np.array(["
    for row in np.column_stack([part.examples.x, part.targets]).tolist():
        yield f"    {row},"
    yield "])"


def _weights(spec: Spec) -> Iterator[str]:
    yield "# where the weights start: row j holds what flows into unit j"
    theta = start(spec.model, spec.initial, Random(spec.seed, "start"))
    for k, (weights, biases) in enumerate(spec.model.layers(theta), 1):
        yield f"W{k} = np.array({weights.tolist()})"
        if spec.biases:
            yield f"b{k} = np.array({biases.tolist()})"
    yield f"parameters = [{', '.join(f'W{k}, b{k}' if spec.biases else f'W{k}' for k in _numbers(spec))}]"


def _numbers(spec: Spec) -> range:
    return range(1, len(spec.layers) + 1)


def _network(spec: Spec) -> Iterator[str]:
    yield "# forward: every layer's z and a" + (", with what dropout leaves" if spec.dropout else "")
    yield f"def forward(x{', masks=None' if spec.dropout else ''}):"
    before = "x"
    for k in _numbers(spec):
        yield f"    z{k} = {before} @ W{k}.T{f' + b{k}' if spec.biases else ''}"
        yield f"    a{k} = {ACTIVATIONS[spec.layers[k - 1].activation].python.format(z=f'z{k}', rows=ROWS)}"
        before = f"a{k}"
        if spec.dropout and k < len(spec.layers):
            yield f"    h{k} = a{k} if masks is None else a{k} * masks[{k - 1}]"
            before = f"h{k}"
    inner = [f"{_kept(spec, k)}, a{k}" if spec.dropout else f"a{k}" for k in _numbers(spec)]
    yield f"    return z{len(spec.layers)}, {', '.join(inner)}"


def _kept(spec: Spec, k: int) -> str:
    """What layer k hands on."""
    return f"h{k}" if spec.dropout and k < len(spec.layers) else f"a{k}"


def _taken(spec: Spec, prefix: str = "") -> str:
    inner = [f"{_kept(spec, k)}, a{k}" if spec.dropout else f"a{k}" for k in _numbers(spec)]
    return f"{prefix}z{len(spec.layers)}, {', '.join(inner)}"


def _losses(spec: Spec, is_checked: bool) -> Iterator[str]:
    depth = len(spec.layers)
    value = LOSSES[spec.loss].python.format(a=f"a{depth}", z=f"z{depth}", outputs="axis=-1")
    yield "def loss(x, t):"
    yield f"    z{depth}, *_, a{depth} = forward(x)"
    yield f"    return ({value}).mean()"
    yield ""
    yield ""
    yield "def say(epoch):"
    held = ', f"validation {loss(held_x, held_t):.6f}"' if is_checked else ""
    yield f'    print(f"epoch {{epoch}}", f"train {{loss(x, t):.6f}}"{held})'


def _training(spec: Spec, is_checked: bool) -> Iterator[str]:
    yield "# training"
    yield f"words = np.random.PCG64({_seed(spec)})"
    yield from _memory(spec)
    if spec.patience:
        yield "lowest, waited = np.inf, 0"
    yield "say(0)"
    yield "for epoch in range(1, epochs + 1):"
    yield from (f"    {line}" for line in _epoch(spec))


def _seed(spec: Spec) -> int:
    """As Random(seed, "order") has it."""
    return int.from_bytes(sha256(dumps([spec.seed, "order"]).encode()).digest())


def _memory(spec: Spec) -> Iterator[str]:
    zeros = "[np.zeros_like(parameter) for parameter in parameters]"
    if spec.optimiser.kind == "momentum":
        yield f"velocities = {zeros}"
    if spec.optimiser.kind in ("rmsprop", "adam"):
        yield f"squares = {zeros}"
    if spec.optimiser.kind == "adam":
        yield f"means = {zeros}"
        yield "step = 0"


def _epoch(spec: Spec) -> Iterator[str]:
    count, size = "len(x)", spec.batch
    whole = size is None or size >= len(parts_of(spec)[0])
    yield "order = np.arange(len(x))" if whole else "order = np.argsort(words.random_raw(len(x)))"
    if spec.dropout:
        yield "masks = []"
        yield f"for units in {[layer.units for layer in spec.layers[:-1]]}:"
        yield "    share = (words.random_raw(units * len(x)) >> np.uint64(11)) * 2.0**-53"
        yield f"    masks.append((share.reshape(units, len(x)).T >= {spec.dropout}) / {1 - spec.dropout})"
    yield f"for start in range(0, len(x), {count if whole else size}):"
    yield from (f"    {line}" for line in _batch(spec, count if whole else str(size)))
    yield f"if not sum((parameter**2).sum() for parameter in parameters) < {STRAYED:g}:"
    yield f'    print(f"The loss grew without bound at epoch {{epoch}}. {ADVICE}")'
    yield "    break"
    yield f"if epoch % {max(1, spec.epochs // TOLD)} == 0 or epoch <= 3:"
    yield "    say(epoch)"
    if spec.patience:
        yield "held = loss(held_x, held_t)"
        yield "lowest, waited = (held, 0) if held < lowest else (lowest, waited + 1)"
        yield f"if waited >= {spec.patience}:"
        yield "    break"


def _batch(spec: Spec, size: str) -> Iterator[str]:
    yield f"rows = order[start : start + {size}]"
    yield "bx, bt = x[rows], t[rows]"
    if spec.dropout:
        yield f"kept = [mask[start : start + {size}] for mask in masks]"
    yield f"{_taken(spec)} = forward(bx{', kept' if spec.dropout else ''})"
    yield from _backward(spec)
    gradients = [f"dW{k}{_penalty(spec, k)}{f', db{k}' if spec.biases else ''}" for k in _numbers(spec)]
    yield f"gradients = [{', '.join(gradients)}]"
    yield from _steps(spec)


def _backward(spec: Spec) -> Iterator[str]:
    depth = len(spec.layers)
    for k in range(depth, 0, -1):
        yield from _signal(spec, k)
        before = _kept(spec, k - 1) if k > 1 else "bx"
        if spec.biases:
            yield f"dW{k}, db{k} = delta{k}.T @ {before} / len(bx), delta{k}.mean(axis=0)"
        else:
            yield f"dW{k} = delta{k}.T @ {before} / len(bx)"


def _signal(spec: Spec, k: int) -> Iterator[str]:
    a, activation = f"a{k}", spec.layers[k - 1].activation
    if k == len(spec.layers) and spec.model.is_fused:
        yield f"delta{k} = {a} - bt"
        return
    if k == len(spec.layers):
        gradient = LOSSES[spec.loss].gradient_python.format(a=a)
        yield f"da{k} = {gradient.replace('t.shape', 'bt.shape').replace('- t', '- bt')}"
    else:
        dropped = f" * kept[{k - 1}]" if spec.dropout else ""
        yield f"da{k} = delta{k + 1} @ W{k + 1}{dropped}"
    if activation == "softmax":
        yield f"delta{k} = {a} * (da{k} - (da{k} * {a}).sum({ROWS}))"
    else:
        yield f"delta{k} = da{k} * ({ACTIVATIONS[activation].slope_python.format(a=a)})"


def _penalty(spec: Spec, k: int) -> str:
    l2 = f" + {spec.l2} * W{k}" if spec.l2 else ""
    return f"{l2} + {spec.l1} * np.sign(W{k})" if spec.l1 else l2


def _steps(spec: Spec) -> Iterator[str]:
    kind, first, decay = spec.optimiser.kind, spec.optimiser.momentum, spec.optimiser.forgets
    if kind == "adam":
        yield "step += 1"
    yield "for i, (parameter, gradient) in enumerate(zip(parameters, gradients)):"
    if kind == "sgd":
        yield "    parameter -= rate * gradient"
    if kind == "momentum":
        yield f"    velocities[i] = {first} * velocities[i] + gradient"
        yield "    parameter -= rate * velocities[i]"
    if kind in ("rmsprop", "adam"):
        yield f"    squares[i] = {decay} * squares[i] + {1 - decay:.12g} * gradient**2"
    if kind == "rmsprop":
        yield f"    parameter -= rate * gradient / (np.sqrt(squares[i]) + {TINY})"
    if kind == "adam":
        yield f"    means[i] = {first} * means[i] + {1 - first:.12g} * gradient"
        yield f"    mean, square = means[i] / (1 - {first}**step), squares[i] / (1 - {decay}**step)"
        yield f"    parameter -= rate * mean / (np.sqrt(square) + {TINY})"
