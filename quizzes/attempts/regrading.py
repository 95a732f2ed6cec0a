"""Grading old answers under the key of a repaired version. What it would change is shown first; then it is appended.

A grade that would fall stays, unless falling was chosen, so no score ever falls by itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from quizzes.attempts.judging import grade_of
from quizzes.attempts.points import points_of
from quizzes.grading import effective
from quizzes.models import Attempt, Audit, Grade, Item, Key, Question, Regrade, Variant, Version
from quizzes.policies import read_terms
from quizzes.publishing.repairing import Render, RepairError, repaired_keys
from quizzes.records import Record, Sent, readable_answers, records, standing, was_told_at_once
from quizzes.refusals import Refused
from quizzes.rendering import render_many

State = Attempt.State


@dataclass(frozen=True, slots=True)
class Difference:
    """What a regrade does to one attempt."""

    attempt: Attempt
    before: Decimal
    after: Decimal
    is_graded: bool  # not practice, which has no score


@dataclass(slots=True)
class Plan:
    """A regrade before it is applied: the grades to append, what they change, and how many would fall but stay."""

    version: Version
    grades: list[Grade] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    attempts: list[int] = field(default_factory=list)
    kept: int = 0
    newest: int = 0  # the newest grade that was read, so that nothing is written over

    @property
    def moved(self) -> list[Difference]:
        """Whose points are others now, those of practice among them."""
        return [one for one in self.differences if one.after != one.before]

    @property
    def changes(self) -> list[Difference]:
        """The scores that change."""
        return [one for one in self.moved if one.is_graded]


def waiting_for_regrade(question: Question) -> QuerySet[Item]:
    """Items of graded attempts that no grade of the published version speaks of yet."""
    asked = Item.objects.filter(variant__version__question=question, attempt__state=State.GRADED)
    done = Grade.objects.filter(key__version=question.published_id).values("item")
    return asked.exclude(variant__version=question.published_id).exclude(pk__in=done)


def plan_regrade(question: Question, *, may_lower: bool = False) -> Plan:
    """The dry run: nothing is written, nothing is rendered. Raises Refused."""
    return _plan(question, may_lower, _keys(question, render=list))


def apply_regrade(question: Question, *, by: Any, why: str, may_lower: bool = False) -> Plan:
    """Append the grades of the dry run with their reason. Raises Refused."""
    if not why.strip():
        raise Refused("no_reason", "A regrade needs a reason.", "Learners read it.", status=400, field="why")
    plan = _plan(question, may_lower, _stored(_keys(question, render=render_many)))
    if not plan.grades:
        raise Refused("nothing_to_regrade", "No answer is left to grade anew.", "All is as it should be.", status=409)
    with transaction.atomic():
        _hold(plan)
        regrade = Regrade.objects.create(by=by, why=why.strip()[:300], may_lower=may_lower)
        for grade in plan.grades:
            grade.regrade = regrade
        Grade.objects.bulk_create(plan.grades)
        for one in plan.moved:
            Attempt.objects.filter(pk=one.attempt.pk).update(points=one.after)
        _audit(plan, regrade)
    return plan


def _keys(question: Question, render: Render) -> dict[int, Key]:
    """By variant: the key of the published version, for each older variant that waits. Raises Refused."""
    if question.published_id is None:
        raise Refused("not_published", "This question is not published.", "Publish it first.", status=409)
    waiting = waiting_for_regrade(question).values("variant")
    own = Q(keys__version=F("version"))
    old = Variant.objects.filter(own, pk__in=waiting).annotate(parameters=F("keys__parameters"))
    version = Version.objects.select_related("question").get(pk=question.published_id)
    there = {key.variant_id: key for key in Key.objects.filter(version=version, variant__in=waiting)}
    new = old.exclude(pk__in=there).select_related("version").order_by("pk")
    try:
        return there | {key.variant_id: key for key in repaired_keys(version, new, render)}
    except RepairError as error:
        raise Refused("not_the_same", str(error), "Nothing was changed.", status=409) from error


def _stored(keys: dict[int, Key]) -> dict[int, Key]:
    """Written before anything is judged by them; a key that nobody's grade names harms nobody."""
    Key.objects.bulk_create([key for key in keys.values() if key.pk is None], ignore_conflicts=True)
    versions = {key.version_id for key in keys.values()}
    return {key.variant_id: key for key in Key.objects.filter(variant__in=keys, version__in=versions)}


