"""Where each concept is explained: its chapter and section by name, in the order of reading. Pure: no Django."""

from collections.abc import Iterable
from dataclasses import dataclass

from courseware.chapters import Chapter
from quizzes.formats.concepts import SourceConcept


@dataclass(frozen=True, slots=True)
class Explained:
    """A concept with the chapter and the section that explain it; `section` is "" where the anchor is gone."""

    slug: str
    title: str
    chapter: Chapter
    anchor: str
    section: str


def explained(concepts: Iterable[SourceConcept], chapters: Iterable[Chapter]) -> list[Explained]:
    """Those of chapters that are there, as a reader comes to them."""
    by_slug = {chapter.slug: chapter for chapter in chapters}
    order = {slug: number for number, slug in enumerate(by_slug)}
    found = [place(concept, by_slug[concept.chapter]) for concept in concepts if concept.chapter in by_slug]
    return sorted(found, key=lambda one: (order[one.chapter.slug], position(one)))


def place(concept: SourceConcept, chapter: Chapter) -> Explained:
    section = chapter.section(concept.anchor)
    anchor, title = (section.anchor, section.title) if section else ("", "")
    return Explained(concept.slug, concept.title, chapter, anchor, title)


def position(one: Explained) -> int:
    anchors = [section.anchor for section in one.chapter.sections]
    return anchors.index(one.anchor) if one.anchor in anchors else len(anchors)
