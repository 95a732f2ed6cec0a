"""An instructor writes questions as a person does: with mistakes, with a look at it, with and without scripts."""

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from courseware.demonstration import instructors
from quizzes.authoring.desk import Desk
from quizzes.authoring.initial import initial_of
from quizzes.authoring.question_forms import QuestionForms
from quizzes.models import Question, Quiz, Slot
from tests.browser.conftest import PHONE, answer_all, faults_of, start_quiz
from tests.quizzes.bodies import BODIES
from tests.quizzes.forms_of_pages import sent_back

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHRASE = "a-long-phrase-42"
ADD = "/admin/quizzes/question/add/"


@pytest.fixture
def instructor(site):
    person = get_user_model().objects.create_user("ada", password=PHRASE, is_staff=True)
    person.groups.add(instructors())
    return person


@pytest.fixture
def at_desk(visit, instructor):
    """Opens the desk as the instructor, and hears of whatever the browser refuses to run."""
    refusals = []

    def open_desk(**options):
        page = visit(**options)
        page.on("console", lambda said: refusals.append(said.text) if "Content Security" in said.text else None)
        page.on("pageerror", lambda error: refusals.append(str(error)))
        page.goto("/admin/login/")
        page.get_by_label("Username").fill("ada")
        page.locator("input[type=password]").fill(PHRASE)
        page.locator("[type=submit]").click()
        page.wait_for_url("**/admin/")
        return page

    yield open_desk
    assert refusals == []


def open_change(page: Page, slug: str) -> None:
    page.goto(f"/admin/quizzes/question/{Question.objects.get(slug=slug).pk}/change/")


def fill(page: Page, values: dict[str, str]) -> None:
    """Fields by the name that they are sent under."""
    for name, value in values.items():
        field = page.locator(f"[name={name}]:visible")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def write_choice(page: Page) -> None:
    page.goto(ADD)
    fill(page, {"words-slug": "which-comes-last", "words-type": "single", "words-level": "remember"})
    fill(page, {"words-prompt": "Which layer comes last?", "words-explanation": "It gives the prediction."})
    page.get_by_label("Input, hidden and output layers").check()
    for number, text in enumerate(("The output layer", "A hidden layer", "The input layer")):
        fill(page, {f"options-{number}-text": text})
        if number < 2:
            fill(page, {f"options-{number}-reason": f"{text}: think of what flows where."})
    page.locator("[name=options-0-right]").check()


def look(page: Page) -> None:
    page.get_by_role("button", name="Preview").click()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()


def test_an_instructor_makes_a_mistake_sees_it_at_the_field_looks_and_publishes(at_desk):
    page = at_desk()
    write_choice(page)
    publish(page)
    expect(page.get_by_role("alert")).to_contain_text("1 thing to change")
    page.get_by_role("link", name="Option 3, why it is right or wrong").click()
    reason = page.locator("[name=options-2-reason]")
    expect(reason).to_be_focused()
    expect(reason).to_have_accessible_description("Please say why this option is right or wrong.")
    expect(page.locator("[name=words-prompt]")).to_have_value("Which layer comes last?")
    reason.fill("It holds the data.")
    look(page)
    preview = page.locator(".preview")
    expect(preview.locator(".prompt")).to_have_text("Which layer comes last?")
    expect(preview.get_by_role("radio")).to_have_count(3)
    expect(preview.get_by_text("It holds the data.")).to_be_hidden()
    preview.get_by_text("Only you see this").click()
    expect(preview.get_by_text("It holds the data.")).to_be_visible()
    publish(page)
    expect(page.get_by_text("Version 1 is published.")).to_be_in_viewport()
    assert Question.objects.get(slug="which-comes-last").published.number == 1


