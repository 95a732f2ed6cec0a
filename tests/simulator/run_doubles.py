"""A process for runs with jobs that production does not have: `python -m tests.simulator.run_doubles`."""

import os
import signal
import time

from simulator.engine.reading import Fault, ReadingError
from simulator.runs.child import work

MODULE = "tests.simulator.run_doubles"


def echo(order, until):
    return {"said": order, "by": os.getpid()}


def pause(order, until):
    time.sleep(order["seconds"])
    return {"slept": order["seconds"]}


def patient(order, until):
    """As a film does: stops by itself at the deadline, with what it has."""
    while time.monotonic() < until:
        time.sleep(0.01)
    return {"stopped": {"reason": "time"}}


def endless(order, until):
    while True:
        pass


def crash(order, until):
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def greedy(order, until):
    return {"bytes": len(bytearray(8 << 30))}


def talkative(order, until):
    print("a library that prints")  # noqa: T201
    os.write(1, b"or one in C")
    return {"heard": input() if order.get("asks") else ""}


def picky(order, until):
    raise ReadingError([Fault("layers[0].units", "Give a whole number.")])


def broken(order, until):
    raise ZeroDivisionError("nobody foresaw this")


def infinite(order, until):
    return {"loss": float("inf")}


JOBS = {job.__name__: job for job in (echo, pause, patient, endless, crash, greedy, talkative, picky, broken, infinite)}

if __name__ == "__main__":
    work(JOBS)
