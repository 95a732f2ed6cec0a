"""An exam keeps its slots, points and question versions from its first start until it has ended."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from quizzes.models import Allowance, Attempt, Audit, Quiz
from quizzes.models.offers import FrozenExamError
from quizzes.moments import written
from quizzes.policies import GRACE
from quizzes.pools import places_of


def freeze(quiz: Quiz, now: datetime) -> None:
    """Store what every attempt at an exam draws from, unless its first start has done so. Within a transaction.

    The row is locked, and on PostgreSQL the trigger waits for it: no slot changes between reading and storing.
    """
    locked = Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
    if locked.frozen is None:
        locked.frozen = {"at": written(now), "places": [place.as_json() for place in places_of(locked)]}
        locked.save(update_fields=["frozen"])
    quiz.frozen = locked.frozen


def has_ended(quiz: Quiz, now: datetime) -> bool:
    """Whether every assignment has closed for everybody, and nobody has an attempt in progress."""
    offered = quiz.assignments.filter(Q(closes=None) | Q(closes__gt=now))
    extended = Allowance.objects.filter(assignment__quiz=quiz, closes__gt=now)
    running = Attempt.objects.filter(assignment__quiz=quiz, state=Attempt.State.IN_PROGRESS)
    in_time = running.filter(Q(deadline=None) | Q(deadline__gt=now - GRACE))
    return not (offered.exists() or extended.exists() or in_time.exists())


def is_frozen(quiz: Quiz, now: datetime) -> bool:
    """Whether the slots of this quiz must stay as they are now."""
    return quiz.frozen is not None and not has_ended(quiz, now)


@transaction.atomic
def unfreeze(quiz: Quiz, *, by: Any, now: datetime) -> None:
    """Let the slots of an exam that has ended change: its next start freezes it again. Audited.

    Raises FrozenExamError while the exam runs.
    """
    locked = Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
    if locked.frozen is None:
        return
    if not has_ended(locked, now):
        raise FrozenExamError
    Audit.objects.create(who=by, what=f"{quiz.slug}: exam unfrozen", before={"frozen": locked.frozen["at"]})
    locked.frozen = quiz.frozen = None
    locked.save(update_fields=["frozen"])
