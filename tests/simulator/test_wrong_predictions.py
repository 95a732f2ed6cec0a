"""A wrong prediction in an experiment is explained by the same charts as an answer to a question."""

from decimal import Decimal

import pytest

from simulator.engine.network import read_network
from simulator.engine.trace import trace
from simulator.experiments.questions import Number
from simulator.experiments.table import EXPERIMENTS
from simulator.experiments.wrong_numbers import explained_numbers, reasons_for

QUESTIONS = [
    (slug, question)
    for slug, one in EXPERIMENTS.items()
    for question in one.ask
    if isinstance(question, Number) and question.known
]
BY_SLUG = dict(QUESTIONS)


@pytest.mark.parametrize(
    ("slug", "typed", "says"),
    [
        ("one-neuron", "-1.35", "The size is right"),  # right is 1.35
        ("one-neuron", "1.85", "You made the weighted sum one half"),
        ("wiggle", "0.310", "The size is right"),  # right is −0.2211·1.4 = −0.3095
        ("loss", "-4.605", "never negative"),  # right is −ln 0.01 = 4.605
    ],
)
def test_a_wrong_prediction_names_its_mistake(slug, typed, says):
    [feedback] = reasons_for(BY_SLUG[slug], Decimal(typed)).feedback
    assert says in feedback


@pytest.mark.parametrize(("slug", "typed"), [("one-neuron", "0.77"), ("wiggle", "0.123"), ("loss", "3.217")])
def test_a_number_without_a_cause_names_none(slug, typed):
    assert reasons_for(BY_SLUG[slug], Decimal(typed)).feedback == ()


def test_a_question_of_which_nothing_is_known_names_none():
    asked = (one for each in EXPERIMENTS.values() for one in each.ask)
    question = next(one for one in asked if isinstance(one, Number) and not one.known)
    assert reasons_for(question, Decimal("1")).feedback == ()
    assert explained_numbers(question) == {}


@pytest.mark.parametrize(("slug", "question"), QUESTIONS)
def test_the_script_is_given_the_same_reasons(slug, question):
    given = explained_numbers(question)
    assert given["cells"]
    for typed, cells in given["cells"].items():
        for cell, places in cells.items():
            found = reasons_for(question, Decimal(cell).scaleb(-typed))
            assert [given["texts"][place] for place in places] == [found.lead, *found.feedback]


@pytest.mark.parametrize(("slug", "question"), QUESTIONS)
def test_the_right_prediction_is_never_explained(slug, question):
    known = question.known
    right = trace(read_network(known.network))[known.probe] if known.network else known.right
    for typed, cells in explained_numbers(question)["cells"].items():
        assert all(abs(int(cell) / 10**typed - right) > question.tolerance for cell in cells)
