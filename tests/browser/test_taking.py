"""Taking the quiz as a person does: at once, on bad Wi-Fi, in two tabs, without scripts."""

import os
import re
from decimal import Decimal
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from playwright.sync_api import Page, expect

from quizzes import attempts
from quizzes.models import Attempt, Key, Quiz, Response
from quizzes.questions.types import TYPES
from tests.browser.conftest import answer_all, question_of, sign_up, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNREAD = "“/” cannot be read here. Write 0.5 instead of 1/2."


def saved_as(page, words):
    expect(question_of(page, "number").locator("[data-save]")).to_have_text(words)


def saved(page: Page, kind: str = "number") -> None:
    expect(question_of(page, kind).locator("[data-save]")).to_have_text("Saved")


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit answers").first.click()


def test_a_visitor_starts_at_once_and_every_answer_is_there_after_a_reload(page):
    start_quiz(page)
    answer_all(page)
    expect(page.locator("[data-count]")).to_have_text("15 of 15 answered")
    page.reload()
    expect(question_of(page, "number").locator("input[data-number]").first).to_have_value("0.5")
    expect(question_of(page, "single").locator("input[type=radio]").first).to_be_checked()


def test_an_answer_that_changes_while_it_is_sent_is_not_taken_for_another_tabs(page):
    start_quiz(page)
    question = page.locator(".question", has=page.locator("[data-save]")).filter(has_text="Part c").first
    first, second = question.locator("input[data-number]").all()[:2]
    held = []
    page.route("**/responses/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/responses/"):
        first.fill("0.5")
    second.fill("0.25")
    page.wait_for_timeout(1_000)  # until the second draft is written down too
    held[0].continue_()
    expect(question.locator("[data-save]")).to_have_text("Saved")
    expect(question.locator("[data-displaced]")).to_have_count(0)
    assert Response.objects.count() == 2


def test_saved_is_shown_only_for_what_is_in_the_rows(page):
    start_quiz(page)
    question_of(page, "number").locator("input[data-number]").fill("0,25")
    saved(page)
    assert [response.answer for response in Response.objects.all()] == ["0,25"]
    expect(question_of(page, "number").locator("[data-echo]")).to_have_text("We read 0.25")


def test_an_unreadable_number_is_asked_again_at_its_field(page):
    start_quiz(page)
    question_of(page, "number").locator("input[data-number]").fill("1/2")
    expect(question_of(page, "number").locator("[data-echo]")).to_have_text(
        "“/” cannot be read here. Write 0.5 instead of 1/2."
    )
    expect(page.locator("[data-count]")).to_have_text("0 of 15 answered")


def test_submitting_shows_the_score_and_a_reason_for_every_option(page):
    start_quiz(page)
    answer_all(page)
    submit(page)
    page.wait_for_url("**/review/")
    expect(page.locator(".score .figure")).to_contain_text("of 15")
    for option in page.locator(".reason").all():
        expect(option.locator(".why")).to_have_text(re.compile(r"\w"))


def test_open_questions_are_named_before_they_count_nothing(page):
    start_quiz(page)
    question_of(page, "number").locator("input[data-number]").fill("0.5")
    submit(page)
    expect(page.get_by_text("14 questions are still open.")).to_be_visible()
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review/")


def slip_in(attempt: Attempt) -> tuple[int, str]:
    """The position of a number that a network computes, and what only leaving out each bias gives."""
    for item in attempt.items.select_related("variant__version"):
        key = Key.objects.get(variant=item.variant)
        if "z.no_bias" in key.wrong and item.variant.version.type == "number":
            slip = f"{key.wrong['z.no_bias']['value']:.6f}"
            told = TYPES["number"].grade(Decimal(slip), key.right, key.wrong).diagnoses
            if [one["id"] for one in told] == ["z.no_bias"]:
                return item.position, slip
    raise AssertionError("no question of this attempt has a network with a bias to leave out")


def test_a_wrong_number_is_explained_and_opens_its_own_network_where_it_went_wrong(visit):
    page = visit()
    start_quiz(page)
    position, number = slip_in(Attempt.objects.get())
    page.locator(f"#q{position} input[data-number]").fill(number)
    submit(page)
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review/")
    question = page.locator(f"#q{position}")
    expect(question.locator(".notice.is-wrong")).to_contain_text("bias")
    expect(question.locator(".steps .slip").first).to_contain_text("your answer leaves the network here")
    if "PICTURES" in os.environ:
        box = question.bounding_box()
        page.screenshot(path="docs/review.png", full_page=True, clip={**box, "height": 1180})
    question.get_by_role("link", name="Open this network").click()
    page.wait_for_url("**/simulator/?n=v1.*")
    expect(page.locator("svg.network:visible").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("bias")


def test_offline_answers_wait_in_the_browser_and_are_sent_afterwards(page):
    start_quiz(page)
    page.context.set_offline(True)
    question_of(page, "number").locator("input[data-number]").fill("0.5")
    expect(page.locator("[data-connection]")).to_contain_text("You are offline.")
    assert Response.objects.count() == 0
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("[data-connection]")).to_be_hidden()


