"""What the environment says of this machine: folders, database, secret key. Pure; settings.py is its one reader."""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

KEY_LENGTH = 50


class EnvironmentFault(ValueError):
    """A variable or file that the site cannot start with; the message says what to do."""


def flag(environment: Mapping[str, str], name: str) -> bool:
    return environment.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(environment: Mapping[str, str], name: str, default: str) -> list[str]:
    return [word.strip() for word in environment.get(name, default).split(",") if word.strip()]


def number(environment: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of at least 1."""
    text = environment.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise EnvironmentFault(f"{name} is {text[:40]!r}; please give a whole number of at least 1.")
    return int(text)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def database(url: str) -> dict[str, Any]:
    """DATABASE_URL as settings: sqlite:///path, or postgres://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(unquote(parts.path[1:]), parts.hostname, parts.port, parts.username, parts.password)
    raise EnvironmentFault(f"DATABASE_URL starts with {parts.scheme}://; please use sqlite:/// or postgres://.")


def sqlite(path: Path) -> dict[str, Any]:
    """Write-ahead log, immediate transactions, a long wait: 32 writers, none locked out. FULL survives a power cut.

    A thread keeps its connection for ten minutes: to connect for each request takes longer than most statements.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        # A test database on disk: one in memory would be shared between threads without any of the above.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def postgresql(name: str, host: str | None, port: int | None, user: str | None, password: str | None) -> dict[str, Any]:
    """No query is compiled to machine code: compiling took two seconds of a check that otherwise takes milliseconds."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": host or "",
        "PORT": port or "",
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16}, "options": "-c jit=off"},
    }


def secret_key(environment: Mapping[str, str], data: Path) -> str:
    """The key in SECRET_KEY_FILE, which must be there; without it, one made in the data folder at first use."""
    named = environment.get("SECRET_KEY_FILE")
    path = Path(named) if named else data / "secret-key"
    if not named:
        make_key(path)
    return read_key(path)


def make_key(path: Path) -> None:
    """Write a new key unless there is one: whole before it has its name, so that two first starts agree on one."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(KEY_LENGTH))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key is the key
    finally:
        draft.unlink()


def read_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="utf-8").strip()
        mode = path.stat().st_mode
    except OSError as error:
        raise EnvironmentFault(
            f"The secret key {path} cannot be read ({error.strerror}). Name one in SECRET_KEY_FILE."
        ) from error
    if len(key) < KEY_LENGTH:
        raise EnvironmentFault(
            f"The secret key in {path} is shorter than {KEY_LENGTH} characters. Put a longer one there."
        )
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise EnvironmentFault(f"Others may read the secret key {path}. Run: chmod 600 {path}")
    return key
