"""Another question like one that was asked: fresh numbers, chosen to tell a wrong idea from the right way."""

import random
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet

from quizzes.attempts.picking import Picked, option_order, seen_by
from quizzes.grading import separation
from quizzes.models import Concept, Key, Question, Variant
from quizzes.models.gate import open_questions
from quizzes.records import Record
from quizzes.refusals import Refused


def pick_like(record: Record, user: Any, draw: random.Random) -> Picked:
    """A variant that this learner has not had: of the same question while it has one, else of a question about the
    same concepts, else of the same question once more. Raises Refused if the only one left is kept for exams.
    """
    question = record.item.variant.version.question
    own = open_questions().filter(pk=question.pk)
    fresh = fresh_variants(own, user)
    if fresh:
        return picked(best_for(idea_of(record), fresh, draw), draw)
    chosen = fresh_variants(alike(question), user) or variants_of(own)
    if not chosen and question.use == Question.Use.EXAM:
        raise Refused("no_questions", "No similar question is open for practice.", "Come back after the exam.")
    return picked(draw.choice(chosen or [record.item.variant_id]), draw)


def pick_about(concept: Concept, user: Any, draw: random.Random) -> Picked | None:
    """A variant about a concept that this learner has not had, of a question that asks for use or a reason; what they
    had, or what is only remembered, where there is nothing else. None where nothing is asked about it.
    """
    about = open_questions().filter(concepts=concept)
    rows = Variant.objects.filter(version__published_for__in=about).annotate(had=seen_by(user)).order_by("pk")
    shelves: dict[tuple[bool, bool], dict[int, list[int]]] = {}  # by how little they serve, then by question
    for pk, version, level, known in rows.values_list("pk", "version", "version__question__level", "had"):
        shelf = shelves.setdefault((known, level == Question.Level.REMEMBER), {})
        shelf.setdefault(version, []).append(pk)
    if not shelves:
        return None
    return picked(draw.choice(draw.choice(list(shelves[min(shelves)].values()))), draw)


def picked(chosen: int, draw: random.Random) -> Picked:
    variant = Variant.objects.get(pk=chosen)
    return Picked(Decimal(1), variant, option_order(variant.shown["ask"], draw, shuffle=True))


def idea_of(record: Record) -> str | None:
    """The wrong idea that the standing verdict names: the first of a pair, in the layer where it was found."""
    diagnoses = record.grade.diagnoses if record.grade else []
    if not diagnoses:
        return None
    name: str = diagnoses[0].get("key") or diagnoses[0]["id"]
    return name.split("+")[0]


def best_for(idea: str | None, variants: list[int], draw: random.Random) -> int:
    """The variant whose numbers hold this idea farthest from the right way, and from other ideas; any, without one."""
    if idea is None:
        return draw.choice(variants)
    keys = Key.objects.filter(variant__in=variants, version=F("variant__version")).order_by("variant")
    ranked = {key.variant_id: separation(idea, key.right, key.wrong) for key in keys}
    best = max(ranked.values(), default=None)
    return draw.choice([pk for pk in variants if ranked.get(pk) == best])


def fresh_variants(questions: QuerySet[Question], user: Any) -> list[int]:
    return variants_of(questions, ~seen_by(user))


def variants_of(questions: QuerySet[Question], *which: Any) -> list[int]:
    """Of the published versions of open questions."""
    published = Variant.objects.filter(*which, version__published_for__in=questions)
    return list(published.order_by("pk").values_list("pk", flat=True))


def alike(question: Question) -> QuerySet[Question]:
    """The open questions that share most of its concepts."""
    others = open_questions().filter(concepts__in=question.concepts.all()).exclude(pk=question.pk)
    shared = dict(others.annotate(shared=Count("concepts")).order_by().values_list("pk", "shared"))
    most = max(shared.values(), default=0)
    return open_questions().filter(pk__in=[pk for pk, count in shared.items() if count == most])
