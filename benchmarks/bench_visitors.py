"""What a reader and a learner notice beside visitors who try passwords or run the simulator: p95 in milliseconds.

    python benchmarks/bench_visitors.py [--seconds 12]

Granian serves a course of its own from a temporary folder, with two workers of sixteen threads, on SQLite and this
machine alone. One learner reads a chapter and saves an answer in turns, while the clients of each line send one request
after the other for a bounded time. Those clients share the processors with the server, so compare with "nobody".
"""

import argparse
import contextlib
import http.client
import json
import multiprocessing
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
CHAPTER, QUIZ, PASSWORD = "/chapters/introduction/", "chapter-1", "four words make one"
VARIANTS, PAUSE, CLASS, TOGETHER = "5", 0.02, 200, 40
PREPARE = f"""
from django.contrib.auth import get_user_model
people = get_user_model().objects
known = people.create_user("learner", password={PASSWORD!r}).password
people.bulk_create(people.model(username="student-%d" % number, password=known) for number in range({CLASS}))
"""
LARGEST = {
    "data": {"set": "spiral", "count": 1000},
    "validation": 0.2,
    "layers": [{"units": 32, "activation": "tanh"}] * 3 + [{"units": 1, "activation": "sigmoid"}],
    "optimiser": {"kind": "adam", "learning_rate": 0.01},
    "batch": 10,
    "epochs": 400,
    "frames": 200,
    "map": 100,
}
TINY = LARGEST | {"layers": [{"units": 1, "activation": "sigmoid"}], "epochs": 4, "frames": 3, "map": 4}


