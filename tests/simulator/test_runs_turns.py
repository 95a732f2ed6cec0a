"""So many runs at once on one machine, whichever of its processes they are asked of, and fair shares of them."""

import contextlib
import errno
import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from simulator.runs.turns import Busy, Person, Turns
from tests.simulator.waiting import waits_until

ROOT = Path(__file__).parents[2]
ANNA, BOB, CARL = (Person(name, running=1, waiting=2) for name in ("Anna", "Bob", "Carl"))
CLASSROOM = Person("203.0.113.7", running=2, waiting=2)
HOLDER = """
import sys
from pathlib import Path
from simulator.runs.turns import Person, Turns
turns = Turns(Path(sys.argv[1]), at_once=1, queue=1)
with turns.turn(Person(sys.argv[2], 1, 1), bool):
    print("holds", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def turns(tmp_path):
    return Turns(tmp_path / "turns", at_once=2, queue=3, patience=0.1)


def patient(turns):
    return Turns(turns.folder, turns.at_once, turns.queue, patience=20)


def take(turns, person, settled=False):
    return turns.turn(person, is_settled=lambda: settled)


def is_free(turns, person):
    try:
        with take(turns, person):
            return True
    except Busy:
        return False


@contextlib.contextmanager
def queueing(turns, *people):
    """Each of them waits in a thread of their own for as long as the block lasts; yields the names of those served."""
    over, waiting, served = threading.Event(), set(), []

    def wait(person):
        with contextlib.suppress(Busy), patient(turns).turn(person, is_over):
            served.append(person.name)

    def is_over():  # asked in the queue alone
        waiting.add(threading.get_ident())
        return over.is_set()

    threads = [threading.Thread(target=wait, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    try:
        waits_until(lambda: len(waiting) == len(people))
        yield served
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextlib.contextmanager
def another_server(turns, name):
    command, pipe = [sys.executable, "-c", HOLDER, str(turns.folder), name], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout.readline() == "holds\n"
        yield server
        server.kill()


def test_as_many_run_at_once_as_the_machine_has_places(turns):
    with take(turns, ANNA), take(turns, BOB):
        assert not is_free(turns, CARL)
    assert is_free(turns, CARL)


def test_a_person_runs_one_at_a_time_though_there_is_room(turns):
    with take(turns, ANNA):
        assert not is_free(turns, ANNA)
        assert is_free(turns, BOB)
    assert is_free(turns, ANNA)


def test_an_address_may_hold_several_since_several_people_may_share_it(turns):
    with take(turns, CLASSROOM):
        assert is_free(turns, CLASSROOM)


def test_the_second_run_of_a_person_waits_for_the_first(turns):
    with contextlib.ExitStack() as first:
        first.enter_context(take(turns, ANNA))
        with queueing(turns, ANNA) as served:
            assert served == []
            first.close()
            waits_until(lambda: served == ["Anna"])


def test_who_waits_is_served_when_a_place_is_free(turns):
    with contextlib.ExitStack() as running:
        running.enter_context(take(turns, ANNA))
        running.enter_context(take(turns, BOB))
        with queueing(turns, CARL) as served:
            assert served == []
            running.close()
            waits_until(lambda: served == ["Carl"])


def test_beyond_the_queue_one_is_told_at_once(turns):
    people = [Person(str(i), running=1, waiting=1) for i in range(3)]
    with take(turns, ANNA), take(turns, BOB), queueing(turns, *people):
        began = time.monotonic()
        assert not is_free(patient(turns), CARL)
        assert time.monotonic() - began < patient(turns).patience


def test_nobody_fills_the_queue_alone(turns):
    with take(turns, ANNA), take(turns, BOB), queueing(turns, CLASSROOM, CLASSROOM):
        assert not is_free(turns, CLASSROOM)
        with queueing(turns, CARL) as served:
            assert served == []


def test_waiting_ends_when_somebody_else_has_run_the_same(turns):
    with take(turns, ANNA), take(turns, BOB), take(turns, CARL, settled=True):
        pass  # Carl holds no place; he was let in to fetch the result


def test_waiting_is_bounded(turns):
    with take(turns, ANNA), take(turns, BOB), pytest.raises(Busy), take(turns, CARL):
        pass


def test_a_machine_without_a_file_to_give_holds_no_place_for_ever(turns, monkeypatch):
    def lock(descriptor, how):
        if "/running-" in os.readlink(f"/proc/self/fd/{descriptor}"):
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
        flock(descriptor, how)

    flock = fcntl.flock
    with monkeypatch.context() as broken:
        broken.setattr(fcntl, "flock", lock)
        with pytest.raises(OSError, match=os.strerror(errno.ENOLCK)), take(turns, ANNA):
            pass
    assert is_free(turns, ANNA)


def test_a_turn_that_fails_is_given_back(turns):
    with pytest.raises(ZeroDivisionError), take(turns, ANNA):
        raise ZeroDivisionError
    assert is_free(turns, ANNA)


def test_another_server_process_counts_too(tmp_path):
    turns = Turns(tmp_path, at_once=1, queue=1, patience=0.1)
    with another_server(turns, "Bob"):
        assert not is_free(turns, ANNA)


def test_the_places_of_a_killed_server_are_free(tmp_path):
    turns = Turns(tmp_path, at_once=1, queue=1, patience=0.1)
    with another_server(turns, "Anna") as server:
        assert not is_free(turns, ANNA)
        server.kill()
        server.wait()
        assert is_free(turns, ANNA)