def test_a_computed_question_is_written_row_by_row_and_a_learner_gets_it(at_desk, visit):
    page = at_desk()
    page.goto(ADD)
    fill(page, {"words-slug": "a-neuron", "words-type": "number", "words-level": "apply"})
    fill(page, {"words-prompt": "Input ${{x}}$, weight ${{w}}$, bias ${{b}}$, a sigmoid. What comes out?"})
    fill(page, {"words-explanation": "The weighted sum is {{z}}."})
    page.get_by_label("Sigmoid", exact=True).check()
    for number, (name, start, end) in enumerate((("x", "1", "3"), ("w", "-2", "2"), ("b", "-0.9", "0.9"))):
        if number:
            page.get_by_role("button", name="Another number", exact=True).click()
        row = {"name": name, "start": start, "end": end, "step": "0.1", "left_out": "0, 1"}
        fill(page, {f"draw-{number + offset(page, number)}-{field}": value for field, value in row.items()})
    page.get_by_role("button", name="Another expression").click()
    rows = page.locator("[data-rows=let] fieldset")
    rows.last.get_by_label("Name").fill("z")
    rows.last.get_by_label("Expression").fill("z[1,1]")
    fill(page, {"network-require": "abs(z) > 0.3\nabs(z) < 3", "network-inputs": "x"})
    fill(page, {"layers-0-weights": "w", "layers-0-biases": "b", "layers-0-activation": "sigmoid"})
    fill(page, {"answer-kind": "probe", "answer-value": "a[1,1]", "answer-decimals": "3"})
    look(page)
    expect(page.locator(".preview .question")).to_have_count(2)
    expect(page.locator(".preview svg.network:visible").first).to_be_visible()
    page.locator("summary:visible", has_text="What the numbers must tell apart").click()
    expect(page.get_by_role("checkbox", name="sig.preact")).to_be_visible()
    expect(page.get_by_role("checkbox", name="relu.preact")).to_have_count(0)
    page.get_by_role("checkbox", name="sig.preact").check()
    publish(page)
    expect(page.get_by_text("is published with 100 drawings")).to_be_visible()
    question = Question.objects.get(slug="a-neuron")
    assert question.published.body["answer"]["separate"] == ["sig.preact"]
    ask_only(question)
    learner = visit()
    start_quiz(learner)
    expect(learner.locator(".question .prompt")).to_contain_text("a sigmoid. What comes out?")
    answer_all(learner)
    learner.get_by_role("button", name="Submit answers").first.click()
    learner.wait_for_url("**/review/")


def offset(page: Page, number: int) -> int:
    """Rows that the script took away leave their numbers free: a new one gets the next."""
    if not number:
        return 0
    name = page.locator("[data-rows=draw] fieldset").last.locator("input").first.get_attribute("name") or ""
    return int(name.split("-")[1]) - number


def ask_only(question: Question) -> None:
    quiz = Quiz.objects.get(slug="chapter-1")
    quiz.slots.all().delete()
    Slot.objects.create(quiz=quiz, position=1, question=question)


def test_parts_that_a_kind_of_question_does_not_have_are_out_of_the_way(at_desk):
    page = at_desk()
    page.goto(ADD)
    expect(page.get_by_role("heading", name="Options", exact=True)).to_be_visible()
    fill(page, {"words-type": "true_false"})
    expect(page.get_by_role("heading", name="Options", exact=True)).to_be_hidden()
    expect(page.get_by_label("The statement is")).to_be_visible()
    fill(page, {"words-type": "number", "answer-kind": "expression"})
    sizes = page.get_by_role("region", name="The right number").get_by_label("Sizes of the layers")
    expect(sizes).to_be_hidden()
    fill(page, {"answer-kind": "count"})
    expect(sizes).to_be_visible()


def test_rows_are_added_and_taken_away(at_desk):
    page = at_desk()
    open_change(page, "two-two-one")
    rows = page.locator("[data-rows=layers] > fieldset")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Another layer").click()
    expect(rows.last.get_by_label("Weights")).to_be_focused()
    page.get_by_role("button", name="Remove layer 3").click()
    expect(rows).to_have_count(2)
    publish(page)
    expect(page.get_by_text("Nothing was changed: version 1 stands.")).to_be_visible()


