"""Is this process live, and is the site ready to serve? For those who run it, as JSON."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from quizzes.models import Question

WAL_RESET_MENDED = (3, 51, 3)


def migrations_fault() -> str | None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "Migrations wait to be applied. Run: python manage.py migrate"
    return None


def course_fault() -> str | None:
    if Question.objects.filter(published__isnull=False).exists():
        return None
    return "No question is published. Run: python manage.py loadcourse"


opened: dict[str, tuple[int, int] | None] = {}  # by the name of a database, the file that this process first found


@receiver(connection_created)
def note_file(connection: BaseDatabaseWrapper, **signal: Any) -> None:
    opened.setdefault(str(connection.settings_dict["NAME"]), file_of(connection))


def file_of(connection: Any) -> tuple[int, int] | None:
    """What the name of a SQLite database stands for on its disk now; None if there is no such file."""
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or not path.exists():
        return None
    return path.stat().st_dev, path.stat().st_ino


def replaced_fault() -> str | None:
    """Threads keep their connections, so after a file was put in the place of another, some would still see the old."""
    connection.ensure_connection()
    found = file_of(connection)
    if found == opened.setdefault(str(connection.settings_dict["NAME"]), found):
        return None
    return "The database file was replaced while the site was running. Restart the site."


CHECKS: dict[str, Callable[[], str | None]] = {
    "database and migrations": migrations_fault,
    "database file": replaced_fault,
    "course": course_fault,
}


def fault_of(check: Callable[[], str | None]) -> str | None:
    try:
        return check()
    except DatabaseError:
        return "The database does not answer. See the log of the server."


def notes() -> list[str]:
    """What is known to be imperfect and does not stop the site."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= WAL_RESET_MENDED:
        return []
    mended = ".".join(map(str, WAL_RESET_MENDED))
    return [
        f"SQLite {sqlite3.sqlite_version} can, very rarely, damage a write-ahead log; {mended} cannot. "
        "Use a newer SQLite, or PostgreSQL by DATABASE_URL, and keep backups."
    ]


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answers as long as the process does; asks no database."""
    return JsonResponse({"live": True})


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    faults = {name: fault for name, check in CHECKS.items() if (fault := fault_of(check))}
    return JsonResponse({"ready": not faults, "faults": faults, "notes": notes()}, status=503 if faults else 200)
