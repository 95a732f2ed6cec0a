"""The readings of every sweep at its defaults, and the curves of some, as `manage.py readings` wrote them.

Tests hold them to the runs.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from simulator.experiments.base import Experiment
from simulator.experiments.running import run_sweep
from simulator.experiments.table import EXPERIMENTS

FILE, CURVES = (Path(__file__).with_name(name) for name in ("readings.json", "curves.json"))
DRAWN = ("exclusive-or", "rates", "tastes", "overfitting", "optimisers")  # their runs are drawn in chapters
MOST_KEPT = 16  # points of a curve


@cache
def stored_readings() -> Mapping[str, list[dict[str, Any]]]:
    """The points of each sweep by the slug of its experiment, each {"parameters", "readings"}."""
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def stored_curves() -> Mapping[str, list[list[dict[str, Any]]]]:
    """The plots of each run of a sweep, in its order, by the slug of its experiment; of those that are drawn."""
    return json.loads(CURVES.read_text(encoding="utf-8"))


def measured(experiment: Experiment) -> list[dict[str, Any]]:
    """A sweep run anew, each {"parameters", "readings", "film"}."""
    return [{name: run[name] for name in ("parameters", "readings", "film")} for run in run_sweep(experiment, {})]


def curves_of(run: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The plots of one run, thinned out to what a small drawing shows."""
    plots = (run["film"] or {"plots": ()})["plots"]
    return [{**plot, "series": [_thinned(series) for series in plot["series"]]} for plot in plots]


def _thinned(series: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": series["name"], "points": thinned(series["points"], MOST_KEPT)}


def thinned(points: Sequence[Any], count: int) -> list[Any]:
    """So many of them, the first and the last included, closer together at the start, where a curve falls."""
    if len(points) <= count:
        return list(points)
    last = len(points) - 1
    places = {round(last * (i / (count - 1)) ** 1.5) for i in range(count)}
    return [points[i] for i in sorted(places)]


def write_readings() -> int:
    """Run every sweep and keep what it gave; how many runs that were."""
    found = {slug: measured(experiment) for slug, experiment in EXPERIMENTS.items()}
    _write(
        FILE, {slug: [{n: run[n] for n in ("parameters", "readings")} for run in runs] for slug, runs in found.items()}
    )
    _write(CURVES, {slug: [curves_of(run) for run in found[slug]] for slug in DRAWN})
    return sum(len(points) for points in found.values())


def _write(file: Path, found: Mapping[str, list[Any]]) -> None:
    lines = [f"{json.dumps(slug)}: [\n{_rows(runs)}\n]" for slug, runs in found.items()]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _rows(runs: list[Any]) -> str:
    """A run a line, so that a change is seen where it is."""
    return ",\n".join(f"  {json.dumps(run, ensure_ascii=False)}" for run in runs)
