"""After an upgrade every answer and grade is there; learners continue where they were, with the cookie they have."""

import pytest

from quizzes.models import Attempt
from tests.quizzes.attempts.factory import right_answer
from tests.upgrade.learners import ROWS, read_rows

pytestmark = [pytest.mark.upgrade, pytest.mark.django_db]
IN_A_QUIZ = ("a guest in a quiz", "a learner in a quiz")
SUBMITTED = ("a guest who submitted", "a learner who submitted")
IN_PRACTICE = ("a guest in practice", "a learner in practice")


def of_learners(*names):
    """Runs a test once for each: the learner's browser, and what the older version knew."""
    return pytest.mark.parametrize("learner", names, indirect=True)


@pytest.fixture
def known(old, request):
    return old["learners"][request.node.callspec.params["learner"]]


@pytest.mark.parametrize("model", ROWS)
def test_everything_that_learners_did_is_still_there(old, db, model):
    assert old["rows"][model]
    assert read_rows()[model] == old["rows"][model]


@of_learners(*IN_A_QUIZ, *IN_PRACTICE)
def test_an_attempt_in_progress_opens_with_its_answers(learner, known):
    assert learner.client.get(f"/quizzes/attempts/{learner.attempt}/").status_code == 200
    assert [item["answer"] for item in learner.items()] == [item["answer"] for item in known["items"]]
    assert any(item["answer"] for item in known["items"])


@of_learners(*IN_A_QUIZ)
def test_an_attempt_in_progress_is_answered_submitted_and_reviewed(learner, known):
    attempt = Attempt.objects.get(uuid=learner.attempt)
    unanswered = [item["position"] for item in known["items"] if item["answer"] is None]
    assert len(unanswered) == 5
    for position in unanswered:
        learner.answer(position, right_answer(attempt, position))
    learner.submit()
    earned = {item["position"]: item["earned"] for item in learner.review()["items"]}
    right_before = [item["position"] for item in known["items"] if item["position"] % 3 == 1]
    assert {earned[position] for position in (*unanswered, *right_before)} == {1}
    assert learner.client.get(f"/quizzes/attempts/{learner.attempt}/review/").status_code == 200


@of_learners(*SUBMITTED)
def test_a_submitted_attempt_keeps_its_grades_and_its_review_opens(learner, known):
    review = learner.review()
    assert review["score"] == known["review"]["score"]
    graded = [[(item["answer"], item["earned"]) for item in one["items"]] for one in (review, known["review"])]
    assert graded[0] == graded[1]
    page = learner.client.get(f"/quizzes/attempts/{learner.attempt}/review/")
    assert (page.status_code, page.content.count(b"<h1")) == (200, 1)


@of_learners(*IN_PRACTICE)
def test_practice_shows_its_verdicts_and_goes_on(learner, known):
    verdicts = [[item["grade"]["fraction"] for item in items] for items in (learner.items(), known["items"])]
    assert verdicts[0] == verdicts[1] == [1, 0]
    second = right_answer(Attempt.objects.get(uuid=learner.attempt), 2)
    assert learner.answer(2, second, kind="check")["grade"]["fraction"] == 1


@of_learners(*SUBMITTED)
def test_a_learner_who_submitted_starts_again(learner, known):
    learner.start()
    assert learner.attempt != known["attempt"]
    assert len(learner.items()) == 15
