"""Which variants an attempt gets: drawn by its seed, in four statements whatever the number of questions."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from quizzes.models import Item, Question, Quiz, Slot, Variant


@dataclass(frozen=True, slots=True)
class Picked:
    points: Decimal
    variant: Variant
    order: list[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked, by its published version."""

    question: int
    version: int


@dataclass(slots=True)
class Stock:
    """The variants of a version: those that this learner has not had, and the others."""

    fresh: list[int]
    known: list[int]

    def take(self, draw: random.Random) -> int:
        """A fresh one while there is one. Within an attempt none comes twice before all came once."""
        shelf = self.fresh or self.known
        chosen = shelf.pop(draw.randrange(len(shelf)))
        if not self.fresh and not self.known:
            self.known = [chosen]
        return chosen


def pick(quiz: Quiz, user: Any, seed: int, *, shuffle: bool) -> list[Picked]:
    """The variants of a new attempt, in the order of the slots."""
    draw = random.Random(seed)
    slots = list(Slot.objects.filter(quiz=quiz).select_related("question").order_by("position"))
    pools = _pools(slots)
    stocks = _stocks(user, {one.version for pool in pools.values() for one in pool})
    chosen = _questions(slots, pools, stocks, draw)
    drawn = [(points, stocks[one.version].take(draw)) for points, one in chosen]
    variants = Variant.objects.in_bulk([pk for _, pk in drawn])
    orders = [option_order(variants[pk].shown["ask"], draw, shuffle) for _, pk in drawn]
    return [Picked(points, variants[pk], order) for (points, pk), order in zip(drawn, orders, strict=True)]


def seen_by(user: Any) -> Q:
    """Whether a variant is one that this person has had. It reads their own items, not all that were ever drawn from
    the variant: the second would cost more with every learner.
    """
    return Q(pk__in=Item.objects.filter(attempt__user=user).values("variant"))


def option_order(ask: dict[str, Any], draw: random.Random, shuffle: bool) -> list[str]:
    """The ids of the options in the order in which this item shows them."""
    order = [option["id"] for option in ask.get("options", [])]
    if shuffle and ask.get("shuffle", True):
        draw.shuffle(order)
    return order


def _pools(slots: Iterable[Slot]) -> dict[int, list[Candidate]]:
    """For each slot, the published questions that may fill it."""
    pools: dict[int, list[Candidate]] = {slot.pk: [] for slot in slots}
    by_concept = _by_concept({slot.concept_id for slot in slots if slot.concept_id})
    for slot in slots:
        if slot.concept_id:
            pools[slot.pk] = by_concept[slot.concept_id]
        elif slot.question and slot.question.published_id and slot.question.state == Question.State.READY:
            pools[slot.pk] = [Candidate(slot.question.pk, slot.question.published_id)]
    return pools


def _by_concept(concepts: set[int]) -> dict[int, list[Candidate]]:
    found: dict[int, list[Candidate]] = defaultdict(list)
    if concepts:
        rows = Question.concepts.through.objects.filter(
            concept_id__in=concepts, question__state=Question.State.READY, question__published__isnull=False
        )
        columns = "concept_id", "question_id", "question__published_id"
        for concept, question, version in rows.order_by("question_id").values_list(*columns):
            found[concept].append(Candidate(question, version))
    return found


def _stocks(user: Any, versions: set[int]) -> dict[int, Stock]:
    stocks = {version: Stock([], []) for version in versions}
    rows = Variant.objects.filter(version__in=versions).annotate(had=seen_by(user)).order_by("pk")
    for version, pk, known in rows.values_list("version_id", "pk", "had"):
        (stocks[version].known if known else stocks[version].fresh).append(pk)
    return stocks


def _questions(
    slots: Sequence[Slot], pools: dict[int, list[Candidate]], stocks: dict[int, Stock], draw: random.Random
) -> list[tuple[Decimal, Candidate]]:
    """What each slot asks. A concept asks nothing that the attempt asks already; the scarcest concept draws first."""
    used = {one.question for slot in slots if slot.question_id for one in pools[slot.pk]}
    chosen: dict[int, list[Candidate]] = {slot.pk: pools[slot.pk] for slot in slots if slot.question_id}
    for slot in sorted((slot for slot in slots if slot.concept_id), key=lambda slot: len(pools[slot.pk])):
        free = [one for one in pools[slot.pk] if one.question not in used]
        draw.shuffle(free)
        free.sort(key=lambda one: not stocks[one.version].fresh)  # stable: what is new to the learner comes first
        chosen[slot.pk] = free[: slot.pick]
        used |= {one.question for one in chosen[slot.pk]}
    return [(slot.points, one) for slot in slots for one in chosen[slot.pk]]