def _plan(question: Question, may_lower: bool, keys: dict[int, Key]) -> Plan:
    assert question.published is not None
    plan, waiting = Plan(question.published), defaultdict(set)
    for item in waiting_for_regrade(question).only("attempt", "position"):
        waiting[item.attempt_id].add(item.pk)
    attempts = Attempt.objects.filter(pk__in=waiting).select_related("user", "assignment__quiz").order_by("pk")
    for attempt in attempts:
        _plan_attempt(plan, attempt, waiting[attempt.pk], keys, may_lower)
    return plan


def _plan_attempt(plan: Plan, attempt: Attempt, waiting: set[int], keys: dict[int, Key], may_lower: bool) -> None:
    terms, found = read_terms(attempt.terms), records(attempt)
    plan.attempts.append(attempt.pk)
    plan.newest = max([plan.newest, *(grade.pk for record in found for grade in record.grades)])
    answers = readable_answers(waiting)
    for record in found:
        if record.item.pk in waiting:
            counted = _counted(record, answers[record.item.pk])
            new = _regraded(record, keys[record.item.variant_id], counted, plan, may_lower)
            plan.grades += new
            record.grades += new
    before = attempt.points or Decimal(0)
    plan.differences.append(Difference(attempt, before, points_of(terms, found), terms.is_graded))


def _counted(record: Record, sent: Sequence[tuple[int, Any]]) -> dict[int, Any]:
    """By response: what counted when it was the newest."""
    answers = [answer for _, answer in sent]
    return {pk: effective(record.type, answers[: n + 1], record.ask) for n, (pk, _) in enumerate(sent)}


def _regraded(record: Record, key: Key, answers: Mapping[int, Any], plan: Plan, may_lower: bool) -> list[Grade]:
    """New grades beside those that stand. What a person graded stays as it is."""
    found = []
    for old in standing(record.grades):
        if old.by_id is not None:
            continue
        new = _anew(record, key, old, answers)
        if new.fraction < old.fraction and not may_lower:
            plan.kept += 1
        else:
            found.append(new)
    return found


def _anew(record: Record, key: Key, old: Grade, answers: Mapping[int, Any]) -> Grade:
    if old.response_id is None:
        return Grade(item=record.item, key=key, fraction=Decimal(0))
    sent = Sent(old.response_id, answers[old.response_id], True)
    at_once = was_told_at_once(old) and key.pk is not None  # a dry run needs no sentences
    return grade_of(record, key, sent, old.detail.get("try", 1), at_once=at_once)


def _hold(plan: Plan) -> None:
    """Raises Refused where somebody graded one of these attempts since the plan was made."""
    held = list(Attempt.objects.select_for_update().filter(pk__in=plan.attempts).order_by("pk").values_list("pk"))
    newest = Grade.objects.filter(item__attempt__in=[pk for (pk,) in held]).aggregate(newest=Max("pk"))["newest"]
    items = {grade.item_id for grade in plan.grades}
    waiting = waiting_for_regrade(plan.version.question).filter(pk__in=items).count()
    if newest != plan.newest or waiting != len(items):
        message = "Somebody graded one of these attempts meanwhile."
        raise Refused("outdated", message, "Look at the differences once more.", status=409)


def _audit(plan: Plan, regrade: Regrade) -> None:
    Audit.objects.create(
        who=regrade.by,
        what=f"{plan.version.question}: regraded"[:120],
        before={str(one.attempt.uuid): str(one.before) for one in plan.changes},
        after={str(one.attempt.uuid): str(one.after) for one in plan.changes},
        why=regrade.why,
    )
