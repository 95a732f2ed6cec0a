"""Reading answers of an item, whatever a question type does with them."""

import logging
from typing import Any

from quizzes.grading import Read, read
from quizzes.models import Item, Response
from quizzes.questions.base import Unread
from quizzes.questions.types import TYPES

FAILED = "Your answer is saved as it is, but we could not read it. Tell your instructor."
log = logging.getLogger(__name__)


def read_item(item: Item, answer: Any) -> Read:
    """A type that fails to read must not lose the answer."""
    try:
        return read(TYPES[item.variant.version.type], answer, item.variant.shown["ask"])
    except Exception:
        log.exception("An answer to item %s could not be read", item.pk)
        return Read(readable=False, unread=[Unread(FAILED)])


def checked_before(item: Item, response: Response | None = None) -> list[Any]:
    """The answers of an item that were judged at once (before `response`), as read, in their order."""
    checks = Response.objects.filter(item=item, kind=Response.Kind.CHECK, late=False)
    earlier = checks.filter(pk__lt=response.pk) if response else checks
    return [read_item(item, answer).value for answer in earlier.order_by("pk").values_list("answer", flat=True)]
