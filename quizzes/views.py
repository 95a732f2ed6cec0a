"""Pages of the quizzes: the rules and the start, taking, reviewing. Thin doors over the verbs of quizzes/attempts."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes import attempts, doors, guests, in_place, pages, taking, viewing
from quizzes.formats.toml_questions import SLUG
from quizzes.models import Attempt, FaultReport, Item, Quiz
from quizzes.moments import arrived, until, window
from quizzes.policies import policy_of, read_terms
from quizzes.refusals import Refused
from quizzes.releasing import closes_for, is_released
from quizzes.reviewing import review as reviewed
from quizzes.reviewing import work


@require_safe
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Quiz.objects.visible_to(request.user).with_questions(), slug=slug)
    mine = Attempt.objects.visible_to(request.user).filter(assignment__quiz=found).order_by("-number", "-pk")
    past = [as_past(one, arrived(request)) for one in mine.with_extension().select_related("assignment__quiz")]
    standing = attempts.standing(guests.as_if_guest(request.user), found, now=arrived(request))
    opening = window(standing.opens, standing.closes, arrived(request))
    return render(
        request,
        "quizzes/quiz.html",
        {
            "quiz": found,
            "current": next((attempt for attempt in past if attempt["in_progress"]), None),
            "refusal": standing.refusal,
            **doors.door(policy_of(found.mode, found.policy), found.questions, past, opening),
        },
    )


def as_past(attempt: Attempt, now: datetime) -> dict[str, Any]:
    terms, released = read_terms(attempt.terms), is_released(attempt, now)
    score = taking.score_of(attempt, terms) if released else None
    waits = terms.is_graded and not released
    return {
        "uuid": attempt.uuid,
        "number": attempt.number,
        "ended_at": attempt.ended_at,
        "in_progress": attempt.state == Attempt.State.IN_PROGRESS,
        "share": score["fraction"] if score else None,
        "score": f"{pages.score(score['points'])} of {pages.score(score['out_of'])}" if score else "",
        "waits": waits,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """An address that was opened rather than sent, as after a sign-in, leads to the door of the quiz."""
    if request.method != "POST":
        return redirect("quizzes:quiz", slug)
    found = get_object_or_404(Quiz.objects.visible_to(request.user), slug=slug)
    try:
        attempt, _ = guests.start(request, found, user=request.user)
    except Refused as refused:
        if refused.wait is not None:
            raise
        return redirect("quizzes:quiz", slug)  # which says why
    return redirect("quizzes:take", attempt.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, uuid: Any) -> HttpResponse:
    attempt = attempts.settle(attempt_or_404(request, uuid), now=arrived(request))
    if attempt.state != Attempt.State.IN_PROGRESS:
        return redirect("quizzes:review", uuid)
    described = taking.describe(attempt, arrived(request))
    if request.method == "POST":
        response = save(request, attempt, described)
        viewing.choose(request, response, uuid)
        return response
    unfinished = unfinished_in(attempt, described["items"]) if "open" in request.GET else []
    page = pages.taking(described, read_terms(attempt.terms), unfinished)
    return render(
        request,
        "quizzes/take.html",
        {
            **page,
            **viewing.chosen(request),
            "title": attempt.assignment.quiz.title,
            "chapter": attempt.assignment.quiz.chapter_slug,
            "back": comes_from(request),
            "deadline": until(attempt.deadline, arrived(request)) if attempt.deadline else "",
            "responses_url": reverse("api:responses", args=[uuid]),
            "state_url": reverse("api:attempt", args=[uuid]),
            "take_url": reverse("quizzes:take", args=[uuid]),
            "review_url": reverse("quizzes:review", args=[uuid]),
        },
    )


def save(request: HttpRequest, attempt: Attempt, described: dict[str, Any]) -> HttpResponse:
    """The form of a browser without scripts: what it changed is sent as if by one, then the button does its work."""
    changes, checked = pages.changed_answers(described["items"], request.POST), pages.position_in(request.POST, "check")
    changes = [(at, answer) for at, answer in changes if at != checked or answer is None]  # emptied: nothing to check
    refused = [refusal for change in changes if (refusal := send(attempt, *change, request))]
    if checked:
        refused += check(attempt, checked, described, request)
    for refusal in refused:
        messages.error(request, refusal)
    do = "save" if refused else request.POST.get("do")
    if do == "finish" and unfinished_in(attempt, taking.describe(attempt, arrived(request))["items"]):
        return redirect(reverse("quizzes:take", args=[attempt.uuid]) + "?open=1")
    if do in ("finish", "submit"):
        attempts.submit(attempt, arrived=arrived(request))
        return redirect("quizzes:review", attempt.uuid)
    at = checked or pages.position_in(request.POST, "bookmark")
    return to_question(request, attempt, at)


def unfinished_in(attempt: Attempt, items: list[dict[str, Any]]) -> list[Any]:
    """What to ask about before the end: open questions; in practice, where nothing counts, what one was sure of."""
    is_graded = read_terms(attempt.terms).is_graded
    return pages.still_open(items) if is_graded else taking.to_ask_once_more(attempt)


def send(attempt: Attempt, position: int, answer: Any, request: HttpRequest, kind: str = "save") -> str:
    """Write one answer down; the sentence to say where it is refused. Sent twice, it is in the log twice."""
    arrival = attempts.Arrival(uuid4(), position, answer, kind, pages.certainty_in(request.POST, position))
    try:
        reply = attempts.respond_to(Attempt.objects.filter(pk=attempt.pk), arrival, arrived=arrived(request))
    except Refused as refusal:
        return f"Question {position} is not saved. {refusal.message} {refusal.next}"
    return said_of(reply.body, position) if kind == "check" else ""


def said_of(reply: dict[str, Any], position: int) -> str:
    """Why there is no verdict though one was asked for; what could not be read is said at its field."""
    silent = reply.get("grade") or reply.get("unread") or not reply.get("message")
    return "" if silent else f"Question {position}: {reply['message']}"


def check(attempt: Attempt, position: int, described: dict[str, Any], request: HttpRequest) -> list[str]:
    """What a check has to say beside its verdict, which stands at the question."""
    item = next((item for item in described["items"] if item["position"] == position), None)
    if item is None:
        return []
    answer = pages.answer_in(request.POST, item)
    if answer is None:
        return [f"Question {position}: please answer first, then check."]
    said = send(attempt, position, answer, request, "check")
    return [said] if said else []


@require_POST
def another(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Another question like one of this attempt. What the page carries along is saved first."""
    attempt = attempts.settle(attempt_or_404(request, uuid), now=arrived(request))
    if attempt.state == Attempt.State.IN_PROGRESS:
        changes = pages.changed_answers(taking.describe(attempt, arrived(request))["items"], request.POST)
        for change in changes:
            send(attempt, *change, request)
    position, slug = pages.position_in(request.POST, "another") or 0, request.POST.get("placed", "")
    try:
        if attempts.is_stuck(attempt, position):
            return work_through(request, attempt, position) if slug else redirect("quizzes:worked", uuid, position)
        item = attempts.another(attempt, position, now=arrived(request))
    except Refused as refused:
        words = f"{refused.message} {refused.next}"
        if slug:
            return render(request, "_notice.html", {"tone": "partly", "words": words})
        messages.error(request, words)
        return redirect("quizzes:take", uuid)
    if slug:
        return render(request, "quizzes/_placed.html", as_placed(item, slug))
    return to_question(request, item.attempt, item.position)


