"""The chapters of this site's course folder, read anew only when a file has changed."""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from courseware.chapter_page import Part, parts_of
from courseware.chapters import Chapter, ChapterError, in_order, numbers_beside, read_chapter
from courseware.searching import Index, Text
from quizzes.formats.concepts import SourceConcept, read_concepts

Stamp = tuple[Path, tuple[tuple[int, int], ...]]  # a file; time of change in ns and size, and of the numbers beside it


def chapters() -> list[Chapter]:
    """In their order. Raises ChapterError."""
    return in_order(read_stamped(stamp(file)) for file in files())


def files() -> list[Path]:
    folder = settings.COURSE_DIR / "chapters"
    return sorted(folder / name for name in os.listdir(folder) if name.endswith(".md")) if folder.is_dir() else []


def chapter(slug: str) -> Chapter | None:
    """Raises ChapterError where that file is broken; the others may be broken and do not matter."""
    file = settings.COURSE_DIR / "chapters" / f"{slug}.md"
    return read_stamped(stamp(file)) if file.is_file() else None


def readable_chapters() -> list[Chapter]:
    """In their order, without those whose files are broken."""
    return in_order(chapter for chapter in map(chapter_or_none, map(stamp, files())) if chapter)


def chapter_or_none(stamp: Stamp) -> Chapter | None:
    try:
        return read_stamped(stamp)
    except ChapterError:
        return None


def neighbours(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The chapter before this one and the one after it."""
    around = [None, *readable_chapters(), None]
    place = next((i for i, other in enumerate(around) if other and other.slug == chapter.slug), 0)
    return (around[place - 1], around[place + 1]) if place else (None, None)


def concepts() -> tuple[SourceConcept, ...]:
    """As concepts.toml has them; none where it is missing or broken, which the loader says."""
    file = settings.COURSE_DIR / "concepts.toml"
    return concepts_stamped(stamp(file)) if file.is_file() else ()


def search_index() -> Index:
    """Of the chapters that can be read, and the concepts."""
    return index_of(tuple(map(stamp, files())), concepts())


def stamp(file: Path) -> Stamp:
    beside = numbers_beside(file)
    states = [one.stat() for one in (file, beside) if one is file or one.is_file()]
    return file, tuple((state.st_mtime_ns, state.st_size) for state in states)


@lru_cache(64)
def read_stamped(stamp: Stamp) -> Chapter:
    return read_chapter(stamp[0])


@lru_cache(8)
def concepts_stamped(stamp: Stamp) -> tuple[SourceConcept, ...]:
    return tuple(read_concepts(stamp[0], stamp[0].name, []))


@lru_cache(4)
def index_of(stamps: tuple[Stamp, ...], concepts: tuple[SourceConcept, ...]) -> Index:
    chapters = in_order(chapter for chapter in map(chapter_or_none, stamps) if chapter)
    return Index([Text(one.slug, one.title, html_of(parts_of(one))) for one in chapters], concepts)


def html_of(parts: list[Part]) -> str:
    return "".join(part.html for part in parts)
