"""What a running exam asks is told by no other quiz: a review waits, and a check in practice has no verdict."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes import attempts
from quizzes.models import Attempt
from quizzes.releasing import is_released
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import MINUTE, NOW, right_answer, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return factory.publish(factory.SINGLE, count=1)


def exam(question, **policy):
    """An exam that somebody takes now."""
    return factory.begin(factory.offer(question, slug="exam", mode="exam", **policy), now=timezone.now())


def submitted(question):
    attempt = factory.begin(factory.offer(question))
    return attempts.submit(attempt, arrived=NOW)


def fresh(attempt):
    return Attempt.objects.select_related("assignment__quiz").get(pk=attempt.pk)


def test_a_review_waits_for_an_exam_that_asks_the_same_question_and_opens_once_nobody_takes_it(question):
    reviewed, running = submitted(question), exam(question)
    assert not is_released(fresh(reviewed), NOW)
    attempts.submit(running, arrived=NOW)
    assert is_released(fresh(reviewed), NOW)


def test_an_exam_about_other_questions_holds_nothing_back(question):
    reviewed = submitted(question)
    exam(factory.publish(factory.MULTIPLE, count=1))
    assert is_released(fresh(reviewed), NOW)


def test_an_exam_whose_time_is_over_holds_nothing_back_though_nobody_has_ended_it(question):
    reviewed, running = submitted(question), exam(question, minutes=10)
    Attempt.objects.filter(pk=running.pk).update(deadline=NOW - 10**4 * MINUTE)
    assert is_released(fresh(reviewed), NOW)


def test_an_exam_without_a_limit_that_nobody_ends_holds_back_for_a_day(question):
    reviewed, running = submitted(question), exam(question)
    Attempt.objects.filter(pk=running.pk).update(deadline=None, started_at=timezone.now() - timedelta(hours=23))
    assert not is_released(fresh(reviewed), NOW)
    Attempt.objects.filter(pk=running.pk).update(started_at=timezone.now() - timedelta(hours=25))
    assert is_released(fresh(reviewed), NOW)


def test_an_exam_does_not_hold_back_itself(question):
    offered = factory.offer(question, mode="exam", release="submit")
    first = attempts.submit(factory.begin(offered), arrived=NOW)
    factory.begin(offered)
    assert is_released(fresh(first), NOW)


def test_practice_gives_no_verdict_on_what_a_running_exam_asks_and_keeps_the_answer(question):
    practice = factory.begin(factory.offer(question, mode="practice"))
    running = exam(question)
    answer = right_answer(practice, 1)
    held = send(practice, 1, answer, kind="check").body
    assert held["grade"] is None
    assert "until the exam is over" in held["message"]
    attempts.submit(running, arrived=NOW)
    assert send(practice, 1, answer, kind="check").body["grade"]["fraction"] == 1


def test_of_several_attempts_each_is_held_back_by_the_exams_of_other_quizzes_alone(question):
    """The same question in practice and in two exams: an exam's own attempts wait for the other exam."""
    learner = factory.person()
    practised = attempts.submit(factory.begin(factory.offer(question, mode="practice"), learner), arrived=NOW)
    first = factory.offer(question, slug="exam", mode="exam", release="submit")
    examined = attempts.submit(factory.begin(first, learner), arrived=NOW)
    other = factory.publish(factory.MULTIPLE, count=1)
    apart = attempts.submit(factory.begin(factory.offer(other, slug="apart"), learner), arrived=NOW)

    def held():
        found = Attempt.objects.visible_to(learner).with_extension()
        return {attempt.pk for attempt in found if attempt.held}

    assert held() == set()
    factory.begin(first, now=timezone.now())
    assert held() == {practised.pk}
    second = factory.begin(factory.offer(question, slug="second", mode="exam"), now=timezone.now())
    assert held() == {practised.pk, examined.pk}
    attempts.submit(second, arrived=NOW)
    assert held() == {practised.pk}
    assert apart.pk not in held()
