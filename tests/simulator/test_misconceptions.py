"""The catalogue: every idea gives, at the catalogue's own sample, the number of the catalogue's own formula."""

import math
import re

import numpy as np
import pytest

from simulator.engine.counts import count, wrong_counts
from simulator.engine.diagnosis import applicable, wrong_values
from simulator.engine.differences import is_same
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import Network, read_network
from simulator.engine.operations import Replacement
from simulator.engine.probes import Place, parse
from simulator.engine.trace import Trace, trace
from simulator.engine.variants import variants
from simulator.engine.working import wrong_step, wrong_working
from simulator.stepping.presets import PRESETS
from tests.simulator.arithmetic import worked_out
from tests.simulator.networks import BOTH, CATALOGUE, NEURON, TWO_TWO_ONE, with_layer

ENTRIES = [(quantity, entry["id"]) for quantity, section in CATALOGUE.items() for entry in section["misconceptions"]]
SLOPES = {
    "da/dz sigmoid": ("sigmoid", lambda z: 1 / (1 + np.exp(-z))),
    "da/dz tanh": ("tanh", np.tanh),
    "da/dz relu": ("relu", lambda z: np.maximum(z, 0)),
}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# What the catalogue's formulas may name, beside the numbers of a sample.
NAMESPACE = {
    "sig": sigmoid, "phi": sigmoid, "exp": np.exp, "ln": np.log, "sqrt": np.sqrt, "tanh": np.tanh, "tan": np.tan,
    "relu": lambda z: np.maximum(z, 0), "mean": np.mean, "argmax": np.argmax, "sum": lambda v: np.sum([*v], axis=0),
    "abs": np.abs, "min": min, "max": max, "len": len, "float": float, "int": int, "range": range, "np": np,
}  # fmt: skip


def evaluate(expression: str, names: dict) -> float:
    arrays = {k: np.array(v, dtype=float) if isinstance(v, list) else v for k, v in names.items()}
    if isinstance(names.get("n"), list):
        arrays["n"] = names["n"]  # layer sizes stay whole numbers
    return eval(expression, {"__builtins__": {}} | NAMESPACE | arrays)  # noqa: S307 — our own catalogue, in a test


def unit(activation: str, z: float, **more) -> dict:
    layer = {"weights": [[1]], "biases": [z], "activation": activation}
    return {"inputs": [0], "layers": [layer], **more}


def scores(values: list, **more) -> dict:
    rows = [[0]] * len(values)
    return {"inputs": [0], "layers": [{"weights": rows, "biases": values, "activation": "softmax"}], **more}


def neuron(sample: dict, **more) -> dict:
    layer = {"weights": [sample["w"]], "biases": [sample["b"]], "activation": "sigmoid"}
    return {"inputs": sample["x"], "target": [sample["t"]], "layers": [layer], "loss": "squared_error",
            "learning_rate": sample["eta"], **more}  # fmt: skip


def setting(quantity: str, s: dict) -> tuple[dict, str, dict]:
    """A network in which the sample's numbers stand, the probe that is asked, and what is held."""
    if quantity in ("sigmoid", "tanh", "relu"):
        return unit(quantity, s["z"]), "a[1,1]", {}
    if quantity in SLOPES:
        return unit(SLOPES[quantity][0], s["z"]), "slope[1,1]", {}
    if quantity == "z":
        return neuron(s), "z[1,1]", {}
    if quantity == "softmax":
        return scores(s["s"]), f"a[1,{s['k'] + 1}]", {}
    if quantity == "mse":
        layer = {"weights": [[1]], "biases": [0], "activation": "identity"}
        rows = {"inputs": [[y] for y in s["y"]], "target": [[t] for t in s["t"]]}
        return {**rows, "layers": [layer], "loss": "squared_error"}, "loss", {}
    if quantity == "bce":
        z = math.log(s["y"] / (1 - s["y"]))
        return unit("sigmoid", z, target=[s["t"]], loss="binary_cross_entropy"), "loss", {}
    if quantity == "ce":
        hot = [1 if i == s["k"] else 0 for i in range(len(s["p"]))]
        return scores([math.log(p) for p in s["p"]], target=hot, loss="cross_entropy"), "loss", {}
    if quantity == "dL/dy":
        return unit("identity", s["y"], target=[s["t"]], loss="squared_error"), "da[1,1]", {}
    if quantity in ("dL/dw", "dL/db"):
        return neuron(s), f"dW[1,1,{s['j'] + 1}]" if quantity == "dL/dw" else "db[1,1]", {}
    return backward_setting(quantity, s)


