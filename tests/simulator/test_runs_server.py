"""A real server with two workers: who hangs up leaves nothing running, and a server that is killed leaves nobody."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from simulator.limits import RUN_LIMITS
from simulator.runs.turns import PATIENCE
from simulator.runs.worker import GRACE
from tests.simulator.waiting import waits_until

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
RUNS = "/api/simulator/runs/"
OPTIONS = "--interface wsgi --workers 2 --blocking-threads 16 --respawn-failed-workers --no-ws --port"
LAST = {"units": 1, "activation": "sigmoid"}
SHORT: dict[str, Any] = {"data": {"set": "xor"}, "layers": [LAST], "epochs": 1}
HEAVY: dict[str, Any] = {
    "data": {"set": "spiral", "count": 1000},
    "layers": [{"units": 30, "activation": "tanh"}, LAST],
}
HEAVY |= {"epochs": 1000, "batch": 1}


class Server:
    def __init__(self, data):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "granian", *OPTIONS.split(), str(self.port), "courseware.wsgi:application"]
        environment = {**os.environ, "DATA_DIR": str(data)}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)

    def status(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return connection.getresponse().status

    def is_up(self):
        with suppress(OSError, http.client.HTTPException):
            return self.status("GET", "/healthz") == 200
        return False

    def begin_and_hang_up(self, whole=True):
        body = json.dumps(HEAVY | {"seed": random.randrange(10**9)}).encode()
        head = ["POST " + RUNS + " HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
        head += [f"Content-Length: {len(body)}", "", ""]
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall("\r\n".join(head).encode() + (body if whole else body[:40]))
            time.sleep(0.01)

    def processes(self):
        """Of its runs: the children of its workers."""
        return {child for worker in children(self.process.pid) for child in children(worker)}

    def kill(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(tmp_path):
    (tmp_path / "static").mkdir()
    server = Server(tmp_path)
    try:
        waits_until(server.is_up)
        yield server
    finally:
        server.kill()


def children(pid):
    with suppress(FileNotFoundError):
        return {
            int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()
        }
    return set()


def used(pid):
    """Ticks of the processor that it has used; None when it is gone."""
    with suppress(FileNotFoundError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return None


def test_the_work_of_those_who_hang_up_ends_and_the_next_run_works(server):
    for i in range(100):
        server.begin_and_hang_up(whole=i % 3 > 0)
    waits_until(server.processes)
    time.sleep(PATIENCE + RUN_LIMITS.seconds + GRACE)  # the last one may have begun at the end of its patience
    before = {pid: used(pid) for pid in server.processes()}
    time.sleep(1)
    assert {pid: used(pid) for pid in server.processes()} == before
    assert server.status("POST", RUNS, json.dumps(SHORT)) == 200


def test_a_body_in_chunks_is_refused_by_the_length_that_it_lacks(server):
    in_chunks = iter([json.dumps(SHORT).encode()])  # of no length, so the client sends it in chunks
    assert server.status("POST", RUNS, in_chunks) == 411


def test_no_process_is_left_of_a_server_that_is_killed_in_the_middle_of_its_runs(server):
    for _ in range(4):
        server.begin_and_hang_up()
    waits_until(server.processes)
    begun = server.processes()
    server.kill()
    waits_until(lambda: all(used(pid) is None for pid in begun))
