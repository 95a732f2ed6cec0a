"""Numbers as people write and read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.numbers import default_tolerance, is_right, significant, written
from simulator.engine.typed_numbers import read_number


@pytest.mark.parametrize(
    "answer, value, decimals, tolerance, right",
    [
        ("0.368", 0.366, 3, None, True),  # two units of the third place, inclusive
        ("0.3681", 0.366, 3, None, False),
        ("0.364", 0.366, 3, None, True),
        ("0.37", 0.366, 2, 0.001, True),  # the value rounded to the asked decimals
        ("0.36", 0.366, 2, 0.001, False),
        ("0.3", 0.1 + 0.2, 1, 0.0, True),
        ("0.4", 0.1 + 0.2, 1, 0.1, True),  # the edge, though 0.4 − 0.30000000000000004 is a little below 0.1
        ("0.2", 0.1 + 0.2, 1, 0.1, True),  # and here a little above it
        ("51", 51.0, 0, 0.0, True),
        ("52", 51.0, 0, 0.0, False),
        ("0.13", 0.125, 2, 0.0, True),  # both ways of rounding a half are taught
        ("0.12", 0.125, 2, 0.0, True),
        ("-0.13", -0.125, 2, 0.0, True),
        ("1e300", 1e300, 2, 0.0, True),
        ("0.5002", 0.5, None, None, True),
        ("0.5003", 0.5, None, None, False),
    ],
)
def test_right_is_within_the_tolerance_or_rounded(answer, value, decimals, tolerance, right):
    assert is_right(Decimal(answer), value, decimals, tolerance) is right


def test_the_default_tolerance_is_two_units_of_the_last_place_and_0_for_whole_numbers():
    assert [default_tolerance(n) for n in (0, 1, 3)] == [0.0, 0.2, 0.002]


@pytest.mark.parametrize(
    "value, text",
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (10.0, "10"),
        (-1.25, "\u22121.25"),
        (0.80218388, "0.8022"),
        (0.00002, "2e\u22125"),
        (-0.0000234, "\u22122.3e\u22125"),
        (1.5e12, "1.5e12"),
        (123456.0, "123456"),
        (float("inf"), "∞"),
        (-float("inf"), "\u2212∞"),
        (float("nan"), "undefined"),
    ],
)
def test_a_value_is_written_without_trailing_zeros_and_with_a_true_minus(value, text):
    assert written(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300), st.integers(0, 8))
def test_what_is_written_can_be_read_again(value, decimals):
    text = written(value, decimals)
    read = read_number(text)
    assert text not in ("\u22120", "-0")
    assert read is not None
    assert float(read) == pytest.approx(value, rel=0.06, abs=0.51 * 10**-decimals)


def test_significant_digits_are_kept_for_small_numbers():
    assert [significant(v) for v in (0.00034567, 12.34567, -0.5, 0.0)] == ["0.0003457", "12.35", "\u22120.5", "0"]
