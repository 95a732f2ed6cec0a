"""Every page: open to everybody, on a phone and in the dark, with nothing fetched from elsewhere."""

import gzip

import brotli
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, answer_all, faults_of, sign_up, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/chapters/introduction/",
    "/quizzes/chapter-1/",
    "/simulator/",
    "/search/",
    "/search/?q=sigmoid+slope",
    "/search/?q=sigmiod",
    "/progress/",
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


BOTH = [("light", DESKTOP), ("dark", PHONE)]  # a scheme changes colours, a width what is shown: two of the four see all


@pytest.mark.parametrize("scheme, viewport", BOTH, ids=["desktop, light", "phone, dark"])
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


def test_a_phone_keeps_the_contents_in_sight_and_walks_them_by_keyboard(visit):
    page = visit(viewport=PHONE)
    page.goto("/chapters/introduction/#sigmoid")
    summary = page.locator(".contents summary")
    expect(summary).to_be_in_viewport()
    expect(summary).to_contain_text("Sigmoid")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".contents [aria-current]")).to_have_text("Sigmoid")
    page.keyboard.press("Escape")
    expect(page.locator(".contents details")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_the_way_on_leads_from_section_to_section(page):
    page.goto("/chapters/introduction/")
    page.locator("[data-on]").click()
    page.wait_for_url("**#neural-networks")
    expect(page.locator(".contents [aria-current]")).to_have_text("Neural networks")
    expect(page.locator("[data-back]")).to_have_accessible_name("Previous What is deep learning?")


def test_a_visitor_is_told_where_they_left_off_in_this_browser(page):
    page.clock.install()
    page.goto("/chapters/introduction/#relu")
    expect(page.locator(".contents [aria-current]")).to_have_text("ReLU")
    page.clock.run_for(5_000)
    page.goto("/")
    page.goto("/chapters/introduction/")
    expect(page.locator(".resume")).to_contain_text("you left off at ReLU")


def test_search_answers_while_one_types_and_arrows_walk_its_results(page):
    page.goto("/search/")
    page.get_by_label("Search chapters and concepts").press_sequentially("saturated")
    expect(page.get_by_role("status")).to_contain_text("on “saturated”")
    assert page.url.endswith("/search/?q=saturated")
    page.keyboard.press("ArrowDown")
    first = page.locator("#results a").first
    expect(first).to_be_focused()
    address = first.get_attribute("href")
    assert address == "/chapters/introduction/#sigmoid"  # where the word is explained
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_search_needs_no_script(visit):
    page = visit(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Search chapters and concepts").fill("overfitting")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Passages")).to_be_visible()


def sent_size(address: str, body: bytes) -> int:
    """Bytes over the network: static files were compressed once with Brotli, a page is compressed as it is sent."""
    return len(brotli.compress(body) if "/static/" in address else gzip.compress(body, 6))


def test_a_chapter_is_at_most_64_kilobytes_of_which_14_are_styles_and_scripts(page):
    replies = []
    page.on("response", lambda reply: replies.append(reply))
    page.goto("/chapters/introduction/", wait_until="networkidle")
    counted = [reply for reply in replies if reply.request.resource_type in ("document", "stylesheet", "script")]
    sizes = {reply.url: sent_size(reply.url, reply.body()) for reply in counted}
    assert len(sizes) >= 4  # the page, its look, and two scripts
    around = sum(size for address, size in sizes.items() if "/static/" in address)
    assert around <= 14_000, sizes
    assert sum(sizes.values()) <= 64_000, sizes


def test_a_font_that_comes_late_moves_nothing(page):
    page.route("**/fonts/*", lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.goto("/chapters/introduction/#sigmoid", wait_until="networkidle")
    shift = """new Promise((told) => {
      let moved = 0;
      const watch = new PerformanceObserver((list) => list.getEntries().forEach((one) => { moved += one.value; }));
      watch.observe({ type: "layout-shift", buffered: true });
      setTimeout(() => told(moved), 300);
    })"""
    assert page.evaluate(shift) < 0.01


def test_paper_is_light_for_somebody_who_chose_the_dark_too(page, site):
    page.context.add_cookies([{"name": "theme", "value": "dark", "url": site.url}])
    page.goto("/")
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    assert page.evaluate(scheme) == "dark"
    page.emulate_media(media="print")
    assert page.evaluate(scheme) == "light"


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
