"""The readings of every sweep at its defaults, as `manage.py readings` wrote them; tests hold them to the runs."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from simulator.experiments.base import Experiment
from simulator.experiments.running import run_sweep
from simulator.experiments.table import EXPERIMENTS

FILE = Path(__file__).with_name("readings.json")


@cache
def stored_readings() -> Mapping[str, list[dict[str, Any]]]:
    """The points of each sweep by the slug of its experiment, each {"parameters", "readings"}."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def measured(experiment: Experiment) -> list[dict[str, Any]]:
    """The same, run anew."""
    return [{"parameters": p["parameters"], "readings": p["readings"]} for p in run_sweep(experiment, {})]


def write_readings() -> int:
    """Run every sweep and keep its readings; how many runs that were."""
    found = {slug: measured(experiment) for slug, experiment in EXPERIMENTS.items()}
    lines = [f"{json.dumps(slug)}: [\n{_rows(points)}\n]" for slug, points in found.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return sum(len(points) for points in found.values())


def _rows(points: list[dict[str, Any]]) -> str:
    """A run a line, so that a change is seen where it is."""
    return ",\n".join(f"  {json.dumps(point, ensure_ascii=False)}" for point in points)
