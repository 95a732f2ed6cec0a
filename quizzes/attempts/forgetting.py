"""Guests who never answered leave nothing behind."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef

from quizzes.models import Attempt, Audit, FaultReport, Grade, Item, Response

AFTER = timedelta(days=30)


def forget_guests(now: datetime) -> int:
    """Delete guests of 30 days ago who neither answered nor reported a fault, with attempts, items and blank grades.

    Returns how many.
    """
    return sum(_forget(guest) for guest in _silent(now))


def _silent(now: datetime) -> list[Any]:
    guests = get_user_model().objects.filter(is_guest=True, merged_into=None, erased_at=None, merged=None)
    answered = Response.objects.filter(attempt__user=OuterRef("pk"))
    reported = FaultReport.objects.filter(user=OuterRef("pk"))
    recent = Attempt.objects.filter(user=OuterRef("pk"), started_at__gt=now - AFTER)
    spoken = Exists(answered) | Exists(reported)
    return list(guests.filter(~spoken, ~Exists(recent), date_joined__lte=now - AFTER).order_by("pk"))


@transaction.atomic
def _forget(guest: Any) -> bool:
    """False where the guest has come back and answered in this moment."""
    attempts = list(Attempt.objects.select_for_update().filter(user=guest.pk))
    if Response.objects.filter(attempt__in=attempts).exists() or not _is_still_a_guest(guest):
        return False
    Grade.objects.filter(item__attempt__in=attempts).forget()
    Item.objects.filter(attempt__in=attempts).delete()
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).delete()
    guest.readings.all().delete()
    Audit.objects.create(who=None, what="guest forgotten", before={"guest": guest.pk, "attempts": len(attempts)})
    guest.delete()
    return True


def _is_still_a_guest(guest: Any) -> bool:
    """Signing up keeps the row."""
    people = get_user_model().objects.select_for_update()
    return people.filter(pk=guest.pk, is_guest=True, merged_into=None).exists()
