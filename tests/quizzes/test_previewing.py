"""The preview of the question editor works for every type, new and existing, right and wrong."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from courseware.demonstration import instructors
from quizzes.authoring.edits import publish_new
from quizzes.models import Question
from quizzes.questions.base import Fault
from quizzes.questions.types import TYPES
from tests.quizzes.bodies import BODIES
from tests.quizzes.forms_of_pages import sent_back
from tests.quizzes.test_authoring import ADD, few_variants, read, shown_by, written

__all__ = ["few_variants"]

GARBAGE = "{{nobody}} ("
KEPT = {"words-type", "words-slug", "answer-kind", "truth-right"}


@pytest.fixture
def author(client, db):
    person = get_user_model().objects.create_user("ada", is_staff=True)
    person.groups.add(instructors())
    client.force_login(person)
    return client


def bodies_by_type():
    found = {body["type"]: name for name, body in BODIES.items()}
    assert found.keys() == TYPES.keys()
    return found


def test_there_is_a_body_of_every_type():
    assert bodies_by_type()


@pytest.mark.parametrize("name", BODIES)
def test_a_new_question_of_every_type_is_previewed(author, concepts, name):
    page = author.post(ADD, {**written("new-one", BODIES[name]), "look": ""})
    assert page.status_code == 200
    assert "As a learner sees it" in page.content.decode(), page.context["forms"].problems
    assert not Question.objects.exists()


def test_an_existing_question_of_every_type_is_previewed(author, course, few_variants):
    for kind, name in bodies_by_type().items():
        question = Question.objects.filter(published__type=kind).order_by("slug").first()
        if question is None:  # a type that the course does not use
            question = publish_new(f"a-{kind}", BODIES[name], author=None).question
        address = reverse("admin:quizzes_question_change", args=[question.pk])
        page = author.post(address, {**shown_by(author, question), "look": ""})
        assert "As a learner sees it" in page.content.decode(), (kind, page.context["forms"].problems)


OTHER_ROWS = re.compile(r"_FORMS|-[1-9]\d*-")  # the rows of a kind are read by the same fields as the first


@pytest.mark.parametrize("kind", TYPES)
def test_a_preview_with_mistakes_names_them_and_keeps_what_was_typed(author, concepts, kind, quick_rendering):
    fields = written("new-one", BODIES[bodies_by_type()[kind]])
    tried = {name for name, values in fields.items() if any(values) and not OTHER_ROWS.search(name)} - KEPT
    for name in sorted(tried):
        page = author.post(ADD, {**fields, name: [GARBAGE], "look": ""})
        assert page.status_code == 200, name
        if page.context["desk"].shown is None:
            assert page.context["forms"].problems, name
    page = author.post(ADD, {**fields, "words-prompt": "", "look": ""})
    assert page.context["forms"].problems
    assert sent_back(page.content.decode(), "data-author")["words-explanation"] == fields["words-explanation"]


# ---- what is found in the rendered result stands at its field, warnings too

FOUND = [
    ("single", "options.2.text", "id_options-2-text"),
    ("single", "prompt", "id_words-prompt"),
    ("number of a probe", "hints.1", "id_words-hints"),
    ("number of an expression", "answer.wrong.0.feedback", "id_wrong-0-feedback"),
    ("number of an expression", "answer.unit", "id_answer-unit"),
    ("numbers of a layer", "answer.rows.0", "id_cells-rows"),
    ("text", "answer.accept.0", "id_text-accept"),
    ("matching", "pairs.1.right", "id_pairs-1-right"),
    ("matching", "decoys.0", "id_decoys-decoys"),
    ("ordering", "items.1.text", "id_items-1-text"),
    ("line", "lines.1.code", "id_lines-1-code"),
    ("hotspot", "spots.0.reason", "id_spots-0-reason"),
    ("true_false", "reason_true", "id_truth-reason_true"),
    ("parts", "parts.1.prompt", "id_parts-1-prompt"),
]


@pytest.mark.parametrize(("name", "field", "target"), FOUND)
def test_a_sentence_of_publishing_stands_at_the_field_of_the_form(concepts, name, field, target):
    forms = read(written("new-one", BODIES[name]))
    assert [one.target for one in forms.located([Fault(field, "Look.")])] == [target]
    forms.show([Fault(field, "Look.")])
    assert [one.target for one in forms.problems] == [target]


def test_what_would_be_shown_broken_is_told_at_its_field(author, concepts):
    page = author.post(
        ADD, {**written("new-one", BODIES["single"]), "words-explanation": "So \\beta is", "publish": ""}
    )
    assert [problem.target for problem in page.context["forms"].problems] == ["id_words-explanation"]
    assert not Question.objects.exists()


def test_a_warning_is_shown_with_the_preview_and_stops_nothing(author, concepts):
    fields = {**written("new-one", BODIES["single"]), "words-prompt": "Which layer is not last?"}
    page = author.post(ADD, {**fields, "look": ""}).content.decode()
    assert "As a learner sees it" in page
    assert 'href="#id_words-prompt"' in page
    reply = author.post(ADD, {**fields, "publish": ""}, follow=True)
    assert "“not” is easily read over" in reply.content.decode()
    assert Question.objects.get().published