def backward_setting(quantity: str, s: dict) -> tuple[dict, str, dict]:
    if quantity == "dL/dw hidden":
        hidden = {"weights": [[0, 0], [0, 0]], "biases": [0, 0], "activation": "sigmoid"}
        output = {"weights": [s["v"]], "biases": [0], "activation": "sigmoid"}
        data = {"inputs": s["x"], "target": [0], "layers": [hidden, output], "loss": "squared_error",
                "learning_rate": s["eta"]}  # fmt: skip
        pins = {"delta[2,1]": s["delta"], f"slope[1,{s['h'] + 1}]": s["loch"]}
        pins |= {f"a[1,{j}]": a for j, a in enumerate(s["a"], 1)}
        return data, f"dW[1,{s['h'] + 1},{s['j'] + 1}]", pins
    if quantity == "batch gradient":
        # y = w·x with w = 0 and x = 1: the half squared error has the gradient 0 − t for each example
        layer = {"weights": [[0]], "biases": [0], "activation": "identity"}
        rows = {"inputs": [[1] for _ in s["g"]], "target": [[-g] for g in s["g"]]}
        return {**rows, "layers": [layer], "loss": "half_squared_error"}, "dW[1,1,1]", {}
    layer = {"weights": [[s["w"]]], "biases": [0], "activation": "identity"}
    data = {"inputs": [1], "target": [0], "layers": [layer], "loss": "squared_error", "learning_rate": s["eta"]}
    return data, "W_change[1,1,1]" if quantity == "weight change" else "W_new[1,1,1]", {"dW[1,1,1]": s["g"]}


def everything_of(network: Network, place: Place, name: str) -> Replacement:
    """The idea in every layer that it fits, spoken for by whichever entry says the same."""
    wanted = MISCONCEPTIONS[name]
    assert wanted.ideas
    return Replacement({(op, k): idea for op, idea in wanted.ideas.items() for k in range(1, len(network.layers) + 2)
                        if k > len(network.layers) or wanted.fits(network, k)})  # fmt: skip


COUNTED = {"parameters": "parameters", "multiply count": "multiplications", "output shape": "output_shape"}


@pytest.mark.parametrize("quantity, name", [pair for pair in ENTRIES if pair[0] not in COUNTED])
def test_an_idea_gives_the_number_of_its_own_formula(quantity, name):
    section = CATALOGUE[quantity]
    entry = next(m for m in section["misconceptions"] if m["id"] == name)
    data, probe, pins = setting(quantity, section["sample"])
    network = read_network(data)
    found = trace(network, everything_of(network, parse(probe), name), pins)
    expected = evaluate(entry["expr"], names_of(quantity, section["sample"], trace(network, pins=pins)))
    assert found[probe] == pytest.approx(expected, abs=1e-9)
    assert found[probe] == pytest.approx(entry["value_at_sample"], abs=5.1e-5)


@pytest.mark.parametrize("quantity", [q for q in CATALOGUE if q not in COUNTED])
def test_the_right_value_of_every_section_comes_out(quantity):
    section = CATALOGUE[quantity]
    data, probe, pins = setting(quantity, section["sample"])
    found = trace(read_network(data), pins=pins)
    expected = evaluate(section["correct"], names_of(quantity, section["sample"], found))
    assert found[probe] == pytest.approx(expected, abs=1e-9)
    assert found[probe] == pytest.approx(section["correct_value"], abs=5.1e-5)


