"""Questions inside a chapter in a browser: checked where they stand, kept while offline, and without scripts."""

import re
from threading import Semaphore

import pytest
from django.db import OperationalError
from playwright.sync_api import Route, expect

from quizzes import attempts
from quizzes.guests import newcomers
from quizzes.models import Attempt, Dispute, Key, Response
from tests.browser.conftest import PHONE, faults_of, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHAPTER = "/chapters/introduction/"


def key_of(slug):
    """Of the variant that the chapter shows."""
    return Key.objects.filter(version__question__slug=slug).order_by("variant__seed").first()


def slip_in(slug, idea):
    return f"{key_of(slug).wrong[idea]['value']:.6f}"


def right_in(slug):
    return f"{key_of(slug).right['value']:.6f}"


def is_kept(page, slug):
    """Whether this browser keeps an answer, once the script of the questions has come."""
    for _ in range(100):
        if page.evaluate("(slug) => Object.keys(localStorage).some((key) => key.endsWith(`:${slug}`))", slug):
            return True
        page.wait_for_timeout(50)
    return False


def placed(page, slug):
    return page.locator(f"#question-{slug}")


def test_a_wrong_number_is_explained_where_it_stands_and_another_one_takes_its_place(page):
    page.goto(CHAPTER)
    question = placed(page, "sigmoid-neuron")
    field, verdict = question.locator("input[data-number]"), question.locator("[data-verdict]")
    question.get_by_role("button", name="Check").click()
    expect(verdict).to_have_text("Please answer first, then check.")
    field.fill(slip_in("sigmoid-neuron", "z.no_bias"))
    question.get_by_label("Sure").check()
    field.press("Enter")
    expect(verdict).to_contain_text(re.compile(r"^\s*Not −?\d"))
    expect(verdict).to_contain_text("bias")
    expect(verdict).to_contain_text("You were sure")
    assert faults_of(page) == []
    before = question.locator(".prompt").inner_text()
    verdict.get_by_role("button", name="Try another like it").click()
    expect(question.locator(".prompt")).not_to_have_text(before)
    expect(question).to_be_focused()
    question.locator("input[data-number]").fill("55.25")
    question.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text(re.compile(r"^\s*Not −?\d"))
    assert [item.responses.count() for item in Attempt.objects.get().items.all()] == [1, 1]


def test_a_number_that_no_slip_explains_is_told_what_to_do_and_no_bare_verdict(page):
    page.goto(CHAPTER)
    question = placed(page, "mean-squared-error")
    question.locator("input[data-number]").fill("55.25")
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-feedback]")).to_contain_text("one step at a time")


def test_a_wrong_number_opens_its_step_in_place_and_a_dispute_finds_the_line(page):
    page.goto(CHAPTER)
    question = placed(page, "gradient-of-a-weight")
    question.locator("input[name^=answer]").fill(slip_in("gradient-of-a-weight", "dw.no_local"))
    question.get_by_role("button", name="Check").click()
    question.get_by_role("link", name="See the step").click()
    opened = question.locator("[data-opened]")
    expect(opened).to_contain_text("your answer leaves the network here")
    opened.get_by_role("button", name="Not what I did").click()
    expect(opened).to_contain_text("Type what you had at each step.")
    assert Dispute.objects.count() == 1
    opened.get_by_label("Your number at step 1").fill("17.125")
    opened.get_by_role("button", name="Check").click()
    expect(opened).to_contain_text("This is the first line that differs.")
    assert [item.responses.count() for item in Attempt.objects.get().items.all()] == [1]
    opened.get_by_role("button", name="Close the steps").click()
    expect(question.get_by_role("link", name="See the step")).to_be_focused()
    assert faults_of(page) == []


