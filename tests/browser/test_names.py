"""Every control, image and header on every page and of every type has a name that a screen reader speaks."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from courseware.demonstration import instructors
from quizzes.authoring.edits import publish_new
from quizzes.models import Attempt, Question
from quizzes.questions.types import TYPES
from simulator.experiments.table import EXPERIMENTS
from tests.browser.conftest import faults_of, lay_out, nameless
from tests.quizzes.attempts import factory
from tests.quizzes.bodies import BODIES, LAYER, MATCHING, MULTIPLE, ORDERING, SINGLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHRASE = "a-long-phrase-42"
FORMULAS = ["$\\frac{1}{1+e^{-z}}$", "$\\max(0, z)$", "$\\tanh z$", "$w_1 x_1$"]
OPEN = ["/", "/search/", "/search/?q=sigmoid", "/progress/", "/accounts/sign-up/", "/quizzes/chapter-1/", "/api/docs/"]
SIMULATOR = ["/simulator/", "/simulator/train/", "/simulator/experiments/"]


def with_formulas(body, rows, *names):
    """The same with nothing but a formula in these fields of its rows."""
    changed = [row | dict.fromkeys(names, text) for row, text in zip(body[rows], FORMULAS, strict=False)]
    return body | {rows: changed}


def of_formulas():
    answer = LAYER["answer"]
    cells = answer["cells"]
    rows, columns = len(cells), len(cells[0]) if isinstance(cells[0], list) else 0
    numbers = answer | {"rows": FORMULAS[:rows]} | ({"columns": FORMULAS[:columns]} if columns else {})
    return [
        with_formulas(SINGLE, "options", "text"),
        with_formulas(MULTIPLE, "options", "text"),
        with_formulas(MATCHING, "pairs", "left"),
        with_formulas(ORDERING, "items", "text"),
        LAYER | {"answer": numbers},
    ]


@pytest.fixture
def quiz(site, monkeypatch):
    """One question of each type, then some whose labels are formulas alone."""
    monkeypatch.setattr("quizzes.publishing.drafts.VARIANTS", 2)
    bodies = {body["type"]: body for body in BODIES.values()}
    asked = [*(bodies[name] for name in TYPES), *of_formulas()]
    for name in {concept for body in asked for concept in body["concepts"]}:
        factory.concept(name)
    questions = [publish_new(f"named-{number}", body, author=None).question for number, body in enumerate(asked)]
    factory.offer(*questions, slug="all-types")
    factory.offer(*questions, slug="all-in-practice", mode="practice")
    return len(asked)


@pytest.fixture
def reader(visit):
    return visit(bypass_csp=True)


def look_over(page: Page) -> list[str]:
    lay_out(page)
    return [*nameless(page), *faults_of(page)]


def walk(page: Page, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong at each address; nothing else is kept."""
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = look_over(page)
    return {address: faults for address, faults in found.items() if faults}


def test_a_control_without_a_name_is_found(reader):
    reader.goto("/search/")
    reader.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert [one.split(":")[0] for one in nameless(reader)] == ["button"]


def test_open_pages_name_everything(reader):
    assert walk(reader, OPEN) == {}


def test_the_chapter_names_everything(reader):
    assert walk(reader, ["/chapters/introduction/"]) == {}


def test_the_simulator_names_everything(reader):
    assert walk(reader, [*SIMULATOR, *(f"/simulator/experiments/{slug}/" for slug in EXPERIMENTS)]) == {}


def test_every_type_names_everything_while_taken_and_reviewed(reader, quiz):
    reader.goto("/quizzes/all-types/")
    reader.get_by_role("button", name="Start the quiz").click()
    reader.wait_for_url("**/quizzes/attempts/*/")
    assert reader.locator(".question").count() == quiz
    assert look_over(reader) == []
    attempt = Attempt.objects.get()
    for position in range(1, quiz + 1):
        factory.send(attempt, position, factory.wrong_answer(attempt, position), at=attempt.started_at)
    reader.reload()
    reader.get_by_role("button", name="Submit answers").first.click()
    reader.wait_for_url("**/review/")
    assert look_over(reader) == []


def test_every_type_names_everything_in_practice(reader, quiz):
    reader.goto("/quizzes/all-in-practice/")
    reader.locator("main form button").first.click()
    reader.wait_for_url("**/quizzes/attempts/*/")
    assert look_over(reader) == []


def test_fields_whose_label_is_a_formula_say_it_in_words(reader, quiz):
    reader.goto("/quizzes/all-types/")
    reader.get_by_role("button", name="Start the quiz").click()
    expect(reader.get_by_role("radio", name="max ( 0 , z )")).to_have_count(1)
    expect(reader.get_by_role("checkbox", name="max ( 0 , z )")).to_have_count(1)
    expect(reader.get_by_role("combobox", name="max ( 0 , z )")).to_have_count(1)
    expect(reader.get_by_role("rowheader", name="max ( 0 , z )")).to_have_count(1)


def test_the_admin_names_everything_for_every_type(reader, quiz):
    person = get_user_model().objects.create_user("ada", password=PHRASE, is_staff=True)
    person.groups.add(instructors())
    reader.goto("/admin/login/")
    reader.get_by_label("Username").fill("ada")
    reader.locator("input[type=password]").fill(PHRASE)
    reader.locator("[type=submit]").click()
    reader.wait_for_url("**/admin/")
    found = walk(reader, ["/admin/quizzes/question/add/", "/"])
    for question in Question.objects.filter(slug__startswith="named-").order_by("pk"):
        reader.goto(f"/admin/quizzes/question/{question.pk}/change/")
        reader.get_by_role("button", name="Preview").click()
        expect(reader.locator(".preview")).to_be_visible()
        if faults := look_over(reader):
            found[question.slug] = faults
    assert found == {}
