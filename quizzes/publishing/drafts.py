"""Questions drawn and rendered, before anything is written. Nothing here touches a row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from quizzes.questions.base import Fault, Made, QuestionError
from quizzes.questions.checking import common_texts
from quizzes.questions.making import VARIANTS, Pool, Progress, draw_pool
from quizzes.questions.types import TYPES
from quizzes.rendering import RenderingError, render_many

BROKEN_FORMULA = re.compile(r'class="tex-error" title="(?:\d+: )?([^"]*)"[^>]*>([^<]*)<')


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that is ready to be written."""

    slug: str
    body: dict[str, Any]
    source: str
    made: list[Made]


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
    faults = broken_formulas(pool, html)
    if faults:
        raise QuestionError(faults)
    return Draft(pool.question, dict(pool.body), source, pool.finish(html))


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


def broken_formulas(pool: Pool, html: Mapping[str, str]) -> list[Fault]:
    """What the converter of formulas could not read, at its field: a page would show it as it was typed."""
    found: dict[str, Fault] = {}
    for fit in pool.fits:
        for field, text in fit.texts.items():
            formula = BROKEN_FORMULA.search(html[text])
            if formula:
                reason = unescape(formula[1]).rstrip(".")
                message = f"The formula {unescape(formula[2])} cannot be read: {reason}. Correct it."
                found.setdefault(field, Fault(field, message))
    return list(found.values())