def as_placed(item: Item, slug: str) -> dict[str, Any]:
    """For a question inside a chapter, whose script asks for another one like it by the name of the question."""
    uuid, number = item.attempt.uuid, item.position
    addresses = {
        "responses": reverse("api:responses", args=[uuid]),
        "worked": reverse("quizzes:worked", args=[uuid, number]) + f"?from={slug}",
    }
    shown = {"item": in_place.as_shown(item, slug), "rarer": in_place.is_rarer(item)}
    return {**shown, "attempt": uuid, "number": number, **addresses}


@require_safe
def worked(request: HttpRequest, uuid: Any, position: int) -> HttpResponse:
    """A question of practice worked through: one like it, or itself where nothing else has helped."""
    attempt = attempts.settle(attempt_or_404(request, uuid), now=arrived(request))
    try:
        own = attempts.is_stuck(attempt, position)
        page = pages.worked(work(attempt, position, own=own, now=arrived(request)))
    except Refused as refused:
        messages.error(request, f"{refused.message} {refused.next}")
        return redirect("quizzes:take", uuid)
    words = {"own": own, "attempt": attempt, "position": position, "back": comes_from(request)}
    chapter = attempt.assignment.quiz.chapter_slug
    return render(request, "quizzes/worked.html", {**page, **words, "chapter": chapter})


