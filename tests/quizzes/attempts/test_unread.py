"""What cannot be read, or has two meanings, is asked back: it is saved, costs nothing, and takes nothing else along."""

from uuid import uuid4

import pytest
from django.test import Client

from quizzes import attempts
from quizzes.models import Grade, Response
from quizzes.pages import reviewing
from quizzes.publishing import publish_written
from quizzes.reviewing import review
from quizzes.taking import describe
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, send
from tests.quizzes.bodies import PARTS

pytestmark = pytest.mark.django_db
FIXED = {name: factory.NUMBER[name] for name in ("type", "concepts", "level", "explanation")}
DECIMAL = FIXED | {"prompt": "How long?", "answer": {"expression": "1.234", "decimals": 3, "tolerance": 0}}
WHOLE = FIXED | {"prompt": "How many?", "answer": {"expression": "27136", "decimals": 0, "tolerance": 0}}
CELLS = FIXED | {
    "type": "numbers",
    "prompt": "Which two?",
    "answer": {"cells": ["0.5", "1.234"], "rows": ["first", "second"], "decimals": 3, "tolerance": 0},
}


@pytest.fixture(autouse=True)
def concepts(quick_rendering):
    factory.concept("sigmoid")
    for slug in PARTS["concepts"]:
        factory.concept(slug)


def begin(*bodies, mode="check", **policy):
    found = [factory.publish(body) for body in bodies]
    return factory.begin(factory.offer(*found, mode=mode, **policy))


def item(attempt, position=1):
    return describe(attempt, NOW)["items"][position - 1]


def submitted(attempt):
    attempts.submit(attempt, arrived=NOW)
    attempt.refresh_from_db()
    return attempt


def told(attempt, position=1):
    """What the review says about what could not be read."""
    return reviewing(review(attempt, NOW))["items"][position - 1]["unread_words"]


@pytest.mark.parametrize("raw", ["27,136", "27 136", "27’136", "27136", "２７，１３６", "27136.0"])
def test_a_whole_number_is_right_however_its_thousands_are_written(raw):
    attempt = begin(WHOLE)
    assert send(attempt, 1, raw).body["readable"]
    assert submitted(attempt).points == 1


def test_two_meanings_are_asked_back_and_nothing_is_graded():
    attempt = begin(DECIMAL, tries=3)
    reply = send(attempt, 1, "1,234", kind="check").body
    assert (reply["readable"], reply["grade"], reply["tries_left"]) == (False, None, None)
    assert reply["message"] == "“1,234” could be 1.234 or 1234. Which one do you mean?"
    assert reply["unread"] == [{"place": "", "message": reply["message"], "choices": ["1.234", "1234"]}]
    assert Response.objects.get().kind == "save"
    assert not Grade.objects.exists()
    again = send(attempt, 1, reply["unread"][0]["choices"][0], kind="check").body
    assert (again["grade"]["fraction"], again["unread"]) == (1, [])


def test_an_ambiguous_answer_at_the_end_leaves_the_earlier_one():
    attempt = begin(DECIMAL)
    send(attempt, 1, "1.2340")
    send(attempt, 1, "1,234")
    assert item(attempt)["answer"] == "1,234"
    assert item(attempt)["unread"][0]["used"] == "1.2340"
    assert submitted(attempt).points == 1
    assert Response.objects.latest("pk").readable is False
    assert told(attempt) == ["Your last entry, “1,234”, could be 1.234 or 1234. We used your earlier answer 1.2340."]


def test_an_ambiguous_answer_alone_counts_as_none():
    attempt = begin(DECIMAL)
    send(attempt, 1, "1,234")
    assert submitted(attempt).points == 0
    assert told(attempt) == ["Your last entry, “1,234”, could be 1.234 or 1234. It counts as unanswered."]


def test_an_unread_cell_counts_as_empty_and_the_others_are_graded():
    attempt = begin(CELLS)
    reply = send(attempt, 1, ["0.5", "abc"]).body
    assert (reply["readable"], reply["read"]) == (True, "0.5; –")
    assert [one["place"] for one in reply["unread"]] == ["1"]
    assert submitted(attempt).points == pytest.approx(0.5, abs=1e-3)
    assert told(attempt) == ["Number 2: Your last entry, “abc”, cannot be read. It counts as unanswered."]


@pytest.mark.parametrize("later", [["0.5", "1,234"], ["0,5", "1/2"], ["abc", "1,234"]])
def test_an_unread_cell_keeps_what_was_read_there(later):
    attempt = begin(CELLS)
    send(attempt, 1, ["0.5", "1.234"])
    send(attempt, 1, later)
    assert submitted(attempt).points == 1
    assert item(attempt)["answer"] == [later[0] if later[0] != "abc" else "0.5", "1.234"]
    assert "We used your earlier answer 1.234." in told(attempt)[-1]