def names_of(quantity: str, sample: dict, found: Trace) -> dict:
    """The sample, with what it leaves to be computed."""
    if quantity in ("dL/dw", "dL/db"):
        return sample | {"y": found["a[1,1]"], "loc": found["slope[1,1]"]}
    return sample


@pytest.mark.parametrize("quantity, name", [pair for pair in ENTRIES if pair[0] in COUNTED])
def test_a_miscount_gives_the_number_of_its_own_formula(quantity, name):
    section = CATALOGUE[quantity]
    entry = next(m for m in section["misconceptions"] if m["id"] == name)
    sample = section["sample"]
    found = wrong_counts(COUNTED[quantity], sample["n"], sample.get("N") or sample.get("m") or 1)[name]
    assert found == evaluate(entry["expr"], sample)
    written = entry["value_at_sample"]
    assert found == (tuple(written) if isinstance(written, list) else written)


@pytest.mark.parametrize("quantity", COUNTED)
def test_the_right_count_of_every_section_comes_out(quantity):
    section, sample = CATALOGUE[quantity], CATALOGUE[quantity]["sample"]
    found = count(COUNTED[quantity], sample["n"], sample.get("N") or sample.get("m") or 1)
    assert found == evaluate(section["correct"], sample)


# Of the half squared error, a loss that the catalogue does not ask for, and of networks without biases.
FURTHER = {"mse.no_half", "dy.no_half", "pc.biases"}


def test_the_whole_catalogue_is_there_with_its_kinds_and_formulas():
    assert {name for _, name in ENTRIES} == set(MISCONCEPTIONS) - FURTHER
    assert len(ENTRIES) == 130
    for quantity, section in CATALOGUE.items():
        for entry in section["misconceptions"]:
            ours = MISCONCEPTIONS[entry["id"]]
            assert (ours.quantity, ours.kind, ours.formula) == (quantity, entry["kind"], entry["formula"])


CONCEPTS = {
    "weights-and-bias", "non-linearity", "relu", "sigmoid", "tanh", "loss", "backpropagation", "weight-update",
    "training-loop", "parameters-and-shapes", "computational-cost",
}  # fmt: skip


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_every_idea_says_what_to_do_and_where_to_read(name):
    entry = MISCONCEPTIONS[name]
    assert entry.kind in ("slip", "concept", "convention")
    assert entry.concept in CONCEPTS
    assert entry.feedback[0].isupper() or entry.feedback.startswith(("tanh", "a(1", "(y"))
    assert entry.feedback.endswith(".")
    assert not re.search(r"\d\.\d", entry.feedback), "never the number"


# ---- the line that goes with a wrong number


def softmax_network() -> dict:
    return with_layer(TWO_TWO_ONE, 2, weights=[[1, -2], [0.5, 0.3]], biases=[0.3, -0.2], activation="softmax") | {
        "loss": "cross_entropy", "target": [0, 1]}  # fmt: skip


RICH = [
    NEURON | {"target": [0.4]},
    with_layer(NEURON, 1, activation="tanh"),
    NEURON | {"loss": "binary_cross_entropy", "target": [1]},
    NEURON | {"loss": "half_squared_error"},
    TWO_TWO_ONE,
    with_layer(TWO_TWO_ONE, 1, activation="tanh"),
    softmax_network(),
    BOTH,
    with_layer(TWO_TWO_ONE, 2, weights=[[1, -2], [0.5, 0.3]], biases=[0.3, -0.2]) | {
        "loss": "mean_squared_error", "target": [0, 1]},
]  # fmt: skip


