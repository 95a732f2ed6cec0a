"""On the page of a question: how it was answered, across variants and versions, by the grades that stand."""

from decimal import Decimal
from random import Random
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courseware.demonstration import instructors
from quizzes import attempts
from quizzes.attempts import starting
from quizzes.authoring.answers import answers_to, names_of
from quizzes.models import Grade, Question, Regrade
from simulator.engine.misconceptions import MISCONCEPTIONS
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, key_at, right_answer, send

pytestmark = pytest.mark.django_db
# In one of the usual variants z is so small that tanh z is the same number: one answer would count for two.
SEPARATE = {**factory.NUMBER["answer"], "separate": ["z.no_bias", "sig.preact", "sig.as_tanh"]}


@pytest.fixture(autouse=True)
def same_draws(monkeypatch):
    """Or one time in some thousands all learners would get the same variant."""
    monkeypatch.setattr(starting, "secrets", SimpleNamespace(randbits=Random(1).getrandbits))


@pytest.fixture
def question():
    return factory.publish({**factory.NUMBER, "answer": SEPARATE})


@pytest.fixture
def offered(question):
    return factory.offer(question)


def answer_with(offered, idea, user=None):
    """A graded attempt whose answer is what this misconception makes of its own variant."""
    attempt = factory.begin(offered, user)
    send(attempt, 1, f"{key_at(attempt, 1).wrong[idea]['value']:.3f}")
    return attempts.submit(attempt, arrived=NOW)


def answer_right(offered):
    attempt = factory.begin(offered)
    send(attempt, 1, right_answer(attempt, 1))
    return attempts.submit(attempt, arrived=NOW)


def counted(question):
    return {idea.name: idea.count for idea in answers_to(question).ideas}


def grade_anew(grade, **verdict):
    regrade = Regrade.objects.create(by=factory.person(), why="Repaired.")
    Grade.objects.create(
        item=grade.item, response=grade.response, key=grade.key, regrade=regrade, **({"fraction": 0} | verdict)
    )


def test_before_the_first_answer_there_is_nothing_to_tell(question, offered):
    assert answers_to(question) is None
    attempts.submit(factory.begin(offered), arrived=NOW)
    assert answers_to(question) is None


def test_an_idea_is_counted_across_variants_and_the_most_frequent_comes_first(question, offered):
    answered = [answer_with(offered, idea) for idea in ["sig.preact"] + 6 * ["z.no_bias"]]
    assert len({attempt.items.get().variant for attempt in answered}) > 1
    answer_right(offered)
    answers = answers_to(question)
    assert [(idea.name, idea.count) for idea in answers.ideas] == [("z.no_bias", 6), ("sig.preact", 1)]
    assert answers.ideas[0].sentence == MISCONCEPTIONS["z.no_bias"].feedback
    # 1 right of 8: 12.5 %, which rounds to the even 12
    assert (answers.total, answers.right, answers.percent, answers.other, answers.blank) == (8, 1, 12, 0, 0)


def test_an_idea_is_counted_across_versions(question, offered):
    answer_with(offered, "z.no_bias")
    repaired = factory.repair(question, factory.NUMBER)
    factory.write_variants(repaired.published, factory.made(factory.NUMBER, 4))
    answer_with(offered, "z.no_bias")
    assert Grade.objects.values("key__version").distinct().count() == 2
    assert counted(question) == {"z.no_bias": 2}


def test_of_an_answer_that_was_graded_anew_the_newest_grade_stands(question, offered):
    answer_with(offered, "z.no_bias")
    grade_anew(Grade.objects.get(), fraction=Decimal("0.5"))
    answers = answers_to(question)
    assert (answers.total, answers.percent, answers.other, answers.ideas) == (1, 50, 1, [])


def test_blank_items_stand_apart_and_once_however_often_they_were_graded(question, offered):
    attempts.submit(factory.begin(offered), arrived=NOW)
    grade_anew(Grade.objects.get())
    answer_right(offered)
    answers = answers_to(question)
    assert (answers.total, answers.blank, answers.percent, answers.other) == (1, 1, 100, 0)


def test_every_try_is_an_answer(question):
    attempt = factory.begin(factory.offer(question, tries=3))
    send(attempt, 1, f"{key_at(attempt, 1).wrong['z.no_bias']['value']:.3f}", kind="check")
    send(attempt, 1, right_answer(attempt, 1), kind="check")
    attempts.submit(attempt, arrived=NOW)
    answers = answers_to(question)
    assert (answers.total, answers.right, counted(question)) == (2, 1, {"z.no_bias": 1})


def test_guests_count_and_who_was_erased_does_not(question, offered):
    answer_with(offered, "z.no_bias", factory.guest())
    answer_with(offered, "sig.preact", factory.person(erased_at=NOW))
    answers = answers_to(question)
    assert (answers.total, answers.other, counted(question)) == (1, 0, {"z.no_bias": 1})


def test_what_is_wrong_and_unexplained_is_told_apart_and_another_question_s_answers_are_its_own(question):
    other = factory.publish(factory.SINGLE)
    attempt = factory.begin(factory.offer(question, other))
    for position in (1, 2):
        send(attempt, position, factory.wrong_answer(attempt, position))
    attempts.submit(attempt, arrived=NOW)
    for one in (question, other):
        answers = answers_to(one)
        assert (answers.total, answers.other, answers.ideas) == (1, 1, [])


@pytest.mark.parametrize(
    ("identity", "names"),
    [
        ("z.no_bias", ["z.no_bias"]),
        ("z.no_bias@2+sig.preact", ["z.no_bias", "sig.preact"]),
        ("one+one-is-two", ["one+one-is-two"]),
        ("own.1", ["Count the biases."]),
    ],
)
def test_a_pair_counts_at_both_and_a_wrong_number_without_a_name_goes_by_its_sentence(identity, names):
    assert list(names_of({"id": identity, "feedback": "Count the biases."})) == names


def test_counting_costs_two_statements_however_many_answers(question, offered):
    for _ in range(3):
        answer_with(offered, "z.no_bias")
        with CaptureQueriesContext(connection) as captured:
            answers_to(question)
        assert len(captured) == 2


def test_the_page_of_a_question_tells_how_it_was_answered_once_it_was(client, course):
    instructor = get_user_model().objects.create_user("ada", is_staff=True)
    instructor.groups.add(instructors())
    client.force_login(instructor)
    question = Question.objects.get(slug="sigmoid-neuron")
    page = reverse("admin:quizzes_question_change", args=[question.pk])
    assert "How it was answered" not in client.get(page).content.decode()
    attempt = factory.begin(factory.offer(question))
    idea = next(name for name in key_at(attempt, 1).wrong if name in MISCONCEPTIONS)
    send(attempt, 1, str(key_at(attempt, 1).wrong[idea]["value"]))
    attempts.submit(attempt, arrived=NOW)
    shown = client.get(page).content.decode()
    assert "1 answer to all versions and drawings, 0 right." in shown
    assert f'<code class="quiet">{idea}</code>' in shown
