"""How somebody looks at an attempt: one question at a time or all, and which ones they bookmarked.

Cookies of this browser, so that the server writes the page as it is wanted, with scripts (viewing.js) and without.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from quizzes import pages

VIEW, BOOKMARKS = "view", "bookmarks"
YEAR = 60 * 60 * 24 * 365


def chosen(request: HttpRequest) -> dict[str, Any]:
    return {"one_at_a_time": request.COOKIES.get(VIEW) == "one", "bookmarks": bookmarks(request)}


def bookmarks(request: HttpRequest) -> set[int]:
    """Positions in the attempt whose page this is: the cookie of each is sent to its own address alone."""
    marked = request.COOKIES.get(BOOKMARKS, "").split(".")
    return {int(one) for one in marked if one.isascii() and one.isdigit() and len(one) < 6}


def choose(request: HttpRequest, response: HttpResponseBase, uuid: Any, path: str = "") -> None:
    """Keep what a button of the page asks for: of an attempt, unless another path is named."""
    if request.POST.get(VIEW) in ("one", "all"):
        response.set_cookie(VIEW, request.POST[VIEW], max_age=YEAR, samesite="Lax")
    position = pages.position_in(request.POST, "bookmark")
    if position:
        marked = ".".join(map(str, sorted(bookmarks(request) ^ {position})))
        response.set_cookie(
            BOOKMARKS, marked, max_age=YEAR, path=path or reverse("quizzes:take", args=[uuid]), samesite="Lax"
        )
