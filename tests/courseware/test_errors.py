"""Pages for what is refused or fails: designed, and with the name of the request."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client
from django.utils.functional import SimpleLazyObject

from courseware import views
from courseware.middleware import RequestName

pytestmark = pytest.mark.django_db


def test_an_unknown_address_says_so_and_names_the_request(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "There is nothing here" in page.content.decode()
    assert page["X-Request-ID"] in page.content.decode()


@pytest.mark.parametrize("door", [{"data": {f"field{i}": "" for i in range(1001)}}, {"HTTP_HOST": "example.org"}])
def test_what_cannot_be_read_says_so_in_the_look_of_the_site(client, door):
    page = client.post("/accounts/sign-in/", **door)
    assert page.status_code == 400
    assert "We could not read this" in page.content.decode()
    assert "example.org" not in page.content.decode()
    assert page["X-Request-ID"] in page.content.decode()


def test_what_is_forbidden_says_so(client, monkeypatch):
    monkeypatch.setattr(views.course, "chapters", raising(PermissionDenied))
    page = client.get("/")
    assert page.status_code == 403
    assert page["X-Request-ID"] in page.content.decode()


def test_a_failure_is_ours_and_shows_nothing_of_the_inside(monkeypatch):
    monkeypatch.setattr(views.course, "chapters", raising(RuntimeError("secret detail")))
    page = Client(raise_request_exception=False).get("/")
    assert page.status_code == 500
    assert "our fault" in page.content.decode()
    assert "secret detail" not in page.content.decode()
    assert page["X-Request-ID"] in page.content.decode()


def test_the_page_for_failures_asks_no_database(rf, django_assert_num_queries):
    request = rf.get("/")
    request.user = SimpleLazyObject(raising(DatabaseError))
    with django_assert_num_queries(0):
        assert views.failed(request).status_code == 500


def test_a_form_without_its_token_is_asked_for_again():
    page = Client(enforce_csrf_checks=True).post("/accounts/sign-in/", {"username": "a"})
    assert page.status_code == 403
    assert "Please send it again" in page.content.decode()
    assert page["X-Request-ID"] in page.content.decode()


def test_the_log_names_the_request_as_the_page_does(client):
    seen = []
    handler = logging.Handler()
    handler.addFilter(RequestName())
    handler.emit = seen.append
    logging.getLogger("django.request").addHandler(handler)
    page = client.get("/nowhere/")
    assert seen[0].request_id == page["X-Request-ID"]


def raising(error):
    def fail(*args, **kwargs):
        raise error

    return fail
