"""Questions drawn and rendered, before anything is written. Nothing here touches a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.publishing import inspecting
from quizzes.questions.base import Fault, Made, QuestionError
from quizzes.questions.checking import common_texts
from quizzes.questions.making import VARIANTS, Pool, Progress, draw_pool
from quizzes.questions.types import TYPES
from quizzes.rendering import RenderingError, render_many


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that is ready to be written, and what its author may want to look at again."""

    slug: str
    body: dict[str, Any]
    source: str
    made: list[Made]
    warnings: list[Fault]


def prepare(
    slug: str,
    body: Mapping[str, Any],
    source: str,
    variants: int | None = None,
    progress: Progress | None = None,
) -> Draft:
    """Draw and render a question. Raises QuestionError."""
    return finish(draw(slug, body, variants, progress), source)


def draw(slug: str, body: Mapping[str, Any], variants: int | None, progress: Progress | None = None) -> Pool:
    return draw_pool(body, VARIANTS if variants is None else variants, progress, question=slug)


def finish(pool: Pool, source: str, html: Mapping[str, str] | None = None) -> Draft:
    """Render a question, unless its texts were rendered with those of others. Raises QuestionError."""
    html = rendered(pool) if html is None else html
    drawn = inspecting.Drawn(pool, html)
    if problems := inspecting.problems(drawn):
        raise QuestionError(problems)
    warnings = [*inspecting.warnings(drawn), *pool.warnings]
    return Draft(pool.question, dict(pool.body), source, pool.finish(html), warnings)


def rendered(pool: Pool) -> dict[str, str]:
    try:
        return dict(zip(pool.texts, render_many(pool.texts), strict=True))
    except RenderingError as error:
        raise QuestionError([locate(pool.body, str(error))]) from error


def rendered_together(pools: list[Pool]) -> dict[str, str] | None:
    """The texts of several questions in one go, which is quicker; None if one of them spoils it for the others."""
    texts = list(dict.fromkeys(text for pool in pools for text in pool.texts))
    try:
        return dict(zip(texts, render_many(texts), strict=True))
    except RenderingError:
        return None


def locate(body: Mapping[str, Any], message: str) -> Fault:
    """The field that cannot be rendered, found by rendering each alone."""
    texts = common_texts(body) | TYPES[body["type"]].texts(body)
    for field, text in texts.items():
        try:
            render_many([text])
        except RenderingError as error:
            return Fault(field, str(error))
    return Fault("prompt", message)
