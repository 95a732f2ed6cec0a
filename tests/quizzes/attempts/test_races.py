"""Requests that arrive together. Each thread has a connection of its own; `together` lets all of them go at once."""

import json
import random
from functools import partial
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from quizzes import attempts
from quizzes.models import Attempt, Audit, Grade, Response
from quizzes.refusals import Refused
from quizzes.taking import describe
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import MINUTE, NOW, right_answer, send, wrong_answer

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = [pytest.param(16, 2, id="few"), pytest.param(64, 50, id="many", marks=pytest.mark.long)]


def together(*calls):
    """What each call returned or raised, in their order."""
    results, barrier = [None] * len(calls), Barrier(len(calls))

    def run(number, call):
        try:
            barrier.wait()
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def fresh(attempt):
    """The attempt as another request has it."""
    return Attempt.objects.select_related("assignment__quiz").get(pk=attempt.pk)


def submitting(attempt, at=NOW):
    return lambda: attempts.submit(fresh(attempt), arrived=at)


def sending(attempt, answer, **more):
    return lambda: send(fresh(attempt), 1, answer, NOW, **more)


def starting(user, offered):
    return lambda: attempts.start(user, offered.quiz, now=NOW)


def shown_when_submitted(attempt, at):
    return describe(attempts.submit(fresh(attempt), arrived=at), NOW)


@pytest.fixture
def offered(transactional_db):
    return factory.offer(*factory.four_questions())


@pytest.mark.parametrize(("count", "rounds"), ROUNDS)
def test_many_submits_make_one_set_of_grades_and_get_the_same_reply(offered, count, rounds):
    for _ in range(rounds):
        attempt = factory.begin(offered)
        factory.answer_all(attempt)
        calls = [partial(shown_when_submitted, attempt, NOW + MINUTE * number) for number in range(count)]
        replies = {json.dumps(reply) for reply in together(*calls)}
        assert len(replies) == 1
        assert json.loads(replies.pop())["score"]["fraction"] == 1
        assert Grade.objects.filter(item__attempt=attempt).count() == 4
        assert Audit.objects.filter(before__attempt=str(attempt.uuid)).count() == 1


@pytest.mark.parametrize("limit", [1, 3])
@pytest.mark.parametrize(("count", "rounds"), [pytest.param(12, 2, id="few"), *ROUNDS[1:]])
def test_many_starts_make_one_attempt(transactional_db, limit, count, rounds):
    offered = factory.offer(factory.publish(factory.SINGLE), attempts=limit)
    for _ in range(rounds):
        learner = factory.person()
        started = together(*[starting(learner, offered)] * count)
        assert {attempt.pk for attempt, _ in started} == {Attempt.objects.get(user=learner).pk}
        assert [created for _, created in started].count(True) == 1


def test_starts_and_submits_in_turn_never_pass_the_limit(transactional_db):
    offered, learner = factory.offer(factory.publish(factory.SINGLE), attempts=3), factory.person()

    def start_and_submit():
        try:
            return attempts.submit(attempts.start(learner, offered.quiz, now=NOW)[0], arrived=NOW).number
        except Refused as refused:
            return refused.code

    for result in together(*[start_and_submit] * 8) + together(*[start_and_submit] * 8):
        assert result in {1, 2, 3, "no_attempts_left"}
    numbers = Attempt.objects.filter(user=learner).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]


@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.long)])
def test_saves_submits_and_the_sweep_together_grade_a_prefix_of_the_log(transactional_db, rounds):
    offered = factory.offer(factory.publish(factory.NUMBER), minutes=10)
    for number in range(rounds):
        attempt = factory.begin(offered)
        answers = [wrong_answer(attempt, 1), right_answer(attempt, 1)] * 4
        calls = [sending(attempt, answer) for answer in answers]
        calls += [submitting(attempt), partial(attempts.expire_due, NOW + 20 * MINUTE)]
        random.Random(number).shuffle(calls)
        check_the_log(fresh(attempt), together(*calls))


def check_the_log(attempt, results):
    """What was acknowledged counts, what came late does not, and the grade is that of the last that counts."""
    replies = [result for result in results if isinstance(result, attempts.Reply)]
    assert len(replies) == 8
    attempt.refresh_from_db()
    counted = list(attempt.responses.filter(late=False).order_by("pk"))
    assert {reply.body["seq"] for reply in replies if reply.status == 201} == {response.pk for response in counted}
    late = attempt.responses.filter(late=True)
    assert late.count() == sum(reply.status == 409 for reply in replies)
    assert attempt.last_response == (counted[-1] if counted else None)
    assert all(response.pk > counted[-1].pk for response in late if counted)
    grade = Grade.objects.get(item__attempt=attempt)
    assert grade.response == attempt.last_response
    right = bool(counted) and counted[-1].answer == right_answer(attempt, 1)
    assert (grade.fraction, attempt.points, attempt.state) == (right, right, "graded")


