"""How a question was answered, counted across all its versions and variants."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Exists, FloatField, OuterRef, Q, QuerySet

from quizzes.models import Grade, Question
from simulator.engine.misconceptions import MISCONCEPTIONS

ANSWERED, RIGHT, UNEXPLAINED = Q(response__isnull=False), Q(fraction=1), Q(diagnoses=[])


@dataclass(frozen=True, slots=True)
class Idea:
    """What is behind wrong answers: its name, its sentence, and how many answers it explains."""

    name: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Answers:
    """Counts. `facility` is what an answer earned on average, from 0 to 1; `other` are not all right, and explained by
    no idea. An answer that several ideas explain counts at each. For `named` wrong answers a mistake was named, and of
    `disputed` the learner said that it is not what they did.
    """

    total: int
    right: int
    blank: int
    facility: float
    other: int
    ideas: list[Idea]
    named: int = 0
    disputed: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.facility)


def answers_to(question: Question) -> Answers | None:
    """None before an answer was graded. Two statements, however many there are."""
    grades = standing(question)
    counts = grades.aggregate(
        total=Count("response"),
        right=Count("response", filter=RIGHT),
        blank=Count("item", filter=~ANSWERED, distinct=True),
        facility=Avg("fraction", filter=ANSWERED, output_field=FloatField()),
        other=Count("response", filter=UNEXPLAINED & ~RIGHT),
        named=Count("response", filter=~UNEXPLAINED & ~RIGHT),
        disputed=Count("dispute"),
    )
    return Answers(**counts, ideas=ideas_in(grades.exclude(UNEXPLAINED))) if counts["total"] else None


def standing(question: Question) -> QuerySet[Grade]:
    """The newest grade of each answer, and all of a blank item. Of whom was erased nothing counts."""
    regraded = Grade.objects.filter(response=OuterRef("response"), pk__gt=OuterRef("pk"))
    asked = Grade.objects.filter(item__variant__version__question=question, item__attempt__user__erased_at=None)
    return asked.exclude(Exists(regraded))


def ideas_in(grades: QuerySet[Grade]) -> list[Idea]:
    """The most frequent first. Databases differ in counting inside JSON, so rows are read, some at a time."""
    counts, told = Counter[str](), dict[str, str]()
    for diagnoses in grades.order_by("pk").values_list("diagnoses", flat=True).iterator():
        found = {name: one["feedback"] for one in diagnoses for name in names_of(one)}
        counts.update(found.keys())
        told |= found
    return [Idea(name, sentence_of(name, told[name]), count) for name, count in counts.most_common()]


def names_of(diagnosis: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the catalogue, both of a pair; or what the author named. A wrong answer without a name goes by its
    sentence, as each version counts them anew.
    """
    identity = diagnosis["id"]
    known = [name.split("@")[0] for name in identity.split("+")]
    if MISCONCEPTIONS.keys() >= set(known):
        yield from known
    else:
        yield diagnosis["feedback"] if identity.startswith("own.") else identity


def sentence_of(name: str, told: str) -> str:
    """That of the catalogue, which speaks of any layer; else what was told last; else the name."""
    return MISCONCEPTIONS[name].feedback if name in MISCONCEPTIONS else told or name
