"""Time zones: which there are, and in whose the times of a page are written."""

import zoneinfo
from collections import defaultdict
from functools import lru_cache
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest

COOKIE = "time_zone"  # what the browser tells, set by page.js
AREAS = ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]


@lru_cache(1)
def names() -> frozenset[str]:
    """All that this machine knows, older names such as Asia/Calcutta included: browsers send those."""
    return frozenset(zoneinfo.available_timezones()) | {"UTC"}


@lru_cache(1)
def choices() -> list[Any]:
    """For a select: UTC, then by area, each zone by its city."""
    areas: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(names()):
        area, _, city = name.partition("/")
        if area in AREAS:
            areas[area].append((name, city.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *areas.items()]


def with_name(name: str) -> list[Any]:
    """The choices, and this one too if it is a zone that the list leaves out, such as EST5EDT."""
    is_listed = name == "UTC" or name.partition("/")[0] in AREAS
    return [*choices(), *([] if is_listed or name not in names() else [(name, name)])]


def told_by(request: HttpRequest) -> str:
    """The zone of the browser; "" if it has not told one that is known."""
    told = request.COOKIES.get(COOKIE, "")
    return told if told in names() else ""


def zone_of(request: HttpRequest) -> zoneinfo.ZoneInfo:
    """The zone that the reader chose, else the browser's, else UTC.

    A database that is away is no problem of the time: a page that needs to know who asks will say so itself.
    """
    try:
        chosen = getattr(request.user, "time_zone", "")
    except DatabaseError:
        chosen = ""
    return zoneinfo.ZoneInfo(chosen if chosen in names() else told_by(request) or "UTC")


@receiver(user_logged_in)
def take_over(user: Any, request: HttpRequest | None, **signal: Any) -> None:
    """People who never chose a zone get that of the browser with which they sign in."""
    told = told_by(request) if request else ""
    if told and not user.time_zone:
        user.time_zone = told
        type(user).objects.filter(pk=user.pk, time_zone="").update(time_zone=told)
