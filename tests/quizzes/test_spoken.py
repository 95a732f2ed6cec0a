"""Formulas in words, for the names of controls."""

import pytest

from quizzes.markup import to_html
from quizzes.spoken import spoken


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$x$", "x"),
        ("$-3$", "minus 3"),
        ("$w_1 x_1 + b$", "w sub 1 x sub 1 plus b"),
        (r"$\frac{a}{b}$", "a over b"),
        (r"$\frac{1}{1+e^{-z}}$", "fraction 1 over 1 plus e to the power of minus z end fraction"),
        ("$x^2$", "x squared"),
        ("$x^T$", "x transposed"),
        (r"$W^{[1]}$", "W superscript [ 1 ]"),
        (r"$\hat{y}$", "y hat"),
        (r"$\sqrt{x}$", "square root of x"),
        (r"$\sum_{i=1}^n i$", "sum from i equals 1 to n of i"),
        (r"$\partial L$", "partial L"),
        (r"$\sigma(z) \ge 0$", "sigma ( z ) is at least 0"),
        (r"$\Sigma$", "capital sigma"),
        (r"$x < 2$", "x is less than 2"),
        (r"$\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}$", "( row 1: 1, 2; row 2: 3, 4 )"),
        ("The value $z$ of a *unit*", "The value z of a unit"),
        ("![a plot](x.png)", "a plot"),
        ("", ""),
        (r"$\phantom{x}$", ""),
        ("\u200b", ""),
    ],
)
def test_a_text_is_said_in_words(text, words):
    assert spoken(to_html(text)) == words


def test_hostile_html_is_said_without_markup():
    assert spoken("<math><mi></math><b>x</b>") == "x"
    assert "<" not in spoken(to_html(r"$\text{<b>x</b>}$"))
