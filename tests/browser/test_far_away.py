"""What is far down a chapter is not laid out before one comes near; nobody who goes, searches or prints notices."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHAPTER = "/chapters/introduction/"
LAID_OUT = """[...document.querySelectorAll('.prose > *, .placed > *')]
  .every((one) => getComputedStyle(one).contentVisibility === 'visible')"""


def top_of(page, anchor):
    page.wait_for_timeout(600)
    return page.evaluate("(anchor) => document.getElementById(anchor).getBoundingClientRect().top", anchor)


@pytest.mark.parametrize("anchor", ["sigmoid", "interpretability", "overfitting"])
def test_a_link_from_elsewhere_arrives_at_its_heading(page, anchor):
    page.goto(f"{CHAPTER}#{anchor}", wait_until="networkidle")
    assert 0 <= top_of(page, anchor) < 120


@pytest.mark.parametrize("anchor", ["sigmoid", "backpropagation", "challenges", "next-steps"])
def test_a_link_in_the_contents_arrives_at_its_heading(page, anchor):
    page.goto(CHAPTER, wait_until="networkidle")
    page.locator(f".contents a[href='#{anchor}']").dispatch_event("click")
    assert 0 <= top_of(page, anchor) < 120
    expect(page.locator(".contents a[aria-current]")).to_have_attribute("href", f"#{anchor}")


def test_a_word_near_the_end_is_found(page):
    page.goto(CHAPTER, wait_until="networkidle")
    words = page.locator(".prose > p").last.text_content()[:30]
    assert page.evaluate("(words) => window.find(words)", words)
    page.wait_for_timeout(300)
    top = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().top")
    assert 0 < top < page.viewport_size["height"]


def test_on_paper_and_without_scripts_all_is_laid_out(page):
    page.goto(CHAPTER, wait_until="networkidle")
    assert not page.evaluate(LAID_OUT)
    page.emulate_media(media="print")
    assert page.evaluate(LAID_OUT)
