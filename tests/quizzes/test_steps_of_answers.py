"""A wrong number opens the step that went wrong, and “Not what I did” finds the first line that differs."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from quizzes import attempts
from quizzes.attempts.disputing import latest_grade
from quizzes.authoring.answers import answers_to
from quizzes.first_wrong_step import walk
from quizzes.models import Dispute, Grade, Question
from quizzes.refusals import Refused
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import key_at, send

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
RIGHT = {  # x = (1, −1), w = (0.5, 0.3), b = 0.4: z = 0.6, σ(0.6) = 0.6457
    "network": {
        "inputs": [1, -1],
        "layers": [{"weights": [[0.5, 0.3]], "biases": [0.4], "activation": "sigmoid"}],
    },
    "steps": ["z[1,1]", "a[1,1]"],
}


@pytest.fixture
def practise(client):
    def of(mode="practice", body=factory.NUMBER, **policy):
        learner = factory.person()
        client.force_login(learner)
        offered = factory.offer(factory.publish(body), **{"mode": mode, **policy})
        return factory.begin(offered, learner, NOW)

    return of


def no_bias(attempt):
    """The number of a learner who left the bias out, to 3 decimals."""
    return f"{key_at(attempt, 1).wrong['z.no_bias']['value']:.3f}"


def checked(attempt, answer):
    send(attempt, 1, answer, kind="check")
    return attempt


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def address(attempt, name):
    return f"/quizzes/attempts/{attempt.uuid}/{name}/"


# ---- line by line, without a page


def test_the_first_line_has_no_value_yet():
    found = walk(RIGHT, [])
    assert [(line.probe, line.is_done) for line in found.lines] == [("z[1,1]", False)]
    assert found.count == 2
    assert "?" in str(found.lines[0].numbers)


def test_a_right_line_leads_to_the_next():
    found = walk(RIGHT, ["0.6"])
    assert [line.is_done for line in found.lines] == [True, False]
    assert not found.is_all_right


def test_the_first_line_that_differs_is_named_with_its_mistake():
    found = walk(RIGHT, ["0.6", "0.354"])  # σ(−0.6)
    assert found.wrong_step
    assert found.wrong_step.reasons[0].startswith("The exponent is −z, not z")
    assert [line.is_done for line in found.lines] == [True, True]


def test_a_wrong_line_is_not_explained_by_a_line_before_it():
    found = walk(RIGHT, ["0.6", "0.550"])  # σ(0.2), without the bias; but the sum was right
    assert found.wrong_step
    assert found.wrong_step.lead == "Not 0.55."
    assert "We do not recognise this mistake." in found.wrong_step.reasons[0]


def test_a_line_may_be_looked_up():
    found = walk(RIGHT, ["", "0.646"])
    assert found.is_all_right
    assert "0.6" in str(found.lines[0].numbers)


def test_what_is_no_number_is_asked_again():
    found = walk(RIGHT, ["about 1"])
    assert found.again
    assert not found.lines[0].is_done
    assert found.typed == "about 1"


# ---- the pages


def test_a_wrong_number_offers_its_step(practise, client):
    attempt = checked(practise(), "0.999")
    page = client.get(f"/quizzes/attempts/{attempt.uuid}/").content.decode().partition("<template")[0]
    assert address(attempt, "step/1") in page


def test_the_step_that_went_wrong_is_opened(practise, client):
    attempt = practise()
    checked(attempt, no_bias(attempt))
    page = client.get(address(attempt, "step/1"))
    assert "The step that went wrong" in text_of(page)
    assert "You left out the bias" in text_of(page)
    assert "You had" in text_of(page)
    assert "Not what I did" in text_of(page)
    assert "fault" in page.content.decode()


def test_an_unknown_mistake_offers_to_check_the_steps(practise, client):
    attempt = checked(practise(), "0.999")
    page = client.get(address(attempt, "step/1"))
    assert "We do not recognise this mistake." in text_of(page)
    assert address(attempt, "find/1") in page.content.decode()


def test_a_dispute_is_stored_and_leads_to_the_steps(practise, client):
    attempt = practise()
    checked(attempt, no_bias(attempt))
    for _ in range(2):
        page = client.post(address(attempt, "dispute"), {"dispute": "1"}, follow=True)
    assert "Find the step that went wrong" in text_of(page)
    [row] = Dispute.objects.all()
    grade = Grade.objects.get()
    assert (row.answer, row.typed_decimals, row.mistakes) == (no_bias(attempt), 3, ["z.no_bias"])
    assert (row.verdict, row.confidence) == ("one", grade.detail["finding"]["confidence"])
    assert (row.user, row.key) == (attempt.user, grade.key)


def test_a_dispute_changes_no_grade(practise, client):
    attempt = practise()
    checked(attempt, no_bias(attempt))
    before = Grade.objects.values().get()
    client.post(address(attempt, "dispute"), {"dispute": "1"})
    assert Grade.objects.values().get() == before


def test_disputes_are_counted_for_the_author(practise, client):
    attempt = practise()
    checked(attempt, no_bias(attempt))
    client.post(address(attempt, "dispute"), {"dispute": "1"})
    counted = answers_to(Question.objects.get())
    assert (counted.named, counted.disputed) == (1, 1)


def test_there_is_nothing_to_dispute_where_no_mistake_is_named(practise, client):
    attempt = checked(practise(), "0.999")
    client.post(address(attempt, "dispute"), {"dispute": "1"})
    assert not Dispute.objects.exists()
    with pytest.raises(Refused):
        attempts.dispute(attempt, 7)


def test_typed_lines_lead_on_by_links_alone(practise, client):
    attempt = practise()
    checked(attempt, no_bias(attempt))
    steps = latest_grade(attempt, 1).key.right
    z = f"{float(steps['network']['inputs'][0]) * 0.5 + float(steps['network']['inputs'][1]) * 0.3 + 0.4:.3f}"
    page = client.get(address(attempt, "find/1"))
    assert "step 1 of 1" in text_of(page)
    page = client.get(address(attempt, "find/1"), {"v": [z]})
    assert "All these steps are right." in text_of(page)
    page = client.get(address(attempt, "find/1"), {"v": ["0.999"]})
    assert "This is the first line that differs." in text_of(page)


def test_the_asked_number_is_never_given_away(practise, client):
    attempt = practise()
    checked(attempt, "0.999")
    right = f"{key_at(attempt, 1).right['value']:.4f}"
    for name in ("step/1", "find/1", "find/1/?v=&v=&v=".rstrip("/")):
        page = client.get(f"/quizzes/attempts/{attempt.uuid}/{name}{'' if '?' in name else '/'}")
        assert page.status_code == 200
        assert right not in page.content.decode()


@pytest.mark.parametrize(
    "query", [{"v": ["x" * 500]}, {"v": ["1"] * 90}, {"v": [""] * 90}, {"v": "1e999"}, {"from": "<b>"}]
)
def test_addresses_that_were_changed_are_answered(practise, client, query):
    attempt = checked(practise(), "0.999")
    assert client.get(address(attempt, "find/1"), query).status_code == 200


def test_steps_of_a_graded_attempt_wait_for_its_release(practise, client):
    attempt = practise("check", release="by hand", tries=3)
    checked(attempt, no_bias(attempt))
    for name in ("step/1", "find/1"):
        page = client.get(address(attempt, name), follow=True)
        assert "not released yet" in text_of(page)
    client.post(address(attempt, "dispute"), {"dispute": "1"})
    assert not Dispute.objects.exists()


def test_steps_of_another_learner_are_not_found(practise, client):
    attempt = checked(practise(), "0.999")
    client.force_login(factory.person())
    for name in ("step/1", "find/1"):
        assert client.get(address(attempt, name)).status_code == 404
    assert client.post(address(attempt, "dispute"), {"dispute": "1"}).status_code == 404


def test_a_right_answer_has_no_wrong_step(practise, client):
    attempt = practise()
    checked(attempt, factory.right_answer(attempt, 1))
    page = client.get(address(attempt, "step/1"), follow=True)
    assert "There is no wrong answer to look at." in text_of(page)
