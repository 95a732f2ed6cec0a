"""How exactly a number is asked for: decimals, significant digits, and what is right beside the right value."""

from decimal import Decimal

import pytest

from simulator.engine.precision import Precision

THREE = Precision(digits=3)


@pytest.mark.parametrize(
    "precision, value, said, ends",
    [
        (Precision(decimals=0), 2.0, "2", ("2", "2")),
        (Precision(decimals=0), 2.4, "2", ("2", "2")),
        (Precision(decimals=3), 0.3664, "0.366", ("0.365", "0.368")),
        (Precision(decimals=3), 0.00012345, "0.000", ("-0.001", "0.002")),
        (Precision(decimals=2, tolerance=0.0), -1.25, "-1.25", ("-1.25", "-1.25")),
        (THREE, 0.00012345, "0.000123", ("0.000122", "0.000125")),
        (THREE, -0.00012345, "-0.000123", ("-0.000125", "-0.000122")),
        (THREE, 999.4, "999", ("998", "1001")),
        (THREE, 999.5, "1.00e3", ("998", "1001")),
        (THREE, -999.5, "-1.00e3", ("-1001", "-998")),
        (THREE, 12345.0, "1.23e4", ("12200", "12500")),
        (THREE, 0.1, "0.100", ("0.098", "0.102")),
        (THREE, 1.2345e-13, "1.23e-13", ("1.22e-13", "1.25e-13")),
        (THREE, 1.2345e25, "1.23e25", ("1.22e25", "1.25e25")),
        (THREE, 0.0, "0", ("0", "0")),
        (Precision(digits=1), 0.05, "0.05", ("0.03", "0.07")),
    ],
)
def test_value_is_said_as_asked_with_the_ends_of_what_is_right(precision, value, said, ends):
    assert (precision.said(value), precision.ends(value)) == (said, ends)
    assert all(precision.is_right(Decimal(one), value) for one in (said, *ends))


@pytest.mark.parametrize(
    "precision, value, answer, right",
    [
        (Precision(decimals=0), 2.0, "3", False),
        (Precision(decimals=0), 2.0, "1", False),
        (Precision(decimals=0), 2.0, "2.0", True),
        (Precision(decimals=0), 2.4, "3", False),
        (Precision(decimals=0), 403.0000000001, "403", True),  # the last bits of a float
        (Precision(decimals=3, tolerance=0.0), 403.2079999999, "403.208", True),
        (Precision(decimals=0, tolerance=2.0), 2.0, "4", True),
        (THREE, 0.00012345, "0", False),
        (THREE, 0.00012345, "0.0001", False),
        (THREE, 0.00012345, "-0.000123", False),
        (THREE, 0.00012345, "0.00012145", True),
        (THREE, 0.00012345, "0.00012144", False),
        (THREE, 1.2345e-13, "0", False),
        (THREE, 12345.0, "12300", True),
        (THREE, 12345.0, "12145", True),
        (THREE, 12345.0, "12144", False),
        (THREE, 999.5, "1000", True),
        (THREE, 0.0, "0", True),
        (THREE, 0.0, "0.001", False),
        (Precision(digits=2, tolerance=0.5), 1.0, "1.5", True),
    ],
)
def test_answer_is_right_by_the_rule_that_was_asked(precision, value, answer, right):
    assert precision.is_right(Decimal(answer), value) is right


@pytest.mark.parametrize(
    "precision, rule",
    [
        (Precision(decimals=0, tolerance=0.0), "Enter a whole number."),
        (Precision(decimals=0, tolerance=5.0), "Enter a whole number. Answers within 5 are right."),
        (Precision(decimals=1, tolerance=0.0), "Round to 1 decimal."),
        (Precision(decimals=2, tolerance=0.005), "Round to 2 decimals."),
        (Precision(decimals=2, tolerance=0.02), "Round to 2 decimals. Answers within 0.02 are right."),
        (Precision(digits=1), "Give 1 significant digit."),
        (Precision(digits=3), "Give 3 significant digits."),
        (Precision(digits=3, tolerance=0.5), "Give 3 significant digits. Answers within 0.5 are right."),
    ],
)
def test_rule_says_places_and_any_wider_tolerance(precision, rule):
    assert precision.rule == rule
