"""What a trace and a diagnosis of a 2-2-1 network cost: CPU time, medians, each beside the bar it must reach.

    python benchmarks/bench_trace.py

Every repeat has other numbers in the network, so that nothing that was computed for one is found again for the next.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django
from django.core.management import call_command
from django.test import Client

from simulator.engine.explaining import case_of, explain
from simulator.engine.network import read_network
from simulator.engine.trace import trace
from simulator.stepping.telling import every_explanation

REPEATS = 60
NO_CAUSE = Decimal("123.456")  # a number that no mistake gives: every pair is computed
PROBES = ("z[2,1]", "a[2,1]", "loss", "delta[1,1]", "dW[1,2,1]", "db[1,1]", "W_new[1,1,1]", "loss_new")


def network(seed: int) -> dict[str, Any]:
    """A 2-2-1 network whose numbers come from the seed."""
    chance = random.Random(seed)
    numbers = [round(chance.uniform(-2, 2), 2) or 0.5 for _ in range(11)]
    hidden = {"weights": [numbers[0:2], numbers[2:4]], "biases": numbers[4:6], "activation": "tanh"}
    output = {"weights": [numbers[6:8]], "biases": numbers[8:9], "activation": "sigmoid"}
    given = {"inputs": numbers[9:11], "target": [1], "layers": [hidden, output]}
    return given | {"loss": "half_squared_error", "learning_rate": 0.5}


def milliseconds(work: Callable[[int], object], repeats: int = REPEATS) -> float:
    """The median CPU time of one call; the first three warm up."""
    taken = []
    for seed in range(repeats + 3):
        began = time.process_time()
        work(seed)
        taken.append(time.process_time() - began)
    return 1000 * statistics.median(taken[3:])


def over_http(client: Client, query: str) -> Callable[[int], object]:
    bodies = [json.dumps(network(seed)) for seed in range(REPEATS + 3)]

    def ask(seed: int) -> None:
        response = client.post(f"/api/simulator/trace/{query}", bodies[seed], content_type="application/json")
        assert response.status_code == 200, response.content

    return ask


def report(what: str, taken: float, bar: float | None = None) -> None:
    print(f"{what:<58}{taken:8.2f} ms" + (f"   bar {bar:g} ms" if bar else ""))


def main() -> None:
    networks = [read_network(network(seed)) for seed in range(REPEATS + 3)]
    client = Client(SERVER_NAME="localhost")
    report("trace over HTTP", milliseconds(over_http(client, "")))
    report("trace with all formulas over HTTP", milliseconds(over_http(client, "?explain=1")), 6)
    report("all formulas alone", milliseconds(lambda seed: every_explanation(trace(networks[seed]))))
    for probe in PROBES:
        single = milliseconds(lambda seed, probe=probe: case_of(networks[seed], probe, 3, 0.002).chart(3, False), 20)
        report(f"chart of single mistakes at {probe}", single, 15)
    for probe in PROBES:
        pairs = milliseconds(lambda seed, probe=probe: explain(NO_CAUSE, case_of(networks[seed], probe, 3, 0.002)), 8)
        report(f"charts with pairs of mistakes at {probe}", pairs, 100)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "courseware.settings", "DATA_DIR": folder, "DATABASE_URL": ""}
        django.setup()
        call_command("migrate", verbosity=0)
        main()
