"""What somebody's answers say of each concept, as far as they may see the verdicts. Four statements, however many."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from courseware.standing import Answer
from quizzes.formats.concepts import SourceConcept
from quizzes.models import Attempt, Concept, Grade, Question
from quizzes.taking import is_released

COLUMNS = (
    "response_id",
    "item__attempt_id",
    "item__variant_id",
    "item__variant__version__question_id",
    "fraction",
    "detail__feedback",  # kept with a verdict that the learner asked for
    "response__received_at",
    "response__certainty",
)


def attempts_of(user: Any) -> list[Attempt]:
    """The newest first, each with its quiz."""
    return list(Attempt.objects.visible_to(user).with_extension().select_related("assignment__quiz"))


def answers_of(user: Any, attempts: Iterable[Attempt], now: datetime) -> list[tuple[int, Answer]]:
    """Each with its question, in the order of time. What was neither told at once nor released is left out."""
    released = {attempt.pk for attempt in attempts if is_released(attempt, now)}
    grades = Grade.objects.filter(item__attempt__in=Attempt.objects.visible_to(user), response__late=False)
    newest = {row[0]: row for row in grades.order_by("pk").values_list(*COLUMNS)}  # a regrade replaces what was before
    return [
        (question, Answer(variant, float(fraction), localtime(at).date(), certainty))
        for _, attempt, variant, question, fraction, feedback, at, certainty in sorted(newest.values(), key=by_time)
        if attempt in released or feedback is not None
    ]


def by_time(row: tuple[Any, ...]) -> tuple[datetime, int]:
    return row[6], row[0]


def by_concept(answers: list[tuple[int, Answer]]) -> dict[str, list[Answer]]:
    """By the concept's slug; an answer to a question of two concepts counts for both."""
    links = Question.concepts.through.objects.filter(question__in={question for question, _ in answers})
    slugs: dict[int, list[str]] = defaultdict(list)
    for question, slug in links.values_list("question_id", "concept__slug"):
        slugs[question].append(slug)
    found: dict[str, list[Answer]] = defaultdict(list)
    for question, answer in answers:
        for slug in slugs[question]:
            found[slug].append(answer)
    return found


def concepts() -> list[SourceConcept]:
    """All of the bank, also those that were made on the site."""
    rows = Concept.objects.order_by("pk").values_list("slug", "title", "chapter_slug", "anchor")
    return [SourceConcept(*row, prerequisites=()) for row in rows]
