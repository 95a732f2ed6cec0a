"""While a learner has an exam open, nothing else shows them the result of its questions: a review waits, and a check
in practice has no verdict. Other people's exams hold back nothing.
"""

import pytest
from django.utils import timezone

from quizzes import attempts
from quizzes.models import Assignment, Attempt, Question
from quizzes.releasing import is_released
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import MINUTE, NOW, right_answer, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return factory.publish(factory.SINGLE, count=1)


@pytest.fixture
def learner():
    return factory.person("learner")


@pytest.fixture
def submitted(question, learner):
    attempt = factory.begin(factory.offer(question), learner)
    return attempts.submit(attempt, arrived=NOW)


def exam(question, user, **policy):
    """An exam that this person has open."""
    return factory.begin(factory.offer(question, slug="exam", mode="exam", **policy), user, now=timezone.now())


def fresh(attempt):
    return Attempt.objects.select_related("assignment__quiz").get(pk=attempt.pk)


def test_review_waits_while_its_learner_has_the_exam_open(question, learner, submitted):
    running = exam(question, learner)
    assert not is_released(fresh(submitted), NOW)
    attempts.submit(running, arrived=NOW)
    assert is_released(fresh(submitted), NOW)


def test_exam_of_another_learner_holds_back_nothing(question, learner, submitted):
    exam(question, factory.person())
    assert is_released(fresh(submitted), NOW)
    practice = factory.begin(factory.offer(question, slug="practice", mode="practice"), learner)
    assert send(practice, 1, right_answer(practice, 1), kind="check").body["grade"]["fraction"] == 1


def test_exam_about_other_questions_holds_back_nothing(learner, submitted):
    exam(factory.publish(factory.MULTIPLE, count=1), learner)
    assert is_released(fresh(submitted), NOW)


def test_exam_whose_time_is_over_holds_back_nothing(question, learner, submitted):
    running = exam(question, learner, minutes=10)
    Attempt.objects.filter(pk=running.pk).update(deadline=NOW - 10**4 * MINUTE)
    assert is_released(fresh(submitted), NOW)


def test_an_exam_does_not_hold_back_itself(question, learner):
    offered = factory.offer(question, mode="exam", release="submit", attempts=2)
    first = attempts.submit(factory.begin(offered, learner), arrived=NOW)
    factory.begin(offered, learner)
    assert is_released(fresh(first), NOW)


def test_practice_saves_without_a_verdict_while_the_exam_is_open(question, learner):
    practice = factory.begin(factory.offer(question, mode="practice"), learner)
    running = exam(question, learner)
    answer = right_answer(practice, 1)
    held = send(practice, 1, answer, kind="check").body
    assert held["grade"] is None
    assert held["message"] == "Your answer is saved. You will see the result after the exam."
    attempts.submit(running, arrived=NOW)
    assert send(practice, 1, answer, kind="check").body["grade"]["fraction"] == 1


def test_of_several_attempts_each_is_held_back_by_the_exams_of_other_quizzes_alone(question, learner):
    """The same question in practice and in two exams: an exam's own attempts wait for the other exam."""
    practised = attempts.submit(factory.begin(factory.offer(question, mode="practice"), learner), arrived=NOW)
    first = factory.offer(question, slug="exam", mode="exam", release="submit", attempts=2)
    examined = attempts.submit(factory.begin(first, learner), arrived=NOW)
    other = factory.publish(factory.MULTIPLE, count=1)
    apart = attempts.submit(factory.begin(factory.offer(other, slug="apart"), learner), arrived=NOW)

    def held():
        found = Attempt.objects.visible_to(learner).filter(state="graded").with_extension()
        return {attempt.pk for attempt in found if attempt.held}

    assert held() == set()
    factory.begin(first, learner, now=timezone.now())
    assert held() == {practised.pk}
    second = factory.begin(factory.offer(question, slug="second", mode="exam"), learner, now=timezone.now())
    assert held() == {practised.pk, examined.pk}
    attempts.submit(second, arrived=NOW)
    assert held() == {practised.pk, second.pk}
    assert apart.pk not in held()


def test_question_that_became_an_exam_question_has_no_verdict_in_practice(question, learner):
    practice = factory.begin(factory.offer(question, mode="practice"), learner)
    Question.objects.filter(pk=question.pk).update(use=Question.Use.EXAM)
    answer = right_answer(practice, 1)
    assert send(practice, 1, answer, kind="check").body["grade"] is None
    factory.offer(question, slug="exam", mode="exam")
    Assignment.objects.filter(quiz__slug="exam").update(released_at=NOW - MINUTE)
    assert send(practice, 1, answer, kind="check").body["grade"]["fraction"] == 1
