"""What the cookies of a browser say of how an attempt is looked at."""

import pytest
from django.http import HttpResponse

from quizzes import viewing

ATTEMPT = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    "cookie, found", [("", set()), ("3.12", {3, 12}), ("3..x.-1.9999999", {3}), ("<b>", set()), ("4.4", {4})]
)
def test_a_cookie_of_bookmarks_is_read_with_care(rf, cookie, found):
    rf.cookies["bookmarks"] = cookie
    assert viewing.bookmarks(rf.get("/")) == found


@pytest.mark.parametrize("before, after", [("", "4"), ("2.11", "2.4.11"), ("2.4", "2")])
def test_a_bookmark_is_put_and_taken_back_at_the_address_of_its_attempt(rf, before, after):
    rf.cookies["bookmarks"] = before
    response = HttpResponse()
    viewing.choose(rf.post("/", {"bookmark": "4"}), response, ATTEMPT)
    cookie = response.cookies["bookmarks"]
    assert (cookie.value, cookie["path"]) == (after, f"/quizzes/attempts/{ATTEMPT}/")


@pytest.mark.parametrize("wanted, kept", [("one", "one"), ("all", "all"), ("none", None)])
def test_how_many_questions_are_shown_is_kept_for_every_attempt(rf, wanted, kept):
    response = HttpResponse()
    viewing.choose(rf.post("/", {"view": wanted}), response, ATTEMPT)
    assert (response.cookies["view"].value if "view" in response.cookies else None) == kept