def test_a_formula_too_wide_for_its_verdict_goes_on_below(visit):
    page = visit(viewport={"width": 320, "height": 640})
    page.goto(CHAPTER)
    question = placed(page, "weighted-sum")
    expect(question.locator("svg .asked .value")).to_have_text("?")
    expect(question.locator("svg .asked .value")).to_be_visible()
    question.locator("input[data-number]").fill(right_in("weighted-sum"))
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-verdict] .formula math")).to_have_count(3)  # with letters, with numbers, the result
    question = placed(page, "tanh-neuron")
    question.locator("input[data-number]").fill(right_in("tanh-neuron"))
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-verdict]")).to_contain_text("Right.")
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_double_click_and_two_tabs_give_one_item_and_lose_nothing(page):
    page.goto(CHAPTER)
    other = page.context.new_page()
    other.goto(CHAPTER)
    question = placed(page, "weighted-sum")
    question.locator("input[data-number]").fill("55.25")
    question.get_by_role("button", name="Check").dblclick()
    expect(question.locator("[data-verdict]")).to_contain_text(re.compile(r"^\s*Not −?\d"))
    there = placed(other, "weighted-sum")
    there.locator("input[data-number]").fill(right_in("weighted-sum"))
    there.get_by_role("button", name="Check").click()
    expect(there.locator("[data-verdict]")).to_contain_text("Right.")
    assert Attempt.objects.get().items.count() == 1
    assert [one.answer for one in Response.objects.order_by("pk")] == ["55.25", right_in("weighted-sum")]


def test_an_answer_given_offline_is_kept_through_a_reload_and_checked_when_the_connection_is_back(page):
    sign_up(page, "ada")
    page.goto(CHAPTER)
    question = placed(page, "updates-in-some-epochs")
    question.locator("input[data-number]").fill("55")
    assert is_kept(page, "updates-in-some-epochs")
    page.context.set_offline(True)
    question.locator("input[data-number]").fill("55.25")
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-save]")).to_contain_text("You are offline.")
    assert Response.objects.count() == 0
    page.context.set_offline(False)
    page.goto(CHAPTER)
    expect(question.locator("[data-verdict]")).to_contain_text(re.compile(r"^\s*Not −?\d"))
    assert Response.objects.get().answer == "55.25"


def test_the_first_answers_of_a_visitor_at_once_are_one_guests(page):
    page.goto(CHAPTER)
    slugs = ["weighted-sum", "sigmoid-neuron", "relu-layer"]
    for slug in slugs:
        placed(page, slug).locator("input[data-number]").first.fill("55.25")
    page.evaluate(
        "(slugs) => slugs.forEach((slug) => document.querySelector(`#question-${slug} [name=check]`).click())", slugs
    )
    for slug in slugs:
        expect(placed(page, slug).locator("[data-verdict]")).to_contain_text(re.compile(r"^\s*Not −?\d"))
    assert Attempt.objects.get().items.count() == len(slugs)


class OutOfReach:
    """The verb that writes an answer, while the database cannot be reached."""

    def __init__(self) -> None:
        self.asked = Semaphore(0)

    def __call__(self, *args: object, **more: object) -> None:
        self.asked.release()
        raise OperationalError("database is locked")


def test_an_answer_to_another_one_that_was_kept_is_handed_in_after_a_reload(page, monkeypatch):
    page.goto(CHAPTER)
    question = placed(page, "weighted-sum")
    field, check = question.locator("input[data-number]"), question.get_by_role("button", name="Check")
    field.fill("55.25")
    check.click()
    question.get_by_role("button", name="Try another like it").click()
    expect(question).to_be_focused()
    with monkeypatch.context() as outage:
        respond = OutOfReach()
        outage.setattr(attempts, "respond_to", respond)
        field.fill("66.25")
        check.click()
        expect(question.locator("[data-save]")).to_contain_text("saved in this browser")
        page.goto("about:blank")
        for _ in ("as it was checked", "as the page was left"):
            assert respond.asked.acquire(timeout=30)
    with page.expect_response("**/api/attempts/*/responses/") as handed_in:
        page.goto(CHAPTER)
    assert handed_in.value.status == 201
    assert [item.responses.get().answer for item in Attempt.objects.get().items.all()] == ["55.25", "66.25"]


def test_an_answer_that_was_kept_in_a_chapter_is_sent_from_any_page(page, monkeypatch):
    page.goto(CHAPTER)
    question = placed(page, "weighted-sum")
    with monkeypatch.context() as outage:
        respond = OutOfReach()
        outage.setattr(attempts, "respond_to", respond)
        question.locator("input[data-number]").fill("55.25")
        question.get_by_role("button", name="Check").click()
        expect(question.locator("[data-save]")).to_contain_text("saved in this browser")
        page.goto("about:blank")
        for _ in ("as it was checked", "as the page was left"):
            assert respond.asked.acquire(timeout=30)
    with page.expect_response("**/questions/weighted-sum/responses/") as handed_in:
        page.goto("/search/")
    assert handed_in.value.status == 201
    assert Response.objects.get().answer == "55.25"
    nothing_kept = "() => !Object.keys(localStorage).some((key) => key.startsWith('draft:'))"
    page.wait_for_function(nothing_kept)


