"""The chapters of this site's course folder, read again only when a file has changed.

A chapter whose file has a mistake stays as this process read it last, so that readers never meet an author's typo.
Staff see on the page what is wrong.
"""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from courseware.chapter_page import Part, parts_of
from courseware.chapters import Chapter, ChapterError, in_order, numbers_beside, read_chapter
from courseware.searching import Index, Text
from quizzes.authoring.chapters import ChapterName
from quizzes.formats.about import About, read_about
from quizzes.formats.concepts import SourceConcept, read_concepts
from quizzes.formats.faults import CourseFault
from quizzes.rendering import RenderingError

GOOD: dict[Path, Chapter] = {}  # of each file, the last version that could be read and rendered
GOOD_CONCEPTS: dict[Path, tuple[SourceConcept, ...]] = {}
Stamp = tuple[Path, tuple[tuple[int, int], ...]]  # a file; time of change in ns and size, and of the numbers beside it


def chapters() -> list[Chapter]:
    """In their order, each as its file says or last said it; those that never could be read are left out."""
    return in_order(chapter for chapter in map(served, files()) if chapter)


def files() -> list[Path]:
    folder = settings.COURSE_DIR / "chapters"
    return sorted(folder / name for name in os.listdir(folder) if name.endswith(".md")) if folder.is_dir() else []


def file_of(slug: str) -> Path:
    return Path(settings.COURSE_DIR / "chapters" / f"{slug}.md")


def chapter(slug: str) -> Chapter | None:
    """None where there is no such file. Raises ChapterError where it never could be read."""
    file = file_of(slug)
    if not file.is_file():
        return None
    found = served(file)
    if found is None:
        raise fault_of(file) or ChapterError(file, 1, "this chapter cannot be read.")
    return found


def fault_of(file: Path) -> ChapterError | None:
    """What is wrong with a file as it is now."""
    outcome = outcome_of(stamp(file))
    return outcome if isinstance(outcome, ChapterError) else None


def served(file: Path) -> Chapter | None:
    """The chapter as its file says it, or as this process read it last without a mistake."""
    try:
        outcome = outcome_of(stamp(file))
    except OSError:  # it went away between two looks
        return None
    if isinstance(outcome, Chapter):
        GOOD[file] = outcome
    return GOOD.get(file)


def faults() -> list[ChapterError]:
    """What is wrong with the files as they are now, for staff."""
    return [fault for fault in map(fault_of, files()) if fault]


def chapter_names() -> list[ChapterName]:
    """The chapters with their headings, for fields of the admin that name one."""
    return [
        ChapterName(one.slug, one.title, tuple((section.anchor, section.title) for section in one.sections))
        for one in chapters()
    ]


def neighbours(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The chapter before this one and the one after it."""
    around = [None, *chapters(), None]
    place = next((i for i, other in enumerate(around) if other and other.slug == chapter.slug), 0)
    return (around[place - 1], around[place + 1]) if place else (None, None)


def concepts() -> tuple[SourceConcept, ...]:
    """As concepts.toml has or last had them; what is wrong with it, the loader says."""
    file = settings.COURSE_DIR / "concepts.toml"
    return concepts_stamped(stamp(file)) if file.is_file() else ()


def about() -> About:
    """As course.toml has it; the defaults where it is missing or broken, which the loader says."""
    file = settings.COURSE_DIR / "course.toml"
    return about_stamped(stamp(file)) if file.is_file() else About()


def search_index() -> Index:
    """Of the chapters that are served, and the concepts."""
    return index_of(tuple(chapters()), concepts())


def stamp(file: Path) -> Stamp:
    beside = numbers_beside(file)
    states = [one.stat() for one in (file, beside) if one is file or one.is_file()]
    return file, tuple((state.st_mtime_ns, state.st_size) for state in states)


@lru_cache(64)
def outcome_of(stamp: Stamp) -> Chapter | ChapterError:
    """A chapter that can be read and rendered, or what is wrong with it: a mistake is looked for once, too."""
    file = stamp[0]
    try:
        chapter = read_chapter(file)
        parts_of(chapter)
    except ChapterError as error:
        return error
    except RenderingError as error:
        return ChapterError(file, getattr(error, "line", 1), str(error))
    except OSError as error:
        return ChapterError(file, 1, f"this file cannot be read: {error.strerror}.")
    return chapter


@lru_cache(8)
def concepts_stamped(stamp: Stamp) -> tuple[SourceConcept, ...]:
    """Those of the file, or the last ones that could be read."""
    file, faults = stamp[0], list[CourseFault]()
    found = tuple(read_concepts(file, file.name, faults))
    if not faults:
        GOOD_CONCEPTS[file] = found
    return GOOD_CONCEPTS.get(file, ())


@lru_cache(8)
def about_stamped(stamp: Stamp) -> About:
    return read_about(stamp[0], [])


@lru_cache(4)
def index_of(chapters: tuple[Chapter, ...], concepts: tuple[SourceConcept, ...]) -> Index:
    return Index([Text(one.slug, one.title, html_of(parts_of(one))) for one in chapters], concepts)


def html_of(parts: list[Part]) -> str:
    return "".join(part.html for part in parts)