def test_one_answer_sent_many_times_at_once_is_written_once(offered):
    attempt, uuid = factory.begin(offered), uuid4()
    replies = together(*[sending(attempt, "0.5", uuid=uuid)] * 12)
    assert sorted(reply.status for reply in replies) == [200] * 11 + [201]
    assert len({json.dumps(reply.body) for reply in replies}) == 1
    assert Response.objects.count() == 1


def test_two_answers_under_one_uuid_at_once_leave_one(offered):
    attempt, uuid = factory.begin(offered), uuid4()
    replies = together(*[sending(attempt, str(n % 2), uuid=uuid) for n in range(8)])
    assert sorted(reply.status for reply in replies) == [200] * 3 + [201] + [409] * 4
    assert Response.objects.count() == 1


def test_what_is_displaced_is_a_chain_without_gaps(offered):
    attempt = factory.begin(offered)
    replies = together(*[sending(attempt, str(n)) for n in range(10)])
    log = sorted(replies, key=lambda reply: reply.body["seq"])
    answers = list(Response.objects.order_by("pk").values_list("answer", flat=True))
    assert [reply.body["displaced"] for reply in log] == [None, *answers[:-1]]


def test_checks_sent_together_gain_no_try(transactional_db):
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=2))
    replies = together(*[sending(attempt, str(50 + n), kind="check") for n in range(8)])
    assert sum(reply.body["grade"] is not None for reply in replies) == 2
    assert sorted(Grade.objects.values_list("detail__try", flat=True)) == [1, 2]


@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.long)])
def test_a_check_and_a_submit_together_judge_the_answer_once(transactional_db, rounds):
    offered = factory.offer(factory.publish(factory.NUMBER), mode="practice")
    for _ in range(rounds):
        attempt = factory.begin(offered)
        right = right_answer(attempt, 1)
        checks = [sending(attempt, right, kind="check", uuid=uuid4()) for _ in range(4)]
        results = together(*checks, *[submitting(attempt)] * 3)
        assert not [result for result in results if isinstance(result, Exception)]
        attempt = fresh(attempt)
        accepted = attempt.responses.filter(late=False)
        assert attempt.state == "graded"
        assert attempt.points == accepted.exists()
        assert Grade.objects.filter(item__attempt=attempt).count() == max(accepted.count(), 1)


def test_another_like_it_asked_for_many_times_at_once_gives_one_question(transactional_db):
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER, count=12)))
    attempt = attempts.submit(attempt, arrived=NOW)
    items = together(*[lambda: attempts.another(fresh(attempt), 1, now=NOW)] * 8)
    assert len({item.pk for item in items}) == 1, items
    send(items[0].attempt, 1, "50", NOW, kind="check")
    assert {item.position for item in together(*[lambda: attempts.another(fresh(attempt), 1, now=NOW)] * 8)} == {2}


def test_two_regrades_at_once_leave_one(transactional_db):
    question = factory.publish(factory.NUMBER, "asked")
    attempt = factory.begin(factory.offer(question))
    send(attempt, 1, wrong_answer(attempt, 1), NOW)
    attempts.submit(attempt, arrived=NOW)
    question = factory.repair(question, {**factory.NUMBER, "answer": {**factory.NUMBER["answer"], "tolerance": 8.0}})
    teacher = factory.person(is_staff=True)
    results = together(*[lambda: attempts.apply_regrade(question, by=teacher, why="too narrow")] * 3)
    refused = [result.code for result in results if isinstance(result, Refused)]
    assert len(refused) == 2, results
    assert set(refused) <= {"outdated", "nothing_to_regrade"}
    assert (fresh(attempt).points, Grade.objects.count()) == (1, 2)


def test_a_merge_and_starts_together_leave_every_attempt_with_the_account(offered):
    for _ in range(3):
        guest, user = factory.guest(), factory.person()
        factory.begin(offered, guest)
        merging = partial(attempts.merge, guest, user, now=NOW)
        results = together(merging, *[starting(user, offered)] * 4, merging)
        assert not [result for result in results if isinstance(result, Exception)]
        numbers = Attempt.objects.filter(user=user).order_by("number").values_list("number", flat=True)
        assert list(numbers) in ([1], [1, 2])
        assert not Attempt.objects.filter(user=guest).exists()
        assert Attempt.objects.filter(user=user, state="in_progress").count() == 1
