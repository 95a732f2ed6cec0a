from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from quizzes import attempts
from quizzes.models import Allowance, Assignment, Attempt, Audit, Response
from quizzes.policies import GRACE
from quizzes.releasing import is_released
from quizzes.taking import describe
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import DAY, MINUTE, NOW, SECOND, right_answer, send

pytestmark = pytest.mark.django_db
DEADLINE = NOW + 10 * MINUTE
TICK = timedelta(microseconds=1)


@pytest.fixture
def attempt():
    return factory.begin(factory.offer(factory.publish(factory.NUMBER), minutes=10))


@pytest.mark.parametrize(
    ("arrived", "status"),
    [
        (DEADLINE - SECOND, 201),
        (DEADLINE, 201),
        (DEADLINE + GRACE, 201),
        (DEADLINE + GRACE + TICK, 409),
        (DEADLINE + DAY, 409),
    ],
)
def test_an_answer_counts_by_the_moment_it_arrived_with_five_seconds_for_the_way(attempt, arrived, status):
    assert send(attempt, 1, right_answer(attempt, 1), arrived).status == status
    assert attempts.submit(attempt, arrived=arrived).points == (1 if status == 201 else 0)


def test_a_late_answer_ends_the_attempt_with_what_was_saved(attempt):
    send(attempt, 1, right_answer(attempt, 1))
    send(attempt, 1, "99", DEADLINE + MINUTE)
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.ended_by, attempt.ended_at) == ("graded", "deadline", DEADLINE)
    assert attempt.points == 1


@pytest.mark.parametrize(
    ("arrived", "by", "at"),
    [
        (DEADLINE - SECOND, "learner", DEADLINE - SECOND),
        (DEADLINE + GRACE, "learner", DEADLINE + GRACE),
        (DEADLINE + GRACE + TICK, "deadline", DEADLINE),
    ],
)
def test_a_submit_after_the_grace_was_ended_by_the_deadline(attempt, arrived, by, at):
    attempt = attempts.submit(attempt, arrived=arrived)
    assert (attempt.state, attempt.ended_by, attempt.ended_at) == ("graded", by, at)


def test_whoever_reads_an_attempt_after_its_deadline_ends_it(attempt):
    assert attempts.settle(attempt, now=DEADLINE + GRACE).state == "in_progress"
    attempt = attempts.settle(attempt, now=DEADLINE + GRACE + TICK)
    assert (attempt.state, attempt.ended_by) == ("graded", "deadline")
    assert describe(attempt, NOW)["server_time"] == "2026-11-22T12:10:00.000000Z"


def test_the_sweep_ends_what_is_due_and_leaves_the_rest():
    question = factory.publish(factory.NUMBER)
    due = factory.begin(factory.offer(question, slug="due", minutes=10))
    running = factory.begin(factory.offer(question, slug="running", minutes=20))
    endless = factory.begin(factory.offer(question, slug="endless"))
    send(due, 1, right_answer(due, 1))
    assert attempts.expire_due(DEADLINE + GRACE) == 0
    assert attempts.expire_due(DEADLINE + GRACE + TICK) == 1
    assert attempts.expire_due(DEADLINE + GRACE + TICK) == 0
    states = {attempt.pk: attempt.state for attempt in Attempt.objects.all()}
    assert states == {due.pk: "graded", running.pk: "in_progress", endless.pk: "in_progress"}
    assert Attempt.objects.get(pk=due.pk).points == 1


def test_the_sweep_is_a_command(attempt, capsys):
    Attempt.objects.update(deadline=datetime(2020, 1, 1, tzinfo=UTC))
    call_command("expireattempts")
    assert capsys.readouterr().out == "1 attempts graded.\n"


def test_a_clock_that_is_set_back_gives_no_time(attempt):
    send(attempt, 1, "1", DEADLINE)
    reply = send(attempt, 1, "2", DEADLINE - timedelta(hours=1))
    assert reply.body["server_time"] == "2026-11-22T12:10:00.000000Z"
    send(attempt, 1, "3", DEADLINE + MINUTE)
    assert send(attempt, 1, "4", DEADLINE - MINUTE).status == 409
    assert list(Response.objects.order_by("pk").values_list("late", flat=True)) == [False, False, True, True]


def test_a_submit_by_a_clock_that_was_set_back_ends_no_earlier_than_the_last_answer(attempt):
    send(attempt, 1, "1", NOW + 5 * MINUTE)
    assert attempts.submit(attempt, arrived=NOW).ended_at == NOW + 5 * MINUTE


def test_an_extension_made_while_a_reader_was_under_way_holds(attempt):
    stale = Attempt.objects.get()
    Attempt.objects.update(deadline=DEADLINE + DAY)
    assert attempts.settle(stale, now=DEADLINE + MINUTE).state == "in_progress"


def test_a_closing_that_is_moved_moves_the_deadlines_of_attempts_in_progress():
    offered, teacher = factory.offer(factory.publish(factory.NUMBER), closes=NOW + DAY), factory.person(is_staff=True)
    running, ended = factory.begin(offered), attempts.submit(factory.begin(offered), arrived=NOW)
    Assignment.objects.update(closes=NOW + 2 * DAY)
    assert attempts.reschedule(offered, by=teacher, why="snow", now=NOW) == 1
    assert attempts.reschedule(offered, by=teacher, why="snow", now=NOW) == 0
    for attempt, deadline in ((running, NOW + 2 * DAY), (ended, NOW + DAY)):
        attempt.refresh_from_db()
        assert attempt.deadline == deadline
    entry = Audit.objects.get(what="deadline moved")
    assert (entry.who, entry.why, entry.before["deadline"]) == (teacher, "snow", "2026-11-23T12:00:00.000000Z")


