"""What somebody did as a guest becomes theirs when they sign in to an account that they have."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from quizzes.attempts.ending import submit
from quizzes.models import Attempt, Audit, Dispute, FaultReport

ROUNDS = 5


def merge(guest: Any, user: Any, *, now: datetime) -> list[Attempt]:
    """Give the guest's attempts the user's next free numbers, even beyond the limit, and close the guest.

    Where both have one in progress, the guest's is submitted first; returns those, since somebody should be told.
    Repeated, it changes nothing.
    """
    submitted: list[Attempt] = []
    if guest.pk == user.pk or not guest.is_guest:
        raise ValueError("Only a guest is merged, and only into somebody else.")
    for last_round in [False] * (ROUNDS - 1) + [True]:
        for attempt in _in_the_way(guest, user):
            submitted.append(submit(attempt, arrived=now))
        try:
            with transaction.atomic():
                _move(guest, user)
            break
        except IntegrityError:  # the user has started an attempt in another window meanwhile
            if last_round:
                raise
    return submitted


def _in_the_way(guest: Any, user: Any) -> list[Attempt]:
    running = Attempt.objects.filter(state=Attempt.State.IN_PROGRESS)
    both = running.filter(user=user.pk, assignment=OuterRef("assignment"))
    return list(running.filter(Exists(both), user=guest.pk))


def _move(guest: Any, user: Any) -> None:
    people = get_user_model().objects
    if people.select_for_update().get(pk=guest.pk).merged_into_id:
        return
    moved = [_renumber(attempt, user) for attempt in Attempt.objects.filter(user=guest.pk).order_by("number")]
    FaultReport.objects.filter(user=guest.pk).update(user=user)
    Dispute.objects.filter(user=guest.pk).update(user=user)
    people.filter(pk=guest.pk).update(merged_into=user, is_active=False)
    guest.merged_into, guest.is_active = user, False
    Audit.objects.create(who=user, what="guest merged", before={"guest": guest.pk}, after={"attempts": moved})


def _renumber(attempt: Attempt, user: Any) -> dict[str, Any]:
    newest = Attempt.objects.filter(user=user.pk, assignment=attempt.assignment_id).order_by("-number")
    number = (newest.values_list("number", flat=True).first() or 0) + 1
    Attempt.objects.filter(pk=attempt.pk).update(user=user, number=number)
    return {"attempt": str(attempt.uuid), "number": number}
