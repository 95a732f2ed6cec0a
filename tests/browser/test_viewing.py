"""One question at a time or all of them, and bookmarks: with scripts and without, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Response
from tests.browser.conftest import PHONE, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = pytest.mark.parametrize("how", [{}, {"java_script_enabled": False}, {"viewport": PHONE}])


def only(page: Page, number: int) -> None:
    """One question is shown, this one; a browser takes a moment to follow an address."""
    expect(page.locator(".question:visible")).to_have_id(f"q{number}")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


@WAYS
def test_one_question_at_a_time_is_walked_through_and_the_choice_is_kept(visit, how):
    page = visit(**how)
    start_quiz(page)
    expect(page.locator(".question:visible")).to_have_count(15)
    press(page, "Show one at a time")
    expect(page.locator(".question:visible")).to_have_count(1)
    page.locator("[data-strip='2']").click()
    only(page, 2)
    page.locator("#q2 [rel=next]").click()
    only(page, 3)
    page.reload()
    only(page, 3)
    page.goto("/")
    page.goto("/quizzes/chapter-1/")
    page.get_by_role("link", name="Go on with attempt 1").click()
    only(page, 1)
    press(page, "Show all questions")
    expect(page.locator(".question:visible")).to_have_count(15)


@WAYS
def test_bookmarks_stand_in_the_overview_and_survive_a_reload(visit, how):
    page = visit(**how)
    start_quiz(page)
    for position, pressed in ((3, "true"), (5, "true"), (5, "false")):
        button = page.locator(f"#q{position} [name=bookmark]")
        button.click()
        expect(button).to_have_attribute("aria-pressed", pressed)
    page.reload()
    expect(page.locator("[data-strip]:has([data-bookmarked]:not([hidden]))")).to_have_text("3: open, bookmarked")
    assert page.locator("[name=bookmark][aria-pressed=true]").get_attribute("value") == "3"


def test_bookmarks_of_two_tabs_are_all_kept(page):
    start_quiz(page)
    other = page.context.new_page()
    other.goto(page.url)
    for tab, position in ((page, 3), (other, 5), (other, 6), (page, 4), (other, 6)):
        tab.locator(f"#q{position} [name=bookmark]").click()
    page.reload()
    expect(page.locator("[name=bookmark][aria-pressed=true]")).to_have_count(3)


def test_what_was_typed_is_saved_by_the_buttons_that_change_the_view(visit):
    page = visit(java_script_enabled=False)
    start_quiz(page)
    page.locator("input[data-number]").first.fill("0.25")
    press(page, "Show one at a time")
    assert Response.objects.count() == 1


def test_the_question_in_view_stays_when_the_others_go(page):
    start_quiz(page)
    page.locator("#q7").scroll_into_view_if_needed()
    page.locator("#q7").evaluate("question => question.scrollIntoView()")
    press(page, "Show one at a time")
    only(page, 7)
    page.evaluate("location.hash = 'overview'")
    only(page, 7)


def test_a_phone_has_its_overview_below_and_goes_on_where_one_was_and_not_at_the_last_question(visit):
    page = visit(viewport=PHONE)
    start_quiz(page)
    press(page, "Show one at a time")
    only(page, 1)
    press(page, "Show all questions")
    page.locator("#q7").evaluate("question => question.scrollIntoView()")
    # a mouse of Playwright would scroll before it clicks
    page.get_by_role("link", name="0 of 15 answered").evaluate("link => link.click()")
    press(page, "Show one at a time")
    only(page, 7)


def test_a_question_left_by_scrolling_is_gone_to_again(page):
    start_quiz(page)
    page.locator("[data-strip='8']").click()
    page.locator("#q7").evaluate("question => question.scrollIntoView()")
    press(page, "Show one at a time")
    only(page, 7)
    page.locator("#q7 [rel=next]").click()  # the address named it before, so no browser tells of a change
    only(page, 8)


def test_the_overview_says_which_question_is_shown(page):
    start_quiz(page)
    press(page, "Show one at a time")
    page.locator("#q1 [rel=next]").click()
    only(page, 2)
    expect(page.get_by_label("Overview").locator("[aria-current=true]")).to_have_attribute("data-strip", "2")


def test_an_answer_is_saved_one_at_a_time_as_well(page):
    start_quiz(page)
    press(page, "Show one at a time")
    page.locator("[data-strip='1']").click()
    number = 1
    while not page.locator(f"#q{number} input[data-number]").count():
        only(page, number)
        page.locator(f"#q{number} [rel=next]").click()
        number += 1
    page.locator(f"#q{number} input[data-number]").first.fill("0.5")
    expect(page.locator(".question:visible [data-save]")).to_have_text("Saved")
    expect(page.locator("[data-count]")).to_have_text("1 of 15 answered")
