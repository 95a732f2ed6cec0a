"""Concepts and quizzes between files and rows. What is equal is left alone, so a second load writes nothing."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils import timezone

from quizzes.formats.concepts import SourceConcept
from quizzes.formats.concepts import write_concepts as write_texts
from quizzes.formats.faults import CourseError, CourseFault
from quizzes.formats.quizzes import SourceQuiz, SourceSlot
from quizzes.formats.quizzes import write_quiz as write_text
from quizzes.formats.toml_questions import hash_of
from quizzes.freezing import unfreeze
from quizzes.models import Assignment, Audit, Concept, Question, Quiz, Slot
from quizzes.models.offers import FrozenExamError

Source = TypeVar("Source", SourceConcept, SourceQuiz)
BOTH_CHANGED = (
    "This was changed both here and on the site since it was last loaded. "
    "Put your file aside, dump the course over this folder and load it; then bring your changes in and load again."
)


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
    changed, noted = differing("concepts.toml", concepts, concepts_in_rows(), Concept, lambda one: write_texts([one]))
    for concept in changed:
        values = {"title": concept.title, "chapter_slug": concept.chapter, "anchor": concept.anchor}
        Concept.objects.update_or_create(slug=concept.slug, defaults=values)
    ids = dict(Concept.objects.values_list("slug", "pk"))
    for concept in changed:
        link(ids[concept.slug], [ids[slug] for slug in concept.prerequisites])
    note(Concept, noted)
    return len(changed)


def differing(
    file: str, found: Iterable[Source], rows: Iterable[Source], model: Any, text_of: Callable[[Source], str]
) -> tuple[list[Source], dict[str, str]]:
    """Which entries of the files are to be written, and the hashes to be noted as loaded, by slug.

    A file that did not change since it was loaded leaves its row alone, so that an instructor's edit survives the next
    load. Raises CourseError where both changed.
    """
    known, loaded = {row.slug: row for row in rows}, dict(model.objects.values_list("slug", "loaded_hash"))
    changed, noted, faults = [], {}, []
    for one in found:
        row, digest = known.get(one.slug), hash_of(text_of(one))
        if row is not None and loaded[one.slug] == digest:
            continue
        if row is None or hash_of(text_of(row)) == loaded[one.slug]:
            changed.append(one)
        elif row != one:
            faults.append(CourseFault(file, one.slug, None, BOTH_CHANGED))
        noted[one.slug] = digest
    if faults:
        raise CourseError(faults)
    return changed, noted


def note(model: Any, noted: dict[str, str]) -> None:
    for slug, digest in noted.items():
        model.objects.filter(slug=slug).update(loaded_hash=digest)


def link(concept: int, prerequisites: list[int]) -> None:
    """Replace what a concept builds on, in this order: a set of rows would lose it."""
    through = Concept.prerequisites.through
    through.objects.filter(from_concept=concept).delete()
    through.objects.bulk_create(through(from_concept_id=concept, to_concept_id=other) for other in prerequisites)


def quizzes_in_rows() -> list[SourceQuiz]:
    quizzes = Quiz.objects.written().order_by("pk").prefetch_related("slots__question", "slots__concept")
    return [
        SourceQuiz(
            quiz.slug,
            quiz.title,
            quiz.chapter_slug,
            quiz.mode,
            dict(quiz.policy),
            tuple(map(slot_in_row, quiz.slots.all())),
        )
        for quiz in quizzes
    ]


def slot_in_row(slot: Slot) -> SourceSlot:
    question = slot.question.slug if slot.question else None
    concept = slot.concept.slug if slot.concept else None
    return SourceSlot(question, concept, slot.pick, slot.points)


def write_quizzes(quizzes: Iterable[SourceQuiz], by: Any) -> int:
    """Add and change quizzes, each offered to everybody, and say how many differed. Past attempts keep their items."""
    rows = quizzes_in_rows()
    slots = {row.slug: len(row.slots) for row in rows}
    changed, noted = differing("quizzes", quizzes, rows, Quiz, write_text)
    known = {row.slug: row for row in rows}
    for quiz in changed:
        write_quiz(quiz, known.get(quiz.slug), by)
        before = {"slots": slots[quiz.slug]} if quiz.slug in slots else None
        Audit.objects.create(who=by, what=f"{quiz.slug}: quiz loaded", before=before, after={"slots": len(quiz.slots)})
    note(Quiz, noted)
    return len(changed)


def write_quiz(quiz: SourceQuiz, before: SourceQuiz | None, by: Any) -> None:
    """Raises CourseError where an exam that has started would get other slots or another mode."""
    frozen = Quiz.objects.filter(slug=quiz.slug, frozen__isnull=False).first()
    if frozen and before and (quiz.slots, quiz.mode) != (before.slots, before.mode):
        try:
            unfreeze(frozen, by=by, now=timezone.now())
        except FrozenExamError as error:
            raise CourseError([CourseFault("quizzes", quiz.slug, None, str(error))]) from error
    values = {"title": quiz.title, "chapter_slug": quiz.chapter, "mode": quiz.mode, "policy": quiz.policy}
    row, created = Quiz.objects.update_or_create(slug=quiz.slug, defaults=values)
    if created:  # afterwards its window is the instructor's
        Assignment.objects.get_or_create(quiz=row, class_group=None)
    if before is None or quiz.slots != before.slots:
        write_slots(row, quiz)


def write_slots(row: Quiz, quiz: SourceQuiz) -> None:
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
