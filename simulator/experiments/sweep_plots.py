"""From the plots that an experiment declares and the runs that are done to plots with points.

plotting.js does the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.experiments.base import Experiment
from simulator.experiments.outcomes import Point, at_point
from simulator.experiments.parameters import OneOf
from simulator.experiments.plots import Line, Plot, axis


def plot_of_sweep(experiment: Experiment, plot: Plot, points: Sequence[Point]) -> dict[str, Any]:
    """One declared plot with the readings of these runs."""
    place = _category if plot.kind == "bars" else _number
    series = []
    for line in plot.lines:
        found = [_spot(place(experiment, plot, point), line, point) for point in at_point(points, line.at)]
        known = [spot for spot in found if None not in spot]
        series.append({"name": line.name, "points": known if plot.kind == "bars" else sorted(known)})
    kept = [one for one in series if one["points"]]
    return {"kind": plot.kind, "title": plot.title, "x": axis(plot.x), "y": axis(plot.y), "series": kept, "marks": []}


def _spot(x: Any, line: Line, point: Point) -> list[Any]:
    return [x, *(point["readings"].get(name) for name in (line.reading, *(line.ends or ())))]


def _number(experiment: Experiment, plot: Plot, point: Point) -> Any:
    name: str = plot.x.name
    found: Mapping[str, Any] = point["parameters"] if name in point["parameters"] else point["readings"]
    return found.get(name)


def _category(experiment: Experiment, plot: Plot, point: Point) -> str:
    parameter = next(one for one in experiment.parameters if one.name == plot.x.name)
    value = point["parameters"][parameter.name]
    return parameter.options[value] if isinstance(parameter, OneOf) else str(value)