def test_what_was_typed_and_not_checked_is_sent_from_no_page(page):
    page.goto(CHAPTER)
    field = placed(page, "weighted-sum").locator("input[data-number]")
    field.fill("55.25")
    assert is_kept(page, "weighted-sum")
    page.goto("/search/", wait_until="networkidle")
    page.goto(CHAPTER)
    expect(field).to_have_value("55.25")
    assert not Response.objects.exists()


def test_what_was_typed_and_not_checked_is_there_again_and_a_lost_session_loses_nothing(visit):
    page = visit()
    sign_up(page, "ada")
    page.goto(CHAPTER)
    question = placed(page, "relu-layer")
    question.locator("input[data-number]").fill("0.25")
    assert is_kept(page, "relu-layer")
    page.reload()
    expect(question.locator("input[data-number]")).to_have_value("0.25")
    page.context.clear_cookies(name="sessionid")
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-verdict]")).to_be_visible()
    assert Response.objects.get().answer == "0.25"  # a guest's, which the account takes over at the next sign-in


def test_whoever_is_quicker_than_the_script_is_checked_in_place_all_the_same(page):
    page.route("**/quizzes/in_place*.js", lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.goto(CHAPTER)
    question = placed(page, "relu-layer")
    question.locator("input[data-number]").fill("0.25")
    question.locator("input[data-number]").press("Enter")
    expect(question.locator("[data-verdict]")).to_be_visible()
    assert Response.objects.get().answer == "0.25"


def test_what_was_typed_before_the_script_came_is_kept(page):
    page.route("**/quizzes/in_place*.js", lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.goto(CHAPTER)
    field = placed(page, "relu-layer").locator("input[data-number]")
    field.fill("0.25")
    assert is_kept(page, "relu-layer")
    page.unroute("**/quizzes/in_place*.js")
    page.reload()
    expect(field).to_have_value("0.25")


def test_what_was_typed_before_any_script_came_is_taken_up_without_a_scroll_and_survives_a_reload(page):
    scripts: list[Route] = []
    page.route("**/courseware/live*.js", lambda route: scripts.append(route))
    with page.expect_request("**/courseware/live*.js"):
        page.goto(CHAPTER, wait_until="commit")
    page.locator("#question-relu-layer input[data-number]").first.wait_for(state="attached")
    page.evaluate("""() => {
      document.querySelector("#question-relu-layer input[data-number]").value = "0.25";
      document.querySelector("#question-learned-features input[type=radio]").checked = true;
    }""")  # as a hand does, but without bringing them into view
    for script in scripts:
        script.continue_()
    page.unroute("**/courseware/live*.js")
    assert is_kept(page, "relu-layer")
    assert is_kept(page, "learned-features")
    page.reload()
    expect(placed(page, "relu-layer").locator("input[data-number]")).to_have_value("0.25")
    expect(placed(page, "learned-features").locator("input[type=radio]").first).to_be_checked()


def test_what_a_visitor_typed_goes_with_whoever_signs_in_and_nobody_sees_it_after_them(page):
    page.goto(CHAPTER)
    field = placed(page, "relu-layer").locator("input[data-number]")
    field.fill("0.25")
    assert is_kept(page, "relu-layer")
    sign_up(page, "ada")
    page.goto(CHAPTER)
    expect(field).to_have_value("0.25")
    page.context.clear_cookies()  # the session ends, and somebody else sits down
    page.goto(CHAPTER)
    field.focus()
    page.wait_for_load_state("networkidle")
    expect(field).to_have_value("")
    sign_up(page, "bob")
    page.goto(CHAPTER)
    field.focus()
    page.wait_for_load_state("networkidle")
    expect(field).to_have_value("")


def test_two_right_at_the_first_try_lead_on_to_fresh_numbers(page):
    page.goto(CHAPTER)
    open_steps = page.locator("figure", has=page.get_by_text("The forward pass of film B.", exact=True))
    open_steps.scroll_into_view_if_needed()
    for name, number in {"Weighted sum z of the output": "-1.42", "Output": "0.195"}.items():
        open_steps.get_by_label(f"{name}?").fill(number)
        page.keyboard.press("Enter")
        expect(open_steps.locator(".came").last).to_contain_text("Right")
    open_steps.get_by_role("link", name="go on to a question with fresh numbers").click()
    page.wait_for_url("**#question-two-two-one")
    assert Response.objects.count() == 0  # nothing of it is kept


def test_offline_before_the_script_came_the_answer_waits_on_the_page_for_the_connection(page):
    page.goto(CHAPTER)
    question = placed(page, "relu-layer")
    page.context.set_offline(True)
    question.locator("input[data-number]").fill("0.25")
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-save]")).to_contain_text("You are offline.")
    page.context.set_offline(False)
    expect(question.locator("[data-verdict]")).to_be_visible()
    assert Response.objects.get().answer == "0.25"


def test_all_of_it_by_keyboard(page):
    page.goto(CHAPTER)
    question = placed(page, "learned-features")
    question.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(question.get_by_label("Guess")).to_be_checked()
    page.keyboard.press("Tab")
    expect(question.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question.locator("[data-verdict]")).to_be_visible()


def test_hints_open_one_by_one_after_a_try_or_ten_seconds_and_are_counted(page):
    page.clock.install()
    page.goto(CHAPTER)
    question = placed(page, "gradient-of-a-weight")
    question.get_by_text("A hint", exact=True).click()
    second = question.get_by_text("Another hint").first
    expect(second).to_be_hidden()
    page.clock.run_for(10_000)
    second.click()
    third = question.get_by_text("Another hint").nth(1)
    expect(third).to_be_hidden()
    question.locator("input[data-number]").fill("55.25")
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-verdict]")).to_contain_text(re.compile(r"^\s*Not −?\d"))
    expect(third).to_be_visible()
    assert Response.objects.get().hints == 2


