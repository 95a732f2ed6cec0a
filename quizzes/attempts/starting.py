"""Starting an attempt, or going on with the one in progress."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from quizzes.attempts.ending import settle
from quizzes.attempts.picking import Picked, pick
from quizzes.models import Allowance, Assignment, Attempt, Item, Quiz
from quizzes.policies import Policy, deadline_of, policy_of, read_terms, write_terms
from quizzes.refusals import Refused

ROUNDS = 5  # each lost race means that another request has won one


@dataclass(frozen=True, slots=True)
class Offer:
    """What a quiz offers to one person: the assignment, and what this person is allowed beyond it."""

    assignment: Assignment
    last_number: int
    in_progress: int | None
    extra_attempts: int = 0
    closes: datetime | None = None
    factor: Decimal = Decimal(1)

    def is_open(self, now: datetime) -> bool:
        opens = self.assignment.opens
        return (opens is None or opens <= now) and (self.closes is None or now < self.closes)


def start(user: Any, quiz: Quiz, *, now: datetime) -> tuple[Attempt, bool]:
    """The attempt in progress, or a new one (then True). Raises Refused."""
    policy = policy_of(quiz.mode, quiz.policy)
    for _ in range(ROUNDS):
        offers = offers_to(user, quiz)
        open_attempt = _in_progress(offers, now)
        if open_attempt:
            return open_attempt, False
        offer = _allowed(choose(offers, now), policy, user, now)
        try:
            return _create(offer, user, policy, now), True
        except IntegrityError:  # a second request of the same person was faster: its attempt is the one
            continue
    raise Refused("busy", "Several starts at once got in each other's way.", "Try again.", status=503)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands with a quiz: its window for them, their attempts, and why they may not start, if so."""

    opens: datetime | None
    closes: datetime | None
    attempts_made: int
    refusal: Refused | None


def standing(user: Any, quiz: Quiz, *, now: datetime) -> Standing:
    """An attempt in progress is no refusal: a start goes on with it. The user may be a visitor."""
    offers = offers_to(user, quiz)
    offer, made = choose(offers, now), sum(one.last_number for one in offers)
    try:
        if not any(one.in_progress for one in offers):
            _allowed(offer, policy_of(quiz.mode, quiz.policy), user, now)
        refused = None
    except Refused as reason:
        refused = reason
    return Standing(offer.assignment.opens if offer else None, offer.closes if offer else None, made, refused)


def refusal(user: Any, quiz: Quiz, *, now: datetime) -> Refused | None:
    """Why this person may not start now; None if they may."""
    return standing(user, quiz, now=now).refusal


def offers_to(user: Any, quiz: Quiz) -> list[Offer]:
    """The assignments of this quiz that reach a person, those of a class first."""
    mine = Attempt.objects.filter(user=user.pk, assignment=OuterRef("pk")).order_by("-number")
    running = mine.filter(state=Attempt.State.IN_PROGRESS)
    offered = Q(class_group=None)
    if user.pk:  # a visitor has none, and a class without members has none either
        offered |= Q(class_group__memberships__user=user.pk)
    rows = quiz.assignments.filter(offered).annotate(
        last_number=Subquery(mine.values("number")[:1]), in_progress=Subquery(running.values("pk")[:1])
    )
    allowed = _allowances(user, quiz)
    offers = [_offer(row, allowed.get(row.pk, {}), user) for row in rows]
    return sorted(offers, key=lambda offer: offer.assignment.class_group_id is None)


def choose(offers: list[Offer], now: datetime) -> Offer | None:
    """One that is open now, if any."""
    return next((offer for offer in offers if offer.is_open(now)), offers[0] if offers else None)


def _allowances(user: Any, quiz: Quiz) -> dict[int, dict[str, Any]]:
    """Extensions are granted as new rows: attempts add up; of times and factors the most generous holds."""
    if not user.pk or user.is_guest:
        return {}
    rows: QuerySet[Allowance] = Allowance.objects.filter(user=user.pk, assignment__quiz=quiz)
    sums = rows.values("assignment").annotate(extra=Sum("extra_attempts"), until=Max("closes"), most=Max("factor"))
    return {row["assignment"]: dict(row) for row in sums.order_by()}


def _offer(row: Any, allowed: dict[str, Any], user: Any) -> Offer:
    closes = max(row.closes, allowed.get("until") or row.closes) if row.closes else None
    factor = max(allowed.get("most") or Decimal(1), Decimal(getattr(user, "time_factor", 1)))
    return Offer(row, row.last_number or 0, row.in_progress, allowed.get("extra") or 0, closes, factor)


def _in_progress(offers: list[Offer], now: datetime) -> Attempt | None:
    running = next((offer.in_progress for offer in offers if offer.in_progress), None)
    if running is None:
        return None
    attempt = settle(Attempt.objects.select_related("assignment__quiz").get(pk=running), now=now)
    return attempt if attempt.state == Attempt.State.IN_PROGRESS else None


def _allowed(offer: Offer | None, policy: Policy, user: Any, now: datetime) -> Offer:
    """The offer, if this person may start now. Raises Refused."""
    if getattr(user, "is_guest", True) and not policy.takes_guests:
        raise Refused("sign_in_first", "An exam is taken under a name of your own.", "Sign in or sign up first.")
    if offer is None:
        raise Refused("not_offered", "This quiz is not offered to you.", "Ask your instructor.")
    opens = offer.assignment.opens
    if opens and now < opens:
        raise Refused("not_open", f"This quiz opens on {_date(opens)}.", "Come back then.")
    if offer.closes and now >= offer.closes:
        raise Refused("quiz_closed", f"This quiz closed on {_date(offer.closes)}.", "Ask your instructor for time.")
    if policy.attempts and offer.last_number >= policy.attempts + offer.extra_attempts:
        raise Refused("no_attempts_left", "You have used all your attempts at this quiz.", "Review the last one.")
    return offer


def _date(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%-d %B %Y at %H:%M")


def _create(offer: Offer, user: Any, policy: Policy, now: datetime) -> Attempt:
    """Raises IntegrityError where another start was faster."""
    seed = secrets.randbits(63)
    picked = pick(offer.assignment.quiz, user, seed, shuffle=policy.shuffle)
    if not picked:
        raise Refused("no_questions", "This quiz has no questions yet.", "Come back later.", status=409)
    terms = write_terms(policy, sum((one.points for one in picked), Decimal(0)), offer.factor)
    deadline = deadline_of(read_terms(terms), now, offer.closes, offer.factor)
    with transaction.atomic():
        attempt = Attempt.objects.create(
            assignment=offer.assignment,
            user=user,
            number=offer.last_number + 1,
            terms=terms,
            seed=seed,
            started_at=now,
            deadline=deadline,
        )
        _write_items(attempt, picked)
    return attempt


def _write_items(attempt: Attempt, picked: list[Picked]) -> None:
    Item.objects.bulk_create(
        Item(attempt=attempt, position=position, points=one.points, variant=one.variant, order=one.order)
        for position, one in enumerate(picked, start=1)
    )
