"""The process that computes runs for a server: order after order from one pipe, their results into another. No Django.

A result leaves it as it will travel, JSON compressed by gzip, so that the server only passes it on. It keeps to its
memory, gives way to the processes that serve pages, and ends with its server, in the middle of a run too.
"""

import gzip
import json
import os
import queue
import resource
import signal
import threading
import time
import traceback
from collections.abc import Mapping
from typing import IO, Any

from simulator.engine.reading import ReadingError
from simulator.limits import RUN_LIMITS
from simulator.runs.jobs import JOBS, Job
from simulator.runs.messages import receive, send

PATIENCE = 2  # seconds after the deadline, then the kernel ends this process even if its server has forgotten it
POLITE = 10  # by so much a run gives way to whoever saves an answer
LEVEL = 4  # of gzip: a fifth smaller than 1 for 1.5 ms more; 6 costs as much again for 3 % less


def work(jobs: Mapping[str, Job]) -> None:
    """Answer orders for as long as the server lives. An order is {"job", "order", "until"}, by the monotonic clock."""
    orders, results = private_pipes()
    os.nice(POLITE)
    resource.setrlimit(resource.RLIMIT_AS, (RUN_LIMITS.memory, RUN_LIMITS.memory))
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(orders, waiting), daemon=True).start()
    while True:
        head, body = answered(jobs, json.loads(waiting.get()))
        send(results, json.dumps(head).encode())
        send(results, body)


def private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Our ends of the pipes, taken out of print's and input's reach: what a library prints goes to the log."""
    orders, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return orders, results


def listen(orders: IO[bytes], waiting: "queue.SimpleQueue[bytes]") -> None:
    """Read ahead of the work, since the end of the pipe is how we learn that the server is gone."""
    try:
        while True:
            waiting.put(receive(orders))
    finally:
        os._exit(0)


def answered(jobs: Mapping[str, Job], order: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """How the order ended, and its result, which is empty unless it was done."""
    signal.alarm(max(1, round(order["until"] - time.monotonic()) + PATIENCE))
    try:
        data = jobs[order["job"]](order["order"], order["until"])
        # What the clock may have cut short could be more another time.
        return {"end": "done", "keep": time.monotonic() < order["until"]}, packed(data)
    except ReadingError as error:
        return {"end": "refused", "faults": [[fault.path, fault.message] for fault in error.faults]}, b""
    except MemoryError:
        return {"end": "memory"}, b""
    except Exception:
        return {"end": "failed", "why": traceback.format_exc()}, b""
    finally:
        signal.alarm(0)


def packed(data: Mapping[str, Any]) -> bytes:
    """Gzipped JSON; the same data is the same to the byte."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return gzip.compress(text.encode(), LEVEL, mtime=0)


if __name__ == "__main__":
    work(JOBS)
