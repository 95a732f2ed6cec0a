"""An ```experiment fence, the plot of a sweep, and a ```film fence, the plots of some of its runs.

Pure: all of them are stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from courseware.example import Example
from courseware.figures.fences import NOTHING, Words
from courseware.quoting import QuoteError, experiment_of, run_at
from simulator.drawing.plot_words import bar_names, table, table_of_panels
from simulator.drawing.plots import plotted
from simulator.engine.numbers import written
from simulator.experiments.base import Experiment
from simulator.experiments.stored import DRAWN, stored_curves, stored_readings
from simulator.experiments.sweep_plots import plot_of_sweep


@dataclass(frozen=True, slots=True)
class RunsFigure:
    """One plot, or with `panels` several side by side, and the names of the runs that lie in it, if several do."""

    plots: tuple[Mapping[str, Any], ...]
    runs: tuple[str, ...]
    caption: str
    experiment: str
    guess: int | None = None  # which bar a reader guesses before it is shown

    template: ClassVar[str] = "courseware/figures/runs.html"

    @property
    def url(self) -> str:
        return f"/simulator/experiments/{self.experiment}/"

    @property
    def live(self) -> str:
        """A bar is guessed; curves can be followed where all have their points at the same places."""
        if self.guess is not None:
            return "guess"
        places = [[point[0] for point in series["points"]] for series in self.plots[0]["series"]]
        is_even = self.plots[0]["kind"] == "lines" and all(row == places[0] for row in places)
        return "curves" if is_even and len(places[0]) > 1 else ""

    def picture(self, label: str) -> dict[str, Any]:
        is_alone = len(self.plots) == 1
        panels = [
            {
                "plot": plotted(plot, beside=len(self.plots)),
                "title": plot["title"],
                "words": label if is_alone else plot["title"],  # its numbers are in the table
            }
            for plot in self.plots
        ]
        numbers = table(self.plots[0]) if is_alone else table_of_panels(self.plots)
        each = len(self.plots[0]["series"]) // max(1, len(self.runs))
        last = numbers["rows"][-1]
        words = [f"{name} {text}" for name, text in zip(self.short_names(each), last[1 : each + 1], strict=False)]
        return {
            "panels": panels,
            "table": numbers,
            "runs": self.runs,
            "each": each,
            "names": "|".join(self.short_names(each)),
            "last": len(numbers["rows"]) - 1,
            "at": last[0],
            "is_live": self.live == "curves",
            "told": " · ".join(words),
            "guess": self.guess,
            "guessed": self.guessed,
            "middle": written(panels[0]["plot"].x.most / 2, 2),
        }

    @property
    def guessed(self) -> str:
        """What the slider of a guess is called."""
        return "" if self.guess is None else f"guess: {bar_names(self.plots[0])[self.guess]}"

    def short_names(self, each: int) -> list[str]:
        """What the curves of one run are called beside each other."""
        plot = self.plots[0]
        return [series.get("short", series["name"]) for series in plot["series"][:each]]


def read_experiment(lines: Sequence[str], example: Example = NOTHING) -> RunsFigure:
    """The plot of a sweep, by its number from 1. Raises FigureError."""
    about = Words(lines, ("experiment", "plot", "guess", "caption"))
    experiment = named(about)
    plot = numbered(about, experiment.plots)
    found = plot_of_sweep(experiment, plot, stored_readings()[experiment.slug])
    return RunsFigure((found,), (), about.get("caption"), experiment.slug, bar_to_guess(about, found))


def bar_to_guess(about: Words, plot: Mapping[str, Any]) -> int | None:
    """The number of the bar that the line `guess` names, from 0. The slider of a guess begins where the bars do."""
    if not about.get("guess"):
        return None
    if plot["kind"] != "bars":
        raise about.fault("guess", "a bar is guessed, and this plot has no bars.")
    if any(value < 0 for series in plot["series"] for _, value, *_ in series["points"]):
        raise about.fault("guess", "a bar is guessed where none is below 0.")
    bars = bar_names(plot)
    about.one_of("guess", bars)
    return bars.index(about.get("guess"))


def read_film(lines: Sequence[str], example: Example = NOTHING) -> RunsFigure:
    """The same plot of some runs of an experiment: curves in one drawing, dots side by side. Raises FigureError."""
    about = Words(lines, ("experiment", "plot", "runs", "names", "caption"))
    experiment = named(about)
    if experiment.slug not in DRAWN:
        raise about.fault("experiment", f"the runs of {', '.join(DRAWN)} are kept as curves, those of others are not.")
    chosen = [part.split() for part in about.needed("runs", "count=80 l2=0 | count=800").split("|")]
    names = [part.strip() for part in about.needed("names", "80 digits | 800 digits").split("|")]
    if len(names) != len(chosen):
        raise about.fault("names", f"there are {len(chosen)} runs and {len(names)} names.")
    plots = [numbered(about, curves(about, experiment, words)) for words in chosen]
    if plots[0]["kind"] == "lines":
        return RunsFigure((together(plots, names),), tuple(names), about.get("caption"), experiment.slug)
    panels = tuple({**plot, "title": name} for plot, name in zip(plots, names, strict=True))
    return RunsFigure(panels, (), about.get("caption"), experiment.slug)


def named(about: Words) -> Experiment:
    try:
        return experiment_of(about.needed("experiment", "digits"))
    except QuoteError as error:
        raise about.fault("experiment", str(error)) from error


def numbered(about: Words, plots: Sequence[Any]) -> Any:
    number = about.get("plot", "1")
    if not number.isdecimal() or not 1 <= int(number) <= len(plots):
        raise about.fault("plot", f"plot is the number of a plot, from 1 to {len(plots)}.")
    return plots[int(number) - 1]


def curves(about: Words, experiment: Experiment, words: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    """The kept plots of the one run with these parameters."""
    pairs = [word.partition("=") for word in words]
    try:
        run = run_at(experiment, {name: value for name, _, value in pairs})
    except QuoteError as error:
        raise about.fault("runs", str(error)) from error
    return stored_curves()[experiment.slug][stored_readings()[experiment.slug].index(dict(run))]


def together(plots: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Mapping[str, Any]:
    """One plot of all runs; a series knows its run, and what it is called beside the others of its run."""
    series, marks = [], []
    for group, (plot, name) in enumerate(zip(plots, names, strict=True)):
        alone = len(plot["series"]) == 1
        for style, one in enumerate(plot["series"]):
            own = {"short": one["name"], "group": group, "style": group if alone else style}
            called = (
                {"name": name, "label": name} if alone else {"name": f"{name}: {one['name']}", "label": one["name"]}
            )
            series.append({**one, **own, **called})
        marks += [{**mark, "group": group} for mark in plot["marks"]]
    return {**plots[0], "title": "", "series": series, "marks": marks}
