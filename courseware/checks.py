"""`python manage.py check`: the chapters can be read, and what the rows say of chapters is there."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from courseware import course
from courseware.chapters import Chapter, ChapterError, read_chapter
from quizzes.models import Concept, Quiz


@register()
def chapters_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    return [Error(str(fault), id="courseware.E001") for fault in map(fault_of, course.files()) if fault]


def fault_of(file: Any) -> ChapterError | None:
    try:
        read_chapter(file)
    except ChapterError as error:
        return error
    return None


@register(Tags.database)
def rows_name_chapters_that_exist(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked with `check --database default` and by `migrate`; before the tables stand there is nothing to compare."""
    if not databases:
        return []
    if course.faults():
        return []  # said by the other check
    try:
        chapters = {chapter.slug: chapter for chapter in course.chapters()}
        return [*quizzes_without_chapter(chapters), *concepts_without_place(chapters)]
    except DatabaseError:
        return [
            Warning(
                "The quizzes cannot be compared with the chapters before migrations are applied.", id="courseware.W001"
            )
        ]


def quizzes_without_chapter(chapters: dict[str, Chapter]) -> Iterator[CheckMessage]:
    for quiz in Quiz.objects.exclude(chapter_slug__in=chapters):
        yield Warning(
            f"Quiz {quiz.slug} belongs to chapter {quiz.chapter_slug}, which does not exist.",
            hint="Correct its chapter in the admin, or in its file in the course folder.",
            id="courseware.W002",
        )


def concepts_without_place(chapters: dict[str, Chapter]) -> Iterator[CheckMessage]:
    for concept in Concept.objects.all():
        chapter = chapters.get(concept.chapter_slug)
        if chapter is None or (concept.anchor and chapter.section(concept.anchor) is None):
            yield Warning(
                f"Concept {concept.slug} is explained at {concept.chapter_slug}#{concept.anchor}, which is not there.",
                hint="Correct it in concepts.toml, or the heading in the chapter.",
                id="courseware.W003",
            )