def to_question(request: HttpRequest, attempt: Attempt, position: int | None) -> HttpResponse:
    """Whoever comes from the chapter is led back there from every page on the way."""
    back = comes_from(request)
    place = (f"?from={back}" if back else "") + (f"#q{position}" if position else "")
    return redirect(reverse("quizzes:take", args=[attempt.uuid]) + place)


def comes_from(request: HttpRequest) -> str:
    """The question of the chapter that somebody comes from, if any."""
    back = request.GET.get("from", "")
    return back if SLUG.fullmatch(back) else ""


def work_through(request: HttpRequest, attempt: Attempt, position: int) -> HttpResponse:
    page = pages.worked(work(attempt, position, own=True, now=arrived(request)))
    return render(request, "quizzes/_worked.html", {**page, "own": True})


@require_safe
def review(request: HttpRequest, uuid: Any) -> HttpResponse:
    attempt = attempts.settle(attempt_or_404(request, uuid, to_review=True), now=arrived(request))
    if attempt.state == Attempt.State.IN_PROGRESS:
        return redirect("quizzes:take", uuid)
    if not is_released(attempt, arrived(request)):
        return render(request, "quizzes/waiting.html", waiting(attempt))
    page = pages.reviewing(reviewed(attempt, arrived(request)), reports_of(attempt))
    return render(request, "quizzes/review.html", {"quiz": attempt.assignment.quiz, **page})


def reports_of(attempt: Attempt) -> list[Any]:
    mine = FaultReport.objects.filter(item__attempt=attempt, user=attempt.user_id).order_by("pk")
    return list(mine.values("text", "reply", "at", position=F("item__position")))


@require_POST
def report(request: HttpRequest, uuid: Any) -> HttpResponse:
    attempt, position = attempt_or_404(request, uuid), pages.position_in(request.POST, "position") or 0
    try:
        attempts.report_fault(attempt, position, request.POST.get("text", ""))
        messages.success(
            request, f"Your report on question {position} is sent. What your instructor answers will stand there."
        )
    except Refused as refused:
        messages.error(request, f"{refused.message} {refused.next}")
    return redirect(reverse("quizzes:review", args=[uuid]) + f"#q{position}")


def waiting(attempt: Attempt) -> dict[str, Any]:
    offer = attempt.assignment
    release = policy_of(offer.quiz.mode, offer.quiz.policy).release
    return {
        "quiz": offer.quiz,
        "when": doors.WHEN_SHOWN[release],
        "closes": closes_for(attempt) if release == "close" else None,
    }


def attempt_or_404(request: HttpRequest, uuid: Any, *, to_review: bool = False) -> Attempt:
    """One of this person's own. What a running exam holds back is asked along where a review is all that is wanted."""
    own = Attempt.objects.visible_to(request.user).filter(uuid=uuid)
    return get_object_or_404((own.with_held() if to_review else own).select_related("assignment__quiz", "user"))
