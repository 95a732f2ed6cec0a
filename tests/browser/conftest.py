"""A real Chromium at a real server: pages are walked as a person would."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dev import find_chromium
from quizzes import publishing

# Playwright's own loop runs in this thread; Django would take it for an asynchronous server.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SHOTS = Path(os.environ.get("SCREENSHOTS", "screenshots"))
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture
def course(transactional_db: None, settings: LazySettings) -> None:
    """The course as it ships, with few variants of each question to be quick."""
    publishing.load_course(settings.COURSE_DIR, variants=3)


@pytest.fixture
def context(chromium: Browser, course: None, live_server) -> Iterator[BrowserContext]:  # type: ignore[no-untyped-def]
    context = chromium.new_context(base_url=live_server.url, viewport=DESKTOP, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def faults_of(page: Page) -> list[str]:
    """What axe finds wrong, a line each."""
    found = Axe().run(page)["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]
