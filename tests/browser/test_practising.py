"""Practising in a browser: a verdict after each answer, another question like one, and a fault reported."""

import re

import pytest
from playwright.sync_api import expect

from quizzes.models import Attempt, FaultReport, Quiz, Response
from tests.browser.conftest import faults_of, question_of, start_quiz
from tests.browser.test_taking import slip_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def begin(page, **policy):
    Quiz.objects.update(**{"mode": "check", "policy": {}, **policy})
    page.goto("/quizzes/chapter-1/")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/quizzes/attempts/*/")
    return Attempt.objects.get()


def test_a_checked_answer_gets_its_verdict_which_goes_when_the_answer_changes(page):
    position, slip = slip_in(begin(page, mode="practice"))
    question = page.locator(f"#q{position}")
    field, verdict = question.locator("input[data-number]"), question.locator("[data-verdict]")
    question.get_by_role("button", name="Check").click()
    expect(verdict).to_have_text("Please answer first, then check.")
    field.fill(slip)
    field.press("Enter")
    expect(verdict).to_contain_text(re.compile(r"^\s*Not −?\d"))
    expect(verdict).to_contain_text("bias")
    assert faults_of(page) == []
    page.reload()
    expect(verdict).to_contain_text("bias")
    field.fill("1/2")
    expect(verdict).to_have_count(0)
    assert Response.objects.filter(kind="check").count() == 1


def test_another_like_it_is_a_fresh_question_at_the_end_and_keeps_what_was_typed(page):
    position, slip = slip_in(begin(page, mode="practice"))
    page.locator(f"#q{position} input[data-number]").fill(slip)
    page.locator(f"#q{position}").get_by_role("button", name="Another like it").click()
    page.wait_for_url("**/#q16")
    expect(page.get_by_role("heading", name="Question 16 of 16")).to_be_in_viewport()
    expect(page.locator(f"#q{position} input[data-number]")).to_have_value(slip)
    one, other = (item.variant for item in Attempt.objects.get().items.filter(position__in=[position, 16]))
    assert one.version == other.version
    assert one != other


def test_tries_are_counted_down_and_a_repeat_is_free(page):
    begin(page, policy={"tries": 3})
    question = question_of(page, "number")
    field, left = question.locator("input[data-number]"), question.locator("[data-tries]")
    expect(left).to_have_text("3 more tries. A right answer earns all its points.")
    for answer, words in (
        ("55", "2 more tries"),
        ("55,0", "2 more tries"),
        ("56", "1 more try"),
        ("57", "No tries left"),
    ):
        field.fill(answer)
        question.get_by_role("button", name="Check").click()
        expect(question.locator("[data-verdict]")).to_contain_text(re.compile(r"^\s*Not −?\d"))
        expect(left).to_contain_text(words)


def test_a_check_made_offline_is_told_when_the_connection_is_back(page):
    begin(page, mode="practice")
    question = question_of(page, "number")
    page.context.set_offline(True)
    question.locator("input[data-number]").fill("55.25")
    question.get_by_role("button", name="Check").click()
    expect(page.locator("[data-connection]")).to_contain_text("You are offline.")
    page.context.set_offline(False)
    expect(question.locator("[data-verdict]")).to_contain_text(re.compile(r"^\s*Not −?\d"))


def test_from_a_review_one_practises_on_the_sheet_and_reports_a_fault(page):
    start_quiz(page)
    position, slip = slip_in(Attempt.objects.get())
    page.locator(f"#q{position} input[data-number]").fill(slip)
    expect(page.locator(f"#q{position} [data-save]")).to_have_text("Saved")
    page.get_by_role("button", name="Submit answers").first.click()
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review/")
    question = page.locator(f"#q{position}")
    question.get_by_text("Report a fault").click()
    question.get_by_label("What is wrong").fill("The bias is hard to see.")
    question.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Not answered yet.")).to_be_visible()
    FaultReport.objects.update(reply="It is larger now.")
    page.reload()
    expect(question).to_contain_text("It is larger now.")
    assert faults_of(page) == []
    question.get_by_role("button", name="Try another like it").click()
    page.wait_for_url("**/#q1")
    expect(page.get_by_role("heading", name="Practice sheet")).to_be_visible()
    expect(page.get_by_role("button", name="Check")).to_be_visible()
    assert faults_of(page) == []
