"""What is asked again from the day after: what somebody was sure of in vain, and what one more right answer masters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from courseware import evidence
from courseware.standing import Again, Answer, again
from quizzes.models import Attempt


@dataclass(frozen=True, slots=True)
class Asked:
    """A concept to ask again today."""

    slug: str
    title: str
    why: str


def asked_again(user: Any, attempts: Sequence[Attempt], now: datetime) -> list[Asked]:
    """Nothing for who has answered nothing; else three statements, however many the answers. `attempts` are theirs."""
    answers = evidence.answers_of(user, attempts, now) if attempts else []
    due = due_among(evidence.by_concept(answers), localtime(now).date()) if answers else {}
    return as_told(due, {one.slug: one.title for one in evidence.concepts()}) if due else []


def due_among(answers: Mapping[str, Sequence[Answer]], today: date) -> dict[str, Again]:
    """By concept, those that somebody was sure of first, the longest ago before the others."""
    found = {slug: why for slug, given in answers.items() if (why := again(given, today))}
    return dict(sorted(found.items(), key=lambda one: (not one[1].was_sure, one[1].day)))


def as_told(due: Mapping[str, Again], titles: Mapping[str, str]) -> list[Asked]:
    return [Asked(slug, titles[slug], words_of(why)) for slug, why in due.items() if slug in titles]


def words_of(why: Again) -> str:
    day = f"{why.day:%-d %B}"
    if why.was_sure:
        return f"You were sure on {day}, and it did not hold."
    return f"Right on {day}. One more, and it is mastered."
