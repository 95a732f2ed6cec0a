"""What to answer while the database is busy, full or gone: it passes, so say so and ask for another try."""

from django.db import InterfaceError, OperationalError

RETRY_AFTER = 5  # seconds
FULL = ("disk is full", "No space left", "could not extend", "disk I/O error")


def outage(error: Exception) -> tuple[int, str] | None:
    """The status and the sentence for an error of the database that is nobody's fault here; None for any other."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    if any(words in str(error) for words in FULL):
        return 507, "The disk of this site is full, so nothing can be saved at the moment."
    return 503, "The site is too busy to save at the moment."
