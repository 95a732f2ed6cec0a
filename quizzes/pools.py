"""What may fill the slots of a quiz: read from the rows in two statements, or as an exam has frozen it."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quizzes.filling import Candidate, Place, read_place, shortages
from quizzes.models import Assignment, Question, Quiz, Slot
from quizzes.models.bank import Questions
from quizzes.models.gate import open_questions


def places_of(quiz: Quiz) -> list[Place]:
    """Return the slots of a quiz in their order, with the questions that an attempt may draw now."""
    if quiz.frozen is not None:
        return [read_place(one) for one in quiz.frozen["places"]]
    allowed = Question.objects.ready() if quiz.mode == Quiz.Mode.EXAM else open_questions()
    slots = Slot.objects.filter(quiz=quiz).annotate(is_open=Exists(allowed.filter(pk=OuterRef("question"))))
    rows: list[Any] = list(slots.select_related("question", "concept").order_by("position"))
    return read_places(rows, {slot.question_id for slot in rows if slot.is_open}, allowed)


def shortages_of(quiz: Quiz, slots: Sequence[Slot] | None = None) -> dict[int, str]:
    """Return a sentence for each slot that cannot be filled for every learner at any time, by its position. `slots`
    are as they are to be saved, else those of the rows.

    Outside exams, questions with use `exam` are not counted, since the next exam closes them again.
    """
    rows = list(quiz.slots.select_related("question", "concept").order_by("position")) if slots is None else slots
    ready = Question.objects.ready()
    allowed = ready if quiz.mode == Quiz.Mode.EXAM else ready.filter(use=Question.Use.ANY)
    named = [slot.question_id for slot in rows if slot.question_id]
    return shortages(read_places(rows, set(allowed.filter(pk__in=named).values_list("pk", flat=True)), allowed))


def startable(now: datetime) -> QuerySet[Quiz]:
    """Return the quizzes that somebody may still start: one that has closed for everybody keeps no question."""
    offered = Assignment.objects.filter(quiz=OuterRef("pk"))
    running = offered.filter(Q(closes=None) | Q(closes__gt=now) | Q(allowances__closes__gt=now))
    return Quiz.objects.written().filter(~Exists(offered) | Exists(running))


def read_places(slots: Sequence[Slot], named: Container[int | None], allowed: Questions) -> list[Place]:
    """Return the slots with what may fill them. `named` has the questions that slots name and may ask."""
    drawn = by_concept({slot.concept_id for slot in slots if slot.concept_id}, allowed)
    return [place_of(slot, slot.question_id in named, drawn) for slot in slots]


def place_of(slot: Slot, is_open: bool, drawn: Mapping[int, tuple[Candidate, ...]]) -> Place:
    if slot.question is None:
        pool = drawn.get(slot.concept_id or 0, ())
        return Place(slot.position, slot.points, slot.pick, pool, concept=str(slot.concept))
    version = slot.question.published_id
    own = (Candidate(slot.question.pk, version),) if version and is_open else ()
    return Place(slot.position, slot.points, slot.pick, own, named=slot.question.slug)


def by_concept(concepts: set[int], allowed: Questions) -> dict[int, tuple[Candidate, ...]]:
    if not concepts:
        return {}
    found: dict[int, list[Candidate]] = defaultdict(list)
    rows = Question.concepts.through.objects.filter(concept_id__in=concepts, question__in=allowed)
    columns = "concept_id", "question_id", "question__published_id"
    for concept, question, version in rows.order_by("question_id").values_list(*columns):
        found[concept].append(Candidate(question, version))
    return {concept: tuple(candidates) for concept, candidates in found.items()}
