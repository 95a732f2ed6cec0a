"""From its first start until it has ended, an exam asks what it asked first: in the model, and in the database."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quizzes import attempts
from quizzes.freezing import has_ended, is_frozen, unfreeze
from quizzes.models import Allowance, Assignment, Attempt, Audit, Question, Quiz, Slot
from quizzes.models.offers import FrozenExamError
from quizzes.refusals import Refused
from quizzes.triggers import create, drop
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import DAY, MINUTE

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def exam():
    offered = factory.offer(factory.publish(factory.SINGLE), mode="exam")
    Slot.objects.create(quiz=offered.quiz, position=2, concept=factory.concept("layers"), pick=1)
    factory.publish(factory.MULTIPLE)
    return offered


@pytest.fixture
def started(exam):
    factory.begin(exam, now=NOW)
    return Quiz.objects.get(pk=exam.quiz_id)


def rows():
    return list(Slot.objects.order_by("pk").values())


CHANGES = {
    "save": lambda slot: slot.save(),
    "delete": lambda slot: slot.delete(),
    "create": lambda slot: Slot.objects.create(quiz=slot.quiz, position=9, question=slot.question),
    "bulk create": lambda slot: Slot.objects.bulk_create([Slot(quiz=slot.quiz, position=9, question=slot.question)]),
    "update": lambda slot: Slot.objects.filter(pk=slot.pk).update(points=9),
    "delete all": lambda slot: slot.quiz.slots.all().delete(),
    "bulk update": lambda slot: Slot.objects.bulk_update([slot], ["points"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_model_refuses_every_change_of_a_slot(started, change):
    before, slot = rows(), started.slots.first()
    slot.points = 9
    with pytest.raises(FrozenExamError, match="Copy it to a new quiz"), transaction.atomic():
        change(slot)
    assert rows() == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_slots_may_change_before_the_first_start_as_may_those_of_other_quizzes(exam, change):
    check = factory.offer(factory.publish(factory.SINGLE), slug="check")
    factory.begin(check, now=NOW)
    for offered in (exam, check):
        before, slot = rows(), offered.quiz.slots.first()
        slot.points = 9
        change(slot)
        assert (rows() == before) is False


STATEMENTS = [
    "UPDATE quizzes_slot SET points = 9",
    "UPDATE quizzes_slot SET quiz_id = {other}",
    "DELETE FROM quizzes_slot",
    "INSERT INTO quizzes_slot (quiz_id, position, points, question_id, pick) VALUES ({quiz}, 9, 1, {question}, 1)",
    "UPDATE quizzes_slot SET quiz_id = {quiz}, position = 9 WHERE quiz_id = {other}",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_every_change_of_a_slot(started, statement):
    other = factory.offer(factory.publish(factory.SINGLE), slug="other").quiz
    before, question = rows(), started.slots.first().question_id
    with pytest.raises(IntegrityError, match="This exam has started"), transaction.atomic():
        connection.cursor().execute(statement.format(quiz=started.pk, other=other.pk, question=question))
    assert rows() == before


def test_without_the_triggers_these_statements_pass(started):
    drop("default")
    try:
        connection.cursor().execute(STATEMENTS[0])
        assert {slot["points"] for slot in rows()} == {9}
    finally:
        create("default")


def test_an_exam_that_is_refused_at_its_first_start_is_not_frozen(exam):
    Question.objects.filter(slots__quiz=exam.quiz).update(state=Question.State.RETIRED)
    with pytest.raises(Refused):
        factory.begin(exam, now=NOW)
    assert Quiz.objects.get(pk=exam.quiz_id).frozen is None


def asked(attempt):
    return {item.variant.version_id for item in attempt.items.select_related("variant")}


def test_later_starts_get_the_versions_of_the_first(exam):
    first = asked(factory.begin(exam, now=NOW))
    for question in Question.objects.all():
        version = factory.repair(question, {**factory.SINGLE, "prompt": "Another one?"}).published
        factory.write_variants(version, factory.made(factory.SINGLE, 1))
    Question.objects.update(state=Question.State.RETIRED)
    again = Assignment.objects.get(pk=exam.pk)  # as the next request reads it
    assert asked(factory.begin(again, now=NOW + MINUTE)) == first


def test_another_quiz_asks_what_is_published_now(exam):
    check = factory.offer(Question.objects.first(), slug="check")
    first = asked(factory.begin(check, now=NOW))
    version = factory.repair(Question.objects.first(), factory.SINGLE).published
    factory.write_variants(version, factory.made(factory.SINGLE, 1))
    assert asked(factory.begin(check, now=NOW)) == {version.pk} != first


def test_dates_and_accommodations_stay_open(exam, started):
    learner, later = factory.person(), NOW + 2 * DAY
    exam.closes = later
    exam.save()
    allowance = Allowance(assignment=exam, user=learner, extra_attempts=1, closes=later + DAY, why="ill")
    attempts.grant(allowance, by=learner, now=NOW)
    assert Audit.objects.filter(what="allowance granted").exists()


def test_an_exam_has_ended_when_it_has_closed_for_everybody_and_nobody_takes_it(exam, started):
    def after_closing():
        return has_ended(started, NOW + 3 * MINUTE)

    running = Attempt.objects.get()
    assert not after_closing()  # it never closes
    Assignment.objects.update(closes=NOW + MINUTE)
    assert not after_closing()  # somebody takes it, without a deadline
    Attempt.objects.update(deadline=NOW + MINUTE)
    assert after_closing()  # out of time, though nobody has ended it
    attempts.submit(running, arrived=NOW)
    more = Allowance.objects.create(
        assignment=exam, user=running.user, by=running.user, why="ill", closes=NOW + 9 * MINUTE
    )
    assert not after_closing()
    more.delete()
    assert after_closing()
    assert not has_ended(started, NOW)


def test_when_it_has_ended_its_slots_may_change_and_its_next_start_freezes_it_again(exam, started):
    with pytest.raises(FrozenExamError):
        unfreeze(started, by=None, now=NOW)
    Assignment.objects.update(closes=NOW + MINUTE)
    attempts.submit(Attempt.objects.get(), arrived=NOW)
    unfreeze(started, by=None, now=NOW + DAY)
    assert Audit.objects.first().what == "the-quiz: exam unfrozen"
    started.slots.update(points=3)
    Assignment.objects.update(closes=None)
    items = factory.begin(Assignment.objects.get(), now=NOW + DAY).items.all()
    assert {item.points for item in items} == {3}
    assert is_frozen(Quiz.objects.get(), NOW + DAY)


@pytest.mark.django_db(transaction=True)
def test_of_many_first_starts_at_the_same_time_one_freezes_and_all_ask_the_same():
    offered = factory.offer(factory.publish(factory.SINGLE), factory.publish(factory.MULTIPLE), mode="exam")
    people, barrier, failures = [factory.person() for _ in range(6)], Barrier(6), []

    def take(person):
        try:
            quiz = Quiz.objects.get(pk=offered.quiz_id)
            barrier.wait()
            attempts.start(person, quiz, now=timezone.now())
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert {frozenset(asked(attempt)) for attempt in Attempt.objects.all()} == {
        frozenset(place["pool"][0][1] for place in Quiz.objects.get().frozen["places"])
    }
    assert Attempt.objects.count() == 6