def asked(network: Network) -> list[str]:
    """One probe of each quantity in each layer."""
    from_layer = [f"{q}[{k},1]" for q in ("z", "a", "delta", "da", "slope") for k in range(1, len(network.layers) + 1)]
    from_layer += ["a[1,2]", "slope[1,2]", "delta[1,2]"] if len(network.layers) > 1 else []
    at = "@1" if network.several else ""
    each = [probe + at for probe in (*from_layer, "output[1]")]
    whole = [f"{q}[{k},1]" for q in ("db", "b_new", "b_change") for k in range(1, len(network.layers) + 1)]
    whole += [f"{q}[{k},1,1]" for q in ("dW", "W_new", "W_change") for k in range(1, len(network.layers) + 1)]
    softmax = network.layers[-1].activation == "softmax"
    skip = f"slope[{len(network.layers)},1]{at}" if softmax else ""
    return [probe for probe in [*each, *whole, "loss", "loss_new"] if probe != skip]


@pytest.mark.parametrize("data", RICH)
def test_every_wrong_value_has_a_node_and_a_line(data):
    network = read_network(data)
    right = Trace(network)
    for probe in asked(network):
        for key, wrong in wrong_values(network, probe).items():
            line = wrong_working(network, probe, key)
            assert line, (probe, key)
            assert line.startswith("<math>")
            assert MISCONCEPTIONS[wrong.id].ideas
            right[wrong.node]  # a real probe


@pytest.mark.parametrize("data", RICH)
def test_the_line_of_a_wrong_number_comes_to_what_it_says(data):
    network = read_network(data)
    right = Trace(network)
    for probe in asked(network):
        for made in variants(network, parse(probe)):
            wrong = Trace(network, made.replacement)
            if math.isfinite(wrong.at(parse(probe))) and not is_same(wrong.at(parse(probe)), right.at(parse(probe))):
                step = wrong_step(right, wrong, parse(probe))
                assert step, (probe, made.key)
                names, formula, value = step
                if "one_for_the_largest" not in formula:  # words, not arithmetic
                    assert worked_out(formula, names) == pytest.approx(value, rel=1e-7, abs=1e-9), (probe, made.key)


def test_every_idea_of_the_catalogue_is_met_somewhere():
    met = {w.id for data in RICH for probe in asked(read_network(data)) for w in
           wrong_values(read_network(data), probe).values()}  # fmt: skip
    counts = {name for name, entry in MISCONCEPTIONS.items() if not entry.ideas}
    assert set(MISCONCEPTIONS) - met - counts == set()


def test_a_wrong_value_is_what_its_replacement_computes():
    network = read_network(TWO_TWO_ONE)
    values = wrong_values(network, "W_new[1,1,2]")
    for made in variants(network, parse("W_new[1,1,2]")):
        if made.key in values:
            assert trace(network, made.replacement)["W_new[1,1,2]"] == pytest.approx(values[made.key].value)


@pytest.mark.parametrize(
    ("probe", "name", "wrong"),
    [
        # a = (1, 0), y = σ(1.3) = 0.78583, t = 1: (y − t)² = 0.04587; 2(y − t) = −0.42833; times y(1 − y) −0.07209
        ("loss", "mse.no_half", 0.045867),
        ("da[2,1]", "dy.no_half", -0.428330),
        ("dW[2,1,1]", "dy.no_half", -0.072087),
        ("W_new[2,1,1]", "dy.no_half", 1.036044),  # 1 − 0.5 · −0.07209
    ],
)
def test_a_half_that_was_left_out_is_told_wherever_it_shows(probe, name, wrong):
    network = read_network(PRESETS["two-two-one"].network)
    values = wrong_values(network, probe).values()
    assert name in [one.id for one in values if abs(one.value - wrong) <= 5e-6]


def test_what_means_nothing_here_does_not_apply():
    network = read_network(NEURON)
    assert not any(name.startswith(("tanh.", "relu.", "dh.", "ce.", "bg.")) for name in applicable(network, "loss_new"))
    assert "z.no_bias" in applicable(network, "a[1,1]")
    assert applicable(network, "W[1,1,1]") == []
