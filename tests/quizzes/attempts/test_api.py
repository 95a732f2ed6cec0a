from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from quizzes import attempts
from quizzes.models import Attempt, Class, Quiz, Response
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.conftest import Program
from tests.quizzes.attempts.factory import right_answer

pytestmark = pytest.mark.django_db
START = "quizzes/the-quiz/attempts/"
ATTEMPT_FIELDS = {
    "uuid", "quiz", "number", "state", "ended_by", "started_at", "deadline", "server_time", "released", "score",
    "items",
}  # fmt: skip
ITEM_FIELDS = {
    "position", "type", "points", "prompt", "ask", "network", "answer", "read", "unread", "tries_left", "grade",
    "certainty", "hints",
}  # fmt: skip
REPLY_FIELDS = {
    "uuid", "position", "seq", "read", "readable", "unread", "message", "displaced", "server_time", "grade",
    "tries_left",
}  # fmt: skip
ERROR_FIELDS = {"code", "message", "next", "field", "request_id"}
REVIEW_FIELDS = {
    "right", "accepted", "marks", "reasons", "explanation", "steps", "diagnoses", "message", "read_again",
    "simulator_url", "earned", "regraded", "lead",
}  # fmt: skip


@pytest.fixture
def offered(db):
    return factory.offer(*factory.four_questions())


@pytest.fixture
def started(offered, program):
    return program.post(START)[1]


def door(attempt, name=""):
    return f"attempts/{attempt['uuid']}/{name}"


def answer(position=1, value="0.5", **more):
    return {"uuid": str(uuid4()), "position": position, "answer": value, "kind": "save", **more}


def test_a_quiz_tells_its_rules_and_nothing_of_its_questions(offered, visitor):
    status, found = visitor.get("quizzes/")
    assert (status, [quiz["slug"] for quiz in found]) == (200, ["the-quiz"])
    status, quiz = visitor.get("quizzes/the-quiz/")
    assert status == 200
    assert quiz.items() >= found[0].items()
    assert (quiz["questions"], quiz["policy"]["release"], quiz["attempts_made"], quiz["refusal"]) == (
        4,
        "submit",
        0,
        None,
    )


def test_a_quiz_of_another_class_is_not_there(offered, program):
    offered.class_group = Class.objects.create(title="Monday", join_code="x")
    offered.save()
    assert program.get("quizzes/") == (200, [])
    assert program.get("quizzes/the-quiz/")[0] == program.post(START)[0] == 404


def test_a_start_answers_201_and_then_200_with_the_same_attempt(offered, program):
    status, first = program.post(START)
    again, second = program.post(START)
    assert (status, again) == (201, 200)
    assert first["uuid"] == second["uuid"]
    assert set(first) == ATTEMPT_FIELDS
    assert all(set(item) == ITEM_FIELDS for item in first["items"])


def test_a_start_that_is_refused_says_what_to_do(program):
    factory.offer(factory.publish(factory.SINGLE), opens=datetime.now(UTC) + timedelta(days=1))
    status, error = program.post(START)
    assert (status, error["code"], set(error)) == (403, "not_open", ERROR_FIELDS)


def test_a_visitor_becomes_a_guest_with_the_first_start_and_stays_the_same_guest(offered, visitor):
    assert visitor.post(START)[0] == 201
    guest = get_user_model().objects.get()
    assert guest.is_guest
    token = visitor.client.cookies["csrftoken"].value
    visitor.headers["X-CSRFToken"] = token
    assert visitor.post(START)[0] == 200
    assert get_user_model().objects.count() == 1


