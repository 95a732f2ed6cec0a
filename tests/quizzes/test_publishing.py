"""Versions, variants and keys: written together or not at all, never twice, and never changed."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from quizzes import publishing
from quizzes.formats.toml_questions import hash_of
from quizzes.formats.toml_writing import write_question
from quizzes.models import Audit, InsertOnlyError, Key, Question, Variant, Version
from quizzes.publishing import drafts, publish, publish_written, set_state, versions
from quizzes.questions.base import QuestionError
from quizzes.rendering import RenderingError
from simulator.engine.version import ENGINE
from tests.quizzes.bodies import EXPRESSION, NUMBER, SINGLE
from tests.quizzes.test_questions_checked import changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_rendering")]


@pytest.fixture
def author():
    return get_user_model().objects.create_user("an-author")


@pytest.fixture
def question(concepts):
    return Question.objects.create(slug="a-question", level="remember")


def published(question, body, source="first", **others):
    return publish(question, body, source=source, author=None, **others)


def test_publishing_writes_a_version_its_variants_and_their_keys(question, author, true_rendering):
    version = publish(question, NUMBER, source="the source", author=author, variants=5)
    question.refresh_from_db()
    assert (version.number, version.type, version.body, version.source) == (1, "number", NUMBER, "the source")
    assert (version.source_hash, version.author) == (hash_of("the source"), author)
    assert (question.published, question.state, question.level) == (version, "ready", "apply")
    assert [concept.slug for concept in question.concepts.all()] == ["sigmoid"]
    assert [variant.seed for variant in version.variants.all()] == [1, 2, 3, 4, 5]
    for key in Key.objects.select_related("variant"):
        assert (key.version, key.engine, set(key.parameters)) == (version, ENGINE, set(NUMBER["draw"]))
        assert isinstance(key.right["value"], float)
        assert key.wrong["z.no_bias"]["feedback"]
        assert key.variant.shown["prompt"].startswith("<p>Inputs <math>")
    (row,) = Audit.objects.all()
    assert (row.who, row.before, row.after) == (author, None, {"version": 1, "variants": 5})


def test_the_same_source_changes_nothing(question):
    first = published(question, SINGLE)
    question.refresh_from_db()
    assert published(question, SINGLE) == first
    assert (Version.objects.count(), Audit.objects.count()) == (1, 1)


def test_an_edit_makes_a_new_version_and_leaves_the_old_one(question):
    first = published(question, SINGLE)
    shown = first.variants.get().shown
    question.refresh_from_db()
    second = published(question, SINGLE | {"prompt": "Which layer comes last?"}, source="second")
    question.refresh_from_db()
    assert (second.number, question.published) == (2, second)
    assert first.variants.get().shown == shown
    assert [version.number for version in question.versions.order_by("number")] == [1, 2]


def test_going_back_to_an_earlier_source_is_a_new_version(question):
    for source in ("first", "second", "first"):
        question.refresh_from_db()
        published(question, SINGLE, source=source)
    assert question.versions.count() == 3


def test_a_question_held_while_another_was_published_gets_the_next_number(question):
    stale = Question.objects.get(pk=question.pk)
    published(question, SINGLE)
    assert published(stale, SINGLE, source="second").number == 2
    assert published(stale, SINGLE, source="second").number == 2


@pytest.mark.parametrize(
    "body, field",
    [
        (SINGLE | {"level": "none"}, "level"),
        (SINGLE | {"concepts": ["layers", "unheard-of"]}, "concepts.1"),
        (SINGLE | {"concepts": [3]}, "concepts"),
        (NUMBER | {"require": ["z > 1000"]}, "draw"),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_is_written(question, body, field):
    with pytest.raises(QuestionError) as caught:
        published(question, body)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert not Version.objects.exists()
    assert not Audit.objects.exists()


@pytest.mark.parametrize("field", ["prompt", "explanation", "options.1.text", "options.2.reason"])
def test_a_formula_that_cannot_be_read_is_told_at_its_field(question, true_rendering, field):
    with pytest.raises(QuestionError, match=r"\\frac\{1\}\{ cannot be read") as caught:
        published(question, changed(SINGLE, field, "Fine: $x$. Not so: $\\frac{1}{$."))
    assert [fault.field for fault in caught.value.faults] == [field]


def test_a_text_that_cannot_be_rendered_is_told_at_its_field(question, monkeypatch):
    def render(texts):
        if any("heavy" in text for text in texts):
            raise RenderingError("This is too heavy.")
        return texts

    monkeypatch.setattr(drafts, "render_many", render)
    with pytest.raises(QuestionError, match="too heavy") as caught:
        published(question, changed(SINGLE, "options.0.reason", "Too heavy, far too heavy."))
    assert [fault.field for fault in caught.value.faults] == ["options.0.reason"]


def test_all_is_written_or_nothing(question, monkeypatch):
    def fail(*args):
        raise IntegrityError

    monkeypatch.setattr(versions, "audit", fail)
    with pytest.raises(IntegrityError):
        published(question, NUMBER, variants=3)
    question.refresh_from_db()
    assert question.published is None
    assert (Version.objects.count(), Variant.objects.count(), Key.objects.count()) == (0, 0, 0)


def test_drawing_and_rendering_stand_outside_the_transaction(question, monkeypatch):
    depths = []

    def render(texts):
        depths.append(len(versions.transaction.get_connection().savepoint_ids))
        return real(texts)

    real = drafts.render_many
    monkeypatch.setattr(drafts, "render_many", render)
    published(question, SINGLE)
    assert depths == [len(versions.transaction.get_connection().savepoint_ids)]


def test_what_was_published_cannot_be_changed(question):
    version = published(question, SINGLE)
    version.body = {}
    with pytest.raises(InsertOnlyError):
        version.save()
    with pytest.raises(InsertOnlyError):
        Key.objects.all().delete()


def test_a_written_question_has_the_source_that_a_file_would_have(concepts, author):
    body = EXPRESSION | {"prompt": "Of {{n}} in {{batch}}:\r\nhow many?"}
    version = publish_written("written-here", body, author=author)
    assert version.source == write_question("written-here", body)
    assert version.body["prompt"] == "Of {{n}} in {{batch}}:\nhow many?"
    question = version.question
    question.refresh_from_db()
    assert (question.slug, question.published, question.level) == ("written-here", version, "apply")
    again = publish_written("written-here", body | {"level": "analyse"}, question=question, author=author)
    assert (again.number, again.question) == (2, question)


def test_a_new_question_with_a_slip_leaves_no_row(concepts):
    with pytest.raises(QuestionError):
        publish_written("written-here", SINGLE | {"options": []}, author=None)
    assert not Question.objects.exists()


def test_retiring_is_audited(question, author):
    set_state([question], Question.State.RETIRED, by=author)
    question.refresh_from_db()
    assert question.state == "retired"
    (row,) = Audit.objects.all()
    assert (row.who, row.before, row.after) == (author, {"state": "draft"}, {"state": "retired"})


def test_nothing_of_a_key_stands_in_what_is_shown(question):
    published(question, NUMBER | {"explanation": "CANARY"}, variants=3)
    for variant in Variant.objects.all():
        assert "CANARY" not in json.dumps(variant.shown)


def test_the_writers_are_named_in_one_place():
    assert set(publishing.__all__) >= {"publish", "publish_written", "set_state", "load_course", "dump_course"}
