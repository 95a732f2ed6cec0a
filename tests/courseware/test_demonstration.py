"""Demo accounts live only in a database that was made for them, and only a server that says so serves it."""

import stat

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError

from courseware import demonstration
from quizzes.models import Audit

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "demo-accounts.txt"


@pytest.fixture
def new_database(monkeypatch):
    monkeypatch.setenv("GRADED_DESCENT_NEW_DATABASE", "1")


def demo(file, capsys):
    call_command("demo", accounts=file)
    return capsys.readouterr().out


def passwords(file):
    return dict(line.split(": ") for line in file.read_text().splitlines())


def can_sign_in(file):
    return {name: User.objects.get(username=name).check_password(word) for name, word in passwords(file).items()}


def test_a_new_database_gets_both_accounts_and_a_file_for_its_owner_alone(file, new_database, capsys):
    demo(file, capsys)
    assert can_sign_in(file) == {"learner": True, "instructor": True}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Audit.objects.filter(what=demonstration.MARK).count() == 1


def test_the_second_time_nothing_changes(file, new_database, capsys, monkeypatch):
    demo(file, capsys)
    before = file.read_text()
    monkeypatch.delenv("GRADED_DESCENT_NEW_DATABASE")
    assert "as they were" in demo(file, capsys)
    assert file.read_text() == before


@pytest.mark.parametrize("left", [None, "", "learner: wrong\ninstructor: wrong\n", "learner"])
def test_a_lost_or_broken_file_gives_new_passwords(file, new_database, capsys, left):
    demo(file, capsys)
    before = passwords(file)
    file.unlink()
    if left is not None:
        file.write_text(left)
    demo(file, capsys)
    assert can_sign_in(file) == {"learner": True, "instructor": True}
    assert passwords(file) != before
    assert User.objects.count() == 2


def test_any_other_database_is_left_alone(file, capsys, monkeypatch):
    monkeypatch.delenv("GRADED_DESCENT_NEW_DATABASE", raising=False)
    assert "no demo accounts" in demo(file, capsys)
    assert not file.exists()
    assert not User.objects.exists()


def test_the_instructor_may_author_and_the_learner_may_not(file, new_database, capsys):
    demo(file, capsys)
    instructor, learner = User.objects.get(username="instructor"), User.objects.get(username="learner")
    assert instructor.is_staff
    assert not instructor.is_superuser
    assert instructor.has_perm("quizzes.add_question")
    assert not instructor.has_perm("courseware.change_user")
    assert not learner.is_staff


@pytest.mark.parametrize(
    "marked, serves_demo, refused", [(True, False, True), (True, True, False), (False, False, False)]
)
def test_only_a_server_that_says_so_serves_a_marked_database(marked, serves_demo, refused):
    if marked:
        demonstration.mark()
    assert demonstration.is_refused(serves_demo=serves_demo) == refused


def test_a_database_without_tables_may_be_served(monkeypatch):
    def fail():
        raise DatabaseError

    monkeypatch.setattr(demonstration, "is_marked", fail)
    assert not demonstration.is_refused(serves_demo=False)
