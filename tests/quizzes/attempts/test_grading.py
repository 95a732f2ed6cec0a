from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import as_decimal, earned, feedback, read, total, try_number, wants_more_decimals
from quizzes.questions.types import TYPES

RIGHT = {"value": 0.7861, "decimals": 3, "tolerance": 0.002}


@pytest.mark.parametrize(
    ("fraction", "stored"),
    [(Fraction(2, 3), "0.666667"), (Fraction(1, 6), "0.166667"), (1, "1.000000"), (0.5, "0.500000")],
)
def test_a_fraction_is_stored_to_six_places(fraction, stored):
    assert as_decimal(fraction) == Decimal(stored)


@given(st.integers(1, 999), st.integers(1, 9), st.integers(0, 9))
def test_points_are_exact_to_four_places(points, parts, hits):
    share = Fraction(min(hits, parts), parts)
    exact = share * points
    assert abs(Fraction(total([earned(Decimal(points), [(Fraction(1), as_decimal(share))])])) - exact) < Fraction(
        1, 1000
    )


def test_the_best_of_credit_times_fraction_is_earned():
    tries = [(Fraction(1), Decimal("0.25")), (Fraction(2, 3), Decimal(1)), (Fraction(1, 3), Decimal(1))]
    assert total([earned(Decimal(3), tries)]) == 2
    assert total([earned(Decimal(3), [])]) == 0


def test_an_identical_answer_is_the_same_try_and_a_new_one_the_next():
    earlier = [Decimal(5), Decimal(6), Decimal("5.0")]
    assert [try_number(Decimal(value), earlier) for value in ("5.00", "6", "7")] == [1, 2, 3]
    assert try_number(["a"], []) == 1


@pytest.mark.parametrize(
    ("answer", "asks"),
    [
        ("0.79", True),  # 0.7861 to two decimals
        ("0.8", True),
        ("1", True),
        ("0.78", False),  # wrong at its own decimals
        ("0.786", False),  # right
        ("0.790", False),  # wrong, and as long as asked
        ("0.7861", False),
        ("8e-1", True),
    ],
)
def test_a_number_that_is_cut_short_is_asked_again(answer, asks):
    assert (wants_more_decimals(Decimal(answer), RIGHT) is not None) is asks


def test_only_numbers_are_asked_again():
    assert wants_more_decimals("a", {"ids": ["a"]}) is None
    assert wants_more_decimals(["a"], RIGHT) is None


def test_reading_never_fails_on_what_cannot_be_read():
    reading = read(TYPES["number"], "1/2", {"decimals": 3, "unit": ""})
    assert (reading.readable, reading.value, reading.echo) == (False, None, None)
    assert read(TYPES["number"], None, {}).readable


def test_feedback_escapes_what_is_text_and_keeps_what_is_html():
    told = feedback({"chosen": ["a"]}, [{"feedback": "x < y"}], {"reasons": {"a": "<p>so</p>"}}, "unused")
    assert told == "<p>so</p><p>x &lt; y</p>"
    assert feedback({}, [], {}, "Look at z first.") == "<p>Look at z first.</p>"
