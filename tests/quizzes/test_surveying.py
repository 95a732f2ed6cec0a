"""How drawings fare is told as it is: each number is known by hand, and a guard that sleeps is found out."""

import io

import pytest
from django.core.management import CommandError, call_command

from quizzes.formats.toml_writing import write_question
from quizzes.questions import number, numbers, single
from quizzes.questions.base import QuestionError
from quizzes.questions.surveying import survey
from tests.quizzes.bodies import BODIES, COUNT, EXPRESSION, LAYER, NUMBER, PARTS, SINGLE
from tests.quizzes.test_formats import CONCEPTS, write
from tests.quizzes.test_questions_checked import changed


def surveyed(body, count=20):
    return survey(body, count, "q")


def values(draw, wrong, **answer):
    """The number n, with wrong numbers that are expressions of it."""
    named = [{"value": one, "feedback": "Look again."} for one in wrong]
    words = {"prompt": "{{n}}?", "explanation": "{{n}}."}
    return (
        EXPRESSION | words | {"draw": {"n": draw}, "let": {}, "answer": {"expression": "n", "wrong": named, **answer}}
    )


@pytest.fixture
def asleep(monkeypatch):
    """No drawing is refused any more for numbers or options that cannot be told apart."""
    for kind in (number.Number, numbers.Numbers, single.Single):
        monkeypatch.setattr(kind, "unfit", lambda *args: None)
        monkeypatch.setattr(kind, "contradictions", lambda *args: [])


def test_the_share_that_passes_is_counted_over_different_drawings():
    odd = values({"from": "1", "to": "10"}, ["n + 9"], decimals=0) | {"require": ["n % 2 == 1"]}
    found = surveyed(odd)
    assert (len(found.tally.tried), found.tally.accepted, found.tally.share) == (10, 5, 0.5)
    assert found.refusals == [("“n % 2 == 1” does not hold", 1.0)]


def test_the_condition_and_the_pair_that_refuse_most_are_told_each():
    body = changed(NUMBER, "draw.b", {"choices": ["0.001", "0.5"]})
    (condition, often), (pair, seldom) = surveyed(body).refusals
    assert condition in ("“abs(z) >= 0.3” does not hold", "“abs(z) <= 3” does not hold")
    assert pair == "z.no_bias and the right answer lie too close together"
    assert 0 < often + seldom <= 1


def test_the_nearest_two_are_measured_in_tolerances():
    found = surveyed(values({"choices": ["1", "2"]}, ["n + 0.5", "n - 0.25"], tolerance=0.1))
    assert str(found.nearest) == "the right answer and wrong number 2"
    assert found.nearest.size == pytest.approx(2.5)
    assert (found.apart, found.faults) == (2, [])


def test_without_a_tolerance_any_difference_tells():
    assert surveyed(changed(COUNT, "answer.tolerance", 0)).nearest.size == float("inf")


@pytest.mark.usefixtures("asleep")
@pytest.mark.parametrize("wrong", ["n + 0.1", "n", "1 / (n - 2)"])
def test_a_wrong_number_that_may_be_taken_for_the_right_one_is_a_fault(wrong):
    """It lies within two tolerances, is the same, or is none at some numbers."""
    found = surveyed(values({"choices": ["2"]}, ["n + 9", wrong], tolerance=0.1))
    assert found.faults == ["the right answer and wrong number 2 are not told apart in 1 of 1 drawings"]


@pytest.mark.parametrize("name", BODIES)
def test_what_the_guard_lets_pass_is_apart(name):
    assert surveyed(BODIES[name]).faults == []


@pytest.mark.usefixtures("asleep")
@pytest.mark.parametrize(
    "body, pair",
    [
        (changed(NUMBER, "draw.b", {"choices": ["0.001"]}), "the right answer and z.no_bias"),
        (changed(LAYER, "answer.tolerance", 50), "the right answer and z.no_bias"),
        (changed(COUNT, "answer.tolerance", 50), "the right answer and pc.no_bias"),
    ],
)
def test_a_guard_that_sleeps_is_found_out(body, pair):
    assert any(fault.startswith(f"{pair} are not told apart") for fault in surveyed(body).faults)


@pytest.mark.usefixtures("asleep")
def test_options_that_read_the_same_are_found():
    options = [{"text": "{{n}}", "right": True, "reason": "Yes."}, {"text": "2", "right": False, "reason": "No."}]
    found = surveyed(SINGLE | {"draw": {"n": {"choices": ["1", "2"]}}, "options": options})
    assert found.faults == ["option 1 and option 2 are not told apart in 1 of 2 drawings"]


@pytest.mark.usefixtures("asleep")
def test_a_part_is_named():
    blind = changed(changed(PARTS, "parts.0.answer.separate", ["z.no_bias"]), "parts.0.answer.tolerance", 50)
    assert "part a: the right answer and z.no_bias are not told apart in 1 of 1 drawings" in surveyed(blind).faults


def test_hardly_any_drawing_is_a_fault_and_still_told():
    found = surveyed(values({"from": "1", "to": "1000"}, [], decimals=0) | {"require": ["n == 1"]})
    assert len(found.tally.tried) >= 200
    assert len(found.faults) == 1
    assert "of the drawings pass" in found.faults[0]


@pytest.mark.usefixtures("asleep")
def test_wrong_numbers_are_counted_as_they_read():
    found = surveyed(values({"choices": ["1"]}, ["n + 0.501", "n + 0.499", "n + 2", "n"], decimals=0))
    assert found.wrong == [2]  # 2 and 3; what reads as 1 is not told


def test_a_question_with_a_fault_is_not_drawn():
    with pytest.raises(QuestionError):
        surveyed(NUMBER | {"level": "none"})


# ---- the command


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "concepts.toml", CONCEPTS)
    close = values({"choices": ["1", "2"]}, ["n + 0.1"], tolerance=0.1)
    for slug, body in {"good": COUNT, "close": close, "fixed": SINGLE}.items():
        write(tmp_path, f"questions/{slug}.toml", write_question(slug, body | {"concepts": ["layers"]}))
    return tmp_path


def told(folder, *ids, **options):
    out = io.StringIO()
    call_command("drawquestions", *ids, course=folder, seeds=5, stdout=out, **options)
    return out.getvalue()


def test_the_command_tells_how_a_question_fares(folder):
    lines = told(folder, "good").splitlines()
    (row,) = [line.split() for line in lines if line.startswith("good")]
    assert row[:7] == ["good", "number", "apply", "5", "100.0%", "1", "differ"]
    assert any(line.startswith("5 of 5 drawings pass: 100.0%") for line in lines)


def test_the_command_names_what_is_not_told_apart_and_fails(folder):
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 questions"):
        call_command("drawquestions", course=folder, seeds=5, stdout=out)
    assert "→ answer.wrong.0.value: Wrong number 1 is right, or so close" in out.getvalue()
    assert "fixed" not in out.getvalue()


def test_a_question_that_cannot_be_drawn_is_told_among_the_others(folder):
    body = COUNT | {"concepts": ["layers"], "level": "none"}
    write(folder, "questions/good.toml", write_question("good", body))
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 of 2"):
        call_command("drawquestions", course=folder, seeds=5, stdout=out)
    assert "→ level: " in out.getvalue()
    assert "close" in out.getvalue()


def test_an_unknown_question_is_named(folder):
    with pytest.raises(CommandError, match="There is no question nowhere"):
        told(folder, "nowhere", "good")
