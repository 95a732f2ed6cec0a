"""Starting an attempt, or going on with the one in progress."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from quizzes.attempts.ending import settle
from quizzes.attempts.offers import Offer, choose, offers_to
from quizzes.attempts.picking import Picked, pick
from quizzes.freezing import freeze
from quizzes.models import Attempt, Item, Quiz
from quizzes.moments import in_words
from quizzes.policies import Policy, deadline_of, policy_of, read_terms, write_terms
from quizzes.refusals import Refused

ROUNDS = 5  # each lost race means that another request has won one


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
        raise Refused("not_open", f"This quiz opens on {in_words(opens)}.", "Come back then.")
    if offer.closes and now >= offer.closes:
        raise Refused("quiz_closed", f"This quiz closed on {in_words(offer.closes)}.", "Ask your instructor for time.")
    if not offer.has_attempt_left(policy):
        raise Refused("no_attempts_left", "You have used all your attempts at this quiz.", "Review the last one.")
    return offer


def _create(offer: Offer, user: Any, policy: Policy, now: datetime) -> Attempt:
    """Raises IntegrityError where another start was faster."""
    quiz = offer.assignment.quiz
    if quiz.mode == Quiz.Mode.EXAM and quiz.frozen is None:
        with transaction.atomic():
            freeze(quiz, now)
            return _draw(offer, user, policy, now)
    return _draw(offer, user, policy, now)


def _draw(offer: Offer, user: Any, policy: Policy, now: datetime) -> Attempt:
    seed = secrets.randbits(63)
    picked = pick(offer.assignment.quiz, user, seed, shuffle=policy.shuffle)
    if not picked:
        raise Refused("no_questions", "This quiz has no questions yet.", "Come back later.", status=409)
    return begin(offer, user, policy, picked, seed=seed, now=now)


def begin(offer: Offer, user: Any, policy: Policy, picked: list[Picked], *, seed: int, now: datetime) -> Attempt:
    """Write an attempt with its items. Raises IntegrityError where another start was faster."""
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
        write_items(attempt, picked)
    return attempt


def write_items(attempt: Attempt, picked: list[Picked], first: int = 1) -> None:
    Item.objects.bulk_create(
        Item(attempt=attempt, position=position, points=one.points, variant=one.variant, order=one.order)
        for position, one in enumerate(picked, start=first)
    )
