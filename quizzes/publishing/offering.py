"""Concepts and quizzes between files and rows. What is equal is left alone, so a second load writes nothing."""

from collections.abc import Iterable
from typing import Any

from quizzes.formats.concepts import SourceConcept
from quizzes.formats.quizzes import SourceQuiz, SourceSlot
from quizzes.models import Assignment, Audit, Concept, Question, Quiz, Slot


def concepts_in_rows() -> list[SourceConcept]:
    """Every concept, in the order in which they were added."""
    links = Concept.prerequisites.through.objects.order_by("pk")
    before: dict[str, list[str]] = {}
    for slug, other in links.values_list("from_concept__slug", "to_concept__slug"):
        before.setdefault(slug, []).append(other)
    return [
        SourceConcept(row.slug, row.title, row.chapter_slug, row.anchor, tuple(before.get(row.slug, [])))
        for row in Concept.objects.order_by("pk")
    ]


def write_concepts(concepts: list[SourceConcept]) -> int:
    """Add and change concepts, and say how many differed. None is removed: questions may be about it."""
    known = {concept.slug: concept for concept in concepts_in_rows()}
    changed = [concept for concept in concepts if known.get(concept.slug) != concept]
    for concept in changed:
        values = {"title": concept.title, "chapter_slug": concept.chapter, "anchor": concept.anchor}
        Concept.objects.update_or_create(slug=concept.slug, defaults=values)
    ids = dict(Concept.objects.values_list("slug", "pk"))
    for concept in changed:
        link(ids[concept.slug], [ids[slug] for slug in concept.prerequisites])
    return len(changed)


def link(concept: int, prerequisites: list[int]) -> None:
    """Replace what a concept builds on, in this order: a set of rows would lose it."""
    through = Concept.prerequisites.through
    through.objects.filter(from_concept=concept).delete()
    through.objects.bulk_create(through(from_concept_id=concept, to_concept_id=other) for other in prerequisites)


def quizzes_in_rows() -> list[SourceQuiz]:
    quizzes = Quiz.objects.order_by("pk").prefetch_related("slots__question", "slots__concept")
    return [
        SourceQuiz(
            quiz.slug, quiz.title, quiz.chapter_slug, quiz.mode, quiz.policy, tuple(map(slot_in_row, quiz.slots.all()))
        )
        for quiz in quizzes
    ]


def slot_in_row(slot: Slot) -> SourceSlot:
    question = slot.question.slug if slot.question else None
    concept = slot.concept.slug if slot.concept else None
    return SourceSlot(question, concept, slot.pick, slot.points)


def write_quizzes(quizzes: Iterable[SourceQuiz], by: Any) -> int:
    """Add and change quizzes, each offered to everybody, and say how many differed. Past attempts keep their items."""
    known = {quiz.slug: quiz for quiz in quizzes_in_rows()}
    changed = [quiz for quiz in quizzes if known.get(quiz.slug) != quiz]
    for quiz in changed:
        write_quiz(quiz)
        before = {"slots": len(known[quiz.slug].slots)} if quiz.slug in known else None
        Audit.objects.create(who=by, what=f"{quiz.slug}: quiz loaded", before=before, after={"slots": len(quiz.slots)})
    return len(changed)


def write_quiz(quiz: SourceQuiz) -> None:
    values = {"title": quiz.title, "chapter_slug": quiz.chapter, "mode": quiz.mode, "policy": quiz.policy}
    row, created = Quiz.objects.update_or_create(slug=quiz.slug, defaults=values)
    if created:  # afterwards its window is the instructor's
        Assignment.objects.get_or_create(quiz=row, class_group=None)
    questions = dict(Question.objects.values_list("slug", "pk"))
    concepts = dict(Concept.objects.values_list("slug", "pk"))
    row.slots.all().delete()
    Slot.objects.bulk_create(
        Slot(
            quiz=row,
            position=position,
            points=slot.points,
            pick=slot.pick,
            question_id=questions[slot.question] if slot.question else None,
            concept_id=concepts[slot.concept] if slot.concept else None,
        )
        for position, slot in enumerate(quiz.slots, start=1)
    )