def test_what_was_typed_is_offered_again_after_the_page_was_lost(at_desk):
    page = at_desk()
    write_choice(page)
    page.on("dialog", lambda warning: warning.accept())
    page.goto("/")
    again = page.context.new_page()
    again.goto(ADD)
    again.get_by_role("button", name="Restore draft").click()
    expect(again.locator("[name=options-2-text]")).to_have_value("The input layer")
    again.locator("[name=options-2-reason]").fill("It holds the data.")
    publish(again)
    expect(again.get_by_text("Version 1 is published.")).to_be_visible()
    again.goto(ADD)
    expect(again.get_by_role("button", name="Restore draft")).to_be_hidden()


def test_a_draft_of_every_type_returns_with_all_its_rows_and_no_preview(at_desk):
    page = at_desk()
    page.on("dialog", lambda warning: warning.accept())
    for name, body in BODIES.items():
        initial = initial_of("a-draft", body)
        page.goto(ADD)
        page.evaluate(
            "entries => localStorage.setItem('draft:author:new', JSON.stringify(entries))", entries_of(initial)
        )
        page.reload()
        before = page.url
        page.get_by_role("button", name="Restore draft").click()
        typed = page.evaluate(
            "[...new FormData(document.querySelector('[data-author]'))].filter(([name]) => !name.startsWith('csrf'))"
        )
        assert {tuple(one) for one in entries_of(initial)} <= {tuple(one) for one in typed}, name
        assert (page.url, page.locator(".preview").count()) == (before, 0)
        look(page)
        expect(page.locator(".preview")).to_be_visible()


def entries_of(initial: dict) -> list[list[str]]:
    """What a browser would have saved of the form of a new question."""
    forms = QuestionForms(initial=initial)
    forms.one["words"].fields["slug"].disabled = False
    page = render_to_string("admin/quizzes/question/author.html", {"forms": forms, "desk": Desk(None, forms, 0, None)})
    fields = sent_back(page, "data-author")
    fields.pop("csrfmiddlewaretoken", None)
    return [[name, value.replace("\r\n", "\n")] for name, values in fields.items() for value in values]


def test_a_question_is_written_without_scripts(at_desk):
    page = at_desk(java_script_enabled=False)
    write_choice(page)
    fill(page, {"options-2-reason": "It holds the data."})
    look(page)
    expect(page.locator(".preview .prompt")).to_have_text("Which layer comes last?")
    publish(page)
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_the_page_with_its_preview_is_accessible_and_nothing_is_cut_off(at_desk, options):
    page = at_desk(**options)
    open_change(page, "sigmoid-neuron")
    look(page)
    expect(page.locator(".preview")).to_be_visible()
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_mistakes_are_told_in_a_way_that_everybody_can_read(at_desk):
    page = at_desk(color_scheme="dark")
    open_change(page, "sigmoid-neuron")
    fill(page, {"words-prompt": "What is {{nobody}}?", "answer-decimals": "12"})
    publish(page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults_of(page) == []


@pytest.mark.parametrize("address", ["question/", "quiz/add/", "class/add/", "attempt/", "audit/"])
def test_the_lists_of_the_desk_run_under_the_policy_of_the_site(at_desk, address):
    page = at_desk()
    page.goto(f"/admin/quizzes/{address}")
    expect(page.locator("#content h1")).to_be_visible()
    expect(page.locator("link[rel=icon]")).to_have_count(1)  # or a browser looks for one where there is none


def test_each_field_of_a_row_at_the_desk_says_the_name_of_its_column(at_desk):
    page = at_desk(color_scheme="dark")
    page.goto(f"/admin/quizzes/quiz/{Quiz.objects.get(slug='chapter-1').pk}/change/")
    faults = [fault for fault in faults_of(page) if "select2" not in fault]  # the list with a search is Django's own
    assert faults == []
