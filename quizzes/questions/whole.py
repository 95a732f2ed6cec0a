"""The table of the types that can stand alone or be a part. A new type is one file and one row here."""

from quizzes.questions.base import QuestionType
from quizzes.questions.hotspot import Hotspot
from quizzes.questions.line import Line
from quizzes.questions.matching import Matching
from quizzes.questions.multiple import Multiple
from quizzes.questions.number import Number
from quizzes.questions.numbers import Numbers
from quizzes.questions.ordering import Ordering
from quizzes.questions.single import Single
from quizzes.questions.text import Text
from quizzes.questions.true_false import TrueFalse

WHOLE: tuple[QuestionType, ...] = (
    Single(),
    Multiple(),
    TrueFalse(),
    Number(),
    Numbers(),
    Text(),
    Matching(),
    Ordering(),
    Line(),
    Hotspot(),
)
KINDS: dict[str, QuestionType] = {kind.name: kind for kind in WHOLE}
