"""How an attempt ends: in_progress → submitted → graded. Nothing else in this program moves an attempt's state.

Moving the state and freezing the log is one transaction; grades are computed in memory; a second one writes them. Who
loses a race reads what the winner wrote.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quizzes.attempts.judging import Judged, judge_all
from quizzes.models import Attempt, Audit, Grade, Response
from quizzes.policies import GRACE, is_over

log = logging.getLogger(__name__)
State, EndedBy = Attempt.State, Attempt.EndedBy
ROUNDS = 3


def submit(attempt: Attempt, *, arrived: datetime) -> Attempt:
    """The attempt, ended and graded. Repeated, it changes nothing."""
    return submit_to(Attempt.objects.filter(pk=attempt.pk), arrived=arrived)


def submit_to(visible: QuerySet[Attempt], *, arrived: datetime) -> Attempt:
    """The same for the one attempt in `visible`, fetched and held in one statement. Raises Attempt.DoesNotExist."""
    with transaction.atomic():
        attempt, latest = hold(visible)
        _end(attempt, EndedBy.LEARNER, max(arrived, latest))
    return graded(attempt)


def end(attempt: Attempt, *, by: Any, arrived: datetime) -> Attempt:
    """End somebody's attempt for them; what was saved is graded. Audited, and repeated it changes nothing."""
    with transaction.atomic():
        attempt, latest = hold(Attempt.objects.filter(pk=attempt.pk))
        if attempt.state == State.IN_PROGRESS:
            _end(attempt, EndedBy.TEACHER, max(arrived, latest))
            Audit.objects.create(who=by, what="attempt ended", before={"attempt": str(attempt.uuid)})
    return graded(attempt)


def settle(attempt: Attempt, *, now: datetime) -> Attempt:
    """What every reader does first: end what is past its deadline, grade what a failing grader left."""
    if attempt.state == State.IN_PROGRESS and is_over(attempt.deadline, now):
        with transaction.atomic():
            attempt, _ = hold(Attempt.objects.filter(pk=attempt.pk))
            if is_over(attempt.deadline, now):  # it may have been extended meanwhile
                _end(attempt, EndedBy.DEADLINE, now)
    return graded(attempt)


def expire_due(now: datetime) -> int:
    """End every attempt that is past its deadline and grade what waits for it; returns how many were graded."""
    due = Q(state=State.IN_PROGRESS, deadline__lt=now - GRACE) | Q(state=State.SUBMITTED)
    waiting = list(Attempt.objects.filter(due).order_by("pk").values_list("pk", flat=True))
    return sum(settle(Attempt.objects.get(pk=pk), now=now).state == State.GRADED for pk in waiting)


def hold(visible: QuerySet[Attempt]) -> tuple[Attempt, datetime]:
    """One attempt, locked until the transaction ends, so that saves, submits and the sweep take turns at it.

    The moment is when something of it last arrived: a clock that is set back gives nobody time.
    """
    newest = Response.objects.filter(attempt=OuterRef("pk")).order_by("-pk").values("received_at")[:1]
    held = visible.select_for_update(of=("self",)).select_related("assignment__quiz", "user")
    attempt = held.annotate(latest=Coalesce(Subquery(newest), "started_at")).get()
    return attempt, attempt.latest


def _end(attempt: Attempt, by: str, at: datetime) -> None:
    if is_over(attempt.deadline, at) and attempt.deadline:
        by, at = EndedBy.DEADLINE, attempt.deadline
    newest = Response.objects.filter(attempt=attempt.pk, late=False).order_by("-pk").values("pk")[:1]
    moved = Attempt.objects.filter(pk=attempt.pk, state=State.IN_PROGRESS).update(
        state=State.SUBMITTED, ended_at=at, ended_by=by, last_response=Subquery(newest)
    )
    if moved:
        attempt.state, attempt.ended_at, attempt.ended_by = State.SUBMITTED, at, by


def graded(attempt: Attempt) -> Attempt:
    """Grade what was submitted. A grader that raises loses nothing: the attempt waits for its next reader."""
    for _ in range(ROUNDS):
        if attempt.state != State.SUBMITTED:
            break
        try:
            _write(attempt, judge_all(attempt))
        except IntegrityError:  # a check that was under way has written one of these grades; read again
            continue
        except Exception:
            log.exception("Attempt %s stays submitted: it could not be graded", attempt.pk)
            break
    return attempt


def _write(attempt: Attempt, judged: Judged) -> None:
    with transaction.atomic():
        waiting = Attempt.objects.filter(pk=attempt.pk, state=State.SUBMITTED)
        if waiting.update(state=State.GRADED, points=judged.points):
            Grade.objects.bulk_create(judged.grades)
            _audit(attempt, judged)
            attempt.state, attempt.points = State.GRADED, judged.points
        else:  # somebody else has graded it
            attempt.refresh_from_db()


def _audit(attempt: Attempt, judged: Judged) -> None:
    Audit.objects.create(
        who=attempt.user if attempt.ended_by == EndedBy.LEARNER and not attempt.user.is_guest else None,
        what="attempt graded",
        before={"attempt": str(attempt.uuid), "state": State.IN_PROGRESS},
        after={"state": State.GRADED, "ended_by": attempt.ended_by, "points": str(judged.points)},
    )