def test_a_visitor_starts_no_exam_and_leaves_nobody_behind(visitor):
    factory.offer(factory.publish(factory.SINGLE), mode="exam")
    assert visitor.post(START)[1]["code"] == "sign_in_first"
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize("header", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_make_a_visitor_a_guest(offered, header):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/api/" + START, content_type="application/json", headers=header)
    assert response.status_code == 403
    assert not get_user_model().objects.exists()


def test_a_session_needs_the_csrf_token_at_every_door_that_writes(offered, learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    attempt = factory.begin(offered, learner)
    for path in (START, f"attempts/{attempt.uuid}/responses/", f"attempts/{attempt.uuid}/submit/"):
        assert client.post("/api/" + path, content_type="application/json").status_code == 403
    assert Attempt.objects.get().state == "in_progress"


def test_a_response_is_201_its_repeat_200_and_another_under_its_uuid_409(started, program):
    sent = answer()
    first = program.post(door(started, "responses/"), sent)
    again = program.post(door(started, "responses/"), sent)
    other = program.post(door(started, "responses/"), sent | {"answer": "0.6"})
    assert (first[0], again[0], other[0]) == (201, 200, 409)
    assert first[1] == again[1]
    assert set(first[1]) == REPLY_FIELDS
    assert set(other[1]) == ERROR_FIELDS | {"attempt"}
    assert other[1]["code"] == "conflict"


def test_a_response_after_the_end_is_409_closed_with_the_attempt(started, program):
    submitted = program.post(door(started, "submit/"))[1]
    status, error = program.post(door(started, "responses/"), answer())
    assert (status, error["code"], error["attempt"]) == (409, "closed", submitted)
    assert Response.objects.get().late


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"uuid": "no"}, "uuid"),
        ({"uuid": 7}, "uuid"),
        ({"position": "1"}, "position"),
        ({"position": True}, "position"),
        ({"position": 0}, "position"),
        ({"position": 5}, "position"),
        ({"position": 2**40}, "position"),
        ({"kind": "guess"}, "kind"),
        ({"certainty": 0}, "certainty"),
        ({"certainty": 4}, "certainty"),
        ({"seconds": -1}, "seconds"),
        ({"seconds": 2**31}, "seconds"),
        ({"answer": "x" * 11_000}, "answer"),
    ],
)
def test_a_malformed_response_is_400_naming_the_field(started, program, change, field):
    status, error = program.post(door(started, "responses/"), answer() | change)
    assert (status, error["field"]) == (400, field)
    assert not Response.objects.exists()


@pytest.mark.parametrize("field", ["uuid", "position", "answer", "kind"])
def test_a_response_without_a_field_is_400_naming_it(started, program, field):
    sent = answer()
    del sent[field]
    status, error = program.post(door(started, "responses/"), sent)
    assert (status, error["field"]) == (400, field)


def test_what_a_learner_may_not_write_is_ignored(started, program, learner):
    extra = {
        "score": 4, "points": 4, "state": "graded", "deadline": None, "user": 1, "is_staff": True, "late": False,
        "readable": True, "received_at": "2020-01-01T00:00:00Z", "fraction": 1, "attempt": 1, "number": 9,
        "released": True,
    }  # fmt: skip
    before = Attempt.objects.values().get()
    assert program.post(door(started, "responses/") + "?state=graded", answer(value="abc", **extra))[0] == 201
    assert Attempt.objects.values().get() == before
    assert not Response.objects.get().readable
    program.post(door(started, "submit/"), extra)
    assert Attempt.objects.get().points == 0
    learner.refresh_from_db()
    assert not learner.is_staff


def test_a_start_takes_nothing_from_its_body(offered, program):
    program.post(START, {"number": 7, "state": "graded", "seed": 1, "terms": {}, "deadline": "2099-01-01T00:00:00Z"})
    attempt = Attempt.objects.get()
    assert (attempt.number, attempt.state, attempt.deadline) == (1, "in_progress", None)


def test_submit_is_200_and_the_same_again(started, program):
    for position in (1, 2, 3, 4):
        value = right_answer(Attempt.objects.get(), position)
        assert program.post(door(started, "responses/"), answer(position, value))[0] == 201
    first = program.post(door(started, "submit/"))
    assert first == program.post(door(started, "submit/")) == program.get(door(started))
    assert (first[0], first[1]["state"], first[1]["score"]["fraction"]) == (200, "graded", 1)


def test_a_review_adds_what_is_right_to_each_item(started, program):
    submitted = program.post(door(started, "submit/"))[1]
    status, review = program.get(door(started, "review/"))
    assert status == 200
    assert set(review) == ATTEMPT_FIELDS | {"summary"}
    assert {key: review[key] for key in ATTEMPT_FIELDS - {"items"}} == {
        key: submitted[key] for key in ATTEMPT_FIELDS - {"items"}
    }
    assert all(set(item) == ITEM_FIELDS | REVIEW_FIELDS for item in review["items"])


