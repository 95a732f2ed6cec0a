"""The table of what a number question may ask for, by the field that says it."""

from quizzes.questions.of_count import OfCount
from quizzes.questions.of_expression import OfExpression
from quizzes.questions.of_probe import OfProbe
from quizzes.questions.quantity import Quantity

QUANTITIES: dict[str, Quantity] = {"probe": OfProbe(), "expression": OfExpression(), "count": OfCount()}
