"""When a request arrived, and how a moment is written for programs: UTC, to the microsecond."""

from datetime import UTC, datetime

from django.http import HttpRequest
from rest_framework.request import Request


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def arrived(request: HttpRequest | Request) -> datetime:
    """Set by the site's first middleware: deadlines hold against this moment, not the one at which its turn came."""
    return request.arrived  # type: ignore[union-attr]
