"""How often something may happen in a while, by name, counted by all processes of one machine without rows.

Each event adds a byte to a file, which the kernel does for one process after the other, and the size is the count.
A while begins for all at the same moment; the files of earlier ones are removed.
"""

import contextlib
import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `most` events of one name in each stretch of `seconds`."""

    folder: Path
    most: int
    seconds: int

    def is_spent(self, name: str) -> bool:
        try:
            return self.file(name).stat().st_size >= self.most
        except FileNotFoundError:
            return False

    def spend(self, name: str) -> None:
        """Count one event. A full disk counts none: it stops nobody who would otherwise pass."""
        file = self.file(name)
        with contextlib.suppress(OSError):
            if not file.parent.exists():
                self.begin(file.parent)
            with file.open("ab", buffering=0) as count:
                count.write(b".")

    def wait(self) -> float:
        """Seconds until the next stretch begins."""
        return self.seconds - time.time() % self.seconds

    def file(self, name: str) -> Path:
        """Few files, whatever the names: who shares one by chance shares its budget."""
        bucket = hashlib.sha256(name.encode()).hexdigest()[:5]
        return self.folder / str(int(time.time() // self.seconds)) / bucket

    def begin(self, stretch: Path) -> None:
        stretch.mkdir(mode=0o700, parents=True, exist_ok=True)
        for earlier in self.folder.iterdir():
            if earlier.name < stretch.name:
                remove(earlier)


def remove(folder: Path) -> None:
    """Other processes may be doing the same."""
    for file in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):
            (folder / file).unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()
