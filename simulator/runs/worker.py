"""One process for runs, seen from the server that started it."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from simulator.engine.reading import Fault, ReadingError
from simulator.runs.messages import receive, send

ROOT = Path(__file__).resolve().parents[2]
GRACE = 1  # seconds after its deadline in which a run may hand in what it has


@dataclass(frozen=True, slots=True)
class Result:
    """Gzipped JSON; `keep` if the same order always gives the same."""

    body: bytes
    keep: bool


class TooSlow(Exception):
    """The run went on after its deadline and was killed."""


class TooLarge(Exception):
    """The run asked for more memory than it may have."""


class Crashed(Exception):
    """The process ended in the middle of the run, and not by us."""


class Failed(RuntimeError):
    """A fault of our own; the message is the process's traceback."""


class Worker:
    """Starts its process at once, and is asked by one thread at a time. `is_usable` says if it may be asked again."""

    def __init__(self, module: str) -> None:
        self.is_between_orders, self.is_killed = True, False
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,  # a Ctrl-C is for the server, whose end is ours
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.orders: IO[bytes] = self.process.stdin
        self.results: IO[bytes] = self.process.stdout

    def ask(self, job: str, order: Mapping[str, Any], seconds: float) -> Result:
        """Carry out an order. Raises ReadingError, TooSlow, TooLarge, Crashed; Failed for a fault of our own."""
        message = {"job": job, "order": order, "until": time.monotonic() + seconds}
        executioner = threading.Timer(seconds + GRACE, self.kill)
        executioner.daemon = True  # it does not hold up a server that ends
        executioner.start()
        try:
            return result(*self.answer(json.dumps(message, separators=(",", ":")).encode()))
        finally:
            executioner.cancel()
            executioner.join()  # it may have been about to kill: only now is it certain whether this worker lives

    @property
    def is_usable(self) -> bool:
        return self.is_between_orders and not self.is_killed

    def answer(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        self.is_between_orders = False
        try:
            send(self.orders, message)
            head, body = json.loads(receive(self.results)), receive(self.results)
        except (EOFError, OSError) as error:
            raise (TooSlow if self.is_killed else Crashed) from error
        self.is_between_orders = True
        return head, body

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.is_killed = True
        self.process.kill()

    def end(self) -> None:
        """Kill it if it still lives, and leave nothing of it behind."""
        self.kill()
        with contextlib.suppress(OSError):  # half an order may be left in the pipe
            self.orders.close()
        self.results.close()
        self.process.wait()


def result(head: Mapping[str, Any], body: bytes) -> Result:
    """What the process handed in, or the exception that it tells of."""
    match head["end"]:
        case "done":
            return Result(body, head["keep"])
        case "refused":
            raise ReadingError([Fault(path, message) for path, message in head["faults"]])
        case "memory":
            raise TooLarge
        case _:
            raise Failed(head["why"])
