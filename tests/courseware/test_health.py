"""Live without a database; ready with one that is migrated and holds the course."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError

from courseware import health
from quizzes.models import Question, Version


@pytest.fixture
def course(db):
    question = Question.objects.create(slug="one", level="apply", state="ready")
    version = Version.objects.create(question=question, number=1, type="single", body={}, source="", source_hash="")
    Question.objects.filter(pk=question.pk).update(published=version)


def test_live_asks_no_database(client):
    assert client.get("/healthz").json() == {"live": True}


def test_ready_with_migrations_and_a_course(client, course):
    page = client.get("/readyz")
    assert page.status_code == 200
    assert page.json()["ready"] is True
    assert page.json()["faults"] == {}


def test_not_ready_without_a_course_and_says_what_to_run(client, db):
    page = client.get("/readyz")
    assert page.status_code == 503
    assert "loadcourse" in page.json()["faults"]["course"]


def test_not_ready_with_migrations_to_apply(client, course, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
    assert "migrate" in client.get("/readyz").json()["faults"]["database and migrations"]


def test_a_database_that_does_not_answer_is_a_fault_and_not_a_failure(client, course, monkeypatch):
    def fail(*args):
        raise DatabaseError("host=secret")

    monkeypatch.setattr(health, "MigrationExecutor", fail)
    page = client.get("/readyz")
    assert page.status_code == 503
    assert "secret" not in page.content.decode()


@pytest.mark.parametrize(
    "version, noted", [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((4, 0, 0), False)]
)
def test_an_old_sqlite_is_noted(monkeypatch, version, noted):
    monkeypatch.setattr(health.sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(health, "connection", SimpleNamespace(vendor="sqlite"))
    assert bool(health.notes()) == noted


def test_another_database_has_no_such_note(monkeypatch):
    monkeypatch.setattr(health, "connection", SimpleNamespace(vendor="postgresql"))
    assert health.notes() == []


def test_a_database_file_that_was_replaced_under_the_running_site_is_a_fault(client, course, monkeypatch):
    found = health.file_of(health.connection)
    monkeypatch.setattr(health, "file_of", lambda connection: (1, 1))
    page = client.get("/readyz")
    assert page.status_code == 503
    assert "Restart" in page.json()["faults"]["database file"]
    monkeypatch.setattr(health, "file_of", lambda connection: found)
    assert client.get("/readyz").status_code == 200


def test_a_file_that_is_put_in_the_place_of_another_is_noticed(tmp_path):
    database = tmp_path / "site.sqlite3"
    database.write_bytes(b"before")
    kept = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(database)})
    before = health.file_of(kept)
    (tmp_path / "backup").write_bytes(b"after")
    (tmp_path / "backup").rename(database)
    assert health.file_of(kept) != before
    database.unlink()
    assert health.file_of(kept) is None
