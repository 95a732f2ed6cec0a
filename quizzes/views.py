"""Pages of the quizzes: the rules and the start, taking, reviewing. Thin doors over the verbs of quizzes/attempts."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from quizzes import attempts, guests, pages, taking
from quizzes.models import Attempt, Quiz
from quizzes.moments import arrived
from quizzes.policies import policy_of, read_terms
from quizzes.refusals import Refused
from quizzes.releasing import closes_for, is_released
from quizzes.reviewing import review as reviewed


@require_safe
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Quiz.objects.visible_to(request.user).with_questions(), slug=slug)
    mine = Attempt.objects.visible_to(request.user).with_extension().filter(assignment__quiz=found)
    past = [as_past(attempt, arrived(request)) for attempt in mine.select_related("assignment__quiz")]
    return render(
        request,
        "quizzes/quiz.html",
        {
            "quiz": found,
            "current": next((attempt for attempt in past if attempt["in_progress"]), None),
            "refusal": attempts.refusal(guests.as_if_guest(request.user), found, now=arrived(request)),
            **pages.door(policy_of(found.mode, found.policy), found.questions, past),
        },
    )


def as_past(attempt: Attempt, now: datetime) -> dict[str, Any]:
    released = is_released(attempt, now)
    score = taking.score_of(attempt, read_terms(attempt.terms)) if released else None
    return {
        "uuid": attempt.uuid,
        "number": attempt.number,
        "ended_at": attempt.ended_at,
        "in_progress": attempt.state == Attempt.State.IN_PROGRESS,
        "score": f"{pages.score(score['points'])} of {pages.score(score['out_of'])}" if score else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """An address that was opened rather than sent, as after a sign-in, leads to the door of the quiz."""
    if request.method != "POST":
        return redirect("quizzes:quiz", slug)
    found = get_object_or_404(Quiz.objects.visible_to(request.user), slug=slug)
    try:
        attempt, _ = guests.start(request, found, user=request.user)
    except Refused:
        return redirect("quizzes:quiz", slug)  # which says why
    return redirect("quizzes:take", attempt.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, uuid: Any) -> HttpResponse:
    attempt = attempts.settle(attempt_or_404(request, uuid), now=arrived(request))
    described = taking.describe(attempt, arrived(request))
    if attempt.state != Attempt.State.IN_PROGRESS:
        return redirect("quizzes:review", uuid)
    if request.method == "POST":
        return save(request, attempt, described)
    page = pages.taking(described, asked_to_finish="open" in request.GET)
    return render(
        request,
        "quizzes/take.html",
        {
            **page,
            "title": attempt.assignment.quiz.title,
            "deadline": parse_datetime(described["deadline"]) if described["deadline"] else None,
            "responses_url": reverse("api:responses", args=[uuid]),
        },
    )


def save(request: HttpRequest, attempt: Attempt, described: dict[str, Any]) -> HttpResponse:
    """The form of a browser without scripts: what it changed is sent as if by one, then the button does its work."""
    changes = pages.changed_answers(described["items"], request.POST)
    refused = [refusal for change in changes if (refusal := send(attempt, *change, arrived(request)))]
    for refusal in refused:
        messages.error(request, refusal)
    do = "save" if refused else request.POST.get("do")
    if do == "finish" and pages.still_open(taking.describe(attempt, arrived(request))["items"]):
        return redirect(reverse("quizzes:take", args=[attempt.uuid]) + "?open=1")
    if do in ("finish", "submit"):
        attempts.submit(attempt, arrived=arrived(request))
        return redirect("quizzes:review", attempt.uuid)
    return redirect("quizzes:take", attempt.uuid)


def send(attempt: Attempt, position: int, answer: Any, moment: datetime) -> str:
    """Write one answer down; the sentence to say where it is refused. Sent twice, it is in the log twice."""
    try:
        attempts.respond(attempt, uuid=uuid4(), position=position, answer=answer, arrived=moment)
    except Refused as refusal:
        return f"Question {position} is not saved. {refusal.message} {refusal.next}"
    return ""


@require_safe
def review(request: HttpRequest, uuid: Any) -> HttpResponse:
    attempt = attempts.settle(attempt_or_404(request, uuid), now=arrived(request))
    if attempt.state == Attempt.State.IN_PROGRESS:
        return redirect("quizzes:take", uuid)
    if not is_released(attempt, arrived(request)):
        return render(request, "quizzes/waiting.html", waiting(attempt))
    page = pages.reviewing(reviewed(attempt, arrived(request)))
    return render(request, "quizzes/review.html", {"quiz": attempt.assignment.quiz, **page})


def waiting(attempt: Attempt) -> dict[str, Any]:
    offer = attempt.assignment
    release = policy_of(offer.quiz.mode, offer.quiz.policy).release
    return {
        "quiz": offer.quiz,
        "when": pages.WHEN_SHOWN[release],
        "closes": closes_for(attempt) if release == "close" else None,
    }


def attempt_or_404(request: HttpRequest, uuid: Any) -> Attempt:
    visible = Attempt.objects.visible_to(request.user).select_related("assignment__quiz", "user")
    return get_object_or_404(visible, uuid=uuid)
