"""The pages of the course: home, chapters, search; and what a visitor sees when something is refused or fails."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from courseware import course, evidence, places
from courseware.asked_again import asked_again
from courseware.chapter_page import contents_of, text_of
from courseware.chapters import Chapter
from courseware.concept_places import explained
from courseware.invitations import invitations, offers
from courseware.middleware import ArrivedRequest
from courseware.questions import check_form, questions_of
from courseware.searching import LONGEST
from quizzes.in_place import is_rarer
from simulator.drawing import ALL, Options, draw
from simulator.engine.network import read_network
from simulator.stepping.checking import check

HERO = {
    "inputs": [1, 2],
    "layers": [
        {"weights": [[0.5, 0.5], [-1, 0.25]], "biases": [-0.5, 0.2], "activation": "relu"},
        {"weights": [[1, -2]], "biases": [0.3], "activation": "sigmoid"},
    ],
}
HERO_WIDTHS = {"wide": 508, "narrow": 340}  # pixels; the wide one is as wide as its column
HERO_OPTIONS: Options = {
    "known": ALL,
    "hidden": "a[2,1]",
    "chosen": "a[2,1]",
    "label": "A 2-2-1 network whose output is to be found",
}


@lru_cache(1)
def hero() -> dict[str, Any]:
    """One question of the kind that the course asks, with a wrong answer and what the engine says to it."""
    return {
        "drawings": {name: draw(HERO, width, **HERO_OPTIONS) for name, width in HERO_WIDTHS.items()},
        "answer": "0.731",
        "verdict": check(read_network(HERO), "a[2,1]", "0.731", told=["a[1,1]", "a[1,2]"]).diagnoses[0].feedback,
    }


@require_safe
def home(request: ArrivedRequest) -> HttpResponse:
    chapters = course.chapters()
    attempts = evidence.attempts_of(request.user)
    offered = invitations(request.user, attempts, request.arrived)
    rows = [{"chapter": chapter, "quizzes": offered.get(chapter.slug, [])} for chapter in chapters]
    return render(
        request,
        "courseware/home.html",
        {
            "hero": hero() if course.about().hero == "network" else None,
            "rows": rows,
            "place": places.latest_place(request.user, chapters),
            "again": asked_again(request.user, attempts, request.arrived),
            "first": next(iter(chapters), None),
            "faults": course.faults() if request.user.is_staff else [],
        },
    )


@require_safe
def chapter(request: ArrivedRequest, slug: str) -> HttpResponse:
    found = chapter_or_404(slug)
    before, after = course.neighbours(found)
    place = places.place_of(request.user, found)
    questions = questions_of(found, request.arrived)
    return render(
        request,
        "courseware/chapter.html",
        {
            "chapter": found,
            "before": before,
            "after": after,
            "place": place,
            "contents": contents_of(found, len(place.passed) if place else 0),
            "text": text_of(found, questions),
            "quizzes": offers(request.user, request.arrived, slug),
            "questions": questions,
            "rarer": any(is_rarer(one.item) for one in questions),
            "fault": fault_for(request, slug),
        },
    )


def fault_for(request: HttpRequest, slug: str) -> str:
    """What is wrong with the file of a chapter whose last good version is shown; for staff alone."""
    fault = course.fault_of(course.file_of(slug)) if request.user.is_staff else None
    return str(fault or "")


@require_POST
def answer(request: ArrivedRequest, slug: str) -> HttpResponse:
    """An answer to a question in the chapter, from a browser without scripts."""
    return check_form(request, chapter_or_404(slug))


@require_safe
def search(request: ArrivedRequest) -> HttpResponse:
    """Without a query: every concept, where it is explained."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    found = course.search_index().find(query)
    all_places = explained(course.concepts(), course.chapters())
    named = {concept.slug for concept in found.concepts}
    return render(
        request,
        "courseware/search.html",
        {
            "query": query,
            "found": found,
            "concepts": [one for one in all_places if one.slug in named] if query else all_places,
        },
    )


@require_POST
def remember_place(request: ArrivedRequest, slug: str) -> HttpResponse:
    """The browser says which section is being read."""
    found = chapter_or_404(slug)
    anchor = request.POST.get("anchor", "")
    if found.section(anchor) is None:
        return HttpResponseBadRequest("This chapter has no such section.")
    places.remember(request.user, found, anchor, request.arrived)
    return HttpResponse(status=204)


def chapter_or_404(slug: str) -> Chapter:
    found = course.chapter(slug)
    if found is None:
        raise Http404(f"There is no chapter {slug}.")
    return found


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
