"""What the situations promise, trained: each shows what its sentence says."""

import pytest

from simulator.engine.training.film import film_of
from simulator.engine.training.spec import read_spec
from simulator.training.situations import SITUATIONS


@pytest.fixture(scope="module")
def film():
    kept = {}

    def of(slug):
        return kept.setdefault(slug, film_of(read_spec(SITUATIONS[slug].run)))

    return of


def right(film):
    return film["validation"]["accuracy"][-1]


def loss(film, part="train"):
    return film[part]["loss"]


@pytest.mark.parametrize("slug", ["circle", "xor", "xor-feature", "spiral", "four-classes"])
def test_what_is_said_to_be_learned_is_learned(film, slug):
    assert right(film(slug)) >= 0.9


def test_one_line_cannot_learn_xor(film):
    assert right(film("xor-line")) <= 0.7
    assert loss(film("xor-line"))[-1] > 0.6


def test_a_rate_that_is_too_large_learns_first_and_then_runs_away(film):
    told = film("too-fast")["stopped"]
    assert told["reason"] == "diverged"
    assert min(loss(film("too-fast"))) < loss(film("too-fast"))[0]
    assert told["rate"] < 1


def test_the_rate_that_is_said_to_hold_holds(film):
    run = SITUATIONS["too-fast"].run
    rate = film("too-fast")["stopped"]["rate"]
    again = film_of(read_spec(run | {"optimiser": {"kind": "sgd", "learning_rate": rate}}))
    assert again["stopped"] is None
    assert loss(again)[-1] < loss(again)[0]


def test_what_is_learned_by_heart_turns_on_the_validation(film):
    memorised = film("memorising")
    assert memorised["best"]["epoch"] < 100
    assert loss(memorised, "validation")[-1] > 1.5 * memorised["best"]["loss"]
    assert loss(memorised)[-1] < 0.5 * loss(memorised)[memorised["epochs"].index(memorised["best"]["epoch"])]


def test_from_zero_only_the_last_bias_moves(film):
    dead = film("zero-start")
    assert dead["train"]["accuracy"][-1] == pytest.approx(0.5, abs=0.05)
    assert abs(loss(dead)[-1] - loss(dead)[0]) < 0.01


def test_a_wave_is_fitted(film):
    assert loss(film("waves"), "validation")[-1] < 0.02
