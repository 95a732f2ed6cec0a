"""The program that is taken along trains the very same network: it is run, and its losses are the film's."""

import re
import subprocess
import sys
from typing import Any

import pytest

from simulator.engine.training.film import film_of
from simulator.engine.training.spec import read_spec
from simulator.training.program import training_code

BASE: dict[str, Any] = {
    "data": {"set": "circle", "count": 50, "noise": 0.1},
    "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "batch": 8,
    "epochs": 3,
    "frames": 4,
    "map": 0,
    "optimiser": {"kind": "sgd", "learning_rate": 0.2},
}


def hidden(*activations, last="sigmoid", units=1):
    return {"layers": [*({"units": 3, "activation": one} for one in activations), {"units": units, "activation": last}]}


def optimiser(kind, **more):
    return {"optimiser": {"kind": kind, "learning_rate": 0.02, **more}}


CASES = {
    "plain": {},
    "all at once": {"batch": None},
    "every hidden activation": hidden("relu", "leaky_relu", "sigmoid", "identity"),
    "no hidden layer": hidden(),
    "no validation": {"validation": 0},
    "momentum": optimiser("momentum", momentum=0.8),
    "RMSProp": optimiser("rmsprop"),
    "Adam": optimiser("adam", decay=0.99),
    "penalties": {"l1": 0.01, "l2": 0.02},
    "no biases": {"biases": False, "l2": 0.02} | hidden("tanh", "relu"),
    "no biases, Adam": {"biases": False, "dropout": 0.4} | optimiser("adam"),
    "dropout": {"dropout": 0.4} | hidden("tanh", "relu"),
    "all features": {"features": ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]},
    "softmax": {"data": {"set": "gaussians", "count": 60, "classes": 3}} | hidden("tanh", last="softmax", units=3),
    "softmax with a squared error": {"loss": "squared_error"} | hidden("tanh", last="softmax", units=2),
    "sigmoid with half a squared error": {"loss": "half_squared_error"},
    "mean squared error": {"loss": "mean_squared_error"} | hidden("tanh", last="tanh"),
    "values": {"data": {"set": "waves", "count": 50}} | hidden("tanh", last="identity"),
    "zero start": {"initial": "zero"},
    "own data": {"data": {"csv": "0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n3,2,yes\n2,3,no\n"}},
}


def told(run):
    """What the program prints: (epoch, train loss, validation loss or None) a line."""
    program = training_code(read_spec(run))
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    lines = re.findall(r"^epoch (\d+) train (\S+)(?: validation (\S+))?$", ran.stdout, re.MULTILINE)
    return [(int(epoch), float(train), float(held) if held else None) for epoch, train, held in lines]


@pytest.mark.parametrize("case", CASES)
def test_the_losses_of_the_program_are_those_of_the_film(case):
    run = BASE | CASES[case]
    film = film_of(read_spec(run))
    printed = told(run)
    assert [epoch for epoch, *_ in printed] == film["epochs"] == [0, 1, 2, 3]
    assert [train for _, train, _ in printed] == pytest.approx(film["train"]["loss"], rel=2e-4, abs=2e-5)
    if film["validation"]:
        assert [held for *_, held in printed] == pytest.approx(film["validation"]["loss"], rel=2e-4, abs=2e-5)
    else:
        assert {held for *_, held in printed} == {None}


def test_the_program_of_a_run_that_leads_astray_stops_where_the_run_does_and_says_why():
    run = BASE | {"data": {"set": "waves", "count": 50}, "epochs": 60} | hidden("relu", "relu", last="identity")
    run |= {"optimiser": {"kind": "sgd", "learning_rate": 20}}
    stopped = film_of(read_spec(run))["stopped"]
    assert stopped["reason"] == "diverged"
    program = training_code(read_spec(run))
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    reason = f"The loss grew without bound at epoch {stopped['epoch']}."
    assert ran.stdout.splitlines()[-1].startswith(f"{reason} Choose a smaller learning rate")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_program_stops_where_patience_ends():
    run = BASE | {"epochs": 400, "patience": 2, "optimiser": {"kind": "sgd", "learning_rate": 3}}
    stopped = film_of(read_spec(run))["stopped"]
    assert stopped["reason"] == "patience"
    assert told(run)[-1][0] <= stopped["epoch"] < 400
