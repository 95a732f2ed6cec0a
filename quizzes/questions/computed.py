"""Expressions at the numbers of one drawing."""

from functools import lru_cache

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Drawn
from quizzes.questions.grammar import Expression, Scope, read_condition, read_expression

read_number_once = lru_cache(maxsize=512)(read_expression)
read_condition_once = lru_cache(maxsize=512)(read_condition)


def number_of(text: str | float, drawn: Drawn) -> float:
    """Raises Uncomputable where the expression has no value at these numbers."""
    return evaluate(read_number_once(text), drawn)


def holds(text: str, drawn: Drawn) -> bool:
    return bool(evaluate(read_condition_once(text), drawn))


def evaluate(expression: Expression, drawn: Drawn) -> float:
    try:
        return expression.value(Scope(drawn.names, drawn.trace.__getitem__ if drawn.trace else None))
    except ValueError as error:  # a probe that this network does not have, or that is not finite here
        raise Uncomputable(str(error)) from error
