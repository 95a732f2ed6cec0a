import json
from uuid import uuid4

import pytest

from quizzes import attempts
from quizzes.models import Grade, Response
from quizzes.questions.types import TYPES
from quizzes.refusals import Refused
from quizzes.taking import describe
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, SECOND, right_answer, send, wrong_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt():
    return factory.begin(factory.offer(*factory.four_questions()))


@pytest.fixture
def practice():
    return factory.begin(factory.offer(*factory.four_questions(), mode="practice"))


def item(attempt, position):
    return describe(attempt, NOW)["items"][position - 1]


def test_a_save_is_written_down_and_says_what_was_read(attempt):
    uuid = uuid4()
    reply = send(attempt, 1, "0,5", NOW + SECOND, uuid=uuid, certainty=2, seconds=40)
    row = Response.objects.get()
    assert reply.status == 201
    assert reply.body == {
        "uuid": str(uuid), "position": 1, "seq": row.pk, "read": "0.5", "readable": True, "unread": [], "message": None,
        "displaced": None, "server_time": "2026-11-22T12:00:01.000000Z", "grade": None, "tries_left": None,
    }  # fmt: skip
    assert (row.answer, row.certainty, row.seconds, row.late) == ("0,5", 2, 40, False)


def test_the_same_again_gets_the_same_body_to_the_byte(attempt):
    sent = {"uuid": uuid4(), "certainty": 1}
    send(attempt, 1, "0.1")
    first = send(attempt, 1, "0.5", **sent)
    send(attempt, 1, "0.7")
    again = send(attempt, 1, "0.5", NOW + 9 * SECOND, **sent)
    assert (first.status, again.status) == (201, 200)
    assert json.dumps(first.body) == json.dumps(again.body)
    assert Response.objects.count() == 3
    assert item(attempt, 1)["answer"] == "0.7"


@pytest.mark.parametrize(
    "change", [{"answer": "0.6"}, {"position": 2}, {"certainty": 3}, {"seconds": 1}, {"answer": None}]
)
def test_the_same_uuid_with_other_content_is_a_conflict_and_changes_nothing(attempt, change):
    sent = {"uuid": uuid4(), "position": 1, "answer": "0.5", "arrived": NOW}
    attempts.respond(attempt, **sent)
    reply = attempts.respond(attempt, **sent | change)
    assert (reply.status, reply.body["code"]) == (409, "conflict")
    assert Response.objects.count() == 1


def test_one_uuid_may_be_used_in_two_attempts(attempt):
    other = factory.begin(attempt.assignment)
    uuid = uuid4()
    assert send(attempt, 1, "1", uuid=uuid).status == send(other, 1, "2", uuid=uuid).status == 201


@pytest.mark.parametrize(
    "answer, said",
    [
        ("1/2", "“/” cannot be read here. Write 0.5 instead of 1/2."),
        ("abc", "“abc” cannot be read as a number. Write a number, such as 0.73 or 2e-5."),
        ("1,234", "“1,234” could be 1.234 or 1234. Which one do you mean?"),
        ("", "Enter a number, such as 0.73."),
        (0.5, "Send the number as text, “0.5” in quotes: a JSON number may lose digits."),
        (7, "Send the number as text, “7” in quotes: a JSON number may lose digits."),
        (True, "Enter a number, such as 0.73."),
        ([], "Enter a number, such as 0.73."),
        ({}, "Enter a number, such as 0.73."),
        ({"a": [1, 2]}, "Enter a number, such as 0.73."),
    ],
)
def test_what_cannot_be_read_is_kept_and_asked_again(attempt, answer, said):
    reply = send(attempt, 1, answer)
    assert reply.status == 201
    assert (reply.body["readable"], reply.body["read"]) == (False, None)
    assert reply.body["message"] == said
    assert [one["message"] for one in reply.body["unread"]] == [said]
    assert Response.objects.get().answer == answer


def test_an_unreadable_answer_is_shown_again_and_the_readable_one_before_it_is_graded(attempt):
    send(attempt, 1, right_answer(attempt, 1))
    send(attempt, 1, "1/2")
    assert item(attempt, 1)["answer"] == "1/2"
    attempts.submit(attempt, arrived=NOW)
    attempt.refresh_from_db()
    assert attempt.points == 1
    assert item(attempt, 1)["answer"] == right_answer(attempt, 1)


def test_null_takes_an_answer_back(attempt):
    send(attempt, 1, right_answer(attempt, 1))
    reply = send(attempt, 1, None)
    assert (reply.status, reply.body["readable"], reply.body["message"]) == (201, True, None)
    assert item(attempt, 1)["answer"] is None
    assert attempts.submit(attempt, arrived=NOW).points == 0
    assert Grade.objects.filter(response=None).count() == 4


def test_the_reply_carries_the_answer_that_it_displaced(attempt):
    assert send(attempt, 1, "0.1").body["displaced"] is None
    assert send(attempt, 1, "0.2").body["displaced"] == "0.1"
    assert send(attempt, 1, "0.2").body["displaced"] is None
    assert send(attempt, 3, []).body["displaced"] is None
    assert send(attempt, 1, None).body["displaced"] == "0.2"


