"""The processes that compute runs: whatever happens in one of them, the next run works."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from simulator.engine.reading import Fault, ReadingError
from simulator.runs import worker
from simulator.runs.crew import Crew
from simulator.runs.jobs import JOBS
from simulator.runs.worker import Crashed, Failed, TooLarge, TooSlow
from tests.simulator.run_doubles import MODULE
from tests.simulator.waiting import waits_until

ROOT = Path(__file__).parents[2]
SERVER = f"""
import sys
from simulator.runs.crew import Crew
crew = Crew({MODULE!r})
crew.ask("echo", {{}}, 60)
print(crew.idle[0].process.pid, flush=True)
crew.ask(sys.argv[1], {{"seconds": 60}}, 60)
sys.stdin.read()
"""


@pytest.fixture
def crew():
    crew = Crew(MODULE)
    yield crew
    crew.dismiss()


def ask(crew, job, seconds=30, **order):
    return json.loads(gzip.decompress(crew.ask(job, order, seconds).body))


def works(crew):
    return ask(crew, "echo", word="ö")["said"] == {"word": "ö"}


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_warm_process_is_used_again(crew):
    assert ask(crew, "echo")["by"] == ask(crew, "echo")["by"]
    assert len(crew.idle) == 1


def test_the_same_result_is_the_same_to_the_byte(crew):
    assert crew.ask("pause", {"seconds": 0}, 30) == crew.ask("pause", {"seconds": 0}, 30)


def test_runs_at_once_are_in_processes_of_their_own(crew):
    found = []
    threads = [threading.Thread(target=lambda i=i: found.append((i, ask(crew, "echo", i=i)))) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(said["said"] == {"i": i} for i, said in found)
    assert len(crew.idle) == len({said["by"] for _, said in found})


def test_after_a_crash_the_next_run_works(crew):
    with pytest.raises(Crashed):
        crew.ask("crash", {}, 30)
    assert works(crew)


def test_a_process_that_died_while_idle_is_replaced(crew):
    first = ask(crew, "echo")["by"]
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)  # dead, and nobody has noticed
    assert works(crew)


def test_a_run_that_stops_at_its_deadline_hands_in_what_it_has_and_is_not_kept(crew, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 30)
    result = crew.ask("patient", {}, 0.2)
    assert json.loads(gzip.decompress(result.body)) == {"stopped": {"reason": "time"}}
    assert not result.keep
    assert works(crew)


@pytest.mark.parametrize("job", ["endless", "pause"])
def test_a_run_that_ignores_its_deadline_is_killed_and_the_next_one_works(crew, monkeypatch, job):
    monkeypatch.setattr(worker, "GRACE", 0.1)
    pid = ask(crew, "echo")["by"]
    with pytest.raises(TooSlow):
        crew.ask(job, {"seconds": 60}, 0.1)
    waits_until(lambda: not is_running(pid))
    assert works(crew)


def test_a_process_that_is_killed_just_as_it_hands_in_is_not_asked_again(crew, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 0)
    ask(crew, "echo")
    late = crew.idle[0]
    kill = late.kill
    late.kill = lambda: (time.sleep(0.5), kill())  # decided before the result is there, done after it
    crew.ask("pause", {"seconds": 0.2}, 0.1)
    assert crew.idle == []
    assert works(crew)


def test_the_kernel_ends_a_run_that_nobody_waits_for(crew):
    # The deadline is over at once; the alarm rings PATIENCE = 2 s later, whether or not the server thinks of it.
    pid = ask(crew, "echo")["by"]
    forgetful = crew.idle[0]
    forgetful.kill = lambda: None
    with pytest.raises(Crashed):
        crew.ask("endless", {}, 0)
    waits_until(lambda: not is_running(pid))


def test_a_run_that_wants_too_much_memory_is_stopped_and_the_next_one_works(crew):
    with pytest.raises(TooLarge):
        crew.ask("greedy", {}, 30)
    assert works(crew)


def test_what_a_job_prints_does_not_reach_the_results(crew):
    assert ask(crew, "talkative") == {"heard": ""}
    assert works(crew)


def test_a_job_that_reads_gets_nothing_of_the_orders(crew):
    with pytest.raises(Failed, match="EOFError"):
        crew.ask("talkative", {"asks": True}, 30)
    assert works(crew)


def test_an_order_that_is_refused_names_its_faults(crew):
    with pytest.raises(ReadingError) as refused:
        crew.ask("picky", {}, 30)
    assert refused.value.faults == [Fault("layers[0].units", "Give a whole number.")]
    assert works(crew)


@pytest.mark.parametrize("job, why", [("broken", "nobody foresaw this"), ("infinite", "JSON"), ("nothing", "nothing")])
def test_a_fault_of_our_own_says_where(crew, job, why):
    with pytest.raises(Failed, match=why):
        crew.ask(job, {}, 30)
    assert works(crew)


def test_a_large_order_and_a_large_result_pass(crew):
    text = "".join(chr(0x4E00 + i % 20_000) for i in range(400_000))
    assert ask(crew, "echo", text=text)["said"]["text"] == text


@pytest.mark.parametrize("job", ["endless", "pause", "echo"])
def test_no_process_outlives_a_server_that_is_killed(job):
    command, pipe = [sys.executable, "-c", SERVER, job], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as server:
        pid = int(server.stdout.readline())
        assert is_running(pid)
        server.kill()
    waits_until(lambda: not is_running(pid))


def test_the_processes_of_the_site_know_no_job_of_a_test():
    assert set(JOBS) <= {"run", "experiment"}
