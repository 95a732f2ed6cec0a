"""When score, feedback and key may be seen. Read live, since an instructor may still change it.

While somebody has an exam open, nothing else shows them the result of its questions: a review waits, and a check in
practice has no verdict. A question that is kept for exams has none outside them.
"""

from datetime import datetime
from typing import Any

from quizzes.models import Attempt
from quizzes.policies import Policy, policy_of


def is_released(attempt: Attempt, now: datetime) -> bool:
    """Whether this attempt's review may be seen. One statement more where it was not fetched `with_extension`."""
    return is_due(attempt, now) and not is_held(attempt)


def is_held(attempt: Any) -> bool:
    """Whether the verdict on one of its questions waits for an exam."""
    attempt = attempt if hasattr(attempt, "held") else Attempt.objects.filter(pk=attempt.pk).with_held().get()
    return bool(attempt.held)


def is_due(attempt: Attempt, now: datetime) -> bool:
    """Whether the rules of its own quiz show its review."""
    if attempt.state != Attempt.State.GRADED:
        return False
    offer = attempt.assignment
    if offer.released_at and offer.released_at <= now:
        return True
    policy = policy_of(offer.quiz.mode, offer.quiz.policy)
    if policy.release == "close":
        return offer.closes is not None and offer.closes <= now and not goes_on(attempt, policy, now)
    return policy.release == "submit"


def goes_on(attempt: Any, policy: Policy, now: datetime) -> bool:
    """Whether an extension lets this learner still answer the quiz: its key would then be a crib."""
    attempt = extended(attempt)
    if attempt.extended_to is None or attempt.extended_to <= now:
        return False
    allowed = policy.attempts + (attempt.extra_attempts or 0)
    return attempt.running or not policy.attempts or attempt.newest_number < allowed


def closes_for(attempt: Any) -> datetime | None:
    """When the quiz has closed for this learner, whose own time may be longer."""
    ends = attempt.assignment.closes, extended(attempt).extended_to
    return max((end for end in ends if end), default=None)


def extended(attempt: Any) -> Any:
    if hasattr(attempt, "extended_to"):
        return attempt
    return Attempt.objects.filter(pk=attempt.pk).with_extension().get()