@pytest.mark.parametrize("position", [0, 5, 99])
def test_a_position_of_another_attempt_is_refused(attempt, position):
    with pytest.raises(Refused) as refused:
        send(attempt, position, "1")
    assert (refused.value.status_code, refused.value.field) == (400, "position")


@pytest.mark.parametrize("answer", ["x" * 20_000, "a\0b", ["\0"], {"\0": 1}, "\ud800", ["ok", "\udfff"]])
def test_what_no_database_keeps_is_refused_by_name(attempt, answer):
    with pytest.raises(Refused) as refused:
        send(attempt, 1, answer)
    assert (refused.value.status_code, refused.value.field) == (400, "answer")
    assert not Response.objects.exists()


def test_a_backslash_before_u0000_is_text(attempt):
    assert send(attempt, 1, r"\u0000").status == 201


def test_a_type_that_fails_to_read_loses_nothing(attempt, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(type(TYPES["number"]), "parse", fail)
    reply = send(attempt, 1, "0.5")
    assert (reply.status, reply.body["readable"]) == (201, False)
    assert Response.objects.get().answer == "0.5"


def test_in_a_check_quiz_a_check_counts_as_a_save_and_tells_nothing(attempt):
    for position in range(1, 5):
        reply = send(attempt, position, right_answer(attempt, position), kind="check")
        assert (reply.status, reply.body["grade"]) == (201, None)
    assert not Grade.objects.exists()
    assert set(Response.objects.values_list("kind", flat=True)) == {"save"}


def test_a_check_that_counted_as_a_save_repeats_harmlessly(attempt):
    uuid = uuid4()
    first = send(attempt, 1, "0.5", kind="check", uuid=uuid)
    again = send(attempt, 1, "0.5", kind="check", uuid=uuid)
    assert (first.body, again.status) == (again.body, 200)


VERDICT_FIELDS = {
    "fraction", "feedback", "diagnoses", "has_steps", "verdict", "confidence", "by_chance", "decimals_to_tell",
}  # fmt: skip


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_practice_judges_each_check_at_once(practice, position):
    wrong = send(practice, position, wrong_answer(practice, position), kind="check")
    right = send(practice, position, right_answer(practice, position), kind="check")
    assert (wrong.body["grade"]["fraction"], right.body["grade"]["fraction"]) == (0, 1)
    assert set(right.body["grade"]) == VERDICT_FIELDS
    assert item(practice, position)["grade"] == right.body["grade"]
    assert item(practice, position)["tries_left"] is None


def test_practice_says_which_idea_led_to_a_wrong_number(practice):
    key = factory.key_at(practice, 1)
    slip = key.wrong["z.no_bias"]
    grade = send(practice, 1, f"{slip['value']:.6f}", kind="check").body["grade"]
    share = pytest.approx(1, abs=0.01)
    told = {"id": "z.no_bias", "feedback": slip["feedback"], "value": slip["value"], "share": share}
    assert grade["diagnoses"][0] == told
    assert "bias" in grade["feedback"]


def test_practice_gives_the_reason_of_the_chosen_option(practice):
    grade = send(practice, 2, wrong_answer(practice, 2), kind="check").body["grade"]
    assert grade["feedback"] == factory.key_at(practice, 2).right["reasons"][wrong_answer(practice, 2)]


def test_practice_says_where_to_look_when_no_idea_explains_a_number(practice):
    grade = send(practice, 1, "123.456", kind="check").body["grade"]
    assert grade["diagnoses"] == []
    assert grade["feedback"]


def test_a_checked_reply_repeats_to_the_byte_even_after_the_end(practice):
    uuid = uuid4()
    first = send(practice, 1, "0.5", kind="check", uuid=uuid)
    attempts.submit(practice, arrived=NOW)
    again = send(practice, 1, "0.5", NOW + 5 * SECOND, kind="check", uuid=uuid)
    assert again.status == 200
    assert json.dumps(first.body) == json.dumps(again.body)


def test_practice_asks_again_for_a_number_that_is_right_at_its_own_fewer_decimals(practice):
    value = factory.key_at(practice, 1).right["value"]
    short = f"{value:.1f}"
    reply = send(practice, 1, short, kind="check")
    assert reply.body["grade"] is None
    assert reply.body["message"] == "Please give 3 decimals. This costs nothing."
    assert not Grade.objects.exists()


def test_elsewhere_a_number_with_fewer_decimals_is_graded_as_typed(attempt):
    value = factory.key_at(attempt, 1).right["value"]
    send(attempt, 1, f"{value:.1f}")
    assert attempts.submit(attempt, arrived=NOW).points == 0


def test_an_unreadable_check_costs_nothing(practice):
    reply = send(practice, 1, "abc", kind="check")
    assert (reply.body["grade"], reply.body["readable"]) == (None, False)


def test_tries_are_counted_and_their_credit_falls():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=3))
    right = right_answer(attempt, 1)
    for tries_left, answer in ((2, "50"), (1, "51")):
        assert send(attempt, 1, answer, kind="check").body["grade"]["fraction"] == 0
        assert item(attempt, 1)["tries_left"] == tries_left
    assert send(attempt, 1, right, kind="check").body["grade"]["fraction"] == 1
    assert float(attempts.submit(attempt, arrived=NOW).points) == pytest.approx(1 / 3, abs=1e-4)


