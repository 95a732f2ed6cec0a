"""Running one set of parameters of an experiment, as data: what a door, a process of its own and the page all call."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.engine.reading import ReadingError
from simulator.experiments.base import Experiment, Run
from simulator.experiments.parameters import new_reader, read_values
from simulator.experiments.table import EXPERIMENTS
from simulator.limits import RUN_LIMITS


def run_experiment(slug: str, data: object) -> dict[str, Any]:
    """{"slug", "parameters", "readings", "film"} of one run; a parameter that is not given has its default.

    Numbers that are not finite are None. Raises KeyError for an unknown slug, ReadingError with every fault.
    """
    experiment = EXPERIMENTS[slug]
    values = read_parameters(experiment, data)
    return {"slug": slug, "parameters": values, **as_data(experiment, experiment.run(values))}


def read_parameters(experiment: Experiment, data: object) -> dict[str, Any]:
    reader = new_reader()
    values = read_values(experiment.parameters, data, reader)
    if not reader.faults and experiment.cost(values) > RUN_LIMITS.experiment_cost:
        reader.fault("", "This run would take too long. Choose fewer examples, epochs or units.")
    if reader.faults:
        raise ReadingError(reader.faults)
    return values


def as_data(experiment: Experiment, run: Run) -> dict[str, Any]:
    readings = {one.name: finite(run.readings[one.name]) for one in experiment.readings if one.name in run.readings}
    film = {"plots": list(run.plots), "links": [{"words": words, "href": href} for words, href in run.links]}
    return {"readings": readings, "film": film if run.plots or run.links else None}


def finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def run_sweep(experiment: Experiment, chosen: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every run of the sweep, one after the other."""
    for values in experiment.sweep:
        yield run_experiment(experiment.slug, experiment.values(chosen, values))
