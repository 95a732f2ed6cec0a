"""Mistakes that give the right number: at some numbers of a question, or by their nature at all."""

from collections.abc import Iterator
from itertools import islice

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Body, Drawn, QuestionType
from quizzes.questions.drawing import draw, unmet
from quizzes.questions.draws import Grid, parameters_of
from quizzes.questions.guard import RIGHT
from simulator.engine.network import NetworkError

LOOKED_AT = 20  # draws: what gives the right number in all of these does so by its nature
MOST_TRIED = 400
SEED = 0  # draws of their own: those of the variants start with 1


def by_nature(body: Body, kind: QuestionType, question: str, own: list[Grid]) -> frozenset[str]:
    """The mistakes that give the right number in every draw, so that no draw can be refused for them."""
    looked_at = [kind.coinciding(body, drawn) for drawn in islice(_draws(body, kind, question, own), LOOKED_AT)]
    return frozenset.intersection(*looked_at) if looked_at else frozenset()


def _draws(body: Body, kind: QuestionType, question: str, own: list[Grid]) -> Iterator[Drawn]:
    for redraw in range(MOST_TRIED if own else 1):
        try:
            drawn = draw(body, kind, parameters_of(own, question, SEED, redraw))
            if unmet(body, drawn) is None:
                yield drawn
        except (Uncomputable, NetworkError):
            continue


def coincidence(body: Body, kind: QuestionType, drawn: Drawn, always: frozenset[str]) -> str | None:
    """Why these numbers do not serve: whoever makes this mistake would be graded right."""
    found = min(kind.coinciding(body, drawn) - always, default=None)
    return f"{found} and {RIGHT} lie too close together" if found else None
