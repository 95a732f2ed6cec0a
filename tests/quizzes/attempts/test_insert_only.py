import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from quizzes import attempts
from quizzes.models import Audit, Grade, InsertOnlyError, Key, Response, Variant, Version
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW

pytestmark = pytest.mark.django_db
ROWS = [Version, Variant, Key, Response, Grade, Audit]


@pytest.fixture(autouse=True)
def attempt():
    attempt = factory.begin(factory.offer(*factory.four_questions()))
    factory.answer_all(attempt)
    return attempts.submit(attempt, arrived=NOW)


@pytest.mark.parametrize("model", ROWS)
def test_a_row_that_is_written_once_is_neither_changed_nor_deleted(model):
    before = list(model.objects.order_by("pk").values())
    row = model.objects.first()
    refused = [
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(pk=0),
        lambda: model.objects.bulk_update([row], ["id"]),
        lambda: model.objects.update_or_create(pk=row.pk),
    ]
    for verb in refused:
        with pytest.raises(InsertOnlyError):
            verb()
    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("path", ["attempt", "attempt.user", "attempt.assignment", "attempt.assignment.quiz"])
def test_nothing_that_the_log_rests_on_can_be_deleted(attempt, path):
    row = {"attempt": attempt, "attempt.user": attempt.user, "attempt.assignment": attempt.assignment}.get(
        path, attempt.assignment.quiz
    )
    with pytest.raises(ProtectedError):
        row.delete()


def test_every_foreign_key_to_a_row_that_is_written_once_protects():
    for model in ROWS:
        for relation in model._meta.related_objects:
            assert relation.on_delete.__name__ == "PROTECT", f"{relation.related_model.__name__}.{relation.field.name}"


def test_the_database_itself_keeps_a_second_grade_out(attempt):
    answered = Grade.objects.filter(response__isnull=False).first()
    blank_item = factory.begin(attempt.assignment).items.first()
    blank = Grade(item=blank_item, key=answered.key, fraction=0)
    blank.save()
    for again in (
        Grade(item=answered.item, response=answered.response, key=answered.key, fraction=1),
        Grade(item=blank_item, key=answered.key, fraction=1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


@pytest.mark.parametrize("fraction", ["-0.1", "1.1"])
def test_the_database_itself_keeps_fractions_from_0_to_1(attempt, fraction):
    key = Key.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Grade.objects.create(item=attempt.items.first(), key=key, by=attempt.user, fraction=fraction)


def test_these_tests_run_on_the_database_that_is_configured(settings):
    assert connection.vendor in settings.DATABASES["default"]["ENGINE"]
