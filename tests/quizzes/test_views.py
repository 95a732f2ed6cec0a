"""Pages of taking and of waiting, as a browser without scripts gets them."""

import json
import re
from datetime import UTC, datetime
from html import escape

import pytest

from quizzes import attempts
from quizzes.models import Allowance, Attempt, Grade, Response
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
    "release, when", [("close", "when the quiz closes"), ("by hand", "when your instructor releases it")]
)
def test_who_has_submitted_and_waits_is_told_for_what(client, begin, release, when):
    attempt = begin(release=release)
    attempts.submit(attempt, arrived=datetime.now(UTC))
    assert when in client.get(f"/quizzes/attempts/{attempt.uuid}/review/").content.decode()


def test_the_address_of_a_start_leads_to_the_door_when_it_is_opened(client, course):
    assert client.get("/quizzes/chapter-1/start/").url == "/quizzes/chapter-1/"


def address(attempt, name=""):
    return f"/quizzes/attempts/{attempt.uuid}/{name}"


def page_after(client, place, form):
    return client.post(place, form, follow=True).content.decode()


def test_practice_without_scripts_tells_the_verdict_at_the_question(client, begin):
    attempt = begin(mode="practice")
    slip = factory.key_at(attempt, 1).wrong["z.no_bias"]
    sent = {"answer-1": f"{slip['value']:.6f}", "was-1": "null", "check": "1"}
    reply = client.post(address(attempt), sent)
    assert reply.url == f"{address(attempt)}#q1"
    page = client.get(address(attempt)).content.decode()
    assert f"Not {slip['value']:.6f}.".replace("-", "−") in page
    assert escape(slip["feedback"]) in page
    page = page_after(client, address(attempt), sent | {"answer-1": factory.right_answer(attempt, 1)})
    assert "Right." in page
    assert "First the weighted sum, then the sigmoid." in page
    assert [response.kind for response in Response.objects.order_by("pk")] == ["check", "check"]


def test_checking_an_answer_that_is_saved_already_writes_no_second_save(client, begin):
    attempt = begin(mode="practice")
    factory.send(attempt, 1, "50", datetime.now(UTC))
    page_after(client, address(attempt), {"answer-1": "50", "was-1": '"50"', "check": "1"})
    assert [response.kind for response in Response.objects.order_by("pk")] == ["save", "check"]


def test_nothing_is_checked_where_nothing_was_given(client, begin):
    attempt = begin(mode="practice")
    for form in ({"answer-1": "", "was-1": "null", "check": "1"}, {"check": "9"}, {"check": "x"}):
        client.post(address(attempt), form)
    assert "please answer first" in page_after(client, address(attempt), {"answer-1": "", "check": "1"})
    assert not Response.objects.exists()


@pytest.mark.parametrize("typed", ["abc", "1,234", "50"])
def test_a_field_that_was_emptied_stays_empty_when_it_is_checked(client, begin, typed):
    attempt = begin(mode="practice")
    factory.send(attempt, 1, typed, datetime.now(UTC))
    page = page_after(client, address(attempt), {"answer-1": "", "was-1": json.dumps(typed), "check": "1"})
    assert "please answer first" in page
    assert typed not in re.findall(r'name="answer-1"[^>]*value="([^"]*)"', page)
    assert [one.answer for one in Response.objects.order_by("pk")] == [typed, None]
    assert not Grade.objects.exists()


def test_tries_say_what_is_left_and_what_it_earns(client, begin):
    attempt = begin(tries=3)
    page = client.get(address(attempt)).content.decode()
    assert "3 more tries. A right answer earns all its points." in page
    for answer, words in (
        ("50", "2 more tries. A right answer earns 2/3"),
        ("51", "1 more try. A right answer earns 1/3"),
    ):
        assert words in page_after(client, address(attempt), {"answer-1": answer, "was-1": "null", "check": "1"})
    page = page_after(client, address(attempt), {"answer-1": "52", "was-1": "null", "check": "1"})
    assert "No tries left. The best one counts." in page
    page = page_after(client, address(attempt), {"answer-1": "53", "was-1": "null", "check": "1"})
    assert "You have used all your tries" in page


