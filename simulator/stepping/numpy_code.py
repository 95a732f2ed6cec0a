"""The same computation as a short NumPy program that prints the numbers of the page, to run and change. Pure."""

from collections.abc import Iterable, Sequence

import numpy as np

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.losses import LOSSES
from simulator.engine.network import Network
from simulator.engine.probes import missing_for

DECIMALS = 12  # of a sum that is compared with 0


def numpy_code(network: Network) -> str:
    """The program. Names: z1, a1 of layer 1; several examples are rows of x, and gradients are means over them."""
    lines = ["import numpy as np", "", "np.set_printoptions(precision=8, threshold=5000)", ""]
    lines += [*_given(network), "", "# forward", *_forward(network)]
    if not missing_for(network, "loss"):
        lines += ["", "# loss", *_loss(network), "", "# backward", *_backward(network)]
    if not missing_for(network, "loss_new"):
        lines += ["", "# update", *_update(network)]
    return "\n".join(lines) + "\n"


def _given(network: Network) -> Iterable[str]:
    yield f"x = {_array(network.inputs if network.several else network.inputs[0])}"
    if network.target is not None:
        yield f"t = {_array(network.target if network.several else network.target[0])}"
    for k, layer in enumerate(network.layers, 1):
        yield f"W{k} = {_array(layer.weights)}"
        if layer.has_biases:
            yield f"b{k} = {_array(layer.biases)}"


def _array(values: np.ndarray) -> str:
    return f"np.array({values.tolist()})"


def _forward(network: Network, suffix: str = "", *, says: bool = True) -> Iterable[str]:
    before = "x"
    for k, layer in enumerate(network.layers, 1):
        z, a, w, b = (f"{name}{k}{suffix}" for name in "zaWb")
        total = f"{before} @ {w}.T" if network.several else f"{w} @ {before}"
        total += f" + {b}" if layer.has_biases else ""
        is_cut = layer.activation in ("relu", "leaky_relu")  # 5.6e−17 of a sum that is 0 by hand would turn it on
        yield f"{z} = np.round({total}, {DECIMALS})" if is_cut else f"{z} = {total}"
        rows = "axis=-1, keepdims=True" if network.several else ""
        yield f"{a} = {ACTIVATIONS[layer.activation].python.format(z=z, rows=rows)}"
        if says:
            yield from (_says(z), _says(a))
        before = a


def _loss(network: Network, suffix: str = "") -> Iterable[str]:
    depth, name = len(network.layers), f"loss{suffix}"
    formula = LOSSES[network.loss or ""].python
    value = formula.format(a=f"a{depth}{suffix}", z=f"z{depth}{suffix}", outputs="axis=-1")
    if network.several:
        each = f"losses{suffix}"
        yield from (f"{each} = {value}", _says(each), f"{name} = {each}.mean()")
    else:
        yield f"{name} = {value}"
    yield _says(name)


def _backward(network: Network) -> Iterable[str]:
    depth = len(network.layers)
    for k in range(depth, 0, -1):
        yield from _signal(network, k)
        before = f"a{k - 1}" if k > 1 else "x"
        if network.several:
            yield f"dW{k} = delta{k}.T @ {before} / len(x)"
        else:
            yield f"dW{k} = np.outer(delta{k}, {before})"
        if network.layers[k - 1].has_biases:
            yield f"db{k} = delta{k}.mean(axis=0)" if network.several else f"db{k} = delta{k}"
        yield from (_says(f"{name}{k}") for name in _with_bias(network, k, "delta", "dW", "db"))


def _signal(network: Network, k: int) -> Iterable[str]:
    a, last = f"a{k}", k == len(network.layers)
    loss = LOSSES[network.loss or ""]
    if last and loss.activation:
        yield f"delta{k} = {a} - t"  # cross-entropy and its activation together
        return
    if last:
        yield f"da{k} = {loss.gradient_python.format(a=a)}"
    else:
        yield f"da{k} = delta{k + 1} @ W{k + 1}" if network.several else f"da{k} = W{k + 1}.T @ delta{k + 1}"
    yield _says(f"da{k}")
    activation = network.layers[k - 1].activation
    if activation == "softmax":
        yield f"delta{k} = {a} * (da{k} - (da{k} * {a}).sum(axis=-1, keepdims=True))"
    else:
        yield from (f"slope{k} = {ACTIVATIONS[activation].slope_python.format(a=a)}", _says(f"slope{k}"))
        yield f"delta{k} = da{k} * slope{k}"


def _update(network: Network) -> Iterable[str]:
    for k in range(1, len(network.layers) + 1):
        yield f"W{k}_new = W{k} - {network.learning_rate} * dW{k}"
        if network.layers[k - 1].has_biases:
            yield f"b{k}_new = b{k} - {network.learning_rate} * db{k}" if network.update_biases else f"b{k}_new = b{k}"
        yield from (_says(f"{name}{k}_new") for name in _with_bias(network, k, "W", "b"))
    yield from _forward(network, "_new", says=False)
    yield from _loss(network, "_new")


def _with_bias(network: Network, k: int, *names: str) -> Sequence[str]:
    """The names of a layer; the last, that of its bias, only where it has one."""
    return names if network.layers[k - 1].has_biases else names[:-1]


def _says(name: str) -> str:
    return f'print("{name} =", {name})'
