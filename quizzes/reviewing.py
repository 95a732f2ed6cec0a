"""An attempt after its release: what is right and why, and what a wrong number tells.

Of what a learner is shown, this alone is made from keys; a verdict that is told at once is kept with its grade.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from quizzes.attempts.points import earned_by
from quizzes.diagnosing import further
from quizzes.grading import read, total
from quizzes.models import Attempt, Concept, Key, Question, Regrade, Variant
from quizzes.models.gate import withheld
from quizzes.moments import written
from quizzes.policies import Policy, policy_of, read_terms
from quizzes.questions.cases import lead_of_stored
from quizzes.questions.ranges import accepted
from quizzes.questions.types import TYPES
from quizzes.records import Record, records
from quizzes.refusals import Refused
from quizzes.releasing import is_held, is_released
from quizzes.taking import describe
from quizzes.working import steps_of, url_of
from simulator.engine.misconceptions import MISCONCEPTIONS


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One item beside its key, with what its answer tells."""

    record: Record
    key: Any
    diagnoses: list[dict[str, Any]]
    message: str | None
    finding: dict[str, Any] | None = None

    @property
    def concepts(self) -> list[str]:
        """Slugs of what to read again, the most telling first."""
        known = [MISCONCEPTIONS.get(idea_of(one["id"])) for one in self.diagnoses]
        return [entry.concept for entry in known if entry] + list(self.key.concepts or [])


def review(attempt: Attempt, now: datetime, found: list[Record] | None = None) -> dict[str, Any]:
    """The attempt, and for each item right, reasons, explanation, steps and what to do next; `found` spares the look-up
    where the records are at hand. Raises Refused.
    """
    if not is_released(attempt, now):
        raise Refused("not_released", "The review of this attempt is not released yet.", _when(attempt))
    found = records(attempt) if found is None else found
    reviewed = [_reviewed(record, key) for record, key in zip(found, _keys(found), strict=True)]
    again, anew, terms = _concepts(reviewed), _regrades(found), read_terms(attempt.terms)
    body = describe(attempt, now, found)
    for item, one in zip(body["items"], reviewed, strict=True):
        earned = float(total([earned_by(terms, one.record)]))
        item |= _told(one, again) | {"earned": earned, "regraded": anew(one.record)}
    policy = policy_of(attempt.assignment.quiz.mode, attempt.assignment.quiz.policy)
    return body | {"summary": _summary(reviewed, body["score"], policy, again)}


def work(attempt: Attempt, position: int, *, own: bool, now: datetime) -> dict[str, Any]:
    """A question of practice beside the way to its answer: with its own numbers, or else with those of another variant.
    Raises Refused.
    """
    item = attempt.items.filter(position=position).select_related("variant__version").first()
    if item is None or read_terms(attempt.terms).mode != "practice":
        raise Refused("no_such_item", "There is nothing to work through here.", "Go on with the questions.", status=404)
    if is_held(attempt):
        raise Refused("not_released", "An exam asks this question just now.", "Come back when it is over.")
    return way_of(item.variant if own else like(item.variant))


def like(variant: Variant) -> Variant:
    kept = Question.objects.filter(withheld())
    others = variant.version.variants.exclude(pk=variant.pk).exclude(version__question__in=kept)
    found = others.select_related("version").order_by("?").first()
    if found is None:
        raise Refused("no_such_item", "This question has no other numbers.", "Read its hints again.", status=404)
    return found


def way_of(variant: Variant) -> dict[str, Any]:
    key = Key.objects.get(variant=variant, version=F("variant__version"))
    kind, shown = variant.version.type, variant.shown
    ask = {**shown["ask"], **({"blank": shown["blank"]} if shown.get("blank") else {})}
    return {
        "prompt": shown["prompt"],
        "network": shown.get("network"),
        "blank": shown.get("blank"),
        "right": TYPES[kind].echo(TYPES[kind].parse(TYPES[kind].right_answer(ask, key.right), ask), ask),
        "explanation": key.right.get("explanation", ""),
        "steps": steps_of(key.right, {}),
    }


def idea_of(identity: str) -> str:
    """The catalogue's entry of a diagnosis: "z.no_bias" for "z.no_bias@2" and for "z.no_bias+sig.preact"."""
    return identity.split("+")[0].split("@")[0]


def _when(attempt: Attempt) -> str:
    if attempt.state == Attempt.State.IN_PROGRESS:
        return "Submit the attempt first."
    if attempt.state == Attempt.State.SUBMITTED:
        return "It is submitted and still being graded. Try again in a moment."
    return "Come back when your instructor has released it, or when the quiz has closed."


