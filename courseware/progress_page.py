"""/progress/: what somebody knows, concept by concept, told by what they answered and by nothing else."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from courseware import course, evidence
from courseware.asked_again import as_told, due_among
from courseware.concept_places import Explained, explained
from courseware.middleware import ArrivedRequest
from courseware.standing import Standing, judgements, standing
from quizzes import attempts, guests
from quizzes.models import Attempt, Concept
from quizzes.pages import amount, score
from quizzes.policies import read_terms
from quizzes.refusals import Refused
from quizzes.taking import is_released, score_of

MASTERED, CARRIED, BEGUN, UNMET = "mastered", "right three times", "begun", "not yet met"
TONES = {MASTERED: "right", CARRIED: "partly", BEGUN: "saving", UNMET: "open"}  # shapes, see _shape.html
LATEST = 5  # attempts that are listed


@dataclass(frozen=True, slots=True)
class Row:
    """A concept as the page shows it."""

    concept: Explained
    state: str
    tone: str
    words: str
    answers: str
    then: str


@require_safe
def progress(request: ArrivedRequest) -> HttpResponse:
    mine = evidence.attempts_of(request.user)
    answers = evidence.answers_of(request.user, mine, request.arrived)
    by_concept, today = evidence.by_concept(answers), localtime(request.arrived).date()
    rows = rows_of(by_concept, today)
    return render(
        request,
        "courseware/progress.html",
        {
            "rows": rows,
            "again": as_told(due_among(by_concept, today), {row.concept.slug: row.concept.title for row in rows}),
            "answers": amount(len(answers), "answer") if answers else "",
            "counts": [(state, TONES[state], number) for state, number in counted(rows)],
            "judgements": judgements(answer for _, answer in answers),
            "attempts": [done(attempt, request.arrived) for attempt in mine[:LATEST]],
            "quiz": mine[0].assignment.quiz if mine else None,
            "first": next(iter(course.chapters()), None),
        },
    )


@require_POST
def practise(request: ArrivedRequest, slug: str) -> HttpResponse:
    """A question about a concept, asked on the practice sheet of its chapter."""
    concept, now = get_object_or_404(Concept, slug=slug), request.arrived
    try:
        item = guests.as_somebody(request, request.user, lambda user: attempts.about(user, concept, now=now))
    except Refused as refused:
        messages.error(request, f"{refused.message} {refused.next}")
        return redirect("courseware:progress")
    return redirect(reverse("quizzes:take", args=[item.attempt.uuid]) + f"#q{item.position}")


def rows_of(answers: dict[str, list[Any]], today: date) -> list[Row]:
    places = explained(evidence.concepts(), course.chapters())
    return [row(place, standing(answers.get(place.slug, [])), today) for place in places]


def row(place: Explained, found: Standing, today: date) -> Row:
    state = state_of(found)
    answers = f"{found.right} of {found.answers} right" if found.answers else ""
    return Row(place, state, TONES[state], words_of(state, found, today), answers, then(state, found))


def state_of(found: Standing) -> str:
    if found.is_mastered:
        return MASTERED
    if found.carried:
        return CARRIED
    return BEGUN if found.answers else UNMET


def words_of(state: str, found: Standing, today: date) -> str:
    if state != CARRIED or found.carried is None:
        return state
    return "right today" if found.carried == today else f"right on {found.carried:%-d %B}"


def then(state: str, found: Standing) -> str:
    """What is missing; a slip makes the count begin again."""
    if state == CARRIED:
        return "One more on another day, and it is mastered."
    return f"{found.left} right in a row to go, with other numbers." if state == BEGUN else ""


def counted(rows: list[Row]) -> list[tuple[str, int]]:
    numbers = Counter(row.state for row in rows)
    return [(state, numbers[state]) for state in TONES]


def done(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """An attempt with its score, as far as it may be seen."""
    found = score_of(attempt, read_terms(attempt.terms)) if is_released(attempt, now) else None
    return {
        "attempt": attempt,
        "in_progress": attempt.state == Attempt.State.IN_PROGRESS,
        "score": f"{score(found['points'])} of {score(found['out_of'])}" if found else "",
    }
