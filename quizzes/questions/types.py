"""The table of all question types: those of `whole.py`, and several of them in one. The tests pick them up here."""

from quizzes.questions.base import QuestionType
from quizzes.questions.parts import Parts
from quizzes.questions.whole import WHOLE

ALL: tuple[QuestionType, ...] = (*WHOLE, Parts())
TYPES: dict[str, QuestionType] = {kind.name: kind for kind in ALL}