class Browser:
    """A connection that is kept, and its cookies."""

    def __init__(self, port: int, address: str = "") -> None:
        self.port, self.cookies, self.body = port, {}, b""
        self.extra = {"X-Forwarded-For": address} if address else {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> int:
        headers = {"Content-Type": kind, **self.extra}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
            self.body = reply.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0
        for cookie in reply.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply.status

    def post(self, path: str, values: dict[str, object]) -> int:
        return self.send("POST", path, json.dumps(values).encode())

    def form(self, path: str, values: dict[str, str]) -> int:
        token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', self.body)
        values = {**values, "csrfmiddlewaretoken": token[1].decode() if token else ""}
        return self.send("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded")


def try_token(browser: Browser, ends: float) -> Iterator[int]:
    while time.monotonic() < ends:
        yield browser.post("/api/token/", {"username": f"nobody-{uuid4().hex}", "password": "guess"})


def try_token_from_everywhere(browser: Browser, ends: float) -> Iterator[int]:
    while time.monotonic() < ends:
        number = uuid4().int
        browser.extra = {"X-Forwarded-For": f"10.{number % 250}.{number // 250 % 250}.{number // 62_500 % 250}"}
        yield browser.post("/api/token/", {"username": f"nobody-{uuid4().hex}", "password": "guess"})


def try_form(browser: Browser, ends: float) -> Iterator[int]:
    browser.send("GET", "/accounts/sign-in/")
    page = browser.body
    while time.monotonic() < ends:
        browser.body = page
        yield browser.form("/accounts/sign-in/", {"username": f"nobody-{uuid4().hex}", "password": "guess"})


def run_as_guest(browser: Browser, ends: float) -> Iterator[int]:
    browser.post(f"/api/quizzes/{QUIZ}/attempts/", {})
    while time.monotonic() < ends:
        yield browser.post("/api/simulator/runs/", {"spec": LARGEST | {"seed": uuid4().int % 10**6}})


CROWDS = {
    "nobody": (0, try_token),
    "8 tokens": (8, try_token),
    "32 tokens": (32, try_token),
    "8 forms": (8, try_form),
    "32 forms": (32, try_form),
    "32, an address a try": (32, try_token_from_everywhere),
    "16 guests run": (16, run_as_guest),
    "nobody again": (0, try_token),
}


def crowd(port: int, number: int, act: object, seconds: float, said: object) -> None:
    """All clients of one line, in a process beside the server and the learner."""
    ends, statuses = time.monotonic() + seconds, Counter()

    def one() -> None:
        statuses.update(act(Browser(port, "203.0.113.7"), ends))

    threads = [Thread(target=one, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 30)
    said.put(dict(statuses))


class Learner(Browser):
    """Signed in, with an attempt in progress."""

    def begin(self) -> None:
        self.send("GET", "/accounts/sign-in/")
        assert self.form("/accounts/sign-in/", {"username": "learner", "password": PASSWORD}) == 302
        self.post(f"/api/quizzes/{QUIZ}/attempts/", {})
        self.responses = f"/api/attempts/{json.loads(self.body)['uuid']}/responses/"

    def watch(self, seconds: float) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {"chapter": [], "save": []}
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            found["chapter"].append(timed(lambda: self.send("GET", CHAPTER), 200))
            sent = {"uuid": str(uuid4()), "position": 1, "answer": "0.5", "kind": "save"}
            found["save"].append(timed(lambda sent=sent: self.post(self.responses, sent), 201))
            time.sleep(PAUSE)
        return found

    def runs(self, times: int) -> int:
        """How many of so many tiny runs are let through."""
        tiny = ({"spec": TINY | {"seed": uuid4().int % 10**6}} for _ in range(times))
        return sum(self.post("/api/simulator/runs/", spec) == 200 for spec in tiny)


def class_signs_in(port: int) -> str:
    """A class behind one address, 40 at the same time, each with one typo; who is asked to come again does."""
    began, statuses, waiting = time.monotonic(), Counter(), list(range(CLASS))

    def one() -> None:
        while waiting:
            with contextlib.suppress(IndexError):
                sign_in(Browser(port, "203.0.113.8"), f"student-{waiting.pop()}", statuses)

    threads = [Thread(target=one, daemon=True) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    counts = " ".join(f"{status}:{count}" for status, count in sorted(statuses.items()))
    return f"A class of {CLASS} has signed in after {time.monotonic() - began:.0f} s  {counts}"


def sign_in(browser: Browser, name: str, statuses: Counter[int]) -> None:
    browser.send("GET", "/accounts/sign-in/")
    for password in ("a typo", PASSWORD):
        page = browser.body
        for _ in range(10):
            browser.body = page
            status = browser.form("/accounts/sign-in/", {"username": name, "password": password})
            statuses[status] += 1
            if status in (200, 302):
                break
            time.sleep(5)


def timed(call: object, wanted: int) -> float:
    began = time.perf_counter()
    status = call()
    assert status == wanted, status
    return (time.perf_counter() - began) * 1000


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else float("nan")


@contextlib.contextmanager
def served(folder: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATA_DIR": folder,
        "BEHIND_PROXY": "1",
        "DJANGO_SETTINGS_MODULE": "courseware.settings",
    }
    environment.pop("DATABASE_URL", None)
    manage = [sys.executable, str(ROOT / "manage.py")]
    for step in (["migrate"], ["loadcourse", "--variants", VARIANTS], ["collectstatic", "--no-input"]):
        subprocess.run([*manage, *step], env=environment, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([*manage, "shell", "-c", PREPARE], env=environment, cwd=ROOT, check=True, capture_output=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "16"]
    command += ["--no-ws", "--log-level", "critical", "--port", str(port), "courseware.wsgi:application"]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_it_answers(port: int) -> None:
    for _ in range(300):
        if Browser(port).send("GET", "/healthz") == 200:
            return
        time.sleep(0.1)
    raise SystemExit("The server does not answer.")


def measure(port: int, number: int, act: object, seconds: float) -> str:
    learner = Learner(port, "198.51.100.1")
    learner.begin()
    learner.watch(1)
    said = multiprocessing.Queue()
    more = 15 if act is run_as_guest else 0
    others = multiprocessing.Process(target=crowd, args=(port, number, act, seconds + 1 + more, said), daemon=True)
    others.start()
    time.sleep(1)
    found = learner.watch(seconds)
    through = f"; of 3 tiny runs of the learner {learner.runs(3)}" if more else ""
    statuses = said.get(timeout=60)
    others.join(timeout=5)
    counts = " ".join(f"{status}:{count}" for status, count in sorted(statuses.items()))
    figures = "".join(f"{statistics.median(found[name]):>9.0f}{p95(found[name]):>9.0f}" for name in found)
    return f"{figures}{os.getloadavg()[0]:>7.1f}  {counts}{through}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=12, help="of each line")
    seconds = min(parser.parse_args().seconds, 60)
    with tempfile.TemporaryDirectory(prefix="graded-descent-visitors-") as folder, served(folder) as port:
        print(f"{'':<22}{'chapter':>9}{'p95':>9}{'save':>9}{'p95':>9}{'load':>7}  statuses of the others", flush=True)
        for name, (number, act) in CROWDS.items():
            print(f"{name:<22}{measure(port, number, act, seconds)}", flush=True)
            time.sleep(max(0, 61 - time.time() % 60) if number and act is not run_as_guest else 1)  # a new budget
        print(class_signs_in(port), flush=True)


if __name__ == "__main__":
    main()
