"""Trying a quiz as a learner would take it. What is asked and judged is the same; it is written to one row alone.

An attempt, its items and grades are made here in memory for the pages that show them, and never saved: no count, limit
or statistic can hold them.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from quizzes.attempts.judging import grade_of, keys_of
from quizzes.attempts.picking import pick
from quizzes.attempts.points import points_of
from quizzes.attempts.responding import Arrival
from quizzes.grading import Read, effective, read, tries_used, try_number, wants_more_decimals
from quizzes.models import Assignment, Attempt, Grade, Item, Quiz, Trial, Variant
from quizzes.moments import written
from quizzes.policies import deadline_of, is_over, policy_of, read_terms, write_terms
from quizzes.records import Record, Sent, told
from quizzes.refusals import Refused

CHECK = "check"


def begin(user: Any, quiz: Quiz, *, now: datetime) -> Trial:
    """Start a new try in place of the last one. Raises Refused if the quiz lacks questions."""
    policy = policy_of(quiz.mode, quiz.policy)
    picked = pick(quiz, user, secrets.randbits(63), shuffle=policy.shuffle)
    if not picked:
        raise Refused("no_questions", "This quiz has no questions yet.", "Add a slot.", status=409)
    terms = write_terms(policy, sum((one.points for one in picked), Decimal(0)), Decimal(1))
    items = [{"variant": one.variant.pk, "points": str(one.points), "order": one.order} for one in picked]
    new = {
        "terms": terms,
        "items": items,
        "started_at": now,
        "deadline": deadline_of(read_terms(terms), now, None, Decimal(1)),
    }
    with transaction.atomic():
        Trial.objects.filter(user=user, quiz=quiz).delete()
        return Trial.objects.create(user=user, quiz=quiz, **new)


def under_way(user: Any, quiz: Quiz, *, now: datetime) -> Trial | None:
    """Return this person's try of a quiz, ended if its time is over."""
    found = Trial.objects.select_related("quiz", "user").filter(user=user, quiz=quiz).first()
    if found and found.ended_at is None and is_over(found.deadline, now):
        end(found, now=found.deadline or now)
    return found


def end(trial: Trial, *, now: datetime) -> None:
    Trial.objects.filter(pk=trial.pk, ended_at=None).update(ended_at=now)
    trial.ended_at = trial.ended_at or now


def attempt_of(trial: Trial, found: list[Record]) -> Attempt:
    """Return the try as an attempt that is not saved; when it has ended, its review is open at once."""
    state = Attempt.State.GRADED if trial.ended_at else Attempt.State.IN_PROGRESS
    attempt: Any = Attempt(
        uuid=trial.uuid,
        assignment=Assignment(quiz=trial.quiz, released_at=trial.ended_at),
        user=trial.user,
        number=1,
        terms=trial.terms,
        started_at=trial.started_at,
        deadline=trial.deadline,
        ended_at=trial.ended_at,
        ended_by=Attempt.EndedBy.LEARNER if trial.ended_at else "",
        state=state,
        points=points_of(read_terms(trial.terms), found) if trial.ended_at else None,
    )
    attempt.held, attempt.extended_to = False, None
    return attempt  # queries add the two names beside its fields


def records_of(trial: Trial) -> list[Record]:
    """Return the items with their answers and grades, as those of an attempt."""
    names = [item["variant"] for item in trial.items]
    variants, keys = Variant.objects.select_related("version").in_bulk(names), keys_of(names)
    found = []
    for position, item in enumerate(trial.items, start=1):
        row = Item(
            position=position, points=Decimal(item["points"]), variant=variants[item["variant"]], order=item["order"]
        )
        found.append(_judged(trial, row, keys[item["variant"]]))
    return found


def _judged(trial: Trial, item: Item, key: Any) -> Record:
    sent = [_sent(seq, one) for seq, one in _log(trial, item.position)]
    record = Record(item, sent[-1] if sent else None, None)
    readable = [one for one in sent if one.readable]
    if readable:
        answer = effective(record.type, [one.answer for one in readable], record.ask)
        record.counted = replace(readable[-1], answer=answer)
    record.grades = list(_grades(trial, record, key))
    return record


