"""What every test shares: the long ones wait for --long, those marked `browser` need Chromium."""

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings
from playwright.sync_api import Browser, Route, sync_playwright
from pytest_django import DjangoDbBlocker

from courseware.invitations import open_offers
from courseware.passwords import wrong_ones
from courseware.questions import placed_at
from dev import find_chromium
from quizzes.guests import newcomers
from quizzes.models import Quiz

settings.register_profile("usual", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take minutes too")
    parser.addoption("--database", action="store_true", help="run only the tests that reach the database")
    parser.addoption("--upgrade", action="store_true", help="run only the tests that upgrade an older database")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "usual")


@pytest.hookimpl(tryfirst=True)  # before tests are selected by their markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if reaches_the_database(item):
            item.add_marker("db")
        elif not item.get_closest_marker("browser"):
            item.add_marker("pure")
    if config.getoption("--database"):
        keep(reaches_the_database, config, items)
    reasons = {}
    if config.getoption("--upgrade"):
        keep(upgrades_a_database, config, items)
    else:
        reasons["upgrade"] = "upgrades an older database. To run it: python3 dev.py test --upgrade"
    if not config.getoption("--long"):
        reasons["long"] = "takes minutes. To run it: python3 dev.py test --long"
    if find_chromium() is None:
        reasons["browser"] = "needs Chromium. To install it: apt install chromium"
    for item in items:
        for marker in reasons.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=reasons[marker]))


def keep(is_wanted: Callable[[pytest.Item], bool], config: pytest.Config, items: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not is_wanted(item)])
    items[:] = filter(is_wanted, items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """In the last lines: what did not run, how many tests, and why."""
    skipped = Counter(reason_of(report) for report in terminalreporter.stats.get("skipped", []))
    terminalreporter.ensure_newline()
    if not skipped:
        terminalreporter.write_line("Nothing was skipped.")
    for reason, count in skipped.most_common():
        terminalreporter.write_line(f"Not run: {count} {'test' if count == 1 else 'tests'}. Reason: {reason}")


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The text of `pytest.skip`; a report of a skipped test has its file, line and this text."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    return text.removeprefix("Skipped: ")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """After a test that commits, SQLite copies an empty database: that is six times faster than to empty each table."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            return
        connection.ensure_connection()
        empty = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(empty)
    TransactionTestCase._fixture_teardown = lambda test: copy_to_database(empty)  # type: ignore[attr-defined]


def copy_to_database(rows: sqlite3.Connection) -> None:
    connection.ensure_connection()
    rows.backup(connection.connection)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """A test that commits leaves tables to be emptied, which the triggers of an exam that has started refuse."""
    if not getattr(item, "funcargs", None):  # it was skipped, and has reached no database
        return
    marker, fixtures = item.get_closest_marker("django_db"), getattr(item, "fixturenames", ())
    if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"}.intersection(fixtures):
        Quiz.objects.filter(frozen__isnull=False).update(frozen=None)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A chapter keeps what it offers for a few seconds, and an address what it has spent for minutes: many tests."""
    for remembered in (open_offers, placed_at):
        remembered.cache_clear()
    for budget in (newcomers(), wrong_ones()):
        shutil.rmtree(budget.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this process; a test that uses it is marked `browser`."""
    # Playwright's own loop runs in this thread; Django would take it for an asynchronous server.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def run_in_browser(chromium: Browser) -> Iterator[Callable[[str, Any], Any]]:
    """Calls a JavaScript function in Chromium and returns its result; both the argument and the result are JSON.

    The function may import the site's own modules: `await import("/static/simulator/reckoning.js")`. No server runs and
    no database is reached, so a test can compare many cases of a script with the engine in one call.
    """
    page = chromium.new_page()
    page.route("**/*", serve_static_file)
    page.goto("http://scripts.invalid/")

    def run(function: str, argument: Any) -> Any:
        call = f"async (text) => JSON.stringify(await ({function.strip()})(JSON.parse(text)))"
        return json.loads(page.evaluate(call, json.dumps(argument)))

    yield run
    page.close()


def serve_static_file(route: Route) -> None:
    """A file from the static folders of the apps, and an empty page at any other address."""
    _, found, name = route.request.url.partition("/static/")
    if not found:
        route.fulfill(body="<!doctype html>", content_type="text/html")
    elif path := finders.find(name):
        route.fulfill(path=path)
    else:
        route.fulfill(status=404)


def reaches_the_database(item: pytest.Item) -> bool:
    """pytest-django refuses the database to all others, whichever database it is."""
    fixtures = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(fixtures))


def upgrades_a_database(item: pytest.Item) -> bool:
    """These have a database of their own in place of the test database, so no others can run beside them."""
    return bool(item.get_closest_marker("upgrade"))
