"""The table of question types. A new type is one file and one row here; the tests pick it up from this table."""

from quizzes.questions.base import QuestionType
from quizzes.questions.multiple import Multiple
from quizzes.questions.number import Number
from quizzes.questions.single import Single
from quizzes.questions.true_false import TrueFalse

ALL: tuple[QuestionType, ...] = (Single(), Multiple(), TrueFalse(), Number())
TYPES: dict[str, QuestionType] = {kind.name: kind for kind in ALL}
