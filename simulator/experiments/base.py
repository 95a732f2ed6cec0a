"""What an experiment is: one file declares it, one row of the table lists it; pages, doors and tests need no more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.experiments.parameters import Parameter, Values, defaults
from simulator.experiments.plots import Plot
from simulator.experiments.questions import Choice, Question, Told

Readings = dict[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that a run ends with, and how many decimals of it mean something."""

    name: str
    title: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Run:
    """What one run gives: its readings, plots of its own (see plots.py), and pages that show more."""

    readings: Readings
    plots: Sequence[dict[str, Any]] = ()
    links: Sequence[tuple[str, str]] = ()  # words and address


@dataclass(frozen=True, slots=True)
class Experiment:
    """`ask` comes before the run, `seen` after it and before `shows`.

    `sweep` lists the runs that answer the question: each names the parameters that differ, the others are the
    learner's. `cost` bounds what one run may compute: examples · epochs · weights. `is_live` marks those that are
    computed in a moment, so that moving a slider computes anew.
    """

    slug: str
    number: int
    title: str
    about: str
    concept: str
    anchor: str
    section: str
    ask: tuple[Question, ...]
    parameters: tuple[Parameter, ...]
    readings: tuple[Reading, ...]
    sweep: tuple[Values, ...]
    run: Callable[[Values], Run]
    plots: tuple[Plot, ...]
    seen: Choice
    shows: Told
    cost: Callable[[Values], float] = lambda values: 0
    is_live: bool = False
    network: Mapping[str, Any] | None = None  # that the questions are about, to be drawn above them
    look: int = 0  # which run of the sweep is shown first when all are done

    @property
    def chapter_url(self) -> str:
        return f"/chapters/introduction/#{self.anchor}"

    @property
    def swept(self) -> list[str]:
        """The names of the parameters that differ in the sweep."""
        return list(dict.fromkeys(name for values in self.sweep for name in values))

    @property
    def kept(self) -> list[str]:
        """The names of the parameters that are the same in every run of the sweep, as the learner chose them."""
        return [one.name for one in self.parameters if one.name not in self.swept]

    def values(self, chosen: Mapping[str, Any], swept: Values) -> dict[str, Any]:
        """All parameters of one run of the sweep."""
        return defaults(self.parameters) | dict(chosen) | dict(swept)