def test_a_submit_without_a_connection_says_so_where_one_looks_and_loses_nothing(page):
    start_quiz(page)
    address = page.url
    answer_all(page)
    expect(page.locator("[data-count]")).to_have_text("15 of 15 answered")
    page.context.set_offline(True)
    page.get_by_role("button", name="Submit answers").last.click()
    expect(page.locator("[data-connection]")).to_contain_text("Every answer is saved.")
    expect(page.locator("[data-connection]")).to_be_in_viewport()
    assert page.url == address
    page.context.set_offline(False)
    expect(page.locator("[data-connection]")).to_be_hidden()
    page.get_by_role("button", name="Submit answers").last.click()
    page.wait_for_url("**/review/")


def test_signing_up_in_another_tab_does_not_sign_this_one_out(page):
    start_quiz(page)
    other = page.context.new_page()
    sign_up(other, "ada")
    answer_all(page)
    expect(page.locator("[data-count]")).to_have_text("15 of 15 answered")
    expect(page.locator("[data-connection]")).to_be_hidden()
    submit(page)
    page.wait_for_url("**/review/")
    assert Attempt.objects.get().user.username == "ada"


def test_an_answer_given_offline_survives_a_closed_tab(page):
    start_quiz(page)
    address = page.url
    page.route("**/responses/", lambda route: route.abort())
    question_of(page, "number").locator("input[data-number]").fill("0.5")
    expect(page.locator("[data-connection]")).to_contain_text("kept in this browser")
    again = page.context.new_page()
    page.close()
    again.goto(address)
    saved(again)
    assert Response.objects.get().answer == "0.5"


def field_of(page):
    return question_of(page, "number").locator("input[data-number]")


def test_answer_of_another_tab_is_shown_and_the_displaced_one_offered_back(page):
    start_quiz(page)
    field_of(page).fill("0.2")
    saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    field_of(other).fill("0.1")
    saved(other)
    expect(field_of(page)).to_have_value("0.1")
    saved(page)
    expect(question_of(page, "number")).to_contain_text("You saved a different answer in another tab.")
    page.get_by_role("button", name="Use the other answer").click()
    saved(page)
    expect(field_of(other)).to_have_value("0.2")
    saved(other)
    assert [response.answer for response in Response.objects.order_by("pk")] == ["0.2", "0.1", "0.2"]


def test_answer_of_another_device_is_shown_when_the_tab_is_looked_at(page):
    """No message passes between two browsers: this one asks when it gets the focus."""
    start_quiz(page)
    field_of(page).fill("0.2")
    saved(page)
    device = page.context.browser.new_context(storage_state=page.context.storage_state())
    other = device.new_page()
    other.goto(page.url)
    field_of(other).fill("")
    saved_as(other, "Not answered yet")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(field_of(page)).to_have_value("")
    saved_as(page, "Not answered yet")
    device.close()


def test_what_is_typed_here_is_not_overwritten_by_another_tab(page):
    start_quiz(page)
    other = page.context.new_page()
    other.goto(page.url)
    page.context.set_offline(True)
    field_of(page).fill("0.3")
    saved_as(page, "Kept in this browser. It will be sent when the connection is back.")
    page.context.set_offline(False)
    field_of(other).fill("0.1")
    expect(field_of(page)).to_have_value("0.3")
    saved(page)


def test_saved_has_a_sign_of_its_own(page):
    """The tick is for right answers: a wrong one is saved as well."""
    start_quiz(page)
    field_of(page).fill("0.2")
    saved(page)
    sign = question_of(page, "number").locator("[data-save]")
    expect(sign).to_have_attribute("class", "sign save is-saved")
    tick = page.locator("#sign-right").evaluate('one => one.innerHTML.match(/ d="[^"]*"/)[0]')
    assert tick not in sign.inner_html()
    page.reload()
    expect(sign).to_have_attribute("class", "sign save is-saved")
    assert tick not in sign.inner_html()
    colour = "one => getComputedStyle(one).color"
    neutral = sign.evaluate(colour)
    sign.evaluate("one => one.classList.replace('is-saved', 'is-right')")
    assert sign.evaluate(colour) != neutral


def test_answer_left_in_this_browser_is_sent_from_any_page(page):
    start_quiz(page)
    page.context.set_offline(True)
    field_of(page).fill("0.3")
    saved_as(page, "Kept in this browser. It will be sent when the connection is back.")
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    with again.expect_response("**/responses/"):
        again.goto("/simulator/")
    again.wait_for_function("Object.keys(localStorage).every((key) => !key.startsWith('draft:'))")
    assert [response.answer for response in Response.objects.all()] == ["0.3"]


def test_answer_that_waits_is_sent_from_an_open_page_when_the_connection_is_back(page):
    start_quiz(page)
    reading = page.context.new_page()
    reading.goto("/progress/")
    page.context.set_offline(True)
    field_of(page).fill("0.3")
    saved_as(page, "Kept in this browser. It will be sent when the connection is back.")
    page.close()
    with reading.expect_response("**/responses/"):
        page.context.set_offline(False)


