"""A fault that a learner reports: kept with variant and answer, and answered where the question stands."""

from datetime import UTC, datetime

import pytest

from quizzes import attempts
from quizzes.models import Audit, FaultReport
from quizzes.refusals import Refused
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import send

pytestmark = pytest.mark.django_db
WORDS = "Two options say the same."


@pytest.fixture
def attempt(client, learner):
    client.force_login(learner)
    attempt = factory.begin(factory.offer(*factory.four_questions()), learner, datetime.now(UTC))
    send(attempt, 1, "0.1", datetime.now(UTC))
    send(attempt, 1, "1/2", datetime.now(UTC))
    return attempts.submit(attempt, arrived=datetime.now(UTC))


def address(attempt, name):
    return f"/quizzes/attempts/{attempt.uuid}/{name}/"


def test_a_report_keeps_the_variant_and_the_answer_that_counted(attempt):
    report = attempts.report_fault(attempt, 1, f"  {WORDS}\0 ")
    assert (report.text, report.user, report.item.position) == (WORDS, attempt.user, 1)
    assert report.response.answer == "0.1"
    assert attempts.report_fault(attempt, 2, WORDS).response is None


def test_the_same_report_again_is_the_same(attempt):
    assert attempts.report_fault(attempt, 1, WORDS) == attempts.report_fault(attempt, 1, WORDS)
    assert FaultReport.objects.count() == 1


@pytest.mark.parametrize(
    ("position", "text", "field"), [(1, " \n", "text"), (1, "x" * 2001, "text"), (9, "x", "position")]
)
def test_a_report_that_cannot_be_kept_says_why(attempt, position, text, field):
    with pytest.raises(Refused) as refused:
        attempts.report_fault(attempt, position, text)
    assert (refused.value.status_code, refused.value.field) == (400, field)


def test_nobody_fills_the_desk_with_reports_of_one_question(attempt):
    for number in range(5):
        attempts.report_fault(attempt, 1, f"{number}")
    with pytest.raises(Refused, match="5 times"):
        attempts.report_fault(attempt, 1, "once more")
    attempts.report_fault(attempt, 2, "another question")


def test_the_answer_stands_in_the_review_and_its_author_in_the_audit(client, attempt):
    client.post(address(attempt, "report"), {"position": "1", "text": f"{WORDS} <b>"})
    page = client.get(address(attempt, "review")).content.decode()
    assert f"{WORDS} &lt;b&gt;" in page
    assert "Not answered yet." in page
    teacher = factory.person(is_staff=True)
    for reply in ("Thank you: <i>it is</i> mended.", "Thank you: <i>it is</i> mended."):
        attempts.answer_report(FaultReport.objects.get(), reply, by=teacher)
    page = client.get(address(attempt, "review")).content.decode()
    assert "Thank you: &lt;i&gt;it is&lt;/i&gt; mended." in page
    assert "Not answered yet." not in page
    entry = Audit.objects.get(what="fault report answered")
    assert (entry.who, entry.before["reply"]) == (teacher, "")


def test_a_report_of_somebody_else_s_attempt_finds_none(client, attempt):
    client.force_login(factory.person())
    assert client.post(address(attempt, "report"), {"position": "1", "text": WORDS}).status_code == 404
    assert client.get(address(attempt, "report")).status_code == 405
    assert not FaultReport.objects.exists()


def test_a_refused_report_is_said_at_the_review(client, attempt):
    page = client.post(address(attempt, "report"), {"position": "1", "text": ""}, follow=True).content.decode()
    assert "A report needs a text." in page
