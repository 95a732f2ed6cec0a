"""What a quiz offers to one person: its assignments that reach them, and what they are allowed beyond these."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum

from quizzes.models import Allowance, Assignment, Attempt, Quiz
from quizzes.policies import Policy


@dataclass(frozen=True, slots=True)
class Offer:
    """What a quiz offers to one person: the assignment, and what this person is allowed beyond it."""

    assignment: Assignment
    last_number: int
    in_progress: int | None
    extra_attempts: int = 0
    closes: datetime | None = None
    factor: Decimal = Decimal(1)

    def is_open(self, now: datetime) -> bool:
        opens = self.assignment.opens
        return (opens is None or opens <= now) and (self.closes is None or now < self.closes)

    def has_attempt_left(self, policy: Policy) -> bool:
        return not policy.attempts or self.last_number < policy.attempts + self.extra_attempts


def offers_to(user: Any, quiz: Quiz) -> list[Offer]:
    """The assignments of this quiz that reach a person, those of a class first."""
    mine = Attempt.objects.filter(user=user.pk, assignment=OuterRef("pk")).order_by("-number")
    running = mine.filter(state=Attempt.State.IN_PROGRESS)
    offered = Q(class_group=None)
    if user.pk:  # a visitor has none, and a class without members has none either
        offered |= Q(class_group__memberships__user=user.pk)
    rows = quiz.assignments.filter(offered).annotate(
        last_number=Subquery(mine.values("number")[:1]), in_progress=Subquery(running.values("pk")[:1])
    )
    allowed = _allowances(user, quiz)
    offers = [_offer(row, allowed.get(row.pk, {}), user) for row in rows]
    return sorted(offers, key=lambda offer: offer.assignment.class_group_id is None)


def choose(offers: list[Offer], now: datetime) -> Offer | None:
    """One that is open now, if any."""
    return next((offer for offer in offers if offer.is_open(now)), offers[0] if offers else None)


def _allowances(user: Any, quiz: Quiz) -> dict[int, dict[str, Any]]:
    """Extensions are granted as new rows: attempts add up; of times and factors the most generous holds."""
    if not user.pk or user.is_guest:
        return {}
    rows: QuerySet[Allowance] = Allowance.objects.filter(user=user.pk, assignment__quiz=quiz)
    sums = rows.values("assignment").annotate(extra=Sum("extra_attempts"), until=Max("closes"), most=Max("factor"))
    return {row["assignment"]: dict(row) for row in sums.order_by()}


def _offer(row: Any, allowed: dict[str, Any], user: Any) -> Offer:
    closes = max(row.closes, allowed.get("until") or row.closes) if row.closes else None
    factor = max(allowed.get("most") or Decimal(1), Decimal(getattr(user, "time_factor", 1)))
    return Offer(row, row.last_number or 0, row.in_progress, allowed.get("extra") or 0, closes, factor)
