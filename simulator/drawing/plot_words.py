"""What a plot says in words and numbers, for those who do not see it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.engine.numbers import significant


def brief(value: float | None) -> str:
    """As on an axis or in a sentence about a plot: three digits that mean something."""
    if value is None:
        return "–"
    if abs(value) >= 10_000:
        return f"{value:,.0f}".replace("-", "−")
    return significant(value, 4 if abs(value) >= 1_000 else 3)


def table_of_panels(plots: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers of plots that stand side by side, each row named after its panel too."""
    tables = [table(plot) for plot in plots]
    rows = [
        [f"{plot['title']}: {name}", *cells]
        for plot, one in zip(plots, tables, strict=True)
        for name, *cells in one["rows"]
    ]
    return {"head": tables[0]["head"], "rows": rows}


def bar_names(plot: Mapping[str, Any]) -> list[str]:
    """What each bar of a plot of bars is called, from the top: its category, and its series where there are several."""
    several = len(plot["series"]) > 1
    rows = [(str(x), series["name"]) for series in plot["series"] for x, *_ in series["points"]]
    heads = list(dict.fromkeys(category for category, _ in rows))
    ordered = sorted(rows, key=lambda row: heads.index(row[0]))  # a stable sort keeps the order of the series
    return [f"{category}, {name}" if several else category for category, name in ordered]


def table(plot: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers: {"head", "rows"}; the first column names the row."""
    if plot["kind"] == "dots":
        rows = [[series["name"], *map(brief, point)] for series in plot["series"] for point in series["points"]]
        return {"head": ["", plot["x"]["title"], plot["y"]["title"]], "rows": rows}
    places = list(dict.fromkeys(point[0] for series in plot["series"] for point in series["points"]))
    found = [{point[0]: point[1] for point in series["points"]} for series in plot["series"]]
    ordered = sorted(places) if plot["kind"] == "lines" else places
    named = str if plot["kind"] == "bars" else brief
    rows = [[named(x), *(brief(values.get(x)) for values in found)] for x in ordered]
    return {"head": [plot["x"]["title"], *(series["name"] for series in plot["series"])], "rows": rows}
