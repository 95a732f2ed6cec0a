"""Points of an attempt: a cache of what its standing grades add up to."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from quizzes.grading import earned, total
from quizzes.models import Attempt, Grade
from quizzes.policies import Terms, read_terms
from quizzes.records import Record, records, standing


def earned_by(terms: Terms, record: Record) -> Decimal:
    return earned(record.item.points, [share(terms, grade) for grade in standing(record.grades)])


def share(terms: Terms, grade: Grade) -> tuple:  # (credit, fraction)
    return terms.credit_for(grade.detail.get("try", 1)), grade.fraction


def points_of(terms: Terms, found: Iterable[Record]) -> Decimal:
    return total(earned_by(terms, record) for record in found)


def rebuild_points(attempts: QuerySet[Attempt]) -> int:
    """Write the points of graded attempts anew from their grades; returns how many were wrong."""
    wrong = 0
    for attempt in attempts.filter(state=Attempt.State.GRADED).order_by("pk").iterator():
        points = points_of(read_terms(attempt.terms), records(attempt))
        wrong += Attempt.objects.filter(pk=attempt.pk).exclude(points=points).update(points=points)
    return wrong
