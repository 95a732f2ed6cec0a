"""What every test shares: the long ones wait for --long, the browser's for a Chromium."""

import pytest
from hypothesis import settings

from courseware.invitations import open_offers
from courseware.questions import placed_at
from dev import find_chromium

settings.register_profile("usual", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take minutes too")
    parser.addoption("--database", action="store_true", help="run only the tests that reach the database")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "usual")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database"):
        config.hook.pytest_deselected(items=[item for item in items if not reaches_the_database(item)])
        items[:] = filter(reaches_the_database, items)
    reasons = {}
    if not config.getoption("--long"):
        reasons["long"] = "takes minutes: python3 dev.py test --long"
    if find_chromium() is None:
        reasons["browser"] = "no Chromium found: apt install chromium"
    for item in items:
        for marker in reasons.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=reasons[marker]))


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A chapter keeps what it offers for a few seconds, which here are many tests."""
    for remembered in (open_offers, placed_at):
        remembered.cache_clear()


def reaches_the_database(item: pytest.Item) -> bool:
    """pytest-django refuses the database to all others, whichever database it is."""
    fixtures = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(fixtures))
