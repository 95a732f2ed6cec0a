"""An attempt as a learner may see it: an allow-list, made of what is shown and of the learner's own log.

Nothing here reads a key. A verdict appears only where it was told at once, or after release.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from quizzes.grading import read
from quizzes.models import Attempt, Item
from quizzes.moments import written
from quizzes.policies import SURE, Terms, read_terms
from quizzes.questions.base import Unread
from quizzes.records import Record, Sent, records, told, was_told_at_once
from quizzes.releasing import is_released


def describe(attempt: Attempt, now: datetime, found: list[Record] | None = None) -> dict[str, Any]:
    """The attempt and its items as plain JSON; `found` spares the look-up where the records are at hand."""
    found = records(attempt) if found is None else found
    terms, shown = read_terms(attempt.terms), is_released(attempt, now)
    return {
        "uuid": str(attempt.uuid),
        "quiz": attempt.assignment.quiz.slug,
        "number": attempt.number,
        "state": attempt.state,
        "ended_by": attempt.ended_by or None,
        "started_at": written(attempt.started_at),
        "deadline": written(attempt.deadline) if attempt.deadline else None,
        "server_time": written(attempt.ended_at or now),
        "released": shown,
        "score": score_of(attempt, terms) if shown else None,
        "items": [describe_item(attempt, record, terms, released=shown) for record in found],
    }


def to_ask_once_more(attempt: Attempt) -> list[Any]:
    """What the learner was sure of in vain, where no later question that they answered shares a concept with it."""
    alike = {"variant__version__question__concepts__questions": OuterRef("variant__version__question")}
    later = Item.objects.filter(attempt=OuterRef("attempt"), position__gt=OuterRef("position"), **alike)
    vain = attempt.items.filter(grades__fraction=0, grades__response__certainty=SURE)
    return list(vain.filter(~Exists(later.filter(responses__isnull=False))).distinct().values("position"))


def score_of(attempt: Attempt, terms: Terms) -> dict[str, float] | None:
    """None in practice, which has no grade."""
    if not terms.is_graded:
        return None
    points, out_of = float(attempt.points or 0), float(terms.points)
    return {"points": points, "out_of": out_of, "fraction": points / out_of if out_of else 0.0}


def describe_item(attempt: Attempt, record: Record, terms: Terms, *, released: bool) -> dict[str, Any]:
    item, shown = record.item, record.item.variant.shown
    in_progress = attempt.state == Attempt.State.IN_PROGRESS
    sent = record.newest if in_progress else record.counted
    grade = record.current_grade if in_progress else record.grade
    return {
        "position": item.position,
        "type": record.type.name,
        "points": float(item.points),
        "prompt": shown["prompt"],
        "ask": ask_in_order(item),
        "network": shown.get("network"),
        "answer": sent.answer if sent else None,
        "read": _echo(record, sent),
        "unread": unread_in(record),
        "tries_left": _tries_left(record, terms),
        "certainty": record.newest.certainty if record.newest else None,
        "hints": [] if terms.is_graded else shown.get("hints", []),
        "grade": told(grade) if grade and (released or was_told_at_once(grade)) else None,
    }


def unread_in(record: Record) -> list[dict[str, Any]]:
    """The places of the newest answer that cannot be read: what was sent, why, and what counts there instead."""
    sent, counted = record.newest, record.counted
    if sent is None or sent.answer is None:
        return []
    found = record.type.unread(sent.answer, record.ask)
    left = set() if counted is None else {one.place for one in _unread(record, counted)}
    used = None if counted is None else counted.answer
    return [
        {
            **one.as_json(),
            "where": one.label,
            "sent": text_at(sent.answer, one.place),
            "used": None if one.place in left else text_at(used, one.place),
        }
        for one in found
    ]


def _unread(record: Record, sent: Sent) -> list[Unread]:
    return [] if sent.answer is None else record.type.unread(sent.answer, record.ask)


def text_at(answer: Any, place: str) -> str | None:
    """What was typed at a place; None if it is empty, or no text."""
    for step in filter(None, place.split(".")):
        answer = answer.get(step) if isinstance(answer, dict) else answer
        answer = answer[int(step)] if isinstance(answer, list) and step.isdigit() else answer
    return answer if isinstance(answer, str) and answer.strip() else None


def ask_in_order(item: Item) -> dict[str, Any]:
    """What the type asks, its options in the order that was drawn for this item."""
    ask: Mapping[str, Any] = item.variant.shown["ask"]
    blank = {"blank": item.variant.shown["blank"]} if item.variant.shown.get("blank") else {}
    if not item.order:
        return {**ask, **blank}
    place = {identity: number for number, identity in enumerate(item.order)}
    return {**ask, **blank, "options": sorted(ask["options"], key=lambda option: place[option["id"]])}


def _echo(record: Record, sent: Sent | None) -> str | None:
    return read(record.type, sent.answer, record.ask).echo if sent and sent.readable else None


def _tries_left(record: Record, terms: Terms) -> int | None:
    return terms.tries_left(
        max((grade.detail.get("try", 1) for grade in record.grades if grade.response_id), default=0)
    )
