"""Short answers: however typed they are the same word, and no pattern can run for long."""

import contextlib
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.questions.base import Unreadable
from quizzes.questions.making import check, make
from quizzes.questions.patterns import PatternError, read_pattern
from quizzes.questions.spelling import normal
from quizzes.questions.types import TYPES
from tests.quizzes.bodies import SHAPE, TEXT


def graded(body, raw):
    (variant, *_) = make(body, list, 1, question="a-question")
    kind = TYPES["text"]
    return kind.grade(kind.parse(raw, variant.shown["ask"]), variant.right, variant.wrong)


@given(st.text())
def test_a_normalised_answer_is_normal(text):
    assert normal(normal(text)) == normal(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_being_the_same_word_goes_both_ways_and_does_not_hang_on_case(one, other):
    assert (normal(one) == normal(other)) == (normal(other) == normal(one))
    assert normal(one.swapcase().casefold()) == normal(one.casefold().swapcase())


@pytest.mark.parametrize(
    "typed",
    [
        "overfitting",
        "Overfitting",
        " OVERFITTING ",
        "ｏｖｅｒｆｉｔｔｉｎｇ",
        "over\u00adfitting",
        "\u200boverfitting",
        "over\ufb01tting",
    ],
)
def test_case_width_and_what_does_not_show_make_no_other_word(typed):
    assert graded(TEXT, typed).fraction == 1


@pytest.mark.parametrize("typed", ["over-fit", "over\u2011fit", "Over fitted", "over   fit"])
def test_a_pattern_accepts_what_it_says_however_typed(typed):
    assert graded(TEXT, typed).fraction == 1


@pytest.mark.parametrize("typed", ["over", "overfits", "not overfitting", "overfitting or not", "underfitting"])
def test_a_pattern_must_fit_the_whole_answer(typed):
    assert graded(TEXT, typed).fraction == 0


def test_a_wrong_answer_that_the_author_expected_is_explained():
    assert [one["feedback"] for one in graded(TEXT, "Under\u00adfitting").diagnoses] == [
        "Then the training loss would be high too."
    ]
    assert graded(TEXT, "something").diagnoses == []


def test_two_wrong_answers_of_one_misconception_are_both_explained():
    own = [
        {"text": text, "feedback": f"Not {text}.", "misconception": "mixes-them-up"}
        for text in ("underfitting", "undertraining")
    ]
    body = {**TEXT, "answer": {**TEXT["answer"], "wrong": own}}
    for one in own:
        (told,) = graded(body, one["text"]).diagnoses
        assert (told["id"], told["feedback"]) == ("mixes-them-up", one["feedback"])


def test_numbers_are_filled_into_what_is_accepted_and_a_draw_that_makes_wrong_right_is_refused():
    for variant in make(SHAPE, list, 20, question="a-question"):
        n, m = variant.parameters["n"], variant.parameters["m"]
        assert n != m
        assert variant.right["texts"] == [f"({m}, {n})", f"{m}x{n}"]
        verdict = TYPES["text"].grade(
            TYPES["text"].parse(f"( {n}, {m})".replace("( ", "("), {}), *[variant.right, variant.wrong]
        )
        assert [one["id"] for one in verdict.diagnoses] == ["sh.transposed"]


@pytest.mark.parametrize("raw", ["", "   ", "?!", "\u200b", "x" * 201, None, 3, ["overfitting"]])
def test_what_is_no_word_is_asked_again(raw):
    with pytest.raises(Unreadable):
        TYPES["text"].parse(raw, {})


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(a|a)*b", "(a*)*b", "((a*)*)*b", "(a|aa|aaa)+b", "a?" * 40 + "a" * 40])
def test_a_pattern_that_would_run_for_ever_elsewhere_answers(pattern):
    assert not read_pattern(pattern).matches("a" * 10_000 + "!")


@pytest.mark.parametrize(("pattern", "text"), [("a{2}", "aa"), ("(?:a|b)c", "bc"), ("[0-9]+ Units", "12 units")])
def test_repeats_groups_and_capitals_may_be_written_as_elsewhere(pattern, text):
    assert read_pattern(pattern).matches(text)
    assert not read_pattern(pattern).matches(f"{text} more")


PIECES = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "[b-d]", "\\."]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join).map("({})".format),
        st.tuples(inner.map("({})".format), st.sampled_from("*+?")).map("".join),
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(PIECES, st.text("abcd.", max_size=6))
def test_a_pattern_means_what_it_means_to_everybody(pattern, text):
    assert read_pattern(pattern).matches(text) == bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize(
    "pattern",
    [
        "(a",
        "a)",
        "[a",
        "[b-a]",
        "*a",
        "\\d",
        "(?=a)",
        "a\\",
        "$a",
        "",
        " ",
        "a**",
        "(a{99}){99}",
        "a^b",
        "\u200b",
        "^",
        "^$",
        "a" * 201,
    ],
)
def test_what_is_no_pattern_of_ours_is_refused_with_what_to_do(pattern):
    with pytest.raises(PatternError, match=r"\.$"):
        read_pattern(pattern)


@given(st.text(max_size=60) | st.text(string.printable, max_size=60))
def test_any_text_is_read_as_a_pattern_or_refused(text):
    with contextlib.suppress(PatternError):
        assert read_pattern(text).matches("overfitting") in (True, False)


def test_a_pattern_that_accepts_everything_is_refused():
    assert [fault.field for fault in check({**TEXT, "answer": {"accept": ["a"], "pattern": ".*"}})] == [
        "answer.pattern"
    ]
