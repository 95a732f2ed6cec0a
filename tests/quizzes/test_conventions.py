"""A number by another convention: told apart from a slip, and right too where the author says so."""

import pytest

from quizzes import attempts
from quizzes.models import Attempt
from quizzes.questions.making import check, make
from quizzes.questions.types import TYPES
from quizzes.reviewing import review
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, send

# a = z = 3·0.5 + 1 = 2.5 against a target of 1: the slope of (a−y)² for z is 2·1.5 = 3, and 3·3 = 9 for the weight.
# With ½(a−y)² they are 1.5 and 4.5; without the input the second is 3, with the sign turned −9.
NETWORK = {
    "inputs": [3],
    "target": [1],
    "layers": [{"weights": [[0.5]], "biases": [1], "activation": "identity"}],
    "loss": "squared_error",
    "learning_rate": 0.1,
}
ONE = {
    "type": "number",
    "concepts": ["backpropagation"],
    "level": "apply",
    "prompt": "What is the slope of the loss for the weight?",
    "explanation": "Signal times input.",
    "network": NETWORK,
    "answer": {"probe": "dW[1,1,1]", "conventions": True},
}
BOTH = {
    **ONE,
    "type": "numbers",
    "answer": {"cells": ["delta[1,1]", "dW[1,1,1]"], "rows": ["a", "b"], "conventions": True},
}


def graded(body, raw):
    (variant, *_) = make(body, list, 1, question="a-question")
    kind = TYPES[body["type"]]
    return kind.grade(kind.parse(raw, variant.shown["ask"]), variant.right, variant.wrong)


def without(body):
    return {**body, "answer": {name: one for name, one in body["answer"].items() if name != "conventions"}}


def test_a_number_by_another_convention_earns_all_where_the_author_allows_it_and_is_told():
    verdict = graded(ONE, "4.5")
    assert verdict.fraction == 1
    (told,) = verdict.diagnoses
    assert (told["id"], told["kind"]) == ("dw.no_2", "convention")
    assert told["feedback"].endswith("Your formula differs from this page’s.")
    assert "Full credit" in verdict.detail["notes"][0]


def test_it_earns_nothing_where_the_author_does_not_say_so():
    verdict = graded(without(ONE), "4.5")
    assert (verdict.fraction, verdict.diagnoses[0]["kind"]) == (0, "convention")


def test_a_slip_stays_a_slip():
    for raw in ("-9", "3", "77"):
        assert graded(ONE, raw).fraction == 0


def test_each_cell_may_be_right_by_the_convention():
    verdict = graded(BOTH, ["1.5", "4.5"])
    assert (verdict.fraction, verdict.detail["cells"]) == (1, [True, True])
    assert [one["kind"] for one in verdict.diagnoses] == ["convention"]  # said once, though each cell has its own name
    assert graded(BOTH, ["3", "9"]).diagnoses == []
    assert graded(BOTH, ["1.5", ""]).fraction == 0.5
    assert graded(without(BOTH), ["1.5", "4.5"]).fraction == 0


def test_a_slip_beside_it_is_still_told():
    verdict = graded(BOTH, ["1.5", "-9"])
    assert verdict.fraction == 0.5
    assert {"dy.no_2", "dw.sign"} <= {one["id"] for one in verdict.diagnoses}


@pytest.mark.parametrize("body", [ONE, BOTH])
def test_its_own_samples_are_graded_as_they_say(body):
    assert check(body) == []
    (variant, *_) = make(body, list, 1, question="a-question")
    samples = TYPES[body["type"]].samples(variant.shown["ask"], variant.right, variant.wrong)
    assert {graded(body, raw).fraction for raw in samples.right} == {1}
    assert all(graded(body, raw).fraction < 1 for raw in samples.wrong)


@pytest.mark.parametrize(
    "answer", [{"expression": "1", "conventions": True}, {"probe": "z[1,1]", "conventions": "yes"}]
)
def test_it_is_refused_where_no_convention_is_known(answer):
    assert [fault.field for fault in check({**ONE, "answer": answer})] == ["answer.conventions"]


@pytest.mark.django_db
def test_a_review_says_why_such_a_number_is_right():
    attempt = factory.begin(factory.offer(factory.publish(ONE)))
    send(attempt, 1, "4.5")
    attempts.submit(attempt, arrived=NOW)
    told = review(Attempt.objects.get(), NOW)
    (item,) = told["items"]
    assert (item["earned"], item["diagnoses"][0]["id"]) == (1, "dw.no_2")
    assert (told["summary"]["wrong"], told["summary"]["cause"]) == (0, None)
