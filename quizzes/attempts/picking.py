"""Which variants an attempt gets: drawn by its seed, in four statements whatever the number of questions."""

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from quizzes.filling import Candidate, Place, fill, short
from quizzes.models import Item, Quiz, Variant
from quizzes.pools import places_of
from quizzes.refusals import Refused


@dataclass(frozen=True, slots=True)
class Picked:
    points: Decimal
    variant: Variant
    order: list[str]


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
    """The variants of a new attempt: shuffled, or in the order of the slots. Raises Refused if a slot stays short."""
    draw, places = random.Random(seed), places_of(quiz)
    stocks = _stocks(user, {one.version for place in places for one in place.pool})
    chosen = fill(places, lambda place: _preferred(place, stocks, draw))
    missing = sum(place.pick - len(chosen[place.position]) for place in short(places, chosen))
    if missing:
        message = f"This quiz cannot start: it lacks {missing} question{'' if missing == 1 else 's'}."
        raise Refused("questions_missing", message, "Tell your instructor.", status=409)
    drawn = [(place.points, stocks[one.version].take(draw)) for place in places for one in chosen[place.position]]
    variants = Variant.objects.in_bulk([pk for _, pk in drawn])
    orders = [option_order(variants[pk].shown["ask"], draw, shuffle) for _, pk in drawn]
    found = [Picked(points, variants[pk], order) for (points, pk), order in zip(drawn, orders, strict=True)]
    if shuffle:
        draw.shuffle(found)
    return found


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


def _stocks(user: Any, versions: set[int]) -> dict[int, Stock]:
    stocks = {version: Stock([], []) for version in versions}
    rows = Variant.objects.filter(version__in=versions).annotate(had=seen_by(user)).order_by("pk")
    for version, pk, known in rows.values_list("version_id", "pk", "had"):
        (stocks[version].known if known else stocks[version].fresh).append(pk)
    return stocks


def _preferred(place: Place, stocks: dict[int, Stock], draw: random.Random) -> list[Candidate]:
    """What a place may ask in any order, what is new to the learner first."""
    found = list(place.pool)
    draw.shuffle(found)
    return sorted(found, key=lambda one: not stocks[one.version].fresh)  # stable
