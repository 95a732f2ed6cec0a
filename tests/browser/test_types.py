"""Every type of question taken as a person takes it: by keyboard alone, with a mouse, without scripts."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from quizzes.models import Attempt
from quizzes.publishing.drafts import prepare
from quizzes.questions.types import TYPES
from tests.browser.conftest import PHONE, faults_of
from tests.quizzes.attempts import factory
from tests.quizzes.bodies import BODIES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session")
def drawn():
    """The body of each type, drawn and rendered as publishing does."""
    bodies = {}
    for body in BODIES.values():
        bodies.setdefault(body["type"], body)
    return {name: (body, prepare(f"a-{name}", body, "", 2).made) for name, body in bodies.items()}


@pytest.fixture
def quiz(site, drawn, monkeypatch):
    """A quiz with one question of each type, in the order of the table."""
    made = {id(body): variants for body, variants in drawn.values()}
    monkeypatch.setattr(factory, "made", lambda body, count: made[id(body)])
    factory.offer(*[factory.publish(drawn[name][0]) for name in TYPES], slug="all-types")
    return {name: position for position, name in enumerate(TYPES, start=1)}


def start(page: Page) -> None:
    page.goto("/quizzes/all-types/")
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_url("**/quizzes/attempts/*/")


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: PICTURES=<folder>."""
    if "PICTURES" in os.environ:
        for question in page.locator(".question").all():
            question.screenshot(path=Path(os.environ["PICTURES"]) / f"{name}-{question.get_attribute('id')}.png")


@pytest.mark.parametrize(
    "size, theme",
    [({"width": 1440, "height": 900}, "light"), (PHONE, "dark"), ({"width": 320, "height": 700}, "light")],
)
def test_every_type_can_be_read_by_everybody_while_taking_and_in_its_review(visit, quiz, size, theme):
    page = visit(viewport=size, color_scheme=theme)
    start(page)
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, f"take-{size['width']}-{theme}")
    attempt = Attempt.objects.get()
    for name, position in quiz.items():
        factory.send(attempt, position, factory.wrong_answer(attempt, position), at=attempt.started_at)
        assert factory.key_at(attempt, position).version.type == name
    page.reload()
    picture(page, f"answered-{size['width']}-{theme}")
    page.get_by_role("button", name="Submit answers").first.click()
    page.wait_for_url("**/review/")
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, f"review-{size['width']}-{theme}")
