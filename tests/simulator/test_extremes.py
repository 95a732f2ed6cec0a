"""What must hold for every kind of network: any activation with any loss, one layer or eight, one example or more."""

import contextlib
import io
import re
from collections import defaultdict
from itertools import product
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.formulas import explain
from simulator.engine.losses import LOSSES
from simulator.engine.network import read_network
from simulator.engine.probes import parse, probes
from simulator.engine.trace import NotFinite, trace
from simulator.stepping.numpy_code import numpy_code

FITTING = [
    (activation, loss)
    for activation, loss in product(ACTIVATIONS, LOSSES)
    if LOSSES[loss].activation in (None, activation)
]
FAR = 1000.0  # |z| up to which nothing overflows


def kind(
    activation: str, loss: str, *, depth: int = 2, several: bool = False, update_biases: bool = True
) -> dict[str, Any]:
    """A network of two units a layer; its hidden layers take turns through the activations."""
    hidden = [name for name in ACTIVATIONS if name != "softmax"]
    layers = [
        {"weights": [[0.3, -0.2], [0.6, 0.9]], "biases": [0.1, -0.3], "activation": hidden[k % len(hidden)]}
        for k in range(depth - 1)
    ]
    layers.append({"weights": [[1, -0.5], [0.4, 0.8]], "biases": [0, 0.2], "activation": activation})
    inputs, target = ([[0.5, -1.5], [1, 2], [0, -1]], [[0, 1], [1, 0], [1, 0]]) if several else ([0.5, -1.5], [0, 1])
    given = {"inputs": inputs, "target": target, "layers": layers, "loss": loss}
    return given | {"learning_rate": 0.3, "update_biases": update_biases}


def far_out(activation: str, loss: str, sign: int) -> dict[str, Any]:
    """Both z of the output are ±1000."""
    data = kind(activation, loss, depth=1)
    layer = {"weights": [[0, 0], [0, 0]], "biases": [sign * FAR, -sign * FAR], "activation": activation}
    return data | {"layers": [layer]}


def printed(code: str) -> dict[str, list[float]]:
    """The numbers that a program prints, by the name in front of them."""
    out = io.StringIO()
    with np.printoptions(), contextlib.redirect_stdout(out):
        exec(code, {})  # noqa: S102  our own program, which a learner would run too
    parts = re.findall(r"^(\w+) = (.*?)(?=^\w+ = |\Z)", out.getvalue(), re.MULTILINE | re.DOTALL)
    return {name: [float(n) for n in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)] for name, text in parts}


NAMES = {"W_new": "W{k}_new", "b_new": "b{k}_new"}


@pytest.mark.parametrize("activation, loss", FITTING)
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("update_biases", [False, True])
def test_the_numpy_code_prints_every_number_of_the_page(activation, loss, several, update_biases):
    network = read_network(kind(activation, loss, depth=6, several=several, update_biases=update_biases))
    found, said = trace(network), printed(numpy_code(network))
    expected = defaultdict(list)
    for probe in probes(network):
        place = parse(probe)
        name = NAMES.get(place.name, place.name + "{k}").format(k=place.layer)
        if place.name == "loss":
            name = "losses" if place.example else "loss"
        elif place.name == "loss_new":
            name = "loss_new"
        expected[name].append(found[probe])
    fused = {"da6", "slope6"} if LOSSES[loss].activation else set()  # a − t is one line
    wanted = {name for name in expected if re.fullmatch(r"(z|a|da|slope|delta|dW|db)\d|[Wb]\d_new|loss\w*", name)}
    for name in sorted(wanted - fused):
        assert said[name] == pytest.approx(expected[name], abs=1e-7), name


def test_a_wide_layer_is_printed_whole():
    layer = {"weights": [[0.25] * 32] * 32, "biases": [0] * 32, "activation": "identity"}
    data = {"inputs": [1] * 32, "target": [0] * 32, "layers": [layer], "loss": "squared_error", "learning_rate": 0.1}
    assert len(printed(numpy_code(read_network(data)))["dW1"]) == 32 * 32


@pytest.mark.parametrize("activation, loss", FITTING)
@pytest.mark.parametrize("depth, several", [(1, False), (2, True), (8, False)])
def test_every_probe_of_every_kind_has_symbols_numbers_and_words(activation, loss, depth, several):
    found = trace(read_network(kind(activation, loss, depth=depth, several=several)))
    for probe in probes(found.network):
        told = explain(found, probe)
        for line in (told.symbols, told.numbers, told.asked):
            assert ET.fromstring(line).tag == "math", probe
        assert told.words.endswith("."), probe


@pytest.mark.parametrize("activation, loss", FITTING)
@pytest.mark.parametrize("sign", [1, -1])
def test_nothing_overflows_a_thousand_from_zero(activation, loss, sign):
    with np.errstate(over="raise"):
        found = trace(read_network(far_out(activation, loss, sign)))
        found.as_json()
        gradients = [probe for probe in probes(found.network) if parse(probe).name in ("delta", "dW", "db", "loss")]
        assert np.isfinite([found[probe] for probe in gradients]).all()
        for probe in probes(found.network):
            with contextlib.suppress(NotFinite):  # −t/y of the cross-entropy, where y is 0
                assert ET.fromstring(explain(found, probe).numbers).tag == "math"


@pytest.mark.parametrize("activation, loss", FITTING)
def test_symbols_do_not_depend_on_the_numbers(activation, loss):
    one = kind(activation, loss, several=True)
    other = one | {"inputs": [[9, -9], [8, 7], [-6, 5]], "learning_rate": 2}
    first, second = (trace(read_network(data)) for data in (one, other))
    for probe in probes(first.network):
        assert explain(first, probe).symbols == explain(second, probe).symbols


def test_the_symbols_of_a_cross_entropy_name_the_true_class():
    data = kind("softmax", "cross_entropy", depth=1)
    first, second = (trace(read_network(data | {"target": target})) for target in ([1, 0], [0, 1]))
    assert explain(first, "loss").symbols != explain(second, "loss").symbols
