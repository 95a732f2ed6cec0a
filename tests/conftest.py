"""What every test shares: the long ones wait for --long, the browser's for a Chromium."""

import pytest
from hypothesis import settings

from dev import find_chromium

settings.register_profile("usual", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take minutes too")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "usual")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    reasons = {}
    if not config.getoption("--long"):
        reasons["long"] = "takes minutes: python3 dev.py test --long"
    if find_chromium() is None:
        reasons["browser"] = "no Chromium found: apt install chromium"
    for item in items:
        for marker in reasons.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=reasons[marker]))