def test_no_deadline_moves_to_before_now():
    offered, teacher = factory.offer(factory.publish(factory.NUMBER), closes=NOW + DAY), factory.person()
    attempt = factory.begin(offered)
    Assignment.objects.update(closes=NOW + MINUTE)
    attempts.reschedule(offered, by=teacher, why="shorter", now=NOW + 5 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline == NOW + 5 * MINUTE


def test_an_allowance_granted_on_the_way_gives_this_learner_time(attempt):
    other, teacher = factory.begin(attempt.assignment), factory.person()
    Allowance.objects.create(assignment=attempt.assignment, user=attempt.user, factor="1.5", by=teacher, why="ill")
    assert attempts.reschedule(attempt.assignment, by=teacher, why="ill", now=NOW) == 1
    for one, deadline in ((attempt, NOW + 15 * MINUTE), (other, DEADLINE)):
        one.refresh_from_db()
        assert one.deadline == deadline


def test_a_quiz_s_new_limit_moves_nobody_who_has_begun(attempt):
    attempt.assignment.quiz.policy = {"minutes": 1}
    attempt.assignment.quiz.save()
    assert attempts.reschedule(attempt.assignment, by=attempt.user, why="shorter", now=NOW) == 0


def test_server_time_is_now_while_in_progress_and_the_end_afterwards(attempt):
    assert describe(attempt, NOW + MINUTE)["server_time"] == "2026-11-22T12:01:00.000000Z"
    attempt = attempts.submit(attempt, arrived=NOW + 2 * MINUTE)
    assert describe(attempt, NOW + DAY)["server_time"] == "2026-11-22T12:02:00.000000Z"


@pytest.mark.parametrize(
    ("release", "closes", "released_at", "now", "released"),
    [
        ("submit", None, None, NOW, True),
        ("close", None, None, NOW + DAY, False),
        ("close", NOW + DAY, None, NOW + DAY - TICK, False),
        ("close", NOW + DAY, None, NOW + DAY, True),
        ("by hand", NOW + MINUTE, None, NOW + DAY, False),
        ("by hand", None, NOW + MINUTE, NOW + MINUTE - TICK, False),
        ("by hand", None, NOW + MINUTE, NOW + MINUTE, True),
        ("close", NOW + DAY, NOW, NOW, True),
    ],
)
def test_score_and_grades_are_seen_when_the_quiz_releases_them(release, closes, released_at, now, released):
    offered = factory.offer(factory.publish(factory.NUMBER), release=release, closes=closes)
    offered.released_at = released_at
    offered.save()
    attempt = attempts.submit(factory.begin(offered), arrived=NOW)
    attempt = Attempt.objects.get(pk=attempt.pk)
    seen = describe(attempt, now)
    assert is_released(attempt, now) is seen["released"] is released
    assert (seen["score"] is not None) is (seen["items"][0]["grade"] is not None) is released


def test_nothing_is_released_before_the_end(attempt):
    attempt.assignment.released_at = NOW - DAY
    assert not is_released(attempt, NOW)


def extended(offered, learner, **more):
    teacher = factory.person(is_staff=True)
    return Allowance.objects.create(assignment=offered, user=learner, by=teacher, why="ill", **more)


def reading(attempt, now):
    return is_released(Attempt.objects.get(pk=attempt.pk), now)


@pytest.mark.parametrize(("limit", "extra", "waits"), [(0, 0, True), (2, 0, True), (1, 0, False), (1, 1, True)])
def test_who_has_more_time_and_an_attempt_left_waits_for_the_key_until_their_own_close(limit, extra, waits):
    offered = factory.offer(factory.publish(factory.NUMBER), release="close", closes=NOW + DAY, attempts=limit)
    learner, other = factory.person(), factory.person()
    extended(offered, learner, closes=NOW + 3 * DAY, extra_attempts=extra)
    attempt, others = (attempts.submit(factory.begin(offered, who), arrived=NOW) for who in (learner, other))
    assert reading(others, NOW + DAY)
    assert reading(attempt, NOW + 2 * DAY) is not waits
    assert reading(attempt, NOW + 3 * DAY)


def test_a_second_attempt_in_progress_keeps_the_key_of_the_first_closed():
    offered = factory.offer(factory.publish(factory.NUMBER), release="close", closes=NOW + DAY, attempts=2)
    learner = factory.person()
    extended(offered, learner, closes=NOW + 3 * DAY)
    first = attempts.submit(factory.begin(offered, learner), arrived=NOW)
    second = factory.begin(offered, learner)
    assert not reading(first, NOW + 2 * DAY)
    attempts.submit(second, arrived=NOW + 2 * DAY)
    assert reading(first, NOW + 2 * DAY)
    assert [is_released(one, NOW + 2 * DAY) for one in Attempt.objects.with_extension()] == [True, True]


def test_a_release_by_hand_holds_for_who_has_more_time_too():
    offered = factory.offer(factory.publish(factory.NUMBER), release="close", closes=NOW + DAY)
    learner = factory.person()
    extended(offered, learner, closes=NOW + 3 * DAY)
    attempt = attempts.submit(factory.begin(offered, learner), arrived=NOW)
    Assignment.objects.update(released_at=NOW)
    assert reading(attempt, NOW + DAY)