def test_a_review_before_the_release_is_403(started, program):
    assert program.get(door(started, "review/"))[0] == 403
    Quiz.objects.update(policy={"release": "by hand"})
    program.post(door(started, "submit/"))
    status, error = program.get(door(started, "review/"))
    assert (status, error["code"], set(error)) == (403, "not_released", ERROR_FIELDS)


@pytest.mark.parametrize("who", ["visitor", "other", "guest", "staff"])
def test_what_is_not_yours_is_not_there(started, who):
    people = {"other": factory.person, "guest": factory.guest, "staff": lambda: factory.person(is_staff=True)}
    stranger = Program(people[who]() if who in people else None)
    doors = [("get", ""), ("get", "review/"), ("post", "submit/"), ("post", "responses/")]
    for verb, name in doors:
        body = [answer()] if verb == "post" else []
        status, error = getattr(stranger, verb)(door(started, name), *body)
        assert (status, error["code"]) == (404, "not_found")
    assert stranger.post(door(started, "responses/"), {"nonsense": 1})[0] == 404
    assert Attempt.objects.get().state == "in_progress"


def test_reading_ends_what_is_past_its_deadline(started, program):
    Attempt.objects.update(deadline=datetime(2020, 1, 1, tzinfo=UTC))
    status, attempt = program.get(door(started))
    assert (status, attempt["state"], attempt["ended_by"]) == (200, "graded", "deadline")


@pytest.mark.parametrize("path", ["attempts/00000000-0000-0000-0000-000000000000/", "quizzes/none/"])
def test_what_is_not_there_is_404(program, path):
    assert program.get(path)[0] == 404


def test_a_token_opens_the_doors_of_a_session(offered, learner):
    learner.set_password("a long password")
    learner.save()
    program = Program()
    status, found = program.post("token/", {"username": "learner", "password": "a long password"})
    assert (status, set(found)) == (200, {"token"})
    program.headers["Authorization"] = f"Token {found['token']}"
    assert program.post(START)[0] == 201
    assert Attempt.objects.get().user == learner


def test_wrong_credentials_give_no_token_and_in_the_end_lock_out(learner, settings):
    settings.AXES_FAILURE_LIMIT = 3
    learner.set_password("a long password")
    learner.save()
    program = Program()
    replies = [program.post("token/", {"username": "learner", "password": "guess"}) for _ in range(4)]
    assert [status for status, _ in replies[:2]] == [400, 400]
    assert (replies[-1][0], replies[-1][1]["code"]) == (429, "locked_out")
    right = {"username": "learner", "password": "a long password"}
    reply = program.client.post("/api/token/", right, content_type="application/json")
    assert (reply.status_code, reply["Retry-After"]) == (429, "901")
    assert reply.json()["next"] == "Try again in 15 minutes."


@pytest.mark.parametrize(
    "body", [{}, {"username": "learner"}, {"username": ["x"], "password": {}}, {"username": "", "password": ""}]
)
def test_a_malformed_request_for_a_token_is_400(body, visitor):
    status, error = visitor.post("token/", body)
    assert (status, error["code"]) == (400, "invalid")


def test_guests_and_closed_accounts_get_no_token(visitor):
    guest = factory.guest()
    assert visitor.post("token/", {"username": guest.username, "password": ""})[0] == 400
    factory.person("gone", is_active=False)
    assert visitor.post("token/", {"username": "gone", "password": "x"})[0] == 400


def test_the_schema_covers_every_door_without_a_warning(capsys):
    schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    assert capsys.readouterr().err == ""
    own = [path for path in schema["paths"] if "/quizzes/" in path or "/attempts/" in path or "/token/" in path]
    assert len(own) == 8
    for path in own:
        for operation in schema["paths"][path].values():
            assert operation["summary"]
            assert len(operation["responses"]) > (path != "/api/quizzes/")


def test_standing_knows_an_attempt_in_progress_as_no_refusal(offered, learner):
    factory.begin(offered, learner)
    Quiz.objects.update(policy={"attempts": 1})
    assert attempts.standing(learner, Quiz.objects.get(), now=factory.NOW).refusal is None
