"""What the environment says of this machine: numbers, words, secret key. Pure; settings.py is its one reader."""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

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
