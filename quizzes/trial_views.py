"""The pages on which an author tries a quiz. They are those of a learner; what is sent goes to the trial alone."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from quizzes import doors, pages, taking, trying, viewing
from quizzes.attempts import Arrival
from quizzes.models import Quiz, Trial
from quizzes.moments import arrived, until
from quizzes.policies import policy_of, read_terms
from quizzes.refusals import Refused
from quizzes.reviewing import review
from quizzes.serializers import ResponseRequestSerializer
from quizzes.views import said_of

RIGHTS = ("quizzes.change_quiz", "quizzes.change_question")  # a try shows what an exam asks


def quiz_or_404(user: Any, slug: str) -> Quiz:
    if not (user.is_active and user.is_staff and user.has_perms(RIGHTS)):
        raise Http404
    return get_object_or_404(Quiz.objects.written().with_questions(), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def try_quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules and a button before it is started, then the questions, then the review."""
    quiz, now = quiz_or_404(request.user, slug), arrived(request)
    trial = trying.under_way(request.user, quiz, now=now)
    if request.method == "POST":
        return act(request, quiz, trial)
    if trial is None:
        rules = doors.door(policy_of(quiz.mode, quiz.policy), quiz.questions, [], {})
        return render(request, "quizzes/try.html", {"quiz": quiz, **rules})
    found = trying.records_of(trial)
    attempt = trying.attempt_of(trial, found)
    if trial.ended_at:
        page = pages.reviewing(review(attempt, now, found))
        return render(request, "quizzes/review.html", {"quiz": quiz, "trial": trial, **page})
    described = taking.describe(attempt, now, found)
    unfinished = pages.still_open(described["items"]) if "open" in request.GET else []
    return render(request, "quizzes/take.html", page_of(request, trial, described, unfinished))


def page_of(request: HttpRequest, trial: Trial, described: dict[str, Any], unfinished: list[Any]) -> dict[str, Any]:
    address = reverse("quizzes:try", args=[trial.quiz.slug])
    return {
        **pages.taking(described, read_terms(trial.terms), unfinished),
        **viewing.chosen(request),
        "trial": trial,
        "title": trial.quiz.title,
        "deadline": until(trial.deadline, arrived(request)) if trial.deadline else "",
        "take_url": address,
        "review_url": address,
        "responses_url": reverse("quizzes:try-responses", args=[trial.quiz.slug]),
    }


def act(request: HttpRequest, quiz: Quiz, trial: Trial | None) -> HttpResponse:
    do, address = request.POST.get("do"), reverse("quizzes:try", args=[quiz.slug])
    if do == "discard":
        Trial.objects.filter(user=request.user.pk, quiz=quiz).delete()
        return redirect("admin:quizzes_quiz_change", quiz.pk)
    if do == "start":
        try:
            trying.begin(request.user, quiz, now=arrived(request))
        except Refused as refused:
            messages.error(request, f"{refused.message} {refused.next}")
        return redirect(address)
    if trial is None or trial.ended_at:
        return redirect(address)
    at = save(request, trial, arrived(request))
    if do in ("finish", "submit") and not (do == "finish" and left_open(trial, arrived(request))):
        trying.end(trial, now=arrived(request))
    elif do == "finish":
        address += "?open=1"
    response = redirect(f"{address}#q{at}" if at else address)
    viewing.choose(request, response, trial.uuid, address)
    return response


def left_open(trial: Trial, now: datetime) -> bool:
    found = trying.records_of(trial)
    described = taking.describe(trying.attempt_of(trial, found), now, found)
    return read_terms(trial.terms).is_graded and bool(pages.still_open(described["items"]))


def save(request: HttpRequest, trial: Trial, now: datetime) -> int | None:
    """Write down what the form of the page changed, and judge what was to be checked; returns where to lead back to."""
    found = trying.records_of(trial)
    items = taking.describe(trying.attempt_of(trial, found), now, found)["items"]
    checked = pages.position_in(request.POST, "check")
    changes = pages.changed_answers(items, request.POST)
    sent = [
        (at, answer, "save") for at, answer in changes if at != checked or answer is None
    ]  # emptied: nothing to check
    item = next((item for item in items if item["position"] == checked), None)
    if checked and item:
        answer = pages.answer_in(request.POST, item)
        if answer is None:
            messages.error(request, f"Question {checked}: answer first, then check.")
        else:
            sent.append((checked, answer, "check"))
    for position, answer, kind in sent:
        send(request, trial, Arrival(uuid4(), position, answer, kind, pages.certainty_in(request.POST, position)))
    return checked or pages.position_in(request.POST, "bookmark")


def send(request: HttpRequest, trial: Trial, arrival: Arrival) -> None:
    try:
        reply = trying.respond(trial, arrival, now=arrived(request))
    except Refused as refused:
        messages.error(request, f"{refused.message} {refused.next}")
        return
    trial.refresh_from_db(fields=["sent"])
    if said := said_of(reply, arrival.position):
        messages.error(request, said)


class ResponsesView(APIView):
    """For the script of the page."""

    @extend_schema(exclude=True)
    def post(self, request: Request, slug: str) -> Response:
        quiz, now = quiz_or_404(request.user, slug), arrived(request)
        sent = ResponseRequestSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        trial = trying.under_way(request.user, quiz, now=now)
        if trial is None:
            raise Http404
        return Response(trying.respond(trial, Arrival(**sent.validated_data), now=now), 201)
