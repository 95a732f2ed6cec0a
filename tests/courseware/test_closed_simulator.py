"""While a quiz is taken that keeps the simulator closed, neither its page nor its doors compute anything."""

import pytest

from quizzes import attempts
from quizzes.models import Quiz
from tests.quizzes.attempts import factory

pytestmark = pytest.mark.django_db
NEURON = {"inputs": [1], "layers": [{"weights": [[0.5]], "biases": [0], "activation": "relu"}]}
BODIES = {"trace": NEURON, "check": {"network": NEURON, "probe": "a[1,1]", "answer": "0.5"}}
LONG_AGO = factory.NOW.replace(year=2020)


@pytest.fixture
def begin(client, learner):
    """Begins a quiz with this policy as the person who then asks for the simulator."""
    client.force_login(learner)
    return lambda now=factory.NOW, **policy: factory.begin(
        factory.offer(factory.publish(factory.SINGLE), **policy), learner, now
    )


def statuses(client):
    doors = [client.post(f"/api/simulator/{name}/", body, "application/json") for name, body in BODIES.items()]
    return [reply.status_code for reply in [client.get("/simulator/"), *doors]]


def test_during_an_exam_the_simulator_leads_back_to_it(client, begin):
    attempt = begin(mode="exam")
    page = client.get("/simulator/")
    assert page.status_code == 403
    assert f'href="/quizzes/attempts/{attempt.uuid}/"' in page.content.decode()


def test_programs_are_told_why(client, begin):
    begin(mode="exam")
    reply = client.post("/api/simulator/check/", BODIES["check"], "application/json")
    assert (reply.status_code, reply.json()["code"]) == (403, "simulator_closed")
    assert set(reply.json()) == {"code", "message", "next", "field", "request_id"}


def test_no_run_is_begun_and_no_film_is_given(client, begin):
    begin(mode="exam")
    replies = client.post("/api/simulator/runs/", {}, "application/json"), client.get("/api/simulator/runs/abc/")
    assert [reply.json()["code"] for reply in replies] == ["simulator_closed"] * 2
    assert [reply["Cache-Control"] for reply in replies] == ["private, no-store"] * 2


def test_it_opens_when_the_attempt_is_submitted(client, begin):
    attempt = begin(mode="exam")
    assert statuses(client) == [403, 403, 403]
    attempts.submit(attempt, arrived=factory.NOW)
    assert statuses(client) == [200, 200, 200]


def test_it_opens_when_the_time_is_over_though_nobody_has_looked(client, begin):
    begin(LONG_AGO, mode="exam", minutes=30)
    assert statuses(client) == [200, 200, 200]


def test_an_instructor_may_open_it_while_the_exam_runs(client, begin):
    begin(mode="exam")
    Quiz.objects.update(policy={"simulator": "open"})
    assert statuses(client) == [200, 200, 200]


@pytest.mark.parametrize("mode", ["practice", "check"])
def test_it_stays_open_in_other_quizzes_unless_they_close_it(client, begin, mode):
    begin(mode=mode)
    assert statuses(client) == [200, 200, 200]
    Quiz.objects.update(policy={"simulator": "closed"})
    assert statuses(client) == [403, 403, 403]


def test_everything_else_stays_open(client, begin, chapter_file):
    attempt = begin(mode="exam")
    pages = ["/", "/chapters/first/", f"/quizzes/attempts/{attempt.uuid}/", "/api/chapters/"]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)


def test_a_visitor_costs_no_statement(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/simulator/").status_code == 200
