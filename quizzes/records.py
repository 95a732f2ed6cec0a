"""What an attempt holds: its items, what was answered, and how that was judged. Two statements, however many they are,
and one more if an answer that counts has places that cannot be read.

Nothing here reads a key, nor the body of a version, which says what is right.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from quizzes.grading import effective
from quizzes.models import Attempt, Grade, Item, Response
from quizzes.questions.base import QuestionType
from quizzes.questions.types import TYPES


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it was sent; None is one that was taken back."""

    response: int
    answer: Any
    readable: bool
    certainty: int | None = None


@dataclass(slots=True)
class Record:
    """One item: `newest` is what was sent last, `counted` what counts: the last that can be read, whose unread places
    have what was there before.
    """

    item: Item
    newest: Sent | None
    counted: Sent | None
    grades: list[Grade] = field(default_factory=list)

    @property
    def type(self) -> QuestionType:
        return TYPES[self.item.variant.version.type]

    @property
    def ask(self) -> dict[str, Any]:
        return self.item.variant.shown["ask"]

    @property
    def has_unread_places(self) -> bool:
        """Whether a place of what counts cannot be read."""
        sent = self.counted
        return sent is not None and sent.answer is not None and bool(self.type.unread(sent.answer, self.ask))

    @property
    def grade(self) -> Grade | None:
        """The verdict on the latest answer that was judged."""
        return max(standing(self.grades), key=lambda grade: grade.response_id or 0, default=None)

    @property
    def current_grade(self) -> Grade | None:
        """The verdict on the newest answer, if it was judged: an older one would seem to speak of it."""
        return self.grade if self.grade and self.newest and self.grade.response_id == self.newest.response else None


def standing(grades: list[Grade]) -> list[Grade]:
    """The newest grade of each response, or of the blank item: what a regrade has replaced is history.

    One that is not written yet is the newest.
    """
    in_order = sorted(grades, key=lambda grade: (grade.pk is None, grade.pk or 0))
    return list({grade.response_id: grade for grade in in_order}.values())


def was_told_at_once(grade: Grade) -> bool:
    """Whether the learner asked for this verdict; its sentence was then kept with it."""
    return "feedback" in grade.detail


def told(grade: Grade) -> dict[str, Any]:
    """A grade as a learner may see it once it may be seen."""
    names = ("id", "feedback", "value", "share")
    finding = grade.detail.get("finding") or {}
    return {
        "fraction": float(grade.fraction),
        "feedback": grade.detail.get("feedback", ""),
        "diagnoses": [{name: one.get(name) for name in names} for one in grade.diagnoses],
        "has_steps": grade.detail.get("has_steps", False),
        **{name: finding.get(name) for name in ("verdict", "confidence", "by_chance", "decimals_to_tell")},
    }


def records(attempt: Attempt) -> list[Record]:
    """The items with their answers and grades."""
    found = answers(attempt)
    if any(record.newest for record in found) or attempt.state == Attempt.State.GRADED:
        by_item = {record.item.pk: record for record in found}
        for grade in Grade.objects.filter(item__attempt=attempt).order_by("pk"):
            by_item[grade.item_id].grades.append(grade)
    return found


def answers(attempt: Attempt) -> list[Record]:
    """The items with their answers, without grades."""
    found = [_record(item) for item in _items(attempt)]
    _complete([record for record in found if record.has_unread_places])
    return found


def _complete(found: list[Record]) -> None:
    """Put what was read earlier into the unread places of what counts."""
    earlier = readable_answers(record.item.pk for record in found) if found else {}
    for record in found:
        assert record.counted is not None
        answer = effective(record.type, [answer for _, answer in earlier[record.item.pk]], record.ask)
        record.counted = replace(record.counted, answer=answer)


def readable_answers(items: Iterable[int]) -> dict[int, list[tuple[int, Any]]]:
    """By item, the key and the answer of each response that can be read and came in time, in their order."""
    found: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    rows = Response.objects.filter(item__in=list(items), readable=True, late=False).order_by("pk")
    for item, pk, answer in rows.values_list("item", "pk", "answer"):
        found[item].append((pk, answer))
    return found


def items_to_read() -> QuerySet[Item]:
    """Items with what their type needs to read an answer, and no more."""
    return Item.objects.select_related("variant__version").only(
        "attempt", "position", "points", "order", "variant__shown", "variant__version__type"
    )


def newest_response(**which: Any) -> QuerySet[Response]:
    """The newest response of an item that arrived in time, as a subquery of items."""
    return Response.objects.filter(item=OuterRef("pk"), late=False, **which).order_by("-pk")


def _items(attempt: Attempt) -> QuerySet[Item, Any]:
    newest, counted = newest_response(), newest_response(readable=True)
    return items_to_read().filter(attempt=attempt).annotate(
        newest_pk=Subquery(newest.values("pk")[:1]),
        newest_answer=Subquery(newest.values("answer")[:1]),
        newest_readable=Subquery(newest.values("readable")[:1]),
        newest_certainty=Subquery(newest.values("certainty")[:1]),
        counted_pk=Subquery(counted.values("pk")[:1]),
        counted_answer=Subquery(counted.values("answer")[:1]),
    )  # fmt: skip


def _record(item: Any) -> Record:
    newest = None
    if item.newest_pk:
        newest = Sent(item.newest_pk, item.newest_answer, item.newest_readable, item.newest_certainty)
    counted = Sent(item.counted_pk, item.counted_answer, True) if item.counted_pk else None
    return Record(item, newest, counted)
