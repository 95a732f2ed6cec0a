"""A body is read whole before its view runs. Its end is when it arrived, and one that is too large is answered."""

import io
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from courseware import middleware
from quizzes.models import Attempt, Response
from quizzes.policies import GRACE
from tests.quizzes.attempts import factory

pytestmark = pytest.mark.django_db
TICK = timedelta(milliseconds=1)
LIMIT = 256 * 1024
TRACE = "/api/simulator/trace/"


class Clock:
    """Stands in for `datetime` where requests get their moment."""

    def __init__(self, moment):
        self.moment = moment

    def now(self, zone):
        return self.moment.astimezone(zone)


class SlowBody(io.BytesIO):
    """A `wsgi.input` whose last byte comes at a moment of its own."""

    def __init__(self, body, clock, end):
        super().__init__(body)
        self.clock, self.end = clock, end

    def read(self, *size):
        self.clock.moment = self.end
        return super().read(*size)


@pytest.fixture
def running(client):
    """An attempt that ends in half an hour, and its learner's client."""
    factory.offer(factory.publish(factory.SINGLE), minutes=30)
    client.post("/quizzes/the-quiz/start/")
    attempt = Attempt.objects.get()
    assert attempt.deadline > datetime.now(UTC)
    return client, attempt


def send_slowly(monkeypatch, client, address, body, kind, headers, end):
    """Headers arrive at one moment, the end of the body at another."""
    clock = Clock(headers)
    monkeypatch.setattr(middleware, "datetime", clock)
    slow = {"wsgi.input": SlowBody(body, clock, end), "CONTENT_LENGTH": str(len(body))}
    return client.generic("POST", address, b"-", content_type=kind, **slow)


@pytest.mark.parametrize(
    "end, status, rows", [(GRACE, 201, 1), (GRACE + TICK, 409, 0), (timedelta(seconds=10), 409, 0)]
)
def test_answer_whose_body_ends_after_deadline_is_late(running, monkeypatch, end, status, rows):
    client, attempt = running
    address = reverse("api:responses", args=[attempt.uuid])
    body = json.dumps({"uuid": str(uuid4()), "kind": "save", "position": 1, "answer": "0"}).encode()
    early = attempt.deadline - timedelta(seconds=1.5)
    answer = send_slowly(monkeypatch, client, address, body, "application/json", early, attempt.deadline + end)
    assert (answer.status_code, Response.objects.filter(late=False).count()) == (status, rows)


@pytest.mark.parametrize("end, rows", [(GRACE, 1), (GRACE + TICK, 0)])
def test_page_whose_body_ends_after_deadline_saves_nothing(running, monkeypatch, end, rows):
    client, attempt = running
    body = b"answer-1=0&was-1=null&do=save"
    early = attempt.deadline - timedelta(seconds=1.5)
    address, kind = reverse("quizzes:take", args=[attempt.uuid]), "application/x-www-form-urlencoded"
    send_slowly(monkeypatch, client, address, body, kind, early, attempt.deadline + end)
    assert Response.objects.filter(late=False).count() == rows


def test_request_without_body_arrives_when_it_comes(rf, monkeypatch):
    monkeypatch.setattr(middleware, "datetime", Clock(factory.NOW))
    seen = []
    middleware.arrival(middleware.whole_bodies(lambda request: seen.append(request.arrived) or {}))(rf.get("/"))
    assert seen == [factory.NOW]


@pytest.mark.parametrize("address", [TRACE, "/api/token/", "/accounts/sign-in/", "/nowhere/"])
@pytest.mark.parametrize("size", [LIMIT + 1, 3 * 1024 * 1024])
def test_too_large_body_is_taken_in_before_it_is_refused(client, address, size):
    """A client that is still sending would see a reset instead of the sentence."""
    stream = io.BytesIO(b"x" * size)
    answer = client.post(address, "-", content_type="text/plain", **{"wsgi.input": stream, "CONTENT_LENGTH": str(size)})
    assert (answer.status_code, stream.read()) == (413, b"")
    assert "256 KB" in answer.content.decode()
    assert answer["X-Request-ID"] in answer.content.decode()


def test_only_so_much_of_a_body_is_taken_in(client):
    size = middleware.MOST_TAKEN_IN + 10 * middleware.PIECE
    stream = io.BytesIO(b"x" * size)
    answer = client.post(TRACE, "-", content_type="text/plain", **{"wsgi.input": stream, "CONTENT_LENGTH": str(size)})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert stream.tell() == middleware.MOST_TAKEN_IN


def test_body_of_exactly_the_limit_is_read(client):
    assert client.post(TRACE, b"x" * LIMIT, content_type="application/json").status_code == 400


class BrokenBody(io.BytesIO):
    def read(self, *size):
        raise OSError("the client hung up")


@pytest.mark.parametrize("size", [10, LIMIT + 1])
def test_body_that_breaks_off_is_no_failure_of_the_site(client, size):
    broken = {"wsgi.input": BrokenBody(b"x"), "CONTENT_LENGTH": str(size)}
    assert client.post(TRACE, "-", content_type="application/json", **broken).status_code in (400, 413)
