"""Every type of question taken as a person takes it: by keyboard alone, with a mouse, without scripts."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Attempt, Response
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


def keyed(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page, position: int) -> None:
    expect(page.locator(f"#q{position} [data-save]")).to_have_text("Saved")


def answer_at(position: int) -> object:
    return Response.objects.filter(item__position=position).latest("pk").answer


def test_lines_are_put_in_order_by_keyboard_alone(page, quiz):
    start(page)
    position = quiz["ordering"]
    question = page.locator(f"#q{position}")
    expect(question.locator("select").first).to_be_hidden()
    before = question.locator("[data-line]").evaluate_all("lines => lines.map((line) => line.dataset.line)")
    question.locator("[data-move='1']").first.focus()
    keyed(page, "Enter")
    saved(page, position)
    assert answer_at(position) == [before[1], before[0], *before[2:]]
    expect(question.locator("[data-order-told]")).to_have_text("Place 2 of 4")
    keyed(page, "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(question.locator("[data-order-told]")).to_have_text("Place 4 of 4")
    moved = [*before[1:], before[0]]
    expect(question.locator("[data-line]").last).to_have_attribute("data-line", before[0])
    saved(page, position)
    assert answer_at(position) == moved
    page.reload()
    assert question.locator("[data-line]").evaluate_all("lines => lines.map((line) => line.dataset.line)") == moved


def test_an_order_that_is_right_as_it_stands_can_be_kept(page, quiz):
    start(page)
    question = page.locator(f"#q{quiz['ordering']}")
    expect(question.locator("[data-save]")).to_have_text("Not answered yet")
    question.get_by_role("button", name="Keep this order").click()
    saved(page, quiz["ordering"])
    expect(question.get_by_role("button", name="Keep this order")).to_be_hidden()


def test_a_place_is_chosen_in_the_drawing_or_in_the_list_and_each_follows_the_other(page, quiz):
    start(page)
    position = quiz["hotspot"]
    question = page.locator(f"#q{position}")
    unit = question.locator(".net-wide .node[data-probe='a[1,2]']")
    unit.click()
    saved(page, position)
    assert answer_at(position) == "a[1,2]"
    expect(question.get_by_role("radio", name="Hidden unit 2")).to_be_checked()
    keyed(page, "ArrowUp")
    expect(question.locator(".net-wide .node[data-probe='a[1,1]']")).to_contain_class("picked")
    expect(unit).not_to_contain_class("picked")
    saved(page, position)
    question.locator(".net-wide path.reach").first.click(force=True)
    expect(question.get_by_role("radio", name="The weight from")).to_be_checked()


def test_parts_are_saved_together_and_one_that_cannot_be_read_is_named(page, quiz):
    start(page)
    position = quiz["parts"]
    question = page.locator(f"#q{position}")
    first, second, third, *_ = question.locator("input[data-number]").all()
    first.fill("-1")
    second.fill("-0,3")
    third.fill("1.9")
    whole = question.locator(f"#e{position}")
    expect(whole).to_have_text("We read a: −1; −0.3; b: 1.9")
    first.fill("1")
    expect(whole).to_have_text("We read a: 1; −0.3; b: 1.9")
    assert answer_at(position) == {"a": ["1", "-0,3"], "b": "1.9"}
    third.fill("1/2")
    expect(question.locator(f"#e{position}-b")).to_have_text("“/” cannot be read here. Write 0.5 instead of 1/2.")
    expect(third).to_have_attribute("aria-invalid", "true")
    expect(whole).to_have_text("We read a: 1; −0.3")
    assert answer_at(position) == {"a": ["1", "-0,3"], "b": "1/2"}
    third.fill("1.9")
    saved(page, position)
    page.get_by_role("button", name="Submit answers").first.click()
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review/")
    expect(page.locator(f"#q{position}")).to_contain_text("Right method on your own number.")


def test_every_type_is_taken_without_scripts(visit, quiz):
    page = visit(java_script_enabled=False)
    start(page)
    attempt = Attempt.objects.get()
    rights = {name: factory.right_answer(attempt, position) for name, position in quiz.items()}
    fill_in(page, quiz, rights)
    page.locator("#overview").get_by_role("button", name="Save answers").click()
    sent = {name: answer_at(position) for name, position in quiz.items()}
    assert {name: sorted(one) if name == "multiple" else one for name, one in sent.items()} == {
        name: sorted(one) if name == "multiple" else one for name, one in rights.items()
    }
    page.locator("#overview").get_by_role("button", name="Submit answers").click()
    page.wait_for_url("**/review/")
    expect(page.locator(".score .figure")).to_contain_text(f"{len(quiz)}of {len(quiz)}")
    picture(page, "review-plain")


def fill_in(page: Page, quiz: dict[str, int], answers: dict[str, object]) -> None:
    for name, position in quiz.items():
        put(page, f"answer-{position}", answers[name])


def put(page: Page, name: str, answer: object) -> None:
    """Into the fields of one answer, whatever its shape: a text, a list of them, or a table."""
    if isinstance(answer, dict):
        for key, one in answer.items():
            put(page, f"{name}-{key}", one)
    elif isinstance(answer, list) and page.locator(f"[name='{name}-0']").count():
        for place, one in enumerate(answer):
            put(page, f"{name}-{place}", one)
    elif isinstance(answer, list):
        for one in answer:
            page.locator(f"[name='{name}'][value='{one}']").check()
    else:
        field = page.locator(f"[name='{name}']")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{answer}']").check()
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(str(answer))
        else:
            field.fill(str(answer))