def test_a_cell_that_was_emptied_stays_empty():
    attempt = begin(CELLS)
    send(attempt, 1, ["0.5", "1.234"])
    send(attempt, 1, ["0.5", ""])
    send(attempt, 1, ["0.5", "abc"])
    assert submitted(attempt).points == pytest.approx(0.5, abs=1e-3)


def test_a_check_with_an_unread_cell_costs_no_try():
    attempt = begin(CELLS, tries=2)
    reply = send(attempt, 1, ["0.7", "1,234"], kind="check").body
    assert (reply["readable"], reply["grade"]) == (True, None)
    assert not Grade.objects.exists()
    assert send(attempt, 1, ["0.5", "1.234"], kind="check").body["tries_left"] == 1


def test_the_number_of_statements_is_the_same_for_many_unread_cells(django_assert_num_queries):
    attempt = begin(CELLS, CELLS, CELLS)
    for position in (1, 2, 3):
        send(attempt, position, ["0.5", "1.234"])
        send(attempt, position, ["abc", "1.234"])
    with django_assert_num_queries(3):  # one more than where all can be read
        describe(attempt, NOW)


def test_an_unread_part_keeps_what_was_read_there():
    attempt = begin(PARTS)
    right = factory.right_answer(attempt, 1)
    send(attempt, 1, right)
    send(attempt, 1, right | {"b": "1/2", "a": ["abc", *right["a"][1:]]})
    assert [one["place"] for one in item(attempt)["unread"]] == ["a.0", "b"]
    assert submitted(attempt).points == 1


def test_a_regrade_counts_what_the_grade_counted():
    publish_written("cells", CELLS, question=None, author=None)
    question = factory.Question.objects.get(slug="cells")
    attempt = factory.begin(factory.offer(question))
    send(attempt, 1, ["0.5", "1.234"])
    send(attempt, 1, ["0.5", "1,234"])
    assert submitted(attempt).points == 1
    again = {**CELLS, "explanation": "Said better."}
    publish_written("cells", again, question=question, author=None)
    question = factory.Question.objects.select_related("published").get(slug="cells")
    plan = attempts.plan_regrade(question, may_lower=True)
    assert [(one.before, one.after) for one in plan.differences] == [(1, 1)]


@pytest.fixture
def browser():
    client = Client()
    client.force_login(factory.person("reader"))
    return client


def test_without_scripts_buttons_send_what_was_meant(browser):
    attempt = factory.begin(factory.offer(factory.publish(DECIMAL)), factory.get_user_model().objects.get())
    address = f"/quizzes/attempts/{attempt.uuid}/"
    browser.post(address, {"was-1": "null", "answer-1": "1,234", "do": "save"})
    html = browser.get(address).content.decode()
    for text in ("1.234", "1234"):
        assert f'name="answer-1" value="{text}" formaction="#q1"' in html
    assert 'aria-invalid="true"' in html
    page = browser.post(address, {"was-1": '"1,234"', "answer-1": "1,234", "do": "finish"}, follow=True)
    assert "could be 1.234 or 1234. It counts as unanswered." in page.content.decode()
    browser.post(address, {"was-1": '"1,234"', "answer-1": ["1,234", "1.234"]})
    assert Response.objects.latest("pk").answer == "1.234"
    assert submitted(attempt).points == 1


def test_an_answer_that_an_earlier_version_read_still_counts_as_it_was_read():
    """Written before 1,234 had two meanings, in an attempt that was open at the upgrade."""
    attempt = begin(DECIMAL)
    Response.objects.create(
        item=attempt.items.get(),
        attempt=attempt,
        uuid=uuid4(),
        kind="save",
        answer="1,234",
        readable=True,
        received_at=NOW,
    )
    assert item(attempt)["unread"][0]["choices"] == ["1.234", "1234"]
    assert submitted(attempt).points == 1


def test_a_word_with_a_letter_of_another_alphabet_is_asked_again():
    body = FIXED | {"type": "text", "prompt": "Which function?", "answer": {"accept": ["tanh"]}}
    attempt = begin(body, tries=2)
    reply = send(attempt, 1, "t\u0430nh", kind="check").body
    said = "“t\u0430nh” mixes letters of two alphabets: “\u0430” only looks like “a”. Type it again."
    assert (reply["readable"], reply["grade"], reply["message"]) == (False, None, said)
    assert send(attempt, 1, "t\u034fa\ufe0fn\u00adh\u2064", kind="check").body["grade"]["fraction"] == 1
