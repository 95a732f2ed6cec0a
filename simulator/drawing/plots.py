"""A plot as data (simulator/experiments/plots.py) → placed shapes for a page without JavaScript. Pure.

One drawing serves every width: along it, places are shares of the width, across it pixels; curves lie in a frame of
their own that stretches, so that neither type nor strokes are ever scaled. `plot.js` draws the same data by the pixel.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from simulator.drawing.plot_words import brief
from simulator.drawing.scales import Scale, scale_of, tick_text

HEIGHT, FRAME = 220, 1000  # pixels across; units along in the frame that stretches
PHONE = 220  # pixels that a plot has there at least
MOST_MARKED, LINE = 24, 15
BAR, GAP, GROUP, HEAD = 18, 4, 12, 20
LETTER, LEAD = 7.4, 7  # pixels: a letter; a name that moved further has a line to it
ROOMS = (24, 64, 104, 150)  # pixels that may be kept free on the right
STYLES, SHADES = 4, 5


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str
    group: int = 0  # which run it belongs to, where several lie in one plot


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a series: its place, and the ends of its spread where it has one."""

    x: float
    y: float
    ends: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """One series: `path`, `dots` and `spreads` are in the frame that stretches, `spots` have shapes of their own."""

    style: str
    shape: str
    name: str
    path: str
    dots: str
    spreads: str
    spots: tuple[Spot, ...]
    end: Spot | None = None  # of a path
    group: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A series' name at the end of its curve, with a thin line to it where it had to move."""

    style: str
    text: str
    x: float
    y: float
    end: float
    is_left: bool
    group: int = 0

    @property
    def lead(self) -> float | int:
        """How far the line from the curve's end goes up or down; 0 where the name stands beside it."""
        return _rounded(self.y - self.end) if abs(self.y - self.end) > LEAD else 0


@dataclass(frozen=True, slots=True)
class Bar:
    style: str
    left: float
    width: float
    y: float
    end: float
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Plotted:
    """Places along are per cent of the width, across pixels from the top; `room` is kept free on the right."""

    kind: str
    height: float
    room: int
    x_title: str
    y_title: str
    across: tuple[Tick, ...] = ()
    along: tuple[Tick, ...] = ()
    marks: tuple[Tick, ...] = ()
    curves: tuple[Curve, ...] = ()
    names: tuple[Name, ...] = ()
    heads: tuple[Tick, ...] = ()
    bars: tuple[Bar, ...] = ()
    zero: float = 0
    x: Scale | None = None  # of bars, the one that they lie along
    y: Scale | None = None

    @property
    def grid(self) -> str:
        """A line across at each number up the side, and a short one below at each number along: one path."""
        across = "".join(f"M0 {tick.at}H{FRAME}" for tick in self.across)
        return across + "".join(f"M{round(tick.at * FRAME / 100)} {self.height}v5" for tick in self.along)


def plotted(plot: Mapping[str, Any], height: int = HEIGHT, beside: int = 1) -> Plotted:
    """Place a plot of lines, dots or bars, one of so many `beside` each other."""
    return _bars(plot) if plot["kind"] == "bars" else _axes(plot, height, PHONE / beside)


# ---- lines and dots


def _axes(plot: Mapping[str, Any], height: int, phone: float) -> Plotted:
    points = [point for series in plot["series"] for point in series["points"]]
    is_line = plot["kind"] == "lines"
    x = scale_of(plot["x"], [point[0] for point in points], is_tight=is_line)
    y = scale_of(plot["y"], [v for point in points for v in point[1:]])
    few = is_line and plot["x"]["log"] and all(len(series["points"]) <= MOST_MARKED for series in plot["series"])
    curves = tuple(_curve(plot, i, x, y, height) for i in range(len(plot["series"])))
    return Plotted(
        kind=plot["kind"],
        height=height,
        room=_room(plot),
        x_title=plot["x"]["title"],
        y_title=plot["y"]["title"],
        across=tuple(Tick(_rounded(height * (1 - (y.at(v) or 0))), tick_text(v, y)) for v in y.ticks()),
        along=_spaced(
            (Tick(_percent(x.at(v)), tick_text(v, x)) for v in x.ticks(sorted({p[0] for p in points}) if few else ())),
            phone,
        ),
        marks=tuple(Tick(_percent(x.at(mark["x"])), mark["name"], mark.get("group", 0)) for mark in plot["marks"]),
        curves=curves,
        names=_names_of_runs(curves, height) if len(curves) > 1 else (),
        x=x,
        y=y,
    )


def _spaced(ticks: Iterable[Tick], phone: float) -> tuple[Tick, ...]:
    """Where numbers along the axis would touch on a phone, each second or third of them is shown."""
    found = tuple(ticks)
    steps = (found[::step] for step in range(1, len(found)))
    return next((kept for kept in steps if not _touches(kept, phone)), found[:1])


def _touches(ticks: Sequence[Tick], phone: float) -> bool:
    return any(
        (after.at - before.at) / 100 * phone < (len(before.text) + len(after.text)) * LETTER / 2 + 6
        for before, after in pairwise(ticks)
    )