def _log(trial: Trial, position: int) -> list[tuple[int, Mapping[str, Any]]]:
    return [(seq, one) for seq, one in enumerate(trial.sent, start=1) if one["position"] == position]


def _sent(seq: int, one: Mapping[str, Any]) -> Sent:
    return Sent(seq, one["answer"], one["readable"], one["certainty"])


def _checks(trial: Trial, position: int) -> list[Sent]:
    """The answers that were judged at once."""
    return [_sent(seq, one) for seq, one in _log(trial, position) if one["kind"] == CHECK]


def _grades(trial: Trial, record: Record, key: Any) -> Iterator[Grade]:
    """Of each check at once; when it has ended, of the answer that counts, or of the blank item."""
    checks, explains = _checks(trial, record.item.position), not read_terms(trial.terms).is_graded
    values = [_value(record, one) for one in checks]
    for number, one in enumerate(checks):
        tried = try_number(values[number], values[:number])
        yield grade_of(record, key, one, tried, at_once=True, explains=explains)
    last = record.counted
    if trial.ended_at is None or (last and last.response in [one.response for one in checks]):
        return
    if last is None or last.answer is None:
        yield Grade(item=record.item, key=key, fraction=Decimal(0))
    else:
        yield grade_of(record, key, last, try_number(_value(record, last), values))


def _value(record: Record, sent: Sent) -> Any:
    return read(record.type, sent.answer, record.ask).value


@transaction.atomic
def respond(trial: Trial, arrival: Arrival, *, now: datetime) -> dict[str, Any]:
    """Write an answer down, and return the reply that an attempt would give. Raises Refused when it has ended."""
    locked = Trial.objects.select_for_update(of=("self",)).select_related("quiz", "user").get(pk=trial.pk)
    if locked.ended_at or is_over(locked.deadline, now):
        raise Refused("closed", "This try has ended.", "Start a new one.", status=409)
    record = next((one for one in records_of(locked) if one.item.position == arrival.position), None)
    if record is None:
        raise Refused("no_such_item", f"There is no question {arrival.position}.", "Name one of its questions.")
    reading = read(record.type, arrival.answer, record.ask)
    message = _asked_again(locked, record, reading)
    is_judged = arrival.kind == CHECK and _has_try(locked, record, reading)
    kind = CHECK if is_judged and not message else "save"
    kept = asdict(arrival) | {"uuid": str(arrival.uuid), "kind": kind, "readable": reading.readable}
    if kept not in locked.sent:
        locked.sent.append(kept)
        locked.save(update_fields=["sent"])
    told_now = reading.message or (message if is_judged else None)
    return _reply(locked, kept, reading, told_now) | {"server_time": written(now)}


def _has_try(trial: Trial, record: Record, reading: Read) -> bool:
    terms = read_terms(trial.terms)
    if not terms.tells_at_once or not reading.readable or reading.value is None:
        return False
    before = [_value(record, one) for one in _checks(trial, record.item.position)]
    return terms.has_try(try_number(reading.value, before))


def _asked_again(trial: Trial, record: Record, reading: Read) -> str | None:
    """In practice, a number that is right at fewer decimals costs nothing."""
    if read_terms(trial.terms).mode != "practice":
        return None
    variant = record.item.variant_id
    return wants_more_decimals(reading.value, keys_of([variant])[variant].right)


def _reply(trial: Trial, kept: Mapping[str, Any], reading: Read, message: str | None) -> dict[str, Any]:
    record = records_of(trial)[kept["position"] - 1]
    is_judged, grade = kept["kind"] == CHECK, record.current_grade
    values = [_value(record, one) for one in _checks(trial, kept["position"])]
    return {
        "uuid": kept["uuid"],
        "position": kept["position"],
        "seq": len(trial.sent),
        "read": reading.echo,
        "readable": reading.readable,
        "unread": [one.as_json() for one in reading.unread],
        "message": message,
        "displaced": None,
        "grade": told(grade) if grade and is_judged else None,
        "tries_left": read_terms(trial.terms).tries_left(tries_used(values)) if is_judged else None,
    }
