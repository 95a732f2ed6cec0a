"""/progress/ is told by what a learner may see of their own answers, in the same few statements however many."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courseware import evidence
from quizzes.models import Attempt, Concept, Grade, Item, Key, Question, Response, Variant, Version
from quizzes.policies import policy_of, write_terms
from tests.courseware.test_pages import ROW_STATEMENTS, text_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TERMS = write_terms(policy_of("check", {}), points=Decimal(1), factor=Decimal(1))
PROGRESS = "/progress/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(quiz):
    question = Question.objects.create(slug="one", level="apply", state="ready")
    question.concepts.set([Concept.objects.get(slug="one")])
    return Version.objects.create(question=question, number=1, type="number", body={}, source="", source_hash="")


def attempt_of(user, quiz, state="graded"):
    ended = NOW if state == "graded" else None
    number = Attempt.objects.filter(user=user).count() + 1
    return Attempt.objects.create(
        user=user, assignment=quiz.assignments.get(), number=number, seed=1, started_at=NOW, ended_at=ended,
        state=state, points=Decimal(1), terms=TERMS,
    )  # fmt: skip


def answer(attempt, version, seed, fraction=1, at=NOW, told=False, certainty=None):
    """One answer on the variant of this seed, with its grade."""
    variant, _ = Variant.objects.get_or_create(version=version, seed=seed, defaults={"shown": {}})
    key, _ = Key.objects.get_or_create(
        variant=variant, version=version, defaults={"parameters": {}, "right": {}, "wrong": {}, "engine": "1"}
    )
    item = Item.objects.create(attempt=attempt, position=attempt.items.count() + 1, points=Decimal(1), variant=variant)
    response = Response.objects.create(
        item=item, attempt=attempt, uuid=uuid.uuid4(), answer="1", readable=True, received_at=at, certainty=certainty
    )
    detail = {"feedback": ""} if told else {}
    return Grade.objects.create(item=item, response=response, key=key, fraction=Decimal(fraction), detail=detail)


def standing_of(client):
    [row] = client.get(PROGRESS).context["rows"]
    return row.words, row.answers, row.then


def test_a_visitor_is_told_how_it_is_counted_and_where_to_begin(client, chapter_file, quiz):
    page = client.get(PROGRESS)
    assert "Each answer that you give" in text_of(page)
    assert "Start chapter 1" in text_of(page)
    assert standing_of(client) == ("not yet met", "", "")


def test_a_concept_goes_x_to_the_day_to_mastered(client, chapter_file, quiz, question, learner):
    client.force_login(learner)
    now = datetime.now(UTC)
    attempt = attempt_of(learner, quiz)
    answer(attempt, question, 1, at=now - timedelta(days=1))
    assert standing_of(client) == ("begun", "1 of 1 right", "2 right in a row to go, with other numbers.")
    answer(attempt, question, 2, at=now)
    answer(attempt, question, 3, at=now)
    assert standing_of(client) == ("right today", "3 of 3 right", "One more on another day, and it is mastered.")
    answer(attempt, question, 4, at=now + timedelta(days=1))
    assert standing_of(client) == ("mastered", "4 of 4 right", "")


def test_a_day_is_the_learner_s_own(client, chapter_file, quiz, question, learner):
    learner.time_zone = "Pacific/Kiritimati"  # 14 hours ahead: noon of the 20th is the 21st there
    learner.save()
    client.force_login(learner)
    attempt = attempt_of(learner, quiz)
    for seed in (1, 2, 3):
        answer(attempt, question, seed)
    assert standing_of(client)[0] == "right on 21 November"


def test_a_verdict_that_is_not_released_counts_nowhere(client, chapter_file, quiz, question, learner):
    quiz.policy = {"release": "by hand"}
    quiz.save()
    client.force_login(learner)
    answer(attempt_of(learner, quiz), question, 1)
    page = client.get(PROGRESS)
    assert standing_of(client) == ("not yet met", "", "")
    assert "not released yet" in text_of(page)
    assert "1 of 1" not in text_of(page)


def test_in_an_open_attempt_only_what_was_told_at_once_counts(client, chapter_file, quiz, question, learner):
    client.force_login(learner)
    attempt = attempt_of(learner, quiz, state="in_progress")
    answer(attempt, question, 1, fraction=0)
    assert standing_of(client)[1] == ""
    answer(attempt, question, 2, told=True)
    assert standing_of(client)[1] == "1 of 1 right"


def test_a_regrade_replaces_what_it_corrected(client, chapter_file, quiz, question, learner):
    client.force_login(learner)
    old = answer(attempt_of(learner, quiz), question, 1, fraction=0)
    Grade.objects.create(item=old.item, response=old.response, key=old.key, fraction=Decimal(1), by=learner)
    assert standing_of(client)[1] == "1 of 1 right"


def test_nobody_sees_the_answers_of_another(client, chapter_file, quiz, question, learner, guest):
    answer(attempt_of(learner, quiz), question, 1)
    client.force_login(guest)
    assert standing_of(client)[0] == "not yet met"


def test_how_certain_one_was_is_shown_only_where_it_was_said(client, chapter_file, quiz, question, learner):
    client.force_login(learner)
    attempt = attempt_of(learner, quiz)
    answer(attempt, question, 1)
    assert "How well you judge yourself" not in text_of(client.get(PROGRESS))
    answer(attempt, question, 2, fraction=0, certainty=3)
    assert "Sure right 0 of 1" in text_of(client.get(PROGRESS))


def test_it_takes_six_statements_however_much_was_answered(client, chapter_file, quiz, question, learner):
    client.force_login(learner)
    for _ in range(3):
        attempt = attempt_of(learner, quiz)
        for seed in range(1, 5):
            answer(attempt, question, seed)
    client.get(PROGRESS)
    with CaptureQueriesContext(connection) as queries:
        client.get(PROGRESS)
    assert len([query for query in queries if query["sql"].startswith(ROW_STATEMENTS)]) <= 6


def test_no_key_and_no_body_of_a_question_is_read(quiz, question, learner):
    answer(attempt_of(learner, quiz), question, 1)
    with CaptureQueriesContext(connection) as queries:
        evidence.by_concept(evidence.answers_of(learner, evidence.attempts_of(learner), NOW))
    said = " ".join(query["sql"] for query in queries)
    assert "quizzes_key" not in said
    assert '"body"' not in said
