"""New guests and accounts have a budget per address. Beyond it nothing is lost; people who are here notice nothing."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user, get_user_model
from django.test import Client

from quizzes.models import Attempt, Response
from tests.courseware.conftest import PASSWORD
from tests.quizzes.attempts import factory

UP, START = "/accounts/sign-up/", "/api/quizzes/the-quiz/attempts/"
NEW = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD, "email": "", "time_zone": ""}

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def few(settings):
    settings.NEW_PEOPLE = 2


@pytest.fixture
def offered(few):
    return factory.offer(*factory.four_questions())


def start(client=None, **more):
    return (client or Client()).post(START, content_type="application/json", **more)


def spend():
    for _ in range(2):
        assert start().status_code == 201


def test_beyond_the_budget_of_an_address_a_program_is_told_when_to_come_again(offered):
    spend()
    reply = start()
    assert (reply.status_code, reply.json()["code"]) == (429, "too_many_people")
    assert 1 <= int(reply["Retry-After"]) <= 601
    assert "Sign in, or try again in" in reply.json()["next"]
    assert User.objects.count() == Attempt.objects.count() == 2
    assert start(REMOTE_ADDR="203.0.113.9").status_code == 201


def test_a_page_says_the_same(offered):
    spend()
    page = Client().post("/quizzes/the-quiz/start/")
    assert page.status_code == 429
    assert "Sign in, or try again in" in page.content.decode()
    assert page["Retry-After"]


def test_a_sign_up_beyond_the_budget_keeps_what_was_typed(offered):
    spend()
    client = Client()
    page = client.post(UP, NEW)
    assert page.status_code == 429
    assert "Sign in, or try again in" in page.content.decode()
    assert 'value="ada"' in page.content.decode()
    assert not get_user(client).is_authenticated


def test_guests_and_people_with_an_account_go_on_and_a_guest_may_still_sign_up(offered, learner):
    guest, known = Client(), Client()
    start(guest)
    spend_rest = start()
    assert spend_rest.status_code == 201
    known.force_login(learner)
    assert start(known).status_code == 201
    assert start(guest).status_code == 200
    assert guest.post(UP, NEW).status_code == 302
    assert not get_user(guest).is_guest


def test_accounts_are_counted_with_guests(offered):
    assert Client().post(UP, NEW).status_code == 302
    assert start().status_code == 201
    assert start().status_code == 429


def test_a_refused_start_counts_nothing(few, learner):
    exam = factory.offer(*factory.four_questions(), mode="exam")
    for _ in range(4):
        assert start().status_code == 403
    type(exam.quiz).objects.update(mode="check")
    spend()


def test_the_first_answer_in_a_chapter_is_taken_again_when_its_reply_was_lost(chapter_file, few):
    """It has made a guest before the budget was spent: sent again, it leads back to that guest."""
    question = factory.publish(factory.SINGLE, slug="one")
    chapter_file.write_text(chapter_file.read_text() + "\n```question\nid: one\n```\n")
    questions = chapter_file.parents[1] / "questions"
    questions.mkdir()
    (questions / "one.toml").write_text('[[question]]\nid = "one"\n')
    variant = question.published.variants.order_by("seed").first()
    factory.offer(question)

    def answer(uuid):
        sent = {"uuid": uuid, "variant": variant.pk, "answer": variant.shown["ask"]["options"][0]["id"]}
        path = "/api/chapters/first/questions/one/responses/"
        return Client().post(path, {**sent, "kind": "check"}, content_type="application/json")

    first, other = str(uuid4()), str(uuid4())
    assert answer(first).status_code == 201
    assert start().status_code == 201
    assert answer(other).status_code == 429
    assert answer(first).status_code == 200
    assert Response.objects.count() == 1
