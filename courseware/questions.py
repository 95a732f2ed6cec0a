"""The questions that stand in a chapter: as its page shows them, and where their answers arrive."""

from datetime import datetime
from functools import lru_cache
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from courseware.chapters import Chapter
from courseware.invitations import FRESH
from quizzes import guests, in_place
from quizzes.models import Item, Variant
from quizzes.moments import arrived
from quizzes.pages import answer_in, certainty_in
from quizzes.refusals import Refused
from quizzes.views import said_of


def questions_of(chapter: Chapter, now: datetime) -> tuple[in_place.Placed, ...]:
    """As they are published. Looked up every few seconds, and not at all for a chapter without questions."""
    return placed_at(chapter, int(now.timestamp()) // FRESH) if chapter.questions else ()


@lru_cache(64)
def placed_at(chapter: Chapter, moment: int) -> tuple[in_place.Placed, ...]:
    return in_place.placed(chapter.questions)


def variant_of(chapter: Chapter, pk: int, slug: str | None = None) -> Variant:
    """The drawing that a page shows, which may be of an earlier version. Raises Http404."""
    slugs = [one for one in chapter.questions if slug in (one, None)]  # another may be no text that a database takes
    shown = in_place.first_variants().filter(version__question__slug__in=slugs, pk=pk).first()
    if shown is None:
        raise Http404("This question is no longer asked here.")
    return shown


def check_form(request: HttpRequest, chapter: Chapter) -> HttpResponse:
    """The form of a browser without scripts: one question of the page is checked, and practice shows the verdict."""
    if "worked" in request.POST:
        return work_through(request, chapter, variant_of(chapter, whole(request.POST["worked"])))
    pk = whole(request.POST["check"]) if "check" in request.POST else first_answered(request)
    variant = variant_of(chapter, pk) if pk else None
    slug = variant.version.question.slug if variant else ""
    back = redirect(reverse("courseware:chapter", args=[chapter.slug]) + (f"#question-{slug}" if slug else ""))
    answer = variant and answer_in(request.POST, in_place.as_shown(in_place.unsaved(variant), slug))
    if variant is None or answer is None:
        messages.error(request, "Please answer first, then check.")
        return back
    try:
        sent = {"answer": answer, "kind": "check", "certainty": certainty_in(request.POST, pk)}
        item, reply = in_place.answer(request, request.user, chapter.slug, variant, uuid=uuid4(), **sent)
    except Refused as refused:
        messages.error(request, f"{refused.message} {refused.next}")
        return back
    if said := said_of(reply.body, item.position):
        messages.error(request, said)
    return redirect(address_of(item, slug))


def work_through(request: HttpRequest, chapter: Chapter, variant: Variant) -> HttpResponse:
    """Where the hints of a question end: one like it, worked through, in the practice that it comes into."""
    item = guests.as_somebody(
        request, request.user, lambda user: in_place.place(user, chapter.slug, variant, arrived(request))
    )
    address = reverse("quizzes:worked", args=[item.attempt.uuid, item.position])
    return redirect(f"{address}?{urlencode({'from': variant.version.question.slug})}")


def address_of(item: Item, slug: str) -> str:
    """Its place in the practice, which then leads back to the paragraph."""
    taking = reverse("quizzes:take", args=[item.attempt.uuid])
    return f"{taking}?{urlencode({'from': slug})}#q{item.position}"


def first_answered(request: HttpRequest) -> int:
    """Enter in a field names no question: the first one with an answer is meant, if any."""
    given = (field.split("-")[1] for field, value in request.POST.items() if field.startswith("answer-") and value)
    return next((pk for name in given if (pk := whole(name))), 0)


def whole(text: str) -> int:
    """The number of a row; 0, which none has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
