"""Plots drawn by the server: every point where it belongs, nothing outside, and the numbers as a table."""

import json
from itertools import pairwise

import pytest

from simulator.drawing.plot_words import table
from simulator.drawing.plots import BAR, plotted
from simulator.experiments.plots import Axis, drawn
from simulator.experiments.stored import DRAWN, stored_curves, stored_readings, thinned
from simulator.experiments.sweep_plots import plot_of_sweep
from simulator.experiments.table import EXPERIMENTS

DECLARED = [
    pytest.param(plot_of_sweep(one, plot, stored_readings()[one.slug]), id=f"{one.slug}-{number}")
    for one in EXPERIMENTS.values()
    for number, plot in enumerate(one.plots, 1)
]
KEPT = [pytest.param(plot, id=slug) for slug, runs in stored_curves().items() for plot in runs[0]]


def lines(points, x="x", y="y", marks=(), **axes):
    return drawn("lines", "A plot", Axis(x, **axes.get("x_axis", {})), Axis(y, **axes.get("y_axis", {})), points, marks)


def test_a_point_stands_at_its_share_of_both_axes():
    # along 0 to 10, so 4 is at 40 %; across 0 to 100, so 25 is three quarters down of 200 pixels
    plot = plotted(lines({"one": [(0, 0), (4, 25), (10, 100)]}), 200)
    assert plot.curves[0].path == "m0 200 400 -50 600 -150"  # each place from the one before
    assert [tick.at for tick in plot.across] == [200, 160, 120, 80, 40, 0]
    assert [tick.text for tick in plot.across] == ["0", "20", "40", "60", "80", "100"]


def test_a_logarithmic_axis_gives_each_factor_of_ten_the_same_room():
    plot = plotted(lines({"one": [(1, 1), (10, 100), (100, 10_000)]}, x_axis={"log": True}, y_axis={"log": True}), 200)
    assert plot.curves[0].path == "m0 200 500 -100 500 -100"
    assert [tick.text for tick in plot.across] == ["1", "10", "100", "1000", "10⁴"]


def test_where_a_value_is_missing_the_curve_is_broken():
    plot = plotted(lines({"one": [(0, 1), (1, float("nan")), (2, 1), (3, 2)]}), 200)
    assert plot.curves[0].path == "m0 200m667 0 333 -200"


def test_bars_start_at_zero_also_those_below_it():
    series = [{"name": "one", "points": [["up", 3], ["down", -1]]}]
    plot = plotted({**drawn("bars", "", Axis("which"), Axis(""), {}), "series": series})
    # from −1 to 3: zero is at a quarter
    assert plot.zero == 25
    assert [(bar.left, bar.width, bar.number) for bar in plot.bars] == [(25, 75, "3"), (0, 25, "−1")]
    assert plot.bars[1].y - plot.bars[0].y > BAR


@pytest.mark.parametrize("plot", DECLARED + KEPT)
def test_every_plot_stays_in_its_frame_and_its_names_and_numbers_apart(plot):
    found = plotted(plot)
    spots = [(spot.x, spot.y) for curve in found.curves for spot in curve.spots]
    on_path = [
        tuple(map(float, pair.split())) for c in found.curves for pair in c.path.replace("M", "L").split("L")[1:]
    ]
    assert all(0 <= x <= 100 and 0 <= y <= found.height for x, y in spots)
    assert all(0 <= x <= 1000 and 0 <= y <= found.height for x, y in on_path)
    assert all(bar.left >= 0 and bar.left + bar.width <= 100.1 and bar.y + BAR <= found.height for bar in found.bars)
    names = {name.group: sorted(n.y for n in found.names if n.group == name.group) for name in found.names}
    assert all(after - before >= 14.9 for places in names.values() for before, after in pairwise(places))
    assert all(after.at > before.at for before, after in pairwise(found.along))
    assert found.bars or len(found.across) >= 2


@pytest.mark.parametrize("plot", DECLARED)
def test_the_table_has_every_number_that_is_drawn(plot):
    found = table(plot)
    drawn_numbers = sum(len(series["points"]) for series in plot["series"])
    cells = [cell for row in found["rows"] for cell in row[1:] if cell != "–"]
    assert len(cells) == (2 if plot["kind"] == "dots" else 1) * drawn_numbers
    assert {len(row) for row in found["rows"]} == {len(found["head"])}


def test_of_many_points_the_first_and_the_last_stay():
    assert thinned(range(5), 9) == [0, 1, 2, 3, 4]
    some = thinned(range(300), 27)
    assert (some[0], some[-1], len(some)) == (0, 299, 27)
    assert some[1] - some[0] < some[-1] - some[-2]


def test_every_run_that_is_drawn_in_chapters_has_its_curves():
    assert {slug: len(runs) for slug, runs in stored_curves().items()} == {s: len(EXPERIMENTS[s].sweep) for s in DRAWN}


def test_kept_curves_are_small_enough_to_lie_in_a_page():
    assert len(json.dumps(stored_curves())) < 40_000
