"""How many rows' statements each door costs, however many questions and past attempts there are. BEGIN, COMMIT and
savepoints are not counted.
"""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes import attempts
from quizzes.models import Allowance, Attempt, Slot
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import right_answer, wrong_answer

pytestmark = pytest.mark.django_db
NOW = timezone.now()  # the doors ask the clock
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@pytest.fixture
def client(learner):
    client = Client()
    client.force_login(learner)
    return client


@pytest.fixture(params=[(1, 0, {}), (3, 4, {}), (3, 4, {"mode": "practice"}), (3, 2, {"tries": 3, "minutes": 60})])
def offered(request, learner):
    """Quizzes that differ in questions, in past attempts and in mode."""
    rounds, past, policy = request.param
    offered = factory.offer(*[question for _ in range(rounds) for question in factory.four_questions()], **policy)
    for body in (factory.SINGLE, factory.MULTIPLE):
        factory.publish(body)  # what the slots below may draw: a named question is asked once
    for position, slug in enumerate(("relu", "layers"), start=100):
        Slot.objects.create(quiz=offered.quiz, position=position, concept=factory.concept(slug), pick=1)
    Allowance.objects.create(assignment=offered, user=learner, extra_attempts=1, by=learner, why="a test")
    for _ in range(past):
        attempt = factory.begin(offered, learner, NOW)
        factory.answer_all(attempt, NOW)
        attempts.submit(attempt, arrived=NOW)
    return offered


def statements(call):
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code in (200, 201, 302), response.content
    found = [query["sql"] for query in captured if query["sql"].startswith(COUNTED)]
    return len(found), "\n".join(sql[:150] for sql in found)


def post(client, attempt, name, body=None):
    path = f"/api/attempts/{attempt.uuid}/{name}/"
    return lambda: client.post(path, body or {}, content_type="application/json")


def save(position, answer, kind="save"):
    return {"uuid": str(uuid4()), "position": position, "answer": answer, "kind": kind}


def start(client):
    return lambda: client.post("/api/quizzes/the-quiz/attempts/", content_type="application/json")


def test_a_start_costs_12(client, offered):
    count, told = statements(start(client))
    assert count <= 12, told


def test_going_on_with_the_attempt_in_progress_costs_12(client, offered, learner):
    factory.answer_all(factory.begin(offered, learner, NOW), NOW)
    count, told = statements(start(client))
    assert count <= 12, told


def test_a_guest_s_first_start_costs_16(offered):
    count, told = statements(start(Client()))
    assert count <= 16, told


def test_a_save_costs_5(client, offered, learner):
    attempt = factory.begin(offered, learner, NOW)
    for position, answer in ((1, "0.5"), (2, right_answer(attempt, 2)), (1, "0.6"), (1, "unreadable"), (1, None)):
        count, told = statements(post(client, attempt, "responses", save(position, answer)))
        assert count <= 5, told


def test_a_check_costs_10(client, offered, learner):
    attempt = factory.begin(offered, learner, NOW)
    for _ in range(2):
        sent = save(1, wrong_answer(attempt, 1), "check")
        count, told = statements(post(client, attempt, "responses", sent))
        assert count <= 10, told


def test_a_submit_costs_12(client, offered, learner):
    attempt = factory.begin(offered, learner, NOW)
    for item in attempt.items.all()[1:]:
        factory.send(attempt, item.position, wrong_answer(attempt, item.position), NOW, kind="check")
    count, told = statements(post(client, attempt, "submit"))
    assert count <= 12, told


def test_a_review_costs_8(client, offered, learner):
    attempt = factory.begin(offered, learner, NOW)
    for item in attempt.items.all():
        factory.send(attempt, item.position, wrong_answer(attempt, item.position), NOW)
    attempts.submit(attempt, arrived=NOW)
    count, told = statements(lambda: client.get(f"/api/attempts/{attempt.uuid}/review/"))
    assert count <= 8, told


def submitted(offered, learner):
    attempt = factory.begin(offered, learner, NOW)
    for item in attempt.items.all():
        factory.send(attempt, item.position, wrong_answer(attempt, item.position), NOW)
    return attempts.submit(attempt, arrived=NOW)


def test_the_page_of_a_review_costs_8_with_its_reports_and_one_more_where_it_was_graded_anew(client, offered, learner):
    attempt = submitted(offered, learner)
    attempts.report_fault(attempt, 1, "Something is wrong.")
    count, told = statements(lambda: client.get(f"/quizzes/attempts/{attempt.uuid}/review/"))
    assert count <= 8, told


def test_the_door_of_a_quiz_costs_8_however_many_attempts_and_extensions(client, offered, learner):
    now = timezone.now()
    type(offered).objects.update(closes=now - factory.MINUTE)
    offered.quiz.policy = {**offered.quiz.policy, "release": "close"}
    offered.quiz.save()
    Allowance.objects.create(assignment=offered, user=learner, closes=now + factory.DAY, by=learner, why="a test")
    for _ in range(2):
        submitted(offered, learner)
        count, told = statements(lambda: client.get("/quizzes/the-quiz/"))
        assert count <= 8, told


def test_another_like_it_costs_25_however_many_there_are(client, offered, learner):
    attempt = submitted(offered, learner)
    for _ in range(2):
        count, told = statements(lambda: client.post(f"/quizzes/attempts/{attempt.uuid}/another/", {"another": "1"}))
        assert count <= 25, told


def test_reading_an_attempt_costs_5(client, offered, learner):
    attempt = factory.begin(offered, learner, NOW)
    factory.answer_all(attempt, NOW)
    count, told = statements(lambda: client.get(f"/api/attempts/{attempt.uuid}/"))
    assert count <= 5, told
    assert Attempt.objects.get(pk=attempt.pk).state == "in_progress"
