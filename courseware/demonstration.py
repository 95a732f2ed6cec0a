"""A database for trying the site out: it is marked, and only a server that says so serves it."""

import os
import secrets
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, transaction

from courseware.models import User
from quizzes.models import Audit

MARK = "demo database"
NAMES = ("learner", "instructor")
INSTRUCTORS = "instructors"
REFUSAL = (
    "This database is for trying out: its passwords lie in a file. Serve it with python3 dev.py run, "
    "or name another one in DATABASE_URL."
)


def is_marked() -> bool:
    return Audit.objects.filter(what=MARK).exists()


def mark() -> None:
    Audit.objects.create(what=MARK, why="Created by the run that serves it.")


def is_refused(serves_demo: bool) -> bool:
    """Whether a server may not serve this database. One without tables may be served: /readyz says what it lacks."""
    try:
        return not serves_demo and is_marked()
    except DatabaseError:
        return False


@transaction.atomic
def prepare_accounts(file: Path) -> bool:
    """Make sure of both accounts and of the file with their passwords; True if something was written."""
    passwords = read(file)
    if all(works(name, passwords.get(name)) for name in NAMES):
        return False
    passwords = {name: secrets.token_urlsafe(12) for name in NAMES}
    for name, password in passwords.items():
        account(name, password)
    write(file, passwords)
    return True


def works(name: str, password: str | None) -> bool:
    user = User.objects.filter(username=name).first()
    return bool(user and password and user.check_password(password))


def account(name: str, password: str) -> None:
    user, _ = User.objects.get_or_create(username=name)
    user.is_staff = name == "instructor"
    user.set_password(password)
    user.save()
    if user.is_staff:
        user.groups.add(instructors())


def instructors() -> Group:
    """Those who write questions and quizzes, and see what learners did."""
    group, _ = Group.objects.get_or_create(name=INSTRUCTORS)
    group.permissions.set(Permission.objects.filter(content_type__app_label="quizzes"))
    return group


def read(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    lines = (line.partition(": ") for line in file.read_text(encoding="utf-8").splitlines())
    return {name: password for name, colon, password in lines if colon}


def write(file: Path, passwords: dict[str, str]) -> None:
    """For its owner alone from the first byte on, and whole or not at all."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.writelines(f"{name}: {password}\n" for name, password in passwords.items())
    draft.replace(file)
