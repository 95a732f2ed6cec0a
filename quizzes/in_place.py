"""Questions that stand in a chapter. Everybody sees the same drawing of each, and nothing of its key; an answer comes
onto the learner's practice sheet of the chapter.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from quizzes import attempts, guests
from quizzes.attempts.picking import Picked, option_order
from quizzes.models import Attempt, Item, Question, Variant
from quizzes.models.gate import open_questions
from quizzes.moments import arrived
from quizzes.pages import item_to_take
from quizzes.refusals import Refused
from quizzes.taking import ask_in_order

RARER = {"hotspot", "line", "ordering"}  # types whose looks a chapter loads only where one stands in it: pages.css
FORM = "in-place"  # the id of the one form on the page that all their fields belong to


@dataclass(frozen=True, slots=True)
class Placed:
    """A question as it stands in a chapter; the same variant is the same question, so pages are kept by it."""

    slug: str
    variant: int
    item: Item = field(compare=False, repr=False)


def is_rarer(item: Item) -> bool:
    """Whether pages.css has looks that it needs."""
    parts = item.variant.shown["ask"].get("parts", [])
    return not RARER.isdisjoint({item.variant.version.type, *(part["type"] for part in parts)})


def placed(slugs: Iterable[str]) -> tuple[Placed, ...]:
    """Of these, the questions that are published and not retired. One statement."""
    found = first_variants().filter(version__published_for__slug__in=slugs)
    return tuple(Placed(one.version.question.slug, one.pk, unsaved(one)) for one in found)


def first_variants() -> QuerySet[Variant]:
    """The drawing of each version that a chapter shows. A question with use `exam` is refused there, also later."""
    first = Variant.objects.filter(version=OuterRef("version")).order_by("seed").values("pk")[:1]
    allowed = open_questions().filter(use=Question.Use.ANY)
    shown = Variant.objects.filter(pk=Subquery(first), version__question__in=allowed)
    return shown.select_related("version__question").only("shown", "version__type", "version__question__slug")


def unsaved(variant: Variant) -> Item:
    order = option_order(variant.shown["ask"], random.Random(variant.pk), shuffle=True)
    return Item(variant=variant, order=order, points=Decimal(1))


def as_shown(item: Item, slug: str) -> dict[str, Any]:
    """What the template needs; the fields are named after the variant, since a chapter has several. Those of one that
    came in the place of another are named after that one: its own variant may stand elsewhere on the page.
    """
    shown: Mapping[str, Any] = item.variant.shown
    name = slug if item.pk else item.variant.pk
    asked = {"slug": slug, "position": name, "form": FORM, "type": item.variant.version.type}
    told = {"prompt": shown["prompt"], "ask": ask_in_order(item), "network": shown.get("network")}
    return item_to_take({**asked, **told, "hints": shown.get("hints", [])})


def answer(
    request: HttpRequest, user: Any, chapter: str, variant: Variant, *, uuid: UUID, **sent: Any
) -> tuple[Item, attempts.Reply]:
    """The item that this person answers, and what became of the answer: the fields of an `Arrival` but its position.
    A visitor becomes a guest, unless the answer is refused. Raises Refused.
    """
    now = arrived(request)

    def act(somebody: Any) -> tuple[Item, attempts.Reply]:
        item = place(somebody, chapter, variant, now)
        arrival = attempts.Arrival(uuid, item.position, **sent)
        reply = attempts.respond_to(Attempt.objects.filter(pk=item.attempt_id), arrival, arrived=now)
        if reply.status == 409:
            raise Refused(**reply.body, status=409)
        return item, reply

    return guests.as_somebody(request, user, act, uuid)


def place(user: Any, chapter: str, variant: Variant, now: datetime) -> Item:
    """Its item on the practice sheet of this person. Raises Refused."""
    new = unsaved(variant)
    return attempts.in_chapter(user, chapter, Picked(new.points, variant, new.order), now=now)