def test_a_check_says_how_many_tries_are_left_and_repeats_to_the_byte():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=3))
    uuid = uuid4()
    first = send(attempt, 1, "50", kind="check", uuid=uuid)
    left = [send(attempt, 1, answer, kind="check").body["tries_left"] for answer in ("50", "51", "50,0", "52", "53")]
    assert (first.body["tries_left"], left) == (2, [2, 1, 1, 0, None])
    again = send(attempt, 1, "50", kind="check", uuid=uuid)
    assert json.dumps(again.body) == json.dumps(first.body)


def test_practice_explains_a_right_answer_and_has_no_score(practice):
    reply = send(practice, 1, right_answer(practice, 1), kind="check")
    assert factory.key_at(practice, 1).right["explanation"] in reply.body["grade"]["feedback"]
    assert reply.body["tries_left"] is None
    ended = attempts.submit(practice, arrived=NOW)
    assert describe(ended, NOW)["released"]
    assert describe(ended, NOW)["score"] is None


def test_an_identical_repeat_is_free_however_it_is_written():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=2))
    first = send(attempt, 1, "50", kind="check")
    for same in ("50", "50,0", " 50.00 "):
        grade = send(attempt, 1, same, kind="check").body["grade"]
        by_typed_decimals = {"by_chance": grade["by_chance"]}  # 50.00 says more than 50
        assert grade == first.body["grade"] | by_typed_decimals
    assert item(attempt, 1)["tries_left"] == 1
    send(attempt, 1, right_answer(attempt, 1), kind="check")
    assert float(attempts.submit(attempt, arrived=NOW).points) == pytest.approx(2 / 3, abs=1e-4)


def test_after_the_last_try_a_check_counts_as_a_save_and_earns_nothing():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=2))
    for answer in ("50", "51"):
        send(attempt, 1, answer, kind="check")
    sent = {"uuid": uuid4(), "kind": "check"}
    first, again = (send(attempt, 1, right_answer(attempt, 1), **sent) for _ in range(2))
    assert first.body["grade"] is None
    assert "used all your tries" in first.body["message"]
    assert (again.status, again.body) == (200, first.body)
    assert attempts.submit(attempt, arrived=NOW).points == 0


def test_the_verdict_on_an_older_answer_does_not_stand_beside_a_newer_one(practice):
    send(practice, 1, "50", kind="check")
    assert item(practice, 1)["grade"]["fraction"] == 0
    send(practice, 1, right_answer(practice, 1))
    assert item(practice, 1)["grade"] is None


def test_the_best_try_counts_not_the_last():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=3))
    send(attempt, 1, "50", kind="check")
    send(attempt, 1, right_answer(attempt, 1), kind="check")
    send(attempt, 1, "51", kind="check")
    assert float(attempts.submit(attempt, arrived=NOW).points) == pytest.approx(2 / 3, abs=1e-4)


def test_a_last_save_is_the_next_try():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=2))
    send(attempt, 1, "50", kind="check")
    send(attempt, 1, right_answer(attempt, 1))
    assert float(attempts.submit(attempt, arrived=NOW).points) == pytest.approx(2 / 3, abs=1e-4)


def test_an_exam_has_one_try_whatever_its_policy_says():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), mode="exam", tries=3))
    assert send(attempt, 1, "50", kind="check").body["grade"] is None


def test_a_check_that_cannot_be_judged_is_kept_and_judged_when_mended(monkeypatch):
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), mode="practice"))
    uuid, grade = uuid4(), type(TYPES["number"]).grade

    def fail(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(type(TYPES["number"]), "grade", fail)
    reply = send(attempt, 1, "50", kind="check", uuid=uuid)
    assert (reply.status, reply.body["grade"]) == (201, None)
    assert "saved" in reply.body["message"]
    monkeypatch.setattr(type(TYPES["number"]), "grade", grade)
    assert send(attempt, 1, "50", kind="check", uuid=uuid).body["grade"]["fraction"] == 0


def test_a_check_that_was_never_judged_is_judged_at_the_end(monkeypatch):
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=2))
    right = right_answer(attempt, 1)
    with monkeypatch.context() as broken:
        broken.setattr(type(TYPES["number"]), "grade", lambda *_: 1 / 0)
        send(attempt, 1, right, kind="check")
    send(attempt, 1, "50", kind="check")
    assert attempts.submit(attempt, arrived=NOW).points == 1


def test_before_the_release_only_a_verdict_that_was_asked_for_is_told():
    questions = [factory.publish(factory.NUMBER) for _ in range(3)]
    attempt = factory.begin(factory.offer(*questions, tries=2, release="by hand"))
    send(attempt, 1, "50", kind="check")
    send(attempt, 2, right_answer(attempt, 2))
    attempt = attempts.submit(attempt, arrived=NOW)
    assert [item(attempt, position)["grade"] is not None for position in (1, 2, 3)] == [True, False, False]
