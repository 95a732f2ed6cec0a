"""A chapter as a page shows it: prose rendered, figures drawn, questions placed. Made once for each content of a file.

Everybody reads the same text, so each process keeps it as HTML, and the list of contents for each place in it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from courseware.chapters import Chapter, Section, plain
from courseware.figures import Figure
from quizzes.in_place import Placed, as_shown
from quizzes.rendering import VERSION, RenderingError, render_many

TITLE = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of prose, a figure with its caption, or the place of a question: prose never carries a figure or a form
    through the sanitiser.
    """

    html: str = ""
    figure: Figure | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of level 2 with its subsections, for the contents."""

    section: Section
    inner: tuple[Section, ...]


def parts_of(chapter: Chapter) -> list[Part]:
    """Prose, figures and questions in their order. Raises RenderingError."""
    stretches, captions = rendered(chapter)
    parts: list[Part] = []
    for html, caption, figure in zip_longest(stretches, captions, chapter.figures):
        parts += at_questions(chapter, html)
        if figure:
            parts.append(Part(caption, figure))
    return parts


def at_questions(chapter: Chapter, html: str) -> Iterator[Part]:
    """A stretch of prose in pieces, with the questions that stand in it between them."""
    places = {chapter.question_place(index): slug for index, slug in enumerate(chapter.questions)}
    for piece in re.split(f"<p>({'|'.join(places) or '$^'})</p>", html):
        yield Part(question=places[piece]) if piece in places else Part(html=piece)


def rendered(chapter: Chapter) -> tuple[list[str], list[str]]:
    """The stretches of prose between the figures, and the captions: from the cache, else made anew."""
    key = f"chapter-{VERSION}-{chapter.digest}"
    found: tuple[list[str], list[str]] | None = cache.get(key)
    if found is None:
        found = render_texts(chapter)
        cache.set(key, found, timeout=None)
    return found


def render_texts(chapter: Chapter) -> tuple[list[str], list[str]]:
    captions = [figure.caption for figure in chapter.figures]
    html, *captions = render_many([chapter.text, *captions], ["", *(f"caption-{i}-" for i in range(len(captions)))])
    stretches = re.split("|".join(f"(?:<p>{chapter.place(i)}</p>)" for i in range(len(captions))) or "$^", html)
    if len(stretches) != len(captions) + 1:
        raise RenderingError("A figure stands where it cannot be drawn. Please put its fence between two paragraphs.")
    if any(html.count(f"<p>{chapter.question_place(i)}</p>") != 1 for i in range(len(chapter.questions))):
        raise RenderingError("A question fence stands where it has no room. Please put it between two paragraphs.")
    return stretches, captions


@lru_cache(16)
def text_of(chapter: Chapter, questions: tuple[Placed, ...]) -> SafeString:
    """The prose with its figures and questions as HTML, the same for every reader. Raises RenderingError."""
    items = {one.slug: as_shown(one.item, one.slug) for one in questions}
    parts = [shown(chapter, part, number, items) for number, part in enumerate(parts_of(chapter))]
    return render_to_string("courseware/_text.html", {"parts": parts})


def shown(chapter: Chapter, part: Part, number: int, items: Mapping[str, Any]) -> dict[str, Any]:
    """What the template needs of a part. `number` makes the ids of a figure its own."""
    if part.question:
        return {"html": "", "item": items.get(part.question)}
    if part.figure is None:
        return {"html": part.html}
    picture = part.figure.picture(label_of(part.figure.caption))
    return {"html": part.html, "figure": part.figure, "picture": picture, "name": f"figure-{number}"}


def label_of(caption: str) -> str:
    """What the picture itself is called: the bold words of its caption, which is read beside it, or the whole."""
    title = TITLE.match(caption)
    return plain(title[1] if title else caption).rstrip(".")


@lru_cache(64)
def contents_of(chapter: Chapter, passed: int) -> SafeString:
    """The list of sections; of the main ones so many are behind the reader."""
    return render_to_string("courseware/_contents.html", {"contents": contents(chapter), "passed": passed})


def contents(chapter: Chapter) -> list[Heading]:
    headings: list[Heading] = []
    for section in chapter.sections:
        if section.level == 2 or not headings:
            headings.append(Heading(section, ()))
        else:
            headings[-1] = Heading(headings[-1].section, (*headings[-1].inner, section))
    return headings
