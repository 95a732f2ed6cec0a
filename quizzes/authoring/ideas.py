"""The misconceptions that an author may ask the numbers to tell apart: those that fit what is asked, in groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Drawn
from quizzes.questions.cells import Cells
from quizzes.questions.checking import check
from quizzes.questions.drawing import draw_network
from quizzes.questions.draws import grids, parameters_of
from quizzes.questions.of_count import kind_of
from simulator.engine.counts import miscounts
from simulator.engine.diagnosis import applicable
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import NetworkError
from simulator.engine.separation import default_separate

TRIALS = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """One misconception with its box."""

    id: str
    formula: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Ideas:
    """Groups of misconceptions by what they are about; whether they fit; and which are told apart without a choice."""

    groups: list[tuple[str, list[Offer]]]
    narrowed: bool
    usual: Sequence[str]


def ideas_for(body: Mapping[str, Any] | None, chosen: Sequence[str]) -> Ideas:
    """What to offer for a body, which may be None while it is not all there. What is chosen is always offered."""
    fitting, usual = fit(body) if body and clean_but_for_ideas(body) else (None, ())
    names = list(MISCONCEPTIONS) if fitting is None else fitting
    offered = names + [name for name in chosen if name not in names and name.split("@")[0] in MISCONCEPTIONS]
    by_quantity = groupby(sorted(offered, key=order), key=lambda name: entry_of(name).quantity)
    groups = [
        (quantity, [Offer(name, formula_of(name), name in chosen) for name in group]) for quantity, group in by_quantity
    ]
    return Ideas(groups, fitting is not None, usual)


def clean_but_for_ideas(body: Mapping[str, Any]) -> bool:
    return all(fault.field.startswith("answer.separate") for fault in check(body))


def fit(body: Mapping[str, Any]) -> tuple[list[str] | None, Sequence[str]]:
    """The ids that can occur on the way to what is asked, and the usual few of them."""
    answer = body.get("answer", {})
    if "count" in answer:
        return list(miscounts(kind_of(answer))), ()
    probes = [probe for probe in Cells(answer).probes if probe] if "cells" in answer else []
    drawn = first_drawing(body) if "probe" in answer or probes else None
    if drawn is None or drawn.trace is None:
        return None, ()
    network = drawn.trace.network
    if probes:
        return list(dict.fromkeys(idea for probe in probes for idea in applicable(network, probe))), ()
    return applicable(network, answer["probe"]), default_separate(network, answer["probe"])


def first_drawing(body: Mapping[str, Any]) -> Drawn | None:
    for redraw in range(TRIALS):
        try:
            return draw_network(body, parameters_of(grids(body), "trial", 0, redraw))
        except (NetworkError, Uncomputable):
            continue
    return None


def order(name: str) -> int:
    """As the catalogue has them, so that those of one quantity stand together."""
    return list(MISCONCEPTIONS).index(name.split("@")[0])


def entry_of(name: str) -> Any:
    return MISCONCEPTIONS[name.split("@")[0]]


def formula_of(name: str) -> str:
    layer = name.partition("@")[2]
    return f"{entry_of(name).formula}{f', in layer {layer} alone' if layer else ''}"
