"""The quizzes of a chapter as its reader is invited to them: what they ask and, at home, the best score so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from quizzes.models import Allowance, Assignment, Attempt, Quiz
from quizzes.models.offers import Quizzes
from quizzes.moments import window
from quizzes.pages import amount, score
from quizzes.policies import Policy, policy_of, read_terms
from quizzes.releasing import is_released
from quizzes.taking import score_of

FRESH = 10  # seconds for which a chapter shows what it offered before


@dataclass(frozen=True, slots=True)
class Invitation:
    slug: str
    title: str
    rules: str
    window: str = ""  # when it opens and closes, in the reader's time
    best: str = ""  # "10.8 of 15, on 20 November", or nothing


@dataclass(frozen=True, slots=True)
class Offers:
    """What a chapter offers to everybody, and whether it has something else for some people: classes, allowances."""

    quizzes: tuple[Quiz, ...]
    differs: bool


def invitations(user: Any, attempts: Iterable[Attempt], now: datetime) -> dict[str, list[Invitation]]:
    """By chapter. One statement. The attempts are the user's own."""
    quizzes = Quiz.objects.visible_to(user).written().with_questions().with_window(user, now)
    best = best_attempts(attempts, now)
    found: dict[str, list[Invitation]] = {}
    for quiz in quizzes:
        found.setdefault(quiz.chapter_slug, []).append(invitation(quiz, now, told(best.get(quiz.pk))))
    return found


def offers(user: Any, now: datetime, chapter: str) -> tuple[Invitation, ...]:
    """The quizzes of a chapter, without scores. What everybody is offered is looked up every few seconds."""
    offered = open_offers(chapter, int(now.timestamp()) // FRESH)
    found: Iterable[Quiz] = offered.quizzes
    if user.is_authenticated and (offered.differs or user.is_staff):
        found = in_chapter(Quiz.objects.visible_to(user), chapter).with_window(user, now)
    return tuple(invitation(quiz, now) for quiz in found)


@lru_cache(64)
def open_offers(chapter: str, moment: int) -> Offers:
    """Kept until the moment, which counts by FRESH seconds, is over. One statement."""
    offered = Assignment.objects.filter(quiz=OuterRef("pk"))
    allowed = Allowance.objects.filter(assignment__quiz=OuterRef("pk"))
    differs = Exists(offered.filter(class_group__isnull=False)) | Exists(allowed)
    annotated = Quiz.objects.annotate(to_all=Exists(offered.filter(class_group=None)), differs=differs)
    now = datetime.fromtimestamp(moment * FRESH, UTC)
    quizzes: list[Any] = list(in_chapter(annotated, chapter).with_window(None, now))
    return Offers(tuple(one for one in quizzes if one.to_all), any(one.differs for one in quizzes))


def in_chapter(quizzes: Any, chapter: str) -> Quizzes:
    found: Quizzes = quizzes.written().with_questions().filter(chapter_slug=chapter)
    return found


def invitation(quiz: Quiz, now: datetime, best: str = "") -> Invitation:
    told = " ".join(f"{what} on {when}." for what, when in window(quiz.opens, quiz.closes, now).items())
    return Invitation(quiz.slug, quiz.title, rules_of(quiz), told, best)


def rules_of(quiz: Quiz) -> str:
    return in_words(quiz.questions, policy_of(quiz.mode, quiz.policy))


def in_words(questions: int, policy: Policy) -> str:
    time = amount(policy.minutes, "minute") if policy.minutes else "no time limit"
    if policy.mode == "practice":
        return f"{amount(questions, 'question')}, a verdict after each answer, no grade."
    attempts = amount(policy.attempts, "attempt") if policy.attempts else "any number of attempts"
    return f"{amount(questions, 'question')}, {time}, {attempts}."


def best_attempts(attempts: Iterable[Attempt], now: datetime) -> dict[int, Attempt]:
    """By quiz, of the attempts whose score may be seen."""
    best: dict[int, Attempt] = {}
    for attempt in (one for one in attempts if one.state == Attempt.State.GRADED):
        other = best.get(attempt.assignment.quiz_id)
        if is_released(attempt, now) and (other is None or share(attempt) > share(other)):
            best[attempt.assignment.quiz_id] = attempt
    return best


def share(attempt: Attempt) -> float:
    found = score_of(attempt, read_terms(attempt.terms))
    return found["fraction"] if found else -1.0


def told(attempt: Attempt | None) -> str:
    if attempt is None or attempt.ended_at is None:
        return ""
    found = score_of(attempt, read_terms(attempt.terms))
    if found is None:
        return ""
    return f"{score(found['points'])} of {score(found['out_of'])}, on {localtime(attempt.ended_at):%-d %B}"
