"""`manage.py check` names broken chapters, and rows that point to what is not there."""

import pytest
from django.db import DatabaseError

from courseware import checks
from quizzes.models import Concept, Quiz


def ids(messages):
    return [message.id for message in messages]


def test_a_broken_chapter_is_an_error_with_its_file_and_line(chapter_file):
    chapter_file.write_text(chapter_file.read_text().replace("number: 1", "number: soon"))
    [message] = checks.chapters_can_be_read()
    assert (message.id, "first.md, line 3" in message.msg) == ("courseware.E001", True)


def test_chapters_that_can_be_read_are_not_mentioned(chapter_file):
    assert checks.chapters_can_be_read() == []


@pytest.mark.django_db
def test_quizzes_and_concepts_that_point_nowhere_are_warned_of(chapter_file, quiz):
    Quiz.objects.create(slug="lost", title="Lost", chapter_slug="gone")
    Concept.objects.create(slug="lost", title="Lost", chapter_slug="first", anchor="gone")
    found = checks.rows_name_chapters_that_exist(databases=["default"])
    assert ids(found) == ["courseware.W002", "courseware.W003"]


@pytest.mark.django_db
def test_rows_are_asked_only_where_databases_are(chapter_file, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checks.rows_name_chapters_that_exist(databases=None) == []


def test_before_migrations_there_is_a_warning_and_no_failure(chapter_file, monkeypatch):
    def fail(chapters):
        raise DatabaseError

    monkeypatch.setattr(checks, "quizzes_without_chapter", fail)
    assert ids(checks.rows_name_chapters_that_exist(databases=["default"])) == ["courseware.W001"]
