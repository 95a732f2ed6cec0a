"""DATABASE_URL as Django's settings. No message shows a part of the address that may hold a secret. Pure."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from courseware.environment import EnvironmentFault

SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
SESSIONS = ("any", "read-write", "read-only", "primary", "standby", "prefer-standby")

# PostgreSQL's own names of what a connection may be asked for, each with the values it takes; None: any text.
OPTIONS: dict[str, tuple[str, ...] | type[int] | None] = {
    "application_name": None,
    "channel_binding": ("disable", "prefer", "require"),
    "connect_timeout": int,
    "gssencmode": ("disable", "prefer", "require"),
    "hostaddr": None,
    "keepalives": int,
    "keepalives_count": int,
    "keepalives_idle": int,
    "keepalives_interval": int,
    "options": None,
    "passfile": None,
    "require_auth": None,
    "requirepeer": None,
    "ssl_max_protocol_version": None,
    "ssl_min_protocol_version": None,
    "sslcert": None,
    "sslcrl": None,
    "sslkey": None,
    "sslmode": SSL_MODES,
    "sslpassword": None,
    "sslrootcert": None,
    "target_session_attrs": SESSIONS,
    "tcp_user_timeout": int,
}
# What may be said before the "?" or after it: by the name after it, that of Django's setting.
PLACES = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}

# Seconds, the last one milliseconds: a server that is gone is noticed soon, and threads do not all wait for it.
PATIENCE = {"connect_timeout": 3, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 15_000}
# No query is compiled to machine code: compiling took two seconds of a check that otherwise takes milliseconds.
NO_JIT = "-c jit=off"
POOL = {"min_size": 1, "max_size": 16, "timeout": 3, "reconnect_timeout": 5}

ENCODED = "In a user name, password or file name, write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25."


def database(url: str) -> dict[str, Any]:
    """Settings of sqlite:///path, or of postgres://user:password@host:port/name?sslmode=require.

    Raises EnvironmentFault for an address that cannot be followed in every part.
    """
    parts = split(url)
    if parts.scheme == "sqlite":
        return sqlite(file_of(parts))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(places_of(parts), list(asked_for(parts.query)))
    raise EnvironmentFault("DATABASE_URL starts with neither sqlite:/// nor postgres://.")


def split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:  # its message quotes the address
        raise EnvironmentFault(f"DATABASE_URL cannot be read. {ENCODED}") from None
    if "#" in url or "@" in parts.path + parts.query:
        raise EnvironmentFault(f"DATABASE_URL has a # or an @ where none can be. {ENCODED}")
    return parts


def file_of(parts: SplitResult) -> Path:
    """Three slashes before a path relative to the working directory, four before an absolute one."""
    if parts.netloc or len(parts.path) < 2:
        raise EnvironmentFault("DATABASE_URL names no file. Write sqlite:////absolute/path, with four slashes.")
    if parts.query:
        raise EnvironmentFault(f"DATABASE_URL has options after a ?, and SQLite's has none. {ENCODED}")
    return Path(unquote(parts.path[1:]))


def places_of(parts: SplitResult) -> dict[str, Any]:
    """What stands before the "?", under the names of Django's settings."""
    named = {
        "HOST": unquote(parts.hostname or ""),
        "PORT": port_of(parts),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": unquote(parts.path[1:]),
    }
    return {name: value for name, value in named.items() if value}


def port_of(parts: SplitResult) -> str:
    try:
        return str(parts.port or "")
    except ValueError:  # its message quotes what may be a part of the password
        raise EnvironmentFault(f"The port in DATABASE_URL is not a number from 1 to 65535. {ENCODED}") from None


def asked_for(query: str) -> Iterator[tuple[str, str]]:
    """The options after the "?", read as PostgreSQL reads them: a plus is a plus."""
    for pair in filter(None, query.split("&")):
        name, _, value = pair.partition("=")
        if not re.fullmatch("[a-z_]{1,40}", name):  # no name of an option: a piece of something else
            raise EnvironmentFault(f"DATABASE_URL has something after the ? that is no name=value. {ENCODED}")
        yield name, unquote(value)


def postgresql(places: dict[str, Any], asked: list[tuple[str, str]]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name, value in asked:
        target, key = (places, PLACES[name]) if name in PLACES else (options, name)
        if key in target:
            raise EnvironmentFault(f"DATABASE_URL gives {name} twice. Give it once.")
        target[key] = value if name in PLACES and value else option(name, value)
    options["options"] = f"{NO_JIT} {options.get('options', '')}".strip()  # of two that contradict, the last one holds
    empty = dict.fromkeys(PLACES.values(), "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        **empty,
        **places,
        "OPTIONS": {**PATIENCE, **options, "pool": POOL},
    }


def option(name: str, value: str) -> str | int:
    """The value of an option that PostgreSQL knows."""
    if name not in OPTIONS and name not in PLACES:
        known = ", ".join(sorted([*OPTIONS, *PLACES]))
        raise EnvironmentFault(f"DATABASE_URL has the unknown option {name}. Known are {known}.")
    kind = OPTIONS.get(name)
    if not value:
        raise EnvironmentFault(f"The option {name} in DATABASE_URL is empty. Give it a value or leave it out.")
    if kind is int and not re.fullmatch("[0-9]{1,9}", value):
        raise EnvironmentFault(f"The option {name} in DATABASE_URL is not a whole number.")
    if isinstance(kind, tuple) and value not in kind:
        raise EnvironmentFault(f"The option {name} in DATABASE_URL is not one of {', '.join(kind)}.")
    return int(value) if kind is int else value


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
