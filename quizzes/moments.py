"""When a request arrived, and how a moment is written: for programs UTC, for people their own time and its zone."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.timezone import localtime
from rest_framework.request import Request


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def arrived(request: HttpRequest | Request) -> datetime:
    """Set by the site's first middleware: deadlines hold against this moment, not the one at which its turn came."""
    return request.arrived  # type: ignore[union-attr]


def in_words(moment: datetime) -> str:
    """As in "Sunday 22 November 2026, 13:00 (Europe/Berlin)", in the zone of the reader."""
    local = localtime(moment)
    return f"{local:%A %-d %B %Y, %H:%M} ({local.tzinfo})"


def until(moment: datetime, now: datetime) -> str:
    """Today's by the time alone."""
    local = localtime(moment)
    return f"{local:%H:%M} ({local.tzinfo})" if local.date() == localtime(now).date() else in_words(moment)


def window(opens: datetime | None, closes: datetime | None, now: datetime) -> dict[str, str]:
    """When a quiz opens and closes, by the word for it; past openings need no word."""
    found = {"Opens": in_words(opens)} if opens and now < opens else {}
    if closes:
        found["Closes" if now < closes else "Closed"] = in_words(closes)
    return found
