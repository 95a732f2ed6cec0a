"""Granting an allowance, and moving the deadlines of attempts in progress after it, or after a closing was moved."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from quizzes.attempts.offers import Offer, offers_to
from quizzes.models import Allowance, Assignment, Attempt, Audit
from quizzes.moments import written
from quizzes.policies import deadline_of, read_terms


def grant(allowance: Allowance, *, by: Any, now: datetime) -> int:
    """Write an extension down and hold the attempts in progress to it; returns how many deadlines have moved."""
    allowance.by = by
    with transaction.atomic():
        allowance.save(force_insert=True)
        Audit.objects.create(who=by, what="allowance granted", after=_granted(allowance), why=allowance.why)
    return reschedule(allowance.assignment, by=by, why=allowance.why, now=now)


def _granted(allowance: Allowance) -> dict[str, Any]:
    return {
        "learner": allowance.user_id,
        "quiz": allowance.assignment.quiz.slug,
        "closes": written(allowance.closes) if allowance.closes else None,
        "extra_attempts": allowance.extra_attempts,
        "factor": str(allowance.factor),
    }


def reschedule(assignment: Assignment, *, by: Any, why: str, now: datetime) -> int:
    """Hold every attempt in progress to the window and the allowances as they are now, never to before now.

    Returns how many deadlines have moved; each move is audited.
    """
    running = Attempt.objects.filter(assignment=assignment, state=Attempt.State.IN_PROGRESS)
    return sum(_move(Attempt.objects.filter(pk=pk), by, why, now) for pk in list(running.values_list("pk", flat=True)))


@transaction.atomic
def _move(one: QuerySet[Attempt], by: Any, why: str, now: datetime) -> bool:
    attempt = one.select_for_update(of=("self",)).select_related("assignment__quiz", "user").get()
    before, after = attempt.deadline, _deadline(attempt, now)
    running = one.filter(state=Attempt.State.IN_PROGRESS)
    if before == after or not running.update(deadline=after):
        return False
    Audit.objects.create(
        who=by, what="deadline moved", before=_told(attempt, before), after=_told(attempt, after), why=why
    )
    return True


def _deadline(attempt: Attempt, now: datetime) -> datetime | None:
    """A factor is never taken back from who has begun with it."""
    terms, offer = read_terms(attempt.terms), _offer(attempt)
    moved = deadline_of(terms, attempt.started_at, offer.closes, max(terms.factor, offer.factor))
    if moved is None or moved == attempt.deadline:
        return moved
    return max(moved, now)


def _offer(attempt: Attempt) -> Offer:
    offers = offers_to(attempt.user, attempt.assignment.quiz)
    own = (offer for offer in offers if offer.assignment.pk == attempt.assignment_id)
    # Who has left the class meanwhile keeps its window.
    return next(own, Offer(attempt.assignment, 0, None, closes=attempt.assignment.closes, factor=Decimal(1)))


def _told(attempt: Attempt, deadline: datetime | None) -> dict[str, Any]:
    return {"attempt": str(attempt.uuid), "deadline": written(deadline) if deadline else None}
