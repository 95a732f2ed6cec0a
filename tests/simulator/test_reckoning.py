"""What a page reckons while a slider moves is what the engine says."""

import json
import random
import re
from itertools import pairwise

import numpy as np
import pytest

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.network import read_network
from simulator.engine.numbers import written
from simulator.engine.probes import probes
from simulator.engine.trace import trace
from simulator.experiments.films import FILM_A, FILM_B, film_network

PROGRAM = """
async ({ cases, sums, numbers }) => {
  const { changed, read, softmax, trace } = await import("/static/simulator/reckoning.js");
  const { written } = await import("/static/simulator/writing.js");
  return {
    values: cases.map(([network, probes]) => probes.map((probe) => read(network, trace(network), probe))),
    changed: cases.map(([network, , probe]) => trace(changed(network, probe, 0.7)).loss),
    shares: sums.map(softmax),
    written: numbers.map((number) => written(number)),
  };
}
"""
pytestmark = pytest.mark.browser


def network(*counts, seed, activation):
    chance = random.Random(f"{counts} {seed}")

    def row(count):
        return [round(chance.uniform(-2, 2), 2) for _ in range(count)]

    layers = [
        {"weights": [row(before) for _ in range(units)], "biases": row(units), "activation": activation}
        for before, units in pairwise(counts)
    ]
    given = {"inputs": row(counts[0]), "target": row(counts[-1]), "layers": layers, "loss": "squared_error"}
    return given | {"learning_rate": 0.3, "update_biases": seed % 2 == 0}


NETWORKS = [
    *(film_network(*film) for film in (FILM_A, FILM_B)),
    *(
        network(*counts, seed=seed, activation=name)
        for counts in [(1, 1), (2, 2, 1), (3, 4, 2), (2, 3, 3, 2)]
        for seed in (1, 2)
        for name in ("identity", "relu", "sigmoid", "tanh")
    ),
]
CANCELLED = [  # by hand each sum is 0, and y is t or 0
    {
        "inputs": [1, 1],
        "target": [target],
        "layers": [{"weights": [[0.1, 0.2]], "biases": [-0.3], "activation": activation}],
        "loss": "squared_error",
        "learning_rate": rate,
        "update_biases": True,
    }
    for activation, target, rate in [("relu", 1, 0.5), ("identity", -1.5, 0.1), ("identity", 0, 0.1), ("tanh", 0, 1)]
]
BARE = [  # some layers have no biases
    {
        "inputs": [2, -1],
        "target": [1],
        "layers": [
            {"weights": [[0.3, -0.4], [0.6, 0.2]], "bias": False, "activation": "relu"},
            {"weights": [[0.5, -1.5]], **last, "activation": "sigmoid"},
        ],
        "loss": "squared_error",
        "learning_rate": 0.5,
    }
    for last in ({"biases": [0.2]}, {"bias": False})
]
DRAWN = [network(3, 3, 2, seed=seed, activation="relu") for seed in range(3, 60)]
ALL = [*NETWORKS, *CANCELLED, *BARE, *DRAWN]
SUMS = [[2, 1, -1], [0, 0], [30, -30, 0.5, 3, 3]]
NUMBERS = [0, -0.55, 1.5, 0.125, 0.00004, -3.14159265, 1234.5, 2e9, 0.1 + 0.2]


@pytest.fixture(scope="module")
def reckoned(run_in_browser):
    cases = [(data, asked_of(data), f"W[{len(data['layers'])},1,1]") for data in ALL]
    return run_in_browser(PROGRAM, {"cases": cases, "sums": SUMS, "numbers": NUMBERS})


def asked_of(data):
    """Every quantity but those that have another name: an output is a value, a change is the new less the old."""
    return [str(probe) for probe in probes(read_network(data)) if not re.match(r"output|\w_change", str(probe))]


def test_every_quantity_is_that_of_the_engine(reckoned):
    for data, found in zip(ALL, reckoned["values"], strict=True):
        traced = trace(read_network(data))
        asked = asked_of(data)
        assert {"z[1,1]", "a[1,1]", "loss", "delta[1,1]", "dW[1,1,1]", "W_new[1,1,1]", "loss_new"} <= set(asked)
        assert dict(zip(asked, found, strict=True)) == pytest.approx(
            {p: traced[p] for p in asked}, rel=1e-12, abs=1e-15
        )


def test_what_is_0_for_the_engine_is_0_for_the_page(reckoned):
    for data, found in zip(ALL, reckoned["values"], strict=True):
        traced = trace(read_network(data))
        zeros = {probe for probe in asked_of(data) if traced[probe] == 0}
        assert {probe for probe, value in zip(asked_of(data), found, strict=True) if value == 0} == zeros


def test_sums_that_cancel_by_hand_are_0_for_the_page(reckoned):
    for data, found in zip(CANCELLED, reckoned["values"][len(NETWORKS) :], strict=False):
        values = dict(zip(asked_of(data), found, strict=True))
        assert (values["z[1,1]"], values["a[1,1]"]) == (0, 0)
    relu = dict(zip(asked_of(CANCELLED[0]), reckoned["values"][len(NETWORKS)], strict=True))
    assert (relu["slope[1,1]"], relu["dW[1,1,1]"], relu["loss"]) == (0, 0, 1)


def test_a_changed_weight_has_the_loss_of_the_network_that_has_it(reckoned):
    for data, loss in zip(ALL, reckoned["changed"], strict=True):
        other = json.loads(json.dumps(data))
        other["layers"][-1]["weights"][0][0] = 0.7
        assert loss == pytest.approx(trace(read_network(other)).loss, rel=1e-12)


def test_probabilities_are_those_of_the_engine(reckoned):
    for sums, shares in zip(SUMS, reckoned["shares"], strict=True):
        assert shares == pytest.approx(ACTIVATIONS["softmax"].value(np.array([sums]))[0], rel=1e-12)


def test_numbers_are_written_as_the_engine_writes_them(reckoned):
    assert reckoned["written"] == [written(number) for number in NUMBERS]
