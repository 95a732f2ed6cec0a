"""How a moment is written for programs: UTC, to the microsecond, so that the same moment is the same text."""

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
