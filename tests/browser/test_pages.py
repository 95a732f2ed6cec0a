"""Every page: open to everybody, on a phone and in the dark, with nothing fetched from elsewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, answer_all, faults_of, sign_up, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/chapters/introduction/",
    "/quizzes/chapter-1/",
    "/simulator/",
    "/accounts/sign-in/",
    "/accounts/sign-up/",
    "/api/docs/",
    "/no-such-page/",
]


def attempt_and_review(page) -> list[str]:
    """The addresses of an attempt in progress and of the review of another."""
    start_quiz(page)
    answer_all(page, "0.31")
    page.get_by_role("button", name="Submit answers").first.click()
    page.wait_for_url("**/review/")
    review = page.url
    page.get_by_role("button", name="Try again with other numbers").click()
    page.wait_for_url("**/quizzes/attempts/*/")
    return [review, page.url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(visit, scheme, viewport):
    page = visit(color_scheme=scheme, viewport=viewport)
    found = {}
    for address in [*PAGES, *attempt_and_review(page)]:
        page.goto(address)
        found[address] = faults_of(page)
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_no_page_scrolls_sideways_at_320_pixels(visit):
    page = visit(viewport={"width": 320, "height": 640})
    wide = {}
    for address in [*PAGES, *attempt_and_review(page)]:
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: width for address, width in wide.items() if width > 320} == {}


def test_pages_fetch_nothing_from_another_host_and_break_no_rule_of_their_own(visit, site):
    page, asked, said = visit(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in [*PAGES[:-1], *attempt_and_review(page)]:
        page.goto(address, wait_until="networkidle")
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert said == []


def test_the_chapter_reads_without_javascript(visit):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto("/chapters/introduction/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Introduction to deep learning")
    assert page.locator("math").count() > 50
    expect(page.locator("svg.network:visible").first).to_be_visible()
    page.locator(".contents summary").click()
    page.locator(".contents").get_by_role("link", name="Training", exact=True).click()
    assert page.url.endswith("#training")
    page.get_by_role("link", name="Take the").click()
    expect(page.get_by_role("button", name="Start the quiz")).to_be_visible()


def test_a_double_click_signs_in_once(visit):
    page = visit()
    sign_up(page, "ada")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/sign-in/")
    page.get_by_label("Username").fill("ada")
    page.locator("input[type=password]").fill("a-long-phrase-42")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("main").get_by_role("button", name="Sign in").dblclick()
    expect(page.locator(".account")).to_contain_text("ada")
    assert len(sent) == 1
