"""Pages of taking and of waiting, as a browser without scripts gets them."""

from datetime import UTC, datetime

import pytest

from quizzes import attempts
from quizzes.models import Attempt, Response
from tests.quizzes.attempts import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(client):
    """An attempt, begun now, at one number question; its learner is signed in."""

    def with_policy(**policy):
        learner = factory.person()
        client.force_login(learner)
        return factory.begin(factory.offer(factory.publish(factory.NUMBER), **policy), learner, datetime.now(UTC))

    return with_policy


@pytest.mark.parametrize("answer", ["0.5\0", "9" * 20_000])
@pytest.mark.parametrize("do", ["save", "finish", "submit"])
def test_an_answer_that_is_refused_is_named_and_ends_nothing(client, begin, answer, do):
    address = f"/quizzes/attempts/{begin().uuid}/"
    page = client.post(address, {"answer-1": answer, "was-1": "null", "do": do}, follow=True).content.decode()
    assert "Question 1 is not saved." in page
    assert Attempt.objects.get().state == Attempt.State.IN_PROGRESS
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "release, when", [("close", "when the quiz closes"), ("by hand", "when your teacher releases it")]
)
def test_who_has_submitted_and_waits_is_told_for_what(client, begin, release, when):
    attempt = begin(release=release)
    attempts.submit(attempt, arrived=datetime.now(UTC))
    assert when in client.get(f"/quizzes/attempts/{attempt.uuid}/review/").content.decode()


def test_the_address_of_a_start_leads_to_the_door_when_it_is_opened(client, course):
    assert client.get("/quizzes/chapter-1/start/").url == "/quizzes/chapter-1/"
