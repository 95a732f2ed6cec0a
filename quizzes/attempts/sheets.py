"""Practice that no author wrote: the sheet of a chapter, whose questions come one by one, when a learner asks for them.

Another question like one comes into the practice that is under way, else onto the sheet; one that stands in the chapter
comes onto it with its first answer.
"""

import random
import secrets
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from quizzes.attempts.ending import hold, settle, submit
from quizzes.attempts.likeness import pick_about, pick_like
from quizzes.attempts.offers import Offer
from quizzes.attempts.picking import Picked
from quizzes.attempts.starting import begin, write_items
from quizzes.models import Assignment, Attempt, Concept, Grade, Item, Question, Quiz
from quizzes.policies import policy_of, read_terms
from quizzes.records import Record, records
from quizzes.refusals import Refused
from quizzes.releasing import is_released

Known = Callable[[Attempt], Item | None]  # the item of an attempt, held or not, that spares a new one
ROUNDS = 5  # each lost race means that another request has won one
FULL = 20  # questions on a sheet; then the next one begins
ENOUGH = 6  # misses in a row on a concept
PRACTICE = Quiz.Mode.PRACTICE


def another(attempt: Attempt, position: int, *, now: datetime) -> Item:
    """The new item, or the one like it that still waits for its first answer. Raises Refused."""
    attempt = settle(attempt, now=now)
    if not (_takes_more(attempt) or is_released(attempt, now)):
        raise Refused("not_released", "There is another one like it once this is released.", "Come back then.")
    record = next((one for one in _records(attempt) if one.item.position == position), None)
    if record is None:
        message = f"There is no question {position} in this attempt."
        raise Refused("no_such_item", message, "Name the position of one of its items.", status=400, field="position")
    return _place(attempt, record, now)


def is_stuck(attempt: Attempt, position: int) -> bool:
    """Whether the last six answers about its concepts were all wrong: then fresh numbers do not help any more."""
    if read_terms(attempt.terms).mode != PRACTICE:
        return False
    asked = Question.objects.filter(versions__variants__in=attempt.items.filter(position=position).values("variant"))
    alike = Q(item__variant__version__question__concepts__in=asked.values("concepts"))
    mine = Grade.objects.filter(alike, response__attempt__user=attempt.user_id, regrade=None, by=None)
    newest = mine.filter(response__kind="check").order_by("-pk").distinct().values_list("pk", "fraction")[:ENOUGH]
    return len(newest) == ENOUGH and all(fraction < 1 for _, fraction in newest)


def _takes_more(attempt: Attempt) -> bool:
    return attempt.state == Attempt.State.IN_PROGRESS and read_terms(attempt.terms).mode == PRACTICE


def _records(attempt: Attempt) -> list[Record]:
    found = records(attempt)
    questions = Item.objects.filter(attempt=attempt).select_related("variant__version__question")
    by_position = {item.position: item for item in questions}
    for record in found:
        record.item = by_position[record.item.position]
    return found


def _place(attempt: Attempt, record: Record, now: datetime) -> Item:
    for _ in range(ROUNDS):
        picked = pick_like(record, attempt.user, random.Random(secrets.randbits(63)))
        if _takes_more(attempt):
            item = _append(attempt, picked, lambda held: _waiting(held, record))
            if item:
                return item
            attempt.refresh_from_db()  # it was submitted meanwhile
        chapter = attempt.assignment.quiz.chapter_slug
        item = _onto_sheet(attempt.user, chapter, picked, now, lambda held: _waiting(held, record))
        if item:
            return item
    raise _busy()


def in_chapter(user: Any, chapter: str, picked: Picked, *, now: datetime) -> Item:
    """The item of a question that stands in a chapter. Answered again, it is the same one while its sheet is in use."""
    for _ in range(ROUNDS):
        item = _onto_sheet(user, chapter, picked, now, lambda held: held.items.filter(variant=picked.variant).first())
        if item:
            return item
    raise _busy()


def about(user: Any, concept: Concept, *, now: datetime) -> Item:
    """A question about a concept, or the one that still waits for its first answer. Raises Refused."""

    def waiting(held: Attempt) -> Item | None:
        return _unanswered(held.items.all(), concepts=concept)

    for _ in range(ROUNDS):
        picked = pick_about(concept, user, random.Random(secrets.randbits(63)))
        if picked is None:
            raise Refused("no_questions", "Nothing is asked about this at the moment.", "Read its section again.")
        item = _onto_sheet(user, concept.chapter_slug, picked, now, waiting)
        if item:
            return item
    raise _busy()


def _busy() -> Refused:
    return Refused("busy", "Several requests at once got in each other's way.", "Try again.", status=503)


def _onto_sheet(user: Any, chapter: str, picked: Picked, now: datetime, known: Known) -> Item | None:
    """None where another request was faster: its sheet is the one."""
    assignment = sheet_of(chapter)
    running = Attempt.objects.filter(user=user.pk, assignment=assignment, state="in_progress").first()
    if running and (running.items.count() < FULL or known(running)):
        return _append(running, picked, known)
    if running:
        submit(running, arrived=now)
    try:
        return _begin_sheet(user, assignment, picked, now)
    except IntegrityError:
        return None


def _append(target: Attempt, picked: Picked, known: Known) -> Item | None:
    """None where the attempt has ended meanwhile."""
    with transaction.atomic():
        held, _ = hold(Attempt.objects.filter(pk=target.pk))
        if held.state != Attempt.State.IN_PROGRESS:
            return None
        item = known(held)
        if item is None:
            position = held.items.count() + 1
            write_items(held, [picked], first=position)
            item = held.items.get(position=position)
        return item


def _waiting(held: Attempt, record: Record) -> Item | None:
    """A double click, or a page that was left open, asks for no second one."""
    others = held.items.exclude(pk=record.item.pk)
    return _unanswered(others, pk=record.item.variant.version.question_id)


def _unanswered(items: QuerySet[Item], **which: Any) -> Item | None:
    """The newest one that waits for its first answer."""
    questions = Question.objects.filter(**which)
    return items.filter(variant__version__question__in=questions, responses=None).order_by("-position").first()


def sheet_of(chapter: str) -> Assignment:
    """The sheet of a chapter, made when somebody first needs it."""
    values = {"title": "Practice sheet", "chapter_slug": chapter, "mode": PRACTICE}
    quiz, _ = Quiz.objects.get_or_create(slug=Quiz.sheet_slug(chapter), defaults=values)
    assignment, _ = Assignment.objects.select_related("quiz").get_or_create(quiz=quiz, class_group=None)
    return assignment


def _begin_sheet(user: Any, assignment: Assignment, picked: Picked, now: datetime) -> Item:
    newest = Attempt.objects.filter(user=user.pk, assignment=assignment).order_by("-number")
    offer = Offer(assignment, newest.values_list("number", flat=True).first() or 0, None, factor=Decimal(1))
    sheet = begin(offer, user, policy_of(PRACTICE, {}), [picked], seed=secrets.randbits(63), now=now)
    return sheet.items.get()