def test_a_double_click_on_submit_and_the_back_button_do_no_harm(page):
    start_quiz(page)
    answer_all(page)
    page.get_by_role("button", name="Submit answers").first.dblclick()
    page.wait_for_url("**/review/")
    page.go_back()
    page.wait_for_url("**/review/")
    assert Attempt.objects.get().state == Attempt.State.GRADED


def test_a_submitted_attempt_sends_another_tab_to_its_review(page):
    start_quiz(page)
    other = page.context.new_page()
    other.goto(page.url)
    submit(page)
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review/")
    question_of(other, "number").locator("input[data-number]").fill("0.2")
    other.wait_for_url("**/review/")
    assert [response.late for response in Response.objects.filter(answer="0.2")] == [True]


def test_signing_up_keeps_what_a_guest_has_done(page):
    start_quiz(page)
    question_of(page, "number").locator("input[data-number]").fill("0.5")
    saved(page)
    sign_up(page, "ada")
    page.goto("/quizzes/chapter-1/")
    page.get_by_role("link", name=re.compile("Go on with attempt 1")).click()
    expect(question_of(page, "number").locator("input[data-number]")).to_have_value("0.5")


def test_without_javascript_the_whole_quiz_is_taken_by_forms(visit):
    page = visit(java_script_enabled=False)
    start_quiz(page)
    question_of(page, "number").locator("input[data-number]").fill("1/2")
    page.get_by_role("button", name="Save answers").last.click()
    expect(question_of(page, "number").locator(".echo")).to_have_text(
        "“/” cannot be read here. Write 0.5 instead of 1/2."
    )
    answer_all(page)
    submit(page)
    page.wait_for_url("**/review/")
    expect(page.locator(".score .figure")).to_contain_text("of 15")


@pytest.mark.parametrize(("width", "minutes"), [(320, 0), (390, 0), (390, 90)])
def test_on_a_phone_the_bar_is_one_line_and_covers_no_question_that_is_gone_to(visit, width, minutes):
    page = visit(viewport={"width": width, "height": 800})
    Quiz.objects.update(policy={"minutes": minutes})
    start_quiz(page)
    bar = page.locator(".quiz-bar").bounding_box()
    assert bar["height"] < 72
    page.locator("[data-strip='9']").click()
    expect(page.get_by_role("heading", name="Question 9 of 15")).to_be_in_viewport()
    assert page.locator("#q9 header").bounding_box()["y"] >= bar["height"]


def test_the_last_minute_is_marked_on_the_clock_and_told_to_those_who_hear_the_page(page):
    Quiz.objects.update(policy={"minutes": 2})
    page.clock.install()
    start_quiz(page)
    expect(page.locator(".clock")).not_to_contain_class("ending")
    page.clock.run_for(65_000)
    expect(page.locator(".clock")).to_contain_class("ending")
    expect(page.locator(".quiz-bar [role=status]")).to_have_text("The last minute has begun.")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control is reached, as a person without a mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_the_quiz_is_taken_from_its_door_to_the_review_by_keyboard_alone(page):
    quiz = Quiz.objects.get(slug="chapter-1")
    Quiz.objects.update(policy=quiz.policy | {"shuffle": False})  # the keys follow the order of its slots
    page.goto("/quizzes/chapter-1/")
    tab_to(page, "form button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quizzes/attempts/*/")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(question_of(page, "single").locator("input[type=radio]").nth(1)).to_be_checked()
    saved(page, "single")
    tab_to(page, "input[data-number]")
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    saved(page)
    assert "/review/" not in page.url
    tab_to(page, ".finish button")
    page.keyboard.press("Enter")
    expect(page.locator(".confirm")).to_be_focused()
    tab_to(page, "button[value=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    tab_to(page, ".report summary")
    page.keyboard.press("Enter")
    expect(page.locator(".report textarea").first).to_be_visible()


def test_offline_for_a_minute_every_answer_waits_and_each_is_sent_once(page):
    page.clock.install()
    start_quiz(page)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/responses/") else None)
    page.context.set_offline(True)
    answer_all(page)
    page.clock.run_for(60_000)
    expect(page.locator("[data-connection]")).to_contain_text("15 answers are kept in this browser")
    expect(page.locator(".strip .kept")).to_have_count(15)
    assert not Response.objects.exists()
    assert len(sent) <= 15 * 9, "it asks more and more rarely"
    page.context.set_offline(False)
    page.clock.run_for(20_000)
    expect(page.locator("[data-connection]")).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("15 of 15 answered")
    assert Response.objects.count() == 15


def test_an_answer_that_the_server_cannot_take_names_the_reason_and_waits(page, monkeypatch):
    start_quiz(page)
    with monkeypatch.context() as outage:
        outage.setattr(attempts, "respond_to", Mock(side_effect=OperationalError("database is locked")))
        question_of(page, "number").locator("input[data-number]").fill("0.25")
        notice = page.locator("[data-connection]")
        expect(notice).to_contain_text("1 answer is kept in this browser")
        expect(notice).not_to_contain_text("offline")
    saved_as(page, "Saved")
