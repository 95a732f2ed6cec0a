"""The grades that an attempt gets when it ends, computed in memory."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from quizzes.attempts.points import points_of
from quizzes.diagnosing import NOTHING, Further, further
from quizzes.grading import as_decimal, feedback, judge, read, try_number
from quizzes.models import Attempt, Grade, Key, Response
from quizzes.policies import SURE, read_terms
from quizzes.questions.base import Verdict
from quizzes.records import Record, Sent, answers
from quizzes.working import line_of


@dataclass(frozen=True, slots=True)
class Judged:
    """The grades to write, and the points that they and the earlier ones make."""

    grades: list[Grade]
    points: Decimal


def judge_all(attempt: Attempt) -> Judged:
    """Every item gets at least one grade: its last readable answer's, and those of checks that nobody could judge."""
    terms = read_terms(attempt.terms)
    found = answers(attempt)
    checked = checks_of(attempt) if terms.tells_at_once else {}
    keys = keys_of([record.item.variant_id for record in found])
    new = [grade for record in found for grade in _grades(record, keys[record.item.variant_id], checked)]
    return Judged(new, points_of(terms, found))


def keys_of(variants: list[int]) -> dict[int, Key]:
    """The newest key of each variant by its own source. A repaired version's key is for a regrade."""
    own = Q(version=F("variant__version"))
    renewed = Q(version__source_hash=F("variant__version__source_hash")) & ~Q(version__source_hash="")
    return {key.variant_id: key for key in Key.objects.filter(own | renewed, variant__in=variants).order_by("pk")}


def checks_of(attempt: Attempt) -> dict[int, list[Any]]:
    """The readable checks of each item in their order, each with its grade or None, in one statement."""
    checks: dict[int, list[Any]] = defaultdict(list)
    rows = Response.objects.filter(attempt=attempt, kind=Response.Kind.CHECK, readable=True, late=False)
    columns = "pk", "item_id", "answer", "grades__pk", "grades__fraction", "grades__detail"
    for row in rows.order_by("pk", "grades__pk").values(*columns):
        checks[row["item_id"]].append(row)
    return checks


def grade_of(
    record: Record, key: Key, sent: Sent, number: int, *, at_once: bool = False, explains: bool = False
) -> Grade:
    """The verdict on one answer, not yet written. What is told at once is kept with it; `explains` adds what is right
    and why: to a right answer, and to a wrong one that the learner was sure of.
    """
    verdict = judge(record.type, sent.answer, record.ask, key)
    diagnoses, detail = verdict.diagnoses, {**verdict.detail, "try": number}
    if at_once:
        more = _more(record, key, sent, verdict)
        diagnoses = diagnoses or more.diagnoses
        detail |= {"finding": more.finding} if more.finding else {}
        detail["has_steps"] = (
            explains and verdict.fraction < 1 and bool(key.right.get("network") and key.right.get("steps"))
        )
        wants_why = verdict.fraction == 1 or (verdict.fraction == 0 and sent.certainty == SURE)
        why = key.right.get("explanation", "") if explains and wants_why else ""
        detail["feedback"] = feedback(detail, diagnoses, key.right, more.message, line_of(key.right, more.start)) + why
    fraction = as_decimal(verdict.fraction)
    return Grade(
        item=record.item, response_id=sent.response, key=key, fraction=fraction, diagnoses=diagnoses, detail=detail
    )


def _more(record: Record, key: Key, sent: Sent, verdict: Verdict) -> Further:
    value = read(record.type, sent.answer, record.ask).value
    if verdict.fraction == 1 or verdict.diagnoses or not isinstance(value, Decimal):
        return NOTHING
    return further(key, value)


def _grades(record: Record, key: Key, checked: dict[int, list[Any]]) -> list[Grade]:
    rows = checked.get(record.item.pk, [])
    record.grades += [_known(row) for row in rows if row["grades__pk"]]
    new = [_one(record, key, sent, rows) for sent in _ungraded(record, rows)]
    if not new and not record.grades:
        new = [Grade(item=record.item, key=key, fraction=Decimal(0))]
    record.grades += new
    return new


def _known(row: dict[str, Any]) -> Grade:
    return Grade(
        pk=row["grades__pk"], response_id=row["pk"], fraction=row["grades__fraction"], detail=row["grades__detail"]
    )


def _ungraded(record: Record, rows: list[Any]) -> list[Sent]:
    """What still wants a verdict; an answer that was taken back wants none."""
    graded = {row["pk"] for row in rows if row["grades__pk"]}
    wanted = {row["pk"]: Sent(row["pk"], row["answer"], True) for row in rows}
    if record.counted:
        wanted[record.counted.response] = record.counted
    return [sent for pk, sent in sorted(wanted.items()) if pk not in graded and sent.answer is not None]


def _one(record: Record, key: Key, sent: Sent, rows: list[Any]) -> Grade:
    earlier = [read(record.type, row["answer"], record.ask).value for row in rows if row["pk"] < sent.response]
    value = read(record.type, sent.answer, record.ask).value
    was_check = sent.response in {row["pk"] for row in rows}
    return grade_of(record, key, sent, try_number(value, earlier), at_once=was_check)
