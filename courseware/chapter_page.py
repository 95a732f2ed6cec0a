"""A chapter as a page shows it: its prose rendered, its networks drawn. Made once for each content of the file.

Everybody reads the same text, so each process also keeps it as written out, and the contents for each place in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from courseware.chapters import Chapter, Section, plain
from courseware.compressing import Stretch, compressed
from courseware.figures import Figure
from quizzes.in_place import Placed, as_shown
from quizzes.rendering import VERSION, RenderingError, render_many
from simulator.drawing import ALL, Drawing, draw_both


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with its two drawings, its caption as HTML, and the address that opens it in the simulator."""

    drawings: dict[str, Drawing]
    caption: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of prose (sanitised HTML), a drawn network, or the place of a question: prose never carries a drawing
    or a form through the sanitiser.
    """

    html: str = ""
    figure: Drawn | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of level 2 with its subsections, for the contents."""

    section: Section
    inner: tuple[Section, ...]


def parts_of(chapter: Chapter) -> list[Part]:
    """From the cache, else made anew. Raises RenderingError."""
    key = f"chapter-{VERSION}-{chapter.digest}"
    parts: list[Part] | None = cache.get(key)
    if parts is None:
        parts = make_parts(chapter)
        cache.set(key, parts, timeout=None)
    return parts


def make_parts(chapter: Chapter) -> list[Part]:
    captions = [figure.caption for figure in chapter.figures]
    html, *captions = render_many([chapter.text, *captions], ["", *(f"caption-{i}-" for i in range(len(captions)))])
    stretches = re.split("|".join(f"(?:<p>{chapter.place(i)}</p>)" for i in range(len(captions))) or "$^", html)
    if len(stretches) != len(captions) + 1:
        raise RenderingError("A network fence stands where it cannot be drawn. Please put it between two paragraphs.")
    figures = [Part(figure=drawn(figure, caption)) for figure, caption in zip(chapter.figures, captions, strict=True)]
    parts = [Part(html=stretches[0])]
    for figure, stretch in zip(figures, stretches[1:], strict=True):
        parts += [figure, Part(html=stretch)]
    pieces = [piece for part in parts for piece in at_questions(chapter, part)]
    if sum(bool(piece.question) for piece in pieces) != len(chapter.questions):
        raise RenderingError("A question fence stands where it has no room. Please put it between two paragraphs.")
    return pieces


def at_questions(chapter: Chapter, part: Part) -> Iterator[Part]:
    """A stretch of prose in pieces, with the questions that stand in it between them."""
    places = {chapter.question_place(index): slug for index, slug in enumerate(chapter.questions)}
    if part.figure or not places:
        yield part
        return
    for piece in re.split(f"<p>({'|'.join(places)})</p>", part.html):
        yield Part(question=places[piece]) if piece in places else Part(html=piece)


def drawn(figure: Figure, caption: str) -> Drawn:
    label = plain(figure.caption).rstrip(".")
    drawings = draw_both(figure.network, known=ALL, chosen=figure.at, stage=figure.stage, label=label)
    return Drawn(drawings, caption, figure.url)


@lru_cache(16)
def text_of(chapter: Chapter, questions: tuple[Placed, ...]) -> Stretch:
    """The prose with its figures and questions, as it is sent. Raises RenderingError."""
    shown = {one.slug: as_shown(one.item, one.slug) for one in questions}
    parts = [
        {"part": part, "item": shown.get(part.question), "responses": door_of(chapter, part.question)}
        for part in parts_of(chapter)
    ]
    return compressed(render_to_string("courseware/_text.html", {"parts": parts}).encode())


def door_of(chapter: Chapter, question: str) -> str:
    """Where the answers to a question of this chapter go."""
    return reverse("api:answers", args=[chapter.slug, question]) if question else ""


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
