"""An experiment as data, for the page's script and for programs."""

from dataclasses import asdict
from typing import Any

from simulator.experiments.base import Experiment
from simulator.experiments.outcomes import Outcome
from simulator.experiments.parameters import OneOf, Parameter, default_of
from simulator.experiments.plots import Axis, Plot, axis
from simulator.experiments.questions import Choice, Question, Told
from simulator.experiments.wrong_numbers import explained_numbers


def as_json(experiment: Experiment) -> dict[str, Any]:
    """What a program needs to run it: parameters with their bounds, the sweep, and what the readings mean."""
    return {
        "slug": experiment.slug,
        "number": experiment.number,
        "title": experiment.title,
        "about": experiment.about,
        "concept": experiment.concept,
        "chapter_url": experiment.chapter_url,
        "questions": [question.question for question in experiment.ask],
        "parameters": [parameter_json(one) for one in experiment.parameters],
        "readings": [asdict(one) for one in experiment.readings],
        "sweep": [experiment.values({}, values) for values in experiment.sweep],
    }


def page_json(experiment: Experiment) -> dict[str, Any]:
    """What the page's script needs beside that, the answers included: it asks before it shows."""
    return as_json(experiment) | {
        "live": experiment.is_live,
        "look": experiment.look,
        "swept": experiment.swept,
        "turned": [list(values) for values in experiment.sweep],
        "ask": [question_json(one) for one in experiment.ask],
        "plots": [plot_json(one) for one in experiment.plots],
        "seen": question_json(experiment.seen),
        "shows": told_json(experiment.shows),
    }


def parameter_json(parameter: Parameter) -> dict[str, Any]:
    common = {"name": parameter.name, "title": parameter.title, "default": default_of(parameter)}
    if isinstance(parameter, OneOf):
        return common | {"kind": "choice", "options": dict(parameter.options)}
    kind = "whole" if parameter.is_whole else "number"
    return common | {"kind": kind, "low": parameter.low, "high": parameter.high, "step": parameter.step}


def question_json(question: Question) -> dict[str, Any]:
    data = {"question": question.question, "hint": question.hint, "about": outcome_json(question.about)}
    if isinstance(question, Choice):
        return data | {"kind": "choice", "options": [asdict(option) for option in question.options]}
    numbers = {"tolerance": question.tolerance, "decimals": question.decimals, "known": explained_numbers(question)}
    return data | {"kind": "number"} | numbers


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {"kind": type(outcome).__name__.lower(), **asdict(outcome)}


def told_json(told: Told) -> dict[str, Any]:
    numbers = {name: {"about": outcome_json(about), "decimals": n} for name, (about, n) in told.numbers.items()}
    return {"text": told.text, "numbers": numbers}


def plot_json(plot: Plot) -> dict[str, Any]:
    lines = [asdict(line) for line in plot.lines]
    return {"kind": plot.kind, "title": plot.title, "x": _named(plot.x), "y": _named(plot.y), "lines": lines}


def _named(given: Axis) -> dict[str, Any]:
    return axis(given) | {"name": given.name}
