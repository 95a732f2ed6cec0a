"""An author tries a quiz in a browser as a learner would take it, with and without scripts, and leaves no trace."""

import pytest
from playwright.sync_api import expect

from quizzes.models import Attempt, Quiz, Response, Trial
from tests.browser.conftest import answer_all, faults_of
from tests.browser.test_authoring import at_desk, instructor

__all__ = ["at_desk", "instructor"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUESTIONS = 15


def open_try(page):
    page.goto(f"/admin/quizzes/quiz/{Quiz.objects.get(slug='chapter-1').pk}/change/")
    page.get_by_role("link", name="Try this quiz").click()
    expect(page.get_by_role("heading", name="Try Chapter 1 quiz")).to_be_visible()
    page.get_by_role("button", name="Try this quiz").click()
    expect(page.get_by_text("You are trying this quiz.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_author_tries_a_quiz_and_discards_it(at_desk, scripts):
    page = at_desk(java_script_enabled=scripts)
    open_try(page)
    assert page.locator(".question").count() == QUESTIONS
    if scripts:
        assert faults_of(page) == []
        answer_all(page)
        expect(page.locator("[data-save]", has_text="Saved")).to_have_count(QUESTIONS)
        page.reload()
        expect(page.get_by_text(f"{QUESTIONS} of {QUESTIONS} answered").first).to_be_visible()
    else:
        page.locator(".question input[type=radio]").first.check()
        page.get_by_role("button", name="Save answers").last.click()
        expect(page.get_by_text(f"1 of {QUESTIONS} answered").first).to_be_visible()
    page.get_by_role("button", name="Submit answers").last.click()
    if not scripts:
        page.get_by_role("button", name="Submit now").click()
    expect(page.get_by_role("heading", name="Chapter 1 quiz, your try")).to_be_visible()
    assert page.locator(".question.reviewed").count() == QUESTIONS
    if scripts:
        assert faults_of(page) == []
    page.get_by_role("button", name="Try it again").click()
    expect(page.get_by_text(f"0 of {QUESTIONS} answered").first).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text(f"0 of {QUESTIONS} answered").first).to_be_visible()
    page.get_by_role("button", name="Discard this try").click()
    page.wait_for_url("**/admin/quizzes/quiz/*/change/")
    assert [kind.objects.count() for kind in (Trial, Attempt, Response)] == [0, 0, 0]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_check_tells_its_verdict_in_a_try_of_practice(at_desk, scripts):
    Quiz.objects.filter(slug="chapter-1").update(mode="practice")
    page = at_desk(java_script_enabled=scripts)
    open_try(page)
    question = page.locator(".question", has=page.locator("input[type=radio][name^=answer]")).first
    question.locator("input[type=radio][name^=answer]").first.check()
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-verdict]")).to_be_visible()
    expect(page.get_by_role("button", name="Another like it")).to_have_count(0)
    page.get_by_role("button", name="Finish practising").last.click()
    expect(page.get_by_role("heading", name="Chapter 1 quiz, your try")).to_be_visible()
