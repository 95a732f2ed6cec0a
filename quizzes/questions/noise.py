"""Numbers of a drawing that are not 0 and too small to be read: what floats left of a sum that is 0 by hand."""

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.base import Body, Drawn, QuestionType
from quizzes.questions.checking import common_texts
from quizzes.questions.wording import Hole, holes

SMALLEST = 1e-9


def noise(body: Body, kind: QuestionType, drawn: Drawn) -> str | None:
    """The first shown number between 0 and a billionth, by its name, as a reason why these numbers do not serve.

    Raises Uncomputable.
    """
    small = (name for name, value in shown_values(body, kind, drawn) if 0 < abs(value) < SMALLEST)
    name = next(small, None)
    return None if name is None else f"{name} is so close to 0, and not 0, that nobody can read it"


def shown_values(body: Body, kind: QuestionType, drawn: Drawn) -> Iterator[tuple[str, float]]:
    """Each number that a page writes: in texts and codes, in the drawn network, and what is right or wrong."""
    for text in (common_texts(body) | kind.texts(body) | kind.codes(body)).values():
        yield from ((f"“{hole.name}”", drawn.names[hole.name]) for hole in holes(text) if isinstance(hole, Hole))
    yield from numbers_in(drawn.network, "network")
    yield from kind.values(body, drawn).items()


def numbers_in(part: Any, path: str) -> Iterator[tuple[str, float]]:
    if isinstance(part, Mapping):
        for name, inner in part.items():
            yield from numbers_in(inner, f"{path}.{name}")
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from numbers_in(inner, f"{path}.{number}")
    elif isinstance(part, int | float):
        yield path, part
