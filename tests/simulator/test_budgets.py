"""A budget is counted by all processes of a machine, and begins again in each stretch of time."""

import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator import budgets
from simulator.addresses import network_of
from simulator.budgets import Budget

ROOT = Path(__file__).parents[2]
SPENDER = """
import sys
from pathlib import Path
from simulator.budgets import Budget
for _ in range(int(sys.argv[2])):
    Budget(Path(sys.argv[1]), 1000, 10**9).spend("a network")
"""


def at(monkeypatch, moment):
    monkeypatch.setattr(budgets.time, "time", lambda: moment)


def test_a_budget_is_spent_after_so_many_and_another_name_has_its_own(tmp_path):
    budget = Budget(tmp_path, most=3, seconds=10**9)
    for _ in range(3):
        assert not budget.is_spent("203.0.113.7")
        budget.spend("203.0.113.7")
    assert budget.is_spent("203.0.113.7")
    assert not budget.is_spent("203.0.113.8")


def test_the_next_stretch_begins_with_a_full_budget_and_leaves_no_file_of_the_last(tmp_path, monkeypatch):
    budget = Budget(tmp_path, most=1, seconds=60)
    at(monkeypatch, 130.0)
    budget.spend("a")
    assert budget.is_spent("a")
    assert budget.wait() == 50
    at(monkeypatch, 181.0)
    assert not budget.is_spent("a")
    budget.spend("b")
    assert [stretch.name for stretch in tmp_path.iterdir()] == ["3"]


def test_processes_and_threads_count_together_and_lose_nothing(tmp_path):
    command = [sys.executable, "-c", SPENDER, str(tmp_path), "100"]
    others = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    budget = Budget(tmp_path, 1000, 10**9)
    threads = [threading.Thread(target=lambda: [budget.spend("a network") for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for one in (*threads, *others):
        one.join() if isinstance(one, threading.Thread) else one.wait(timeout=60)
    assert budget.file("a network").stat().st_size == 400


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("")
    budget = Budget(tmp_path / "file" / "folder", most=1, seconds=60)
    budget.spend("a")


@pytest.mark.parametrize(
    "address, network",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:80", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_network_is_an_address_of_ipv4_or_a_64_of_ipv6(address, network):
    assert network_of(SimpleNamespace(META={"REMOTE_ADDR": address})) == network
