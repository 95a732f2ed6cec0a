"""A real Chromium at a real server: pages are walked as a person would."""

import contextlib
import sqlite3
from collections.abc import Iterator
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from playwright.sync_api import Locator, Page, expect

from quizzes import trying
from quizzes.attempts import starting
from quizzes.publishing.loading import write_course
from tests.conftest import copy_to_database
from tests.quizzes.conftest import drawn_course

__all__ = ["drawn_course"]

PATIENCE = 30_000  # milliseconds: a busy machine is slow, and no test promises a time
expect.set_options(timeout=PATIENCE)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session", autouse=True)
def static_files_from_their_folders():
    """Before the server starts: nothing was collected for the tests."""
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session")
def rows_of_the_course() -> Iterator[sqlite3.Connection]:
    """Where the first test that writes the course keeps the rows for the others."""
    with contextlib.closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        yield copy


@pytest.fixture
def site(transactional_db, drawn_course, rows_of_the_course, live_server, monkeypatch):
    """The course as it ships, behind a real server; few variants of each question, to be quick.

    Every test gets the same draws, or one in some hundreds would find no single choice in its quiz.
    """
    for drawing in (starting, trying):
        monkeypatch.setattr(drawing, "secrets", SimpleNamespace(randbits=Random(2).getrandbits))
    write_or_copy(drawn_course, rows_of_the_course)
    cache.clear()
    return live_server


def write_or_copy(drawn_course: tuple[Any, Any], copy: sqlite3.Connection) -> None:
    """Writes the course, or copies its rows in a fraction of the time."""
    if copy.execute("SELECT 1 FROM sqlite_master").fetchone():
        copy_to_database(copy)
        return
    course, drafts = drawn_course
    with transaction.atomic():
        write_course(course, drafts, None)
    if connection.vendor == "sqlite":
        connection.connection.backup(copy)


@pytest.fixture
def visit(chromium, site):
    """Opens a page as a new visitor; options are those of a browser context."""
    contexts = []

    def as_visitor(**options):
        wanted = {"viewport": DESKTOP, "reduced_motion": "reduce", **options}
        context = chromium.new_context(base_url=site.url, **wanted)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield as_visitor
    for context in contexts:
        context.close()


@pytest.fixture
def page(visit):
    return visit()


def start_quiz(page: Page) -> None:
    page.goto("/quizzes/chapter-1/")
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_url("**/quizzes/attempts/*/")


def question_of(page: Page, kind: str) -> Locator:
    """The first question whose answer is given by a control of this kind; of numbers, by one field."""
    if kind == "number":
        one_field = "count(.//input[@data-number]) = 1"
        return page.locator(f'xpath=//*[contains(@class, "question") and @data-position][{one_field}]').first
    controls = {"single": "input[type=radio]", "multiple": "input[type=checkbox]"}
    return page.locator(".question", has=page.locator(controls[kind])).first


def answer_all(page: Page, number: str = "0.5") -> None:
    """The first option of every choice, the order as it stands, and the same number everywhere."""
    for question in page.locator(".question").all():
        fields, choices = question.locator("input[data-number]"), question.locator("select:visible")
        for field in fields.all():
            field.fill(number)
        for place, choice in enumerate(choices.all(), 1):  # each line once, where lines are put in order
            choice.select_option(index=min(place, choice.locator("option").count() - 1))
        keep = question.get_by_role("button", name="Keep this order")
        if keep.count():
            keep.click()
        elif not fields.count() and not choices.count():
            question.locator("input[type=radio], input[type=checkbox]").first.check()


def sign_up(page: Page, name: str) -> None:
    page.goto("/accounts/sign-up/")
    page.get_by_label("Username").fill(name)
    for field in page.locator("input[type=password]").all():
        field.fill("a-long-phrase-42")
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.wait_for_url(lambda url: "sign-up" not in url)


NAMED = {
    *("button", "checkbox", "combobox", "link", "listbox", "menuitem", "option", "progressbar", "radio", "searchbox"),
    *("slider", "spinbutton", "switch", "tab", "textbox", "columnheader", "rowheader", "heading", "image", "img"),
    *("dialog", "meter", "graphics-document"),
}


def lay_out(page: Page) -> None:
    """Everything that a page has, as a reader who opens all of it would meet it. The context bypasses the policy."""
    page.add_style_tag(content="*, ::before, ::after { content-visibility: visible !important }")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def nameless(page: Page) -> list[str]:
    """What a screen reader would come to and have no name for, as Chromium tells it."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        if node["ignored"] or node["role"]["value"] not in NAMED or node.get("name", {}).get("value", "").strip():
            continue
        html = session.send("DOM.getOuterHTML", {"backendNodeId": node["backendDOMNodeId"]})["outerHTML"]
        found.append(f"{node['role']['value']}: {html[:160]}")
    session.detach()
    return found


def faults_of(page: Page) -> list[str]:
    """What axe finds wrong, a line each. Every rule looks at everything; only what passed is not told node by node."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]
