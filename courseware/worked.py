"""Numbers of a chapter's running example in its text, written as a question writes its own.

{{A: a[2,1]}} is a number, {{A: loss:3}} has three decimals, {{(A: x[2])}} has brackets where it is negative, and
{{A: W[1,1,1]*x[1] + b[1,1] =}} is a sum with its numbers and its result. Pure.
"""

import re

from courseware.example import Example
from quizzes.questions.arithmetic import FUNCTIONS, rounded
from quizzes.questions.grammar import Scope, read_expression, tokens
from quizzes.questions.wording import placed
from simulator.engine.numbers import MINUS, written

INSIDE = re.compile(r"(?P<text>.*?)(?P<works>=)?\s*(?::\s*(?P<decimals>[0-9]))?\s*", re.DOTALL)
SIGNS = {"+": "+", "-": "-", "*": r"\cdot", "/": "/", "**": "^", "(": "(", ")": ")"}
TIGHTER = ("*", "/", "**")


def number_in(inside: str, place: str, example: Example) -> str:
    """What stands for {{inside}} in a "text", in "code" or in "math". Raises ValueError or Uncomputable."""
    match = INSIDE.fullmatch(inside.strip())
    assert match is not None, "whatever it holds is a text"
    text, decimals = match["text"].strip(), int(match["decimals"]) if match["decimals"] else None
    if match["works"]:
        if place != "math":
            raise ValueError("a sum with its numbers, {{… =}}, stands in a formula: between $ signs.")
        expression, scope = example.meant(text)
        return f"{with_numbers(expression, scope)} = {placed(shown(example.value(text), decimals), False, place)}"
    text, bracketed = unbracketed(text)
    return placed(shown(example.value(text), decimals), bracketed, place)


def unbracketed(text: str) -> tuple[str, bool]:
    """(A: x[2]) → A: x[2], but not (a + b)*(c + d)."""
    inside = text[1:-1]
    is_one = text[:1] == "(" and text[-1:] == ")" and inside.find(")") >= inside.find("(")
    return (inside, True) if is_one else (text, False)


def shown(value: float, decimals: int | None) -> str:
    """As a question shows its numbers: with so many decimals, else with at most four."""
    if decimals is None:
        return written(value)
    return f"{rounded(value, decimals) + 0.0:.{decimals}f}".replace("-", MINUS)


def with_numbers(expression: str, scope: Scope) -> str:
    """w*x + b → 0.3 \\cdot 2 - 0.1, as TeX."""
    read_expression(expression)  # or says what is wrong with it
    found = tokens(expression)
    parts: list[str] = []
    for (kind, text), (_, following) in zip(found, [*found[1:], ("", "")], strict=True):
        if kind == "sign" or text in FUNCTIONS:
            if text not in SIGNS:
                raise ValueError(f"“{text}” cannot stand in a sum with its numbers; it has + - * / ** and brackets.")
            parts.append(SIGNS[text])
        else:
            put(parts, written(read_expression(text).value(scope)), is_alone=following not in TIGHTER)
    return " ".join(parts)


def put(parts: list[str], number: str, is_alone: bool) -> None:
    """Add a number; a negative one that is a term of its own is taken away, any other after a sign gets brackets."""
    if number.startswith(MINUS) and parts and parts[-1] == "+" and is_alone:
        parts[-1:] = ["-", number[1:]]
    elif number.startswith(MINUS) and parts and parts[-1] != "(":
        parts.append(f"({number})")
    else:
        parts.append(f"{{{number}}}")
