import contextlib
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.grammar import ExpressionError, Scope, read_condition, read_expression

NAMES = {"x1": 2.0, "w": -0.3, "b": 0.1, "n": 12.0}
SCOPE = Scope(NAMES, {"a[1,1]": 0.5, "a[1,2]@3": -1.5, "loss": 0.25}.__getitem__)


def value(text):
    return read_expression(text).value(SCOPE)


def holds(text):
    return bool(read_condition(text).value(SCOPE))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("w*x1 + b", -0.5),
        ("-2**2", -4),  # the power binds closer than the sign, as in a textbook
        ("2**-1", 0.5),
        ("2**3**2", 512),
        ("1-2-3", -4),
        ("7 // 2 + 7 % 4", 6),
        ("- - 2", 2),
        (".5 + 1e2", 100.5),
        ("a[1,1] + a[1, 2]@3", -1),
        ("loss * 4", 1),
        ("round(2.5) + round(-2.5) + round(0.125, 2)", 0.13),
        ("sum(1, 2, 3) + max(1, x1) - min(n, 4)", 4),
        ("sqrt(exp(ln(16)))", 4),
        ("floor(-0.5) + ceil(-0.5) + relu(-3) + abs(-3)", 2),
        ("sigmoid(0) + tanh(0)", 0.5),
        (3, 3),
        (-0.25, -0.25),
    ],
)
def test_an_expression_has_the_value_of_the_textbook(text, expected):
    assert value(text) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("0.1 + 0.2 - 0.3", 0),
        ("0.3 - 0.1 * 3", 0),
        ("sum(0.1, 0.2, w)", 0),
        ("relu(0.1 + 0.2 + w)", 0),
        ("0.1 * 3", 0.3),
        ("0.1**2", 0.01),
        ("0.3 / 0.1", 3),
        ("0.3 // 0.1", 3),
        ("0.3 % 0.1", 0),
        ("1e9 + 0.1 - 1e9", 0.1),
        ("floor(0.7 * 10)", 7),
        ("ceil(1.1 * 3 * 10)", 33),
        ("sqrt(2) * sqrt(2) - 2", 0),
        ("1e-17", 1e-17),
        ("1e-17 * 2 + 1e-17", 3e-17),
    ],
)
def test_an_expression_is_exact_where_it_is_by_hand(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("0 < x1 < 3", True),
        ("3 > x1 > 2", False),
        ("0.1 * 3 == 0.3", True),  # a person sees no difference
        ("0.1 * 3 > 0.3", False),
        ("0.1 * 3 <= 0.3", True),
        ("x1 != 2", False),
        ("not x1 > 3 and (w < 0 or b > 5)", True),
        ("not (w < 0)", False),
        ("x1 > 3 or x1 > 1 and w > 0", False),
        ("a[1,1] >= 0.5", True),
    ],
)
def test_a_condition_holds_as_it_reads(text, expected):
    assert holds(text) is expected


def test_an_expression_says_which_names_and_probes_it_needs():
    expression = read_expression("w*x1 + a[1, 2]@3 + loss@2 + loss")
    assert expression.names == {"w", "x1", "loss"}
    assert expression.probes == {"a[1,2]@3", "loss@2"}


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1 +", "* 2", "(1", "1)", "1 2", "2x1", "x1 = 3", "x.y", "x[", "a[1,2,3,4]", "max(1)", "round(1,2,3)",
        "sin(1)", "abs", "and", "x1 and w", "not x1", "(1 < 2) + 1", "max(1 < 2, 3)", "1 if x1 else 2", "lambda: 1",
        "x1; w", "'a'", "x1 @ w", "__import__('os')", "().__class__", "1_000", "٣ + 1", "𝑥1", "0x10", "1e999", "1,2",
        "x1\x00", None, True, [], {},
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused_with_a_sentence(text):
    with pytest.raises(ExpressionError, match=r"[.?]$"):
        read_expression(text)


def test_a_comparison_and_a_number_are_not_taken_for_each_other():
    with pytest.raises(ExpressionError, match="comparison"):
        read_expression("x1 > 1")
    with pytest.raises(ExpressionError, match="comparison"):
        read_condition("x1 + 1")


@pytest.mark.parametrize(
    "text",
    ["1/0", "1 % 0", "ln(0)", "sqrt(-1)", "exp(1000)", "9**9**9", "2**101", "0**-1", "(-8)**0.5", "round(1, 0.5)"],
)
def test_what_has_no_value_at_these_numbers_says_so(text):
    with pytest.raises(Uncomputable):
        value(text)


@pytest.mark.parametrize(
    "text",
    ["9**9**9**9", "(" * 250 + "1" + ")" * 249, "-" * 499 + "1", "2**" * 160 + "2", "not " * 120 + "x1>1", "1" * 600],
)
def test_hostile_text_comes_to_an_end(text):
    with contextlib.suppress(ExpressionError, Uncomputable):
        assert math.isfinite(read_expression(text).value(SCOPE))


@given(st.text(alphabet="x1w+-*/%().,<>=! []@andortexplnmin0129\n'\"_;\\", max_size=60))
def test_any_text_is_an_expression_or_refused(text):
    try:
        result = read_expression(text).value(SCOPE)
    except (ExpressionError, Uncomputable, KeyError):
        return
    assert math.isfinite(result)


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 99)), min_size=1, max_size=12))
def test_sums_and_products_agree_with_exact_fractions(parts):
    text = "7" + "".join(f" {sign} {number}" for sign, number in parts)
    exact = Fraction(0)
    for term in text.replace("- ", "+ -").split("+"):
        product = Fraction(1)
        for factor in term.replace("-", "-1 *").split("*"):
            product *= Fraction(factor.strip())
        exact += product
    assert value(text) == pytest.approx(float(exact), rel=1e-12)