def _keys(found: list[Record]) -> list[Any]:
    """The key that each standing grade names: a regrade's, where the question was repaired since."""
    rows = Key.objects.filter(pk__in=[record.grade.key_id for record in found if record.grade])
    by_pk = {key.pk: key for key in rows.annotate(concepts=F("version__body__concepts"))}
    return [by_pk[record.grade.key_id] for record in found if record.grade]


def _regrades(found: list[Record]) -> Callable[[Record], dict[str, str] | None]:
    """For a record: why and when it was graded anew, if it was. No statement where nothing was."""
    named = {record.grade.regrade_id for record in found if record.grade and record.grade.regrade_id}
    rows = Regrade.objects.in_bulk(list(named)) if named else {}

    def of(record: Record) -> dict[str, str] | None:
        row = rows.get(record.grade.regrade_id) if record.grade else None
        return {"why": row.why, "at": written(row.at)} if row else None

    return of


def _reviewed(record: Record, key: Any) -> Reviewed:
    grade = record.grade
    if grade is None or not grade.response_id or record.counted is None:
        return Reviewed(record, key, [], None)
    if grade.diagnoses or grade.fraction == 1:  # a right answer may have one: that of another convention
        return Reviewed(record, key, list(grade.diagnoses), None, grade.detail.get("finding"))
    answer = read(record.type, record.counted.answer, record.ask).value
    if not isinstance(answer, Decimal):
        return Reviewed(record, key, [], None)
    more = further(key, answer)
    return Reviewed(record, key, more.diagnoses, more.message, more.finding)


def _told(one: Reviewed, again: Mapping[str, Any]) -> dict[str, Any]:
    right, first = one.key.right, (one.diagnoses or [{}])[0]
    kind, ask, grade = one.record.type, one.record.ask, one.record.grade
    return {
        "right": kind.right_answer(ask, right),
        "accepted": accepted(right),
        "marks": kind.marks(ask, right, grade.detail if grade else {}),
        "reasons": right.get("reasons", {}),
        "explanation": right.get("explanation", ""),
        "steps": steps_of(right, first),
        "diagnoses": [told_diagnosis(found) for found in one.diagnoses],
        "lead": lead_of_stored(one.finding, len(one.diagnoses)) if one.diagnoses else "",
        "message": one.message,
        "read_again": next((again[slug] for slug in one.concepts if slug in again), None),
        "simulator_url": url_of(right, first),
    }


def told_diagnosis(found: Mapping[str, Any]) -> dict[str, Any]:
    """A diagnosis after release; of a question of several parts, with the part that it is about."""
    part = {name: found[name] for name in ("part", "lead") if found.get(name)}
    return {name: found.get(name) for name in ("id", "feedback", "value", "node", "share")} | part


def _concepts(reviewed: list[Reviewed]) -> dict[str, dict[str, str]]:
    """What to read again, by slug: the paragraph of the chapter."""
    slugs = {slug for one in reviewed for slug in one.concepts}
    rows = Concept.objects.filter(slug__in=slugs)
    return {row.slug: {"title": row.title, "chapter": row.chapter_slug, "anchor": row.anchor} for row in rows}


def _summary(
    reviewed: list[Reviewed], score: Mapping[str, float] | None, policy: Policy, again: Mapping[str, Any]
) -> dict[str, Any]:
    """The head of the page: whether it is passed, and the cause of most wrong answers."""
    wrong = [one for one in reviewed if one.record.grade and one.record.grade.fraction < 1]
    causes = Counter(idea_of(one.diagnoses[0]["id"]) for one in wrong if one.diagnoses)
    cause = causes.most_common(1)[0] if causes else None
    return {
        "passed": score["fraction"] * 100 >= policy.pass_mark - 1e-9 if score else None,
        "pass_mark": policy.pass_mark,
        "wrong": len(wrong),
        "cause": _cause(wrong, cause, again) if cause else None,
    }


def _cause(reviewed: list[Reviewed], cause: tuple[str, int], again: Mapping[str, Any]) -> dict[str, Any]:
    identity, count = cause
    one = next(one for one in reviewed if one.diagnoses and idea_of(one.diagnoses[0]["id"]) == identity)
    return {
        "id": identity,
        "count": count,
        "feedback": one.diagnoses[0]["feedback"],
        "read_again": next((again[slug] for slug in one.concepts if slug in again), None),
    }
