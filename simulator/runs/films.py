"""The results of runs, in files that all server processes of a machine share, bounded in bytes: the longest unused go.

A result that is gone can be run again, so nothing here is precious: a full disk keeps none and breaks nothing.
"""

import contextlib
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

SHELVES = 16  # folders by the first digit of a name; each is counted by itself, which keeps the counting short

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Films:
    """Results by name, which is a hash in hexadecimal digits."""

    folder: Path
    most_bytes: int

    def get(self, name: str) -> bytes | None:
        file = self.file(name)
        try:
            body = file.read_bytes()
            os.utime(file)  # used just now
        except OSError:
            return None
        return body

    def has(self, name: str) -> bool:
        return self.file(name).exists()

    def put(self, name: str, body: bytes) -> None:
        """Keep a result, whole or not at all."""
        file = self.file(name)
        draft = file.with_name(f"{name}.{secrets.token_hex(4)}.draft")
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(body)
            draft.replace(file)
            self.make_room(file.parent)
        except OSError as error:
            log.warning("A film cannot be kept: %s", error)
            with contextlib.suppress(OSError):
                draft.unlink()

    def file(self, name: str) -> Path:
        return self.folder / name[0] / f"{name}.json.gz"

    def make_room(self, shelf: Path) -> None:
        room = self.most_bytes // SHELVES
        for size, file in used_last(shelf):
            room -= size
            if room < 0:
                file.unlink(missing_ok=True)


def used_last(shelf: Path) -> list[tuple[int, Path]]:
    """Size and path of each file, the last used first."""
    found = []
    for entry in os.scandir(shelf):
        with contextlib.suppress(FileNotFoundError):  # another process made room
            status = entry.stat()
            found.append((status.st_mtime_ns, status.st_size, Path(entry.path)))
    return [(size, file) for _, size, file in sorted(found, reverse=True)]
