"""Judging an answer at once, in practice or where tries are left. The answer is committed before this begins."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from quizzes.attempts.judging import grade_of, keys_of
from quizzes.attempts.reading import checked_before
from quizzes.grading import Read, tries_used, try_number, wants_more_decimals
from quizzes.models import Attempt, Grade, Item, Key, Response
from quizzes.policies import read_terms
from quizzes.records import Record, Sent, told

HELD = "Your answer is saved. You will see the result after the exam."
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Check:
    """What the learner is told at once: the verdict, or why there is none yet."""

    grade: dict[str, Any] | None = None
    message: str | None = None
    tries_left: int | None = None  # None where tries are not counted


def check(attempt: Attempt, item: Any, response: Response, reading: Read) -> Check:
    """Judge a response, or find how it was judged. A grader that raises loses nothing: a repeat tries again."""
    if item.held:
        return Check(message=HELD)
    try:
        key = keys_of([item.variant_id])[item.variant_id]
        terms, before = read_terms(attempt.terms), checked_before(item, response)
        message = wants_more_decimals(reading.value, key.right)
        if message and terms.mode == "practice":
            return Check(message=message)
        number = try_number(reading.value, before)
        grade = _known(response) or _write(item, key, response, number, explains=not terms.is_graded)
        return Check(told(grade), tries_left=terms.tries_left(tries_used([*before, reading.value])))
    except Exception:
        log.exception("Response %s is kept, but could not be judged", response.pk)
        return Check(message="Your answer is saved, but it could not be checked just now.")


def _known(response: Response) -> Grade | None:
    return Grade.objects.filter(response=response, regrade=None, by=None).first()


def _write(item: Item, key: Key, response: Response, number: int, *, explains: bool) -> Grade:
    sent = Sent(response.pk, response.answer, True, response.certainty)
    grade = grade_of(Record(item, sent, sent), key, sent, number, at_once=True, explains=explains)
    try:
        with transaction.atomic():
            grade.save()
    except IntegrityError:  # a submit has judged it meanwhile
        return Grade.objects.get(response=response, regrade=None, by=None)
    return grade
