"""Places that all processes of a machine share, without rows: files, each locked by whoever holds the place.

A place needs no lease: the kernel unlocks the files of a process that ends, however it ends.
"""

import contextlib
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

Held = list[int]  # descriptors of the locked files


@dataclass(frozen=True, slots=True)
class Places:
    """So many places of one name."""

    folder: Path
    name: str
    count: int

    def take(self) -> int | None:
        """Hold the first that is free; None if none is."""
        for i in range(self.count):
            descriptor = os.open(self.folder / f"{self.name}-{i}", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            except OSError:
                os.close(descriptor)
                raise
            else:
                return descriptor
        return None


def take_one_of_each(*places: Places) -> Held | None:
    """A place of each kind, or none at all, also where the machine has no file left to give: OSError."""
    held: Held = []
    with contextlib.ExitStack() as undo:
        undo.callback(leave, held)
        for kind in places:
            descriptor = kind.take()
            if descriptor is None:
                return None
            held.append(descriptor)
        undo.pop_all()
    return held


def leave(held: Held) -> None:
    for descriptor in held:
        os.close(descriptor)
