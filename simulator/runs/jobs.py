"""What a process for runs can do: a name, and a function of an order and a deadline. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.engine.training.film import film_of
from simulator.engine.training.spec import read_spec
from simulator.experiments.running import run_experiment

# Data for JSON, from an order and a time of the monotonic clock at which to end with what there is. What cannot be
# carried out as it is raises ReadingError.
Job = Callable[[Mapping[str, Any], float], Mapping[str, Any]]


def run(order: Mapping[str, Any], until: float) -> Mapping[str, Any]:
    """The film of {"spec", "checkpoint"}."""
    return film_of(read_spec(order["spec"]), order["checkpoint"], until)


def experiment(order: Mapping[str, Any], until: float) -> Mapping[str, Any]:
    """One run of an experiment, {"slug", "parameters"}. It cannot end early: its cost is bounded instead."""
    return run_experiment(order["slug"], order["parameters"])


JOBS: dict[str, Job] = {"run": run, "experiment": experiment}
