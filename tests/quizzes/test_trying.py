"""An author tries any quiz as a learner would, and nothing of it stands among what learners did."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone

from courseware.demonstration import instructors
from quizzes import trying
from quizzes.models import Key, Quiz, Slot, Trial
from quizzes.questions.types import TYPES
from tests.quizzes.attempts import factory

pytestmark = pytest.mark.django_db
ADDRESS = "/quizzes/the-quiz/try/"
SAME = ("position", "read", "readable", "unread", "tries_left")
# What the site itself writes for a person who is signed in, and the row of the try.
BESIDE = {"Trial", "Session", "User", "LogEntry"}


@pytest.fixture
def author(db):
    person = get_user_model().objects.create_user("ada", is_staff=True)
    person.groups.add(instructors())
    return person


@pytest.fixture
def desk(client, author):
    client.force_login(author)
    return client


def rows():
    kinds = [kind for kind in apps.get_models() if kind.__name__ not in BESIDE]
    return {kind.__name__: list(kind._default_manager.order_by("pk").values()) for kind in kinds}


def right_answers(trial):
    keys = {key.variant_id: key for key in Key.objects.select_related("version", "variant")}
    found = {}
    for position, item in enumerate(trial.items, start=1):
        key = keys[item["variant"]]
        found[position] = TYPES[key.version.type].right_answer(key.variant.shown["ask"], key.right)
    return found


def respond(client, position, answer, kind="save"):
    sent = {"uuid": str(uuid4()), "position": position, "answer": answer, "kind": kind}
    return client.post(f"{ADDRESS}responses/", sent, content_type="application/json")


@pytest.mark.parametrize(
    "policy", [{}, {"mode": "practice"}, {"mode": "exam"}, {"tries": 3}, {"minutes": 30, "attempts": 1}]
)
def test_a_try_of_any_quiz_leaves_no_trace(desk, author, policy):
    offered = factory.offer(*factory.four_questions(), closes=timezone.now(), **policy)
    before = rows()
    assert "Try this quiz" in desk.get(ADDRESS).content.decode()
    for _ in range(2):  # beyond the limit of attempts, and after the closing
        desk.post(ADDRESS, {"do": "start"})
        trial = Trial.objects.get()
        assert "You are trying this quiz" in desk.get(ADDRESS).content.decode()
        for position, answer in right_answers(trial).items():
            reply = respond(desk, position, answer, "check")
            assert reply.status_code == 201, reply.content
            told = reply.json()["grade"]
            assert (told["fraction"] == 1) if offered.quiz.mode == "practice" or "tries" in policy else (told is None)
        desk.post(ADDRESS, {"do": "finish"})
        page = desk.get(ADDRESS).content.decode()
        assert "your try" in page
        assert ("4<span" in re.sub(r"\s", "", page)) or offered.quiz.mode == "practice"
    assert rows() == before
    desk.post(ADDRESS, {"do": "discard"})
    assert not Trial.objects.exists()


def test_a_reply_to_a_try_has_the_shape_of_a_reply_to_an_attempt(desk):
    """One script reads both."""
    offered = factory.offer(factory.publish(factory.NUMBER), mode="practice")
    desk.post(ADDRESS, {"do": "start"})
    attempt = factory.begin(offered)
    for answer in ("0.5", "abc", None):
        told = respond(desk, 1, answer, "check").json()
        expected = factory.send(attempt, 1, answer, kind="check").body
        assert told.keys() == expected.keys()
        assert [told[name] for name in SAME] == [expected[name] for name in SAME]


def test_a_try_of_an_exam_does_not_freeze_it(desk):
    factory.offer(factory.publish(factory.SINGLE), mode="exam")
    desk.post(ADDRESS, {"do": "start"})
    assert Quiz.objects.get().frozen is None


def test_without_scripts_answers_are_saved_checked_and_submitted_by_the_form(desk):
    factory.offer(factory.publish(factory.SINGLE), factory.publish(factory.NUMBER), tries=2)
    desk.post(ADDRESS, {"do": "start"})
    right = right_answers(Trial.objects.get())
    fields = {"was-1": "null", "was-2": "null", "answer-1": right[1]}
    assert desk.post(ADDRESS, fields | {"check": "1"}).url == f"{ADDRESS}#q1"
    assert "Right." in desk.get(ADDRESS).content.decode()
    assert desk.post(ADDRESS, fields | {"do": "finish"}).url == f"{ADDRESS}?open=1"
    assert "Submit now" in desk.get(f"{ADDRESS}?open=1").content.decode()
    desk.post(ADDRESS, fields | {"answer-2": "77.123", "do": "submit"})
    page = desk.get(ADDRESS).content.decode()
    assert re.search(r"1\s*<span[^>]*>of 2<", page)
    assert "Report a fault" not in page


def test_tries_are_counted_and_the_credit_falls(author):
    quiz = factory.offer(factory.publish(factory.NUMBER), tries=2, credit=["1", "1/2"]).quiz
    trial, now = trying.begin(author, quiz, now=timezone.now()), timezone.now()

    def check(answer):
        arrival = trying.Arrival(uuid4(), 1, answer, "check", None)
        return trying.respond(trial, arrival, now=now)

    assert check("77.123")["tries_left"] == 1
    again = check(right_answers(trial)[1])
    assert (again["tries_left"], again["grade"]["fraction"]) == (0, 1)
    trial.refresh_from_db()
    trying.end(trial, now=now)
    assert trying.attempt_of(trial, trying.records_of(trial)).points == pytest.approx(0.5)


def test_a_try_ends_with_its_time(desk, author):
    factory.offer(factory.publish(factory.SINGLE), minutes=10)
    desk.post(ADDRESS, {"do": "start"})
    Trial.objects.update(deadline=timezone.now() - factory.MINUTE)
    assert "your try" in desk.get(ADDRESS).content.decode()
    assert respond(desk, 1, "x").status_code == 409


def test_a_quiz_that_lacks_questions_says_so(desk):
    quiz = factory.offer().quiz
    Slot.objects.create(quiz=quiz, position=1, concept=factory.concept("relu"), pick=2)
    assert "it lacks 2 questions" in desk.post(ADDRESS, {"do": "start"}, follow=True).content.decode()


def test_only_authors_try_quizzes(client, author):
    factory.offer(factory.publish(factory.SINGLE))
    for person in (None, factory.person("learner"), factory.person("assistant", is_staff=True)):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(ADDRESS).status_code == 404
        assert client.post(ADDRESS, {"do": "start"}).status_code == 404
        assert respond(client, 1, None).status_code in (403, 404)
    assert not Trial.objects.exists()


def test_the_page_of_a_quiz_leads_to_its_try(desk):
    quiz = factory.offer(factory.publish(factory.SINGLE)).quiz
    assert f'href="{ADDRESS}"' in desk.get(f"/admin/quizzes/quiz/{quiz.pk}/change/").content.decode()
