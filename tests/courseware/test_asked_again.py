"""Home and progress ask again what is due today, with one click to a fresh question. The times are given."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courseware import evidence
from courseware.asked_again import asked_again, due_among
from courseware.standing import Again, Answer
from quizzes import attempts
from quizzes.models import Attempt, Concept, Item, Question
from tests.courseware.test_pages import ROW_STATEMENTS, text_of
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import right_answer, send, wrong_answer

HOME, PROGRESS, PRACTISE = "/", "/progress/", "/progress/one/practise/"
FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
DUE = "Ask again: One"

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(quiz):
    return factory.publish(factory.NUMBER | {"concepts": ["one"]}, count=8)


@pytest.fixture
def yesterday():
    return datetime.now(UTC) - timedelta(days=1)


def asked(learner, at):
    """A question about the concept, on the learner's practice sheet since then."""
    return attempts.about(learner, Concept.objects.get(slug="one"), now=at)


def answer(item, at, *, right, certainty=None):
    given = (right_answer if right else wrong_answer)(item.attempt, item.position)
    send(item.attempt, item.position, given, at, kind="check", certainty=certainty)


def is_due(client, page):
    return DUE in text_of(client.get(page))


def test_what_one_was_sure_of_comes_before_the_rest_and_the_longest_ago_before_the_others():
    slip = {name: [Answer(1, 0.0, day, 3)] for name, day in (("late", SATURDAY), ("early", FRIDAY))}
    carried = {"carried": [Answer(variant, 1.0, FRIDAY) for variant in (1, 2, 3)], "begun": [Answer(1, 1.0, FRIDAY)]}
    found = due_among(carried | slip, date(2026, 11, 22))
    assert list(found.items()) == [
        ("early", Again(FRIDAY, True)), ("late", Again(SATURDAY, True)), ("carried", Again(FRIDAY, False))
    ]  # fmt: skip


@pytest.mark.parametrize("page", [HOME, PROGRESS])
def test_the_day_after_a_sure_slip_it_is_asked_again_until_it_is_right(
    client, chapter_file, question, learner, yesterday, page
):
    client.force_login(learner)
    answer(asked(learner, yesterday), yesterday, right=False, certainty=3)
    assert is_due(client, page)
    assert "and it did not hold." in text_of(client.get(page))
    now = datetime.now(UTC)
    answer(asked(learner, now), now, right=True)
    assert not is_due(client, page)


@pytest.mark.parametrize("page", [HOME, PROGRESS])
def test_on_the_same_day_it_is_not_due_yet(client, chapter_file, question, learner, page):
    client.force_login(learner)
    now = datetime.now(UTC)
    answer(asked(learner, now), now, right=False, certainty=3)
    assert not is_due(client, page)


@pytest.mark.parametrize("page", [HOME, PROGRESS])
def test_three_rights_of_yesterday_ask_for_one_more(client, chapter_file, question, learner, yesterday, page):
    client.force_login(learner)
    for _ in range(3):
        answer(asked(learner, yesterday), yesterday, right=True)
    assert "One more, and it is mastered." in text_of(client.get(page))


@pytest.mark.parametrize("zone, due", [("Pacific/Kiritimati", True), ("UTC", False)])
def test_the_days_are_the_learner_s_own(question, learner, zone, due):
    """From 9 to 11 in the morning of Greenwich a new day begins 14 hours east of it."""
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    answer(asked(learner, at), at, right=False, certainty=3)
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        mine = evidence.attempts_of(learner)
        assert bool(asked_again(learner, mine, at + timedelta(hours=2))) == due


def test_one_click_leads_to_a_question_that_one_has_not_had(client, chapter_file, question, learner, yesterday):
    client.force_login(learner)
    old = asked(learner, yesterday)
    answer(old, yesterday, right=False, certainty=3)
    address = client.post(PRACTISE).url
    new = Item.objects.latest("pk")
    assert address == f"/quizzes/attempts/{new.attempt.uuid}/#q2"
    assert (new.attempt, new.variant.version) == (old.attempt, old.variant.version)
    assert new.variant != old.variant
    assert client.post(PRACTISE).url == address  # a double click, or one who comes back before the answer


def test_a_reason_is_asked_for_before_what_is_only_remembered(question, learner):
    factory.publish(factory.SINGLE | {"concepts": ["one"]}, count=3)
    now = datetime.now(UTC)
    for _ in range(8):
        item = asked(learner, now)
        assert item.variant.version.question == question
        answer(item, now, right=True)
    assert asked(learner, now).variant.version.type == "single"  # no numbers of the other are left


def test_where_nothing_is_asked_any_more_the_learner_is_told(client, chapter_file, question, learner):
    client.force_login(learner)
    Question.objects.update(state="retired")
    assert "Nothing is asked about this" in text_of(client.post(PRACTISE, follow=True))
    assert client.post("/progress/nothing/practise/").status_code == 404
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("page, most", [(HOME, 8), (PROGRESS, 6)])
def test_the_pages_take_as_many_statements_however_much_was_answered(
    client, chapter_file, question, learner, yesterday, page, most
):
    client.force_login(learner)
    counts = []
    for _ in range(3):
        attempts.submit(answered(asked(learner, yesterday), yesterday), arrived=yesterday)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len([query for query in queries if query["sql"].startswith(ROW_STATEMENTS)]))
    assert counts[0] == counts[2] <= most


def answered(item, at):
    answer(item, at, right=False, certainty=3)
    return item.attempt
