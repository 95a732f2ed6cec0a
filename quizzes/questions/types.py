"""The table of question types. A new type is one file and one row here; the tests pick it up from this table."""

from quizzes.questions.base import QuestionType
from quizzes.questions.part import WHOLE
from quizzes.questions.parts import Parts

ALL: tuple[QuestionType, ...] = (*WHOLE, Parts())
TYPES: dict[str, QuestionType] = {kind.name: kind for kind in ALL}
