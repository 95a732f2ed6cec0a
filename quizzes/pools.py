"""What may fill the slots of a quiz, read from the rows in two statements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quizzes.filling import Candidate, Place, shortages
from quizzes.models import Assignment, Question, Quiz, Slot
from quizzes.models.bank import Questions
from quizzes.models.gate import open_questions


def places_of(quiz: Quiz) -> list[Place]:
    """Return the slots of a quiz in their order, with the questions that an attempt may draw now."""
    allowed = Question.objects.ready() if quiz.mode == Quiz.Mode.EXAM else open_questions()
    return read_places(Slot.objects.filter(quiz=quiz), allowed)[quiz.pk]


def shortages_of(quizzes: Iterable[Quiz]) -> dict[Quiz, list[str]]:
    """Return what each quiz lacks to be filled for every learner at any time; quizzes that lack nothing are left out.

    Outside exams, questions with use `exam` are not counted, since the next exam closes them again. Four statements.
    """
    found = list(quizzes)
    exams = {quiz.pk for quiz in found if quiz.mode == Quiz.Mode.EXAM}
    slots, ready = Slot.objects.filter(quiz__in=found), Question.objects.ready()
    places = read_places(slots.filter(quiz__in=exams), ready) | read_places(
        slots.exclude(quiz__in=exams), ready.filter(use=Question.Use.ANY)
    )
    lacking = {quiz: shortages(places.get(quiz.pk, [])) for quiz in found}
    return {quiz: lines for quiz, lines in lacking.items() if lines}


def startable(now: datetime) -> QuerySet[Quiz]:
    """Return the quizzes that somebody may still start: one that has closed for everybody keeps no question."""
    offered = Assignment.objects.filter(quiz=OuterRef("pk"))
    running = offered.filter(Q(closes=None) | Q(closes__gt=now) | Q(allowances__closes__gt=now))
    return Quiz.objects.written().filter(~Exists(offered) | Exists(running))


def read_places(slots: QuerySet[Slot], allowed: Questions) -> dict[int, list[Place]]:
    """Return the places of each quiz by its id."""
    own = allowed.filter(pk=OuterRef("question"))
    rows = list(slots.select_related("question", "concept").annotate(is_open=Exists(own)).order_by("position"))
    drawn = by_concept({slot.concept_id for slot in rows if slot.concept_id}, allowed)
    found: dict[int, list[Place]] = defaultdict(list)
    for slot in rows:
        found[slot.quiz_id].append(place_of(slot, drawn))
    return found


def place_of(slot: Any, drawn: dict[int, tuple[Candidate, ...]]) -> Place:
    if slot.question is None:
        pool = drawn.get(slot.concept_id or 0, ())
        return Place(slot.position, slot.points, slot.pick, pool, concept=str(slot.concept))
    version = slot.question.published_id
    own = (Candidate(slot.question.pk, version),) if version and slot.is_open else ()
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
