"""What a film costs over HTTP, beside the training alone: CPU time of the server and of its process for runs together.

    python benchmarks/bench_film.py

300 epochs of a 2-8-8-1 tanh network on 500 points in batches of 32, 60 frames with maps of 50×50. Every round asks for
another seed, so that nothing is served from what is kept.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django
from django.core.management import call_command
from django.test import Client

from simulator.engine.training.run import Run
from simulator.engine.training.spec import read_spec
from simulator.runs.running import CREW

ROUNDS = 11
TICK = 1 / os.sysconf("SC_CLK_TCK")
SPEC = {
    "data": {"set": "circle", "count": 500, "noise": 0.1},
    "layers": [
        {"units": 8, "activation": "tanh"},
        {"units": 8, "activation": "tanh"},
        {"units": 1, "activation": "sigmoid"},
    ],
    "epochs": 300,
    "batch": 32,
    "validation": 0,
    "frames": 60,
    "map": 50,
}


def of_child() -> float:
    """CPU seconds of the warm process, to the 1/100 s that the kernel counts in."""
    fields = Path(f"/proc/{CREW.idle[-1].process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def of_training(seed: int) -> float:
    """The trainer's epochs alone: no frame is looked at."""
    run = Run(read_spec(SPEC | {"seed": seed}))
    began = time.process_time()
    for _ in range(SPEC["epochs"]):
        run.trainer.epoch()
    return time.process_time() - began


def over_http(client: Client, seed: int) -> tuple[float, int]:
    """CPU seconds, and the bytes that travel."""
    body = json.dumps(SPEC | {"seed": seed})
    child, own = of_child(), time.process_time()
    response = client.post(
        "/api/simulator/runs/", body, content_type="application/json", headers={"Accept-Encoding": "gzip"}
    )
    assert response.status_code == 200, response.content
    return time.process_time() - own + of_child() - child, len(response.content)


def main() -> None:
    client = Client(SERVER_NAME="localhost")
    client.post("/api/simulator/runs/", json.dumps(SPEC | {"epochs": 1}), content_type="application/json")  # warm
    rounds = [(of_training(seed), *over_http(client, seed)) for seed in range(2, ROUNDS + 2)]
    training, whole, size = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(whole / training for training, whole, _ in rounds)
    print(f"the training alone   {1000 * training:7.1f} ms")
    print(f"the film over HTTP   {1000 * whole:7.1f} ms   {ratio:.2f} times   bar: 1.6 or less")
    print(f"gzipped              {size / 1000:7.1f} kB                bar: 120 or less")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "courseware.settings", "DATA_DIR": folder, "DATABASE_URL": ""}
        django.setup()
        call_command("migrate", verbosity=0)
        main()
        CREW.dismiss()
