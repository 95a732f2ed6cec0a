"""A database made by an older commit, with attempts in progress, and then upgraded by this code."""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from dev import ROOT
from tests.upgrade.learners import Learner

OLD = "14f524b"
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def old(django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Any]]:
    """What the older code knew of its learners; the database of this session is then the upgraded one."""
    folder = tmp_path_factory.mktemp("old-site")
    extract(OLD, folder)
    with django_db_blocker.unblock(), own_database() as address:
        remembered = run_old_site(folder, address)
        call_command("migrate", verbosity=0)
        call_command("loadcourse", variants=2, stdout=io.StringIO(), stderr=io.StringIO())
        yield remembered


@pytest.fixture(scope="session")
def django_db_setup(old) -> None:
    """In place of an empty test database."""


@pytest.fixture
def learner(db, old, request) -> Learner:
    """The browser of one of the older version's learners, with the cookie that it has from then."""
    of = old["learners"][request.param]
    return Learner(session=of["session"], attempt=of["attempt"])


def git(*words: str) -> bytes:
    return subprocess.run(["git", "-c", "safe.directory=*", *words], cwd=ROOT, check=True, capture_output=True).stdout


def extract(commit: str, folder: Path) -> None:
    """The files of a commit, with this folder of tests beside them."""
    try:
        archive = git("archive", "--format=tar", commit)
    except (OSError, subprocess.CalledProcessError):
        pytest.fail(f"Commit {commit} is not in this clone. Fetch the whole history: git fetch --unshallow", False)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder)
    (folder / "tests" / "upgrade").mkdir()
    for file in HERE.glob("*.py"):
        (folder / "tests" / "upgrade" / file.name).write_bytes(file.read_bytes())


@contextmanager
def own_database() -> Iterator[str]:
    """A new empty database, of the kind that the settings name, and its address; it is deleted afterwards."""
    usual, name = connection.settings_dict["NAME"], f"upgrade_{os.getpid()}"
    if connection.vendor == "sqlite":
        file = settings.DATA_DIR / f"{name}.sqlite3"
        connection.settings_dict["NAME"] = str(file)
        yield f"sqlite:///{file}"
        return
    execute(f"CREATE DATABASE {name}")
    connection.settings_dict["NAME"] = name
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        disconnect()
        connection.settings_dict["NAME"] = usual
        execute(f"DROP DATABASE {name} WITH (FORCE)")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    disconnect()


def disconnect() -> None:
    """Also from the pool, which keeps to the database that it was opened for."""
    postgresql: Any = connection
    postgresql.close()
    postgresql.close_pool()


def run_old_site(folder: Path, address: str) -> dict[str, Any]:
    settings_of_old = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "courseware.settings"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.upgrade.old_site"],
        cwd=folder,
        env=os.environ | settings_of_old,
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
