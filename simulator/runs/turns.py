"""Whose turn it is: so many runs at once on this machine, a short queue behind them, and fair shares of both."""

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.runs.places import Held, Places, leave, take_one_of_each

PATIENCE = 10  # seconds in the queue, each of which holds a thread of the server
PAUSE = 0.02


class Busy(Exception):
    """The queue is full, or this person's share of it, or it did not move in time."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, by a name, and how many of the runs and of the queue's places they may hold at once."""

    name: str
    running: int
    waiting: int

    @property
    def bucket(self) -> str:
        """A short name for files, so that they stay few. Two people who share one take turns, and no harm is done."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:3]


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one machine: `folder` holds the files that its server processes lock."""

    folder: Path
    at_once: int
    queue: int
    patience: float = PATIENCE

    @contextlib.contextmanager
    def turn(self, person: Person, is_settled: Callable[[], bool]) -> Iterator[None]:
        """Hold a turn, waiting for it in the queue. Raises Busy. Waiting ends early once the matter is settled."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = self.begin(person)
        if held is None:
            held = self.wait(person, is_settled)
        try:
            yield
        finally:
            leave(held)

    def begin(self, person: Person) -> Held | None:
        own = Places(self.folder, f"{person.bucket}-running", person.running)
        return take_one_of_each(own, Places(self.folder, "running", self.at_once))

    def wait(self, person: Person, is_settled: Callable[[], bool]) -> Held:
        own = Places(self.folder, f"{person.bucket}-waiting", person.waiting)
        queued = take_one_of_each(own, Places(self.folder, "waiting", self.queue))
        if queued is None:
            raise Busy
        try:
            return self.next_turn(person, is_settled)
        finally:
            leave(queued)

    def next_turn(self, person: Person, is_settled: Callable[[], bool]) -> Held:
        ends = time.monotonic() + self.patience
        while time.monotonic() < ends:
            time.sleep(PAUSE)
            if is_settled():
                return []
            held = self.begin(person)
            if held is not None:
                return held
        raise Busy
