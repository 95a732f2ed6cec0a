"""Keys that were stored before wrong values had weights, rounded values or ranges are still explained."""

import pytest

from quizzes.diagnosing import further
from quizzes.grading import feedback
from quizzes.questions.making import make
from quizzes.questions.types import TYPES
from tests.quizzes.attempts import factory

NEW = {"range", "told", "probes", "network"}
OF_MISTAKES = {"rounded", "weight", "of_cell"}
CELLS = {**factory.NUMBER, "type": "numbers", "answer": {"cells": ["z[1,1]", "a[1,1]"], "rows": ["z", "a"]}}


class Key:
    """As much of a row as a diagnosis reads."""

    def __init__(self, right, wrong):
        self.right, self.wrong = right, wrong


def older(body):
    (made, *_) = make(body, list, 1, question="older")
    right = {name: value for name, value in made.right.items() if name not in NEW - {"network"}}
    wrong = {
        key: {name: value for name, value in one.items() if name not in OF_MISTAKES} for key, one in made.wrong.items()
    }
    return Key(right, wrong)


def graded(body, key, raw):
    kind = TYPES[body["type"]]
    return kind.grade(kind.parse(raw, {"rows": ["z", "a"], "width": 1}), key.right, key.wrong)


def test_one_mistake_is_named_by_an_older_key():
    key = older(factory.NUMBER)
    verdict = graded(factory.NUMBER, key, f"{key.wrong['z.no_bias']['value']:.3f}")
    assert "z.no_bias" in [one["id"] for one in verdict.diagnoses]
    assert verdict.detail["finding"]["verdict"] in ("one", "two")


def test_a_number_without_a_cause_gets_the_first_step_by_an_older_key():
    key = older(factory.NUMBER)
    found = further(key, TYPES["number"].parse("0.999", {}))
    assert found.diagnoses == []
    assert "Check your steps in order" in (found.message or "")


@pytest.mark.parametrize("raw", [["99", "0.9"], ["", "0.987"]])
def test_cells_are_judged_by_an_older_key(raw):
    key = older(CELLS)
    assert graded(CELLS, key, raw).fraction == 0


def test_two_cells_that_agree_are_named_by_an_older_key():
    key = older(CELLS)
    values = key.wrong["z.no_bias"]["values"]
    verdict = graded(CELLS, key, [f"{value:.3f}" for value in values])
    assert [one["id"] for one in verdict.diagnoses] == ["z.no_bias"]


def test_a_grade_of_an_earlier_version_keeps_its_sentences():
    told = [{"id": "a", "feedback": "First reason."}, {"id": "b", "feedback": "Second reason."}]
    said = feedback({}, told, {}, None)
    assert said == ("<p>Two different mistakes give this number:</p><p>First reason.</p><p>Second reason.</p>")
