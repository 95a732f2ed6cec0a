"""The planner knows how many rows there are: after loading a course, and from sweep to sweep."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.models import Concept
from quizzes.statistics import ROWS

pytestmark = pytest.mark.django_db


def statements(*command):
    with CaptureQueriesContext(connection) as queries:
        call_command(*command)
    return [query["sql"] for query in queries]


def test_the_sweep_gathers_statistics_where_the_database_does_not_by_itself(capsys):
    Concept.objects.create(slug="one", title="One", chapter_slug="first", anchor="one")
    said = statements("expireattempts")
    assert ("ANALYZE" in said) == (connection.vendor == "sqlite")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT tbl FROM sqlite_stat1")
            assert ("quizzes_concept",) in cursor.fetchall()


def test_the_statistics_of_sqlite_read_a_bounded_part_of_each_index(capsys):
    said = statements("expireattempts")
    assert (f"PRAGMA analysis_limit = {ROWS}" in said) == (connection.vendor == "sqlite")