def _curve(plot: Mapping[str, Any], i: int, x: Scale, y: Scale, height: int) -> Curve:
    series, is_class = plot["series"][i], plot["kind"] == "dots" and len(plot["series"]) > 1
    style = f"class-{i % SHADES}" if is_class else f"line-{series.get('style', i) % STYLES}"
    shapes = (
        ("square", "disc", "triangle", "diamond", "cross") if is_class else ("disc", "square", "triangle", "diamond")
    )
    placed = [(x.at(p[0]), [y.at(v) for v in p[1:]]) for p in series["points"]]
    spots = tuple(
        Spot(_percent(at), _down(values[0], height), tuple(_down(v, height) for v in values[1:]))
        for at, values in placed
        if at is not None and None not in values
    )
    is_marked = plot["kind"] == "lines" and len(spots) <= MOST_MARKED and "group" not in series
    path = path_of(placed, height) if plot["kind"] == "lines" else ""
    return Curve(
        style=style,
        shape=shapes[int(style[-1]) % len(shapes)],
        name=series.get("label", series["name"]),
        path=path,
        dots=dots_of(path) if is_marked else "",
        spreads="".join(spread_of(spot) for spot in spots if spot.ends) if plot["kind"] == "lines" else "",
        spots=spots if plot["kind"] == "dots" else (),
        end=spots[-1] if spots and plot["kind"] == "lines" else None,
        group=series.get("group", 0),
    )


def path_of(placed: Iterable[tuple[float | None, Sequence[float | None]]], height: int) -> str:
    """A curve in the frame that stretches, each place told from the last; where a value is missing it is broken."""
    path, command, x, y = "", "m", 0, 0.0
    for at, (value, *_) in placed:
        if at is None or value is None:
            command = "m"
            continue
        along, down = round(at * FRAME), round(2 * _down(value, height)) / 2  # half a pixel is what one sees
        path += f"{command}{along - x} {_rounded(down - y)}"
        command, x, y = " ", along, down
    return path


def dots_of(path: str) -> str:
    """A dot at each point of a curve, in the same numbers, so that a packed page has them once."""
    numbers = path.replace("m", " ").split()
    return "".join(f"m{x} {y}h0" for x, y in zip(numbers[::2], numbers[1::2], strict=True))


def spread_of(spot: Spot) -> str:
    """From the smallest to the largest, in the frame that stretches."""
    return f"M{round(spot.x * FRAME / 100)} {spot.ends[0]}V{spot.ends[1]}"


def _names_of_runs(curves: Sequence[Curve], height: int) -> tuple[Name, ...]:
    """Runs of several curves are looked at one at a time, runs of one curve all at once."""
    groups = list(dict.fromkeys(curve.group for curve in curves))
    if len(groups) == len(curves):
        return _names(curves, height)
    return tuple(
        name for group in groups for name in _names([curve for curve in curves if curve.group == group], height)
    )


def _names(curves: Sequence[Curve], height: int) -> tuple[Name, ...]:
    """Each name at the end of its curve, moved apart where two would touch."""
    ends = sorted((end for curve in curves if (end := _end(curve))), key=lambda end: end.end)
    places, least = [], 0.0
    for end in ends:
        places.append(max(end.end, least))
        least = places[-1] + LINE
    most = float(height)
    for n in reversed(range(len(places))):
        places[n] = min(places[n], most)
        most = places[n] - LINE
    return tuple(
        Name(end.style, end.text, end.x, _rounded(at), end.end, end.is_left, end.group)
        for end, at in zip(ends, places, strict=True)
    )


def _end(curve: Curve) -> Name | None:
    if curve.end:
        return Name(curve.style, curve.name, curve.end.x, curve.end.y, curve.end.y, False, curve.group)
    if not curve.spots:
        return None
    last = max(curve.spots, key=lambda spot: spot.x)
    return Name(curve.style, curve.name, last.x, last.y, last.y, last.x > 55, curve.group)


def _room(plot: Mapping[str, Any]) -> int:
    names = [series.get("label", series["name"]) for series in plot["series"]]
    if plot["kind"] != "lines" or len(names) < 2:
        return ROOMS[0]
    needed = max(map(len, names)) * LETTER + 14
    return next((room for room in ROOMS if room >= needed), ROOMS[-1])


# ---- bars


def _bars(plot: Mapping[str, Any]) -> Plotted:
    categories = list(dict.fromkeys(str(p[0]) for series in plot["series"] for p in series["points"]))
    values = [p[1] for series in plot["series"] for p in series["points"]]
    scale, is_signed = scale_of({**plot["y"], "log": False, "low": 0}, [0, *values]), min(values) < 0
    zero, is_named = scale.at(0) or 0, len(plot["series"]) > 1
    heads, bars, y = [], [], 0.0
    for category in categories:
        heads.append(Tick(y + 13, category))
        y += HEAD
        for i, series in enumerate(plot["series"]):
            for value in (p[1] for p in series["points"] if str(p[0]) == category):
                sign = (" neg" if value < 0 else " pos") if is_signed else ""
                low, high = sorted((zero, scale.at(value) or 0))
                name = series["name"] if is_named else ""
                width = max(_percent(high - low), 0.3)
                bars.append(Bar(f"bar-{i % STYLES}{sign}", _percent(low), width, y, _percent(high), brief(value), name))
                y += BAR + GAP
        y += GROUP
    longest = max((len(f"{bar.number} {bar.name}") for bar in bars), default=0)
    room = next((room for room in ROOMS if room >= longest * LETTER + 10), ROOMS[-1])
    titles = plot["x"]["title"], plot["y"]["title"]
    return Plotted("bars", y - GROUP, room, *titles, heads=tuple(heads), bars=tuple(bars), zero=_percent(zero), x=scale)


def _rounded(value: float) -> float | int:
    tenths = math.floor(value * 10 + 0.5) / 10
    return int(tenths) if tenths == int(tenths) else tenths


def _percent(share: float | None) -> float | int:
    return _rounded(100 * (share or 0))


def _down(share: float | None, height: int) -> float | int:
    return _rounded(height * (1 - (share or 0)))