def test_a_check_quiz_has_no_button_to_check(client, begin):
    page = client.get(address(begin())).content.decode()
    assert 'name="check"' not in page
    assert "data-checks" not in page


def test_practice_ends_without_a_score(client, begin):
    attempt = begin(mode="practice")
    page = page_after(client, address(attempt), {"do": "submit"})
    assert "Practice has no score." in page
    door = client.get("/quizzes/the-quiz/").content.decode()
    assert "practice is yours alone" in door
    assert "practised" in door


def test_another_like_it_keeps_what_the_page_carries_and_leads_to_the_new_question(client, begin):
    attempt = begin(mode="practice")
    reply = client.post(address(attempt, "another/"), {"answer-1": "50", "was-1": "null", "another": "1"})
    assert reply.url == f"{address(attempt)}#q2"
    assert Response.objects.get().answer == "50"
    assert client.get(address(attempt, "another/")).status_code == 405
    client.force_login(factory.person())
    assert client.post(address(attempt, "another/"), {"another": "1"}).status_code == 404


def test_from_a_review_another_like_it_is_on_the_practice_sheet(client, begin):
    attempt = begin()
    attempts.submit(attempt, arrived=datetime.now(UTC))
    assert "Try another like it" in client.get(address(attempt, "review/")).content.decode()
    page = page_after(client, address(attempt, "another/"), {"another": "1"})
    assert "Practice sheet" in page
    door = client.get("/quizzes/sheet-introduction/").content.decode()
    assert "Go on with attempt 1" in door


def test_before_the_release_another_like_it_is_refused_in_words(client, begin):
    attempt = begin(release="by hand")
    assert "once this is released" in page_after(client, address(attempt, "another/"), {"another": "1"})


@pytest.mark.parametrize(
    ("counts", "words"),
    [("best", "100 % so far, passed."), ("last", "0 % so far, 70 % are needed."), ("average", "50 %")],
)
def test_the_door_says_what_counts_and_how_far_one_is(client, begin, counts, words):
    attempt = begin(counts=counts)
    factory.answer_all(attempt, datetime.now(UTC))
    attempts.submit(attempt, arrived=datetime.now(UTC))
    attempts.submit(factory.begin(attempt.assignment, attempt.user, datetime.now(UTC)), arrived=datetime.now(UTC))
    page = client.get("/quizzes/the-quiz/").content.decode()
    assert words in page
    assert f"the {counts}" in page


def test_the_door_tells_the_rules_of_an_exam_with_tries_time_and_a_closed_simulator(client, db):
    factory.offer(factory.publish(factory.SINGLE), minutes=20, attempts=2, simulator="closed", tries=2)
    page = client.get("/quizzes/the-quiz/").content.decode()
    for words in (
        "20 minutes, counted by the server",
        "2; a right one earns 1, 2/3",
        "a verdict at each check",
        "closed until you submit",
    ):
        assert words in page


def test_a_visitor_at_the_door_of_an_exam_is_shown_the_way_in_and_not_told_to_start_as_a_guest(client, db):
    factory.offer(factory.publish(factory.SINGLE), mode="exam")
    page = client.get("/quizzes/the-quiz/").content.decode()
    assert 'href="/accounts/sign-in/?next=/quizzes/the-quiz/"' in page
    assert "as a guest" not in page


def test_who_waits_for_the_close_is_told_their_own(client, begin):
    now = datetime.now(UTC)
    attempt = begin(release="close", closes=now + factory.DAY)
    more = Allowance(
        assignment=attempt.assignment, user=attempt.user, by=attempt.user, why="ill", closes=now + 9 * factory.DAY
    )
    more.save()
    attempts.submit(attempt, arrived=now)
    page = client.get(address(attempt, "review/")).content.decode()
    assert f"{now + 9 * factory.DAY:%-d %B}" in page
