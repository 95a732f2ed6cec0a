"""A question that stands in a chapter comes onto the practice sheet with its first answer, and once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from quizzes import attempts
from quizzes.attempts.picking import Picked
from quizzes.models import Attempt, Item
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, send

pytestmark = pytest.mark.django_db


def first_of(question):
    return Picked(Decimal(1), question.published.variants.first(), [])


def place(learner, picked):
    return attempts.in_chapter(learner, "introduction", picked, now=NOW)


@pytest.fixture
def learner():
    return factory.person()


def test_the_same_question_is_the_same_item_before_and_after_its_answer(learner):
    picked = first_of(factory.publish(factory.NUMBER))
    item = place(learner, picked)
    assert place(learner, picked) == item
    send(item.attempt, item.position, "55.125", kind="check")
    assert place(learner, picked) == item
    assert (item.attempt.assignment.quiz.slug, item.attempt.user) == ("sheet-introduction", learner)


def test_a_full_sheet_keeps_what_it_has_and_makes_room_for_what_is_new(learner, monkeypatch):
    monkeypatch.setattr("quizzes.attempts.sheets.FULL", 2)
    first, second, third = (first_of(factory.publish(factory.NUMBER)) for _ in range(3))
    kept, _ = place(learner, first), place(learner, second)
    assert place(learner, first) == kept
    new = place(learner, third)
    assert (new.attempt.number, new.position) == (2, 1)
    kept.attempt.refresh_from_db()
    assert kept.attempt.state == "graded"
    assert place(learner, first).attempt == new.attempt  # asked again, it begins anew where there is room


def test_another_one_is_asked_for_on_the_sheet_that_holds_it(learner):
    item = place(learner, first_of(factory.publish(factory.NUMBER, count=8)))
    send(item.attempt, 1, "55.125", kind="check")
    other = attempts.another(item.attempt, 1, now=NOW)
    assert (other.attempt, other.position) == (item.attempt, 2)
    assert other.variant != item.variant


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_make_one_sheet_with_one_item():
    learner, picked = factory.person(), first_of(factory.publish(factory.NUMBER))

    def at_once(_):
        try:
            return place(learner, picked).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        items = set(pool.map(at_once, range(4)))
    assert len(items) == 1
    assert (Attempt.objects.count(), Item.objects.count()) == (1, 1)