def test_a_formula_in_a_verdict_makes_no_phone_scroll_sideways(visit):
    page = visit(viewport={"width": 320, "height": 800})
    page.goto(CHAPTER)
    question = placed(page, "gradient-of-a-weight")
    question.locator("input[data-number]").fill("55.25")
    question.get_by_text("Sure", exact=False).last.click()
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-verdict]")).to_contain_text("You were sure")
    assert question.locator("[data-verdict] math").count()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("scripts", [True, False])
def test_the_last_hint_leads_to_one_worked_through_and_back_to_the_question(visit, scripts):
    page = visit(java_script_enabled=scripts)
    page.goto(CHAPTER)
    question = placed(page, "gradient-of-a-weight")
    question.scroll_into_view_if_needed()
    question.locator("[name=worked]").evaluate("button => button.click()")  # with the hints before it closed
    expect(page.get_by_role("heading", name="One like it, worked through")).to_be_visible()
    page.get_by_role("link", name="Now answer your own").click()
    page.wait_for_url("**/chapters/introduction/#question-gradient-of-a-weight")


def test_without_scripts_an_empty_answer_is_told_where_one_looks(visit):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto(CHAPTER)
    placed(page, "sigmoid-neuron").get_by_role("button", name="Check").click()
    page.wait_for_url("**/#question-sigmoid-neuron")
    expect(page.get_by_text("Please answer first, then check.")).to_be_in_viewport()


def test_without_scripts_the_question_is_read_in_place_and_checked_in_practice(visit):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto(CHAPTER)
    question = placed(page, "sigmoid-neuron")
    expect(question.locator(".prompt")).to_contain_text("neuron")
    question.locator("input[data-number]").fill(slip_in("sigmoid-neuron", "z.no_bias"))
    question.get_by_role("button", name="Check").click()
    page.wait_for_url("**/quizzes/attempts/*/?from=sigmoid-neuron#q1")
    expect(page.locator("#q1 [data-verdict]")).to_contain_text("bias")
    page.get_by_role("link", name="Back to where you were reading").click()
    page.wait_for_url("**/chapters/introduction/#question-sigmoid-neuron")


def test_a_first_answer_that_the_server_puts_off_is_saved_here_says_why_and_is_checked_later(page, settings):
    """Too many guests have come from this address: the answer of one more waits in the browser."""
    settings.NEW_PEOPLE = 1
    newcomers().spend("127.0.0.1")
    page.goto(CHAPTER)
    question = placed(page, "sigmoid-neuron")
    question.locator("input[data-number]").fill(right_in("sigmoid-neuron"))
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[data-save]")).to_contain_text("saved in this browser and will be checked later")
    expect(question.locator("[data-save]")).to_contain_text("Sign in, or try again in")
    assert faults_of(page) == []
    assert not Response.objects.exists()
    settings.NEW_PEOPLE = 2
    page.reload()
    expect(question.locator("[data-verdict]")).to_contain_text("Right")
    assert Response.objects.count() == 1
