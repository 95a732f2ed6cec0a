"""What a chapter quotes of the experiments, so that no number of a run is typed: {{reading digits.accuracy count=500}}.

{{experiment digits}} is a link to the experiment, under its title. Pure: the runs are the stored ones.
"""

import re
from collections.abc import Mapping
from typing import Any

from simulator.experiments.base import Experiment
from simulator.experiments.stored import stored_readings
from simulator.experiments.table import EXPERIMENTS
from simulator.experiments.telling import number_text

QUOTE = re.compile(r"\{\{\s*(?P<kind>reading|experiment)\b(?P<words>[^{}]*)\}\}")
DECIMALS = re.compile(r"[0-9]")
FORM = "write it as {{reading digits.accuracy count=500 pixels=plain decimals=2}}."


class QuoteError(ValueError):
    """A quotation that names no stored run, or more than one; the message says what there is."""


def quoted(text: str) -> str:
    """The text with each quotation filled in. Raises QuoteError."""
    return QUOTE.sub(filled, text)


def filled(quote: re.Match[str]) -> str:
    words = quote["words"].split()
    return link(words) if quote["kind"] == "experiment" else reading(words)


def link(words: list[str]) -> str:
    experiment = experiment_of(" ".join(words))
    return f"[{experiment.title}](/simulator/experiments/{experiment.slug}/)"


def reading(words: list[str]) -> str:
    """["digits.accuracy", "count=500", …] → "0.874": of the one stored run with these parameters."""
    slug, dot, name = (words[0] if words else "").partition(".")
    if not dot:
        raise QuoteError(f"a reading has an experiment, a dot and a name; {FORM}")
    experiment = experiment_of(slug)
    decimals = decimals_of(experiment, name)
    at = dict(parameter(word) for word in words[1:])
    if (wanted := at.pop("decimals", None)) is not None:
        if not DECIMALS.fullmatch(wanted):
            raise QuoteError(f"decimals is a digit, not “{wanted}”.")
        decimals = int(wanted)
    readings = run_at(experiment, at)["readings"]
    if name not in readings:
        raise QuoteError(f"this run of {slug} has no {name}; it has {', '.join(readings)}.")
    return number_text(readings[name], decimals)


def experiment_of(slug: str) -> Experiment:
    if slug not in EXPERIMENTS:
        raise QuoteError(f"there is no experiment “{slug}”; there are {', '.join(EXPERIMENTS)}.")
    return EXPERIMENTS[slug]


def decimals_of(experiment: Experiment, name: str) -> int:
    """As many as mean something."""
    for one in experiment.readings:
        if one.name == name:
            return one.decimals
    names = ", ".join(one.name for one in experiment.readings)
    raise QuoteError(f"{experiment.slug} has no reading “{name}”; it has {names}.")


def parameter(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        raise QuoteError(f"“{word}” is no parameter with its value; {FORM}")
    return name, value


def run_at(experiment: Experiment, at: Mapping[str, str]) -> Mapping[str, Any]:
    """The one stored run with these parameters: a sentence that fits two of them would speak of neither."""
    names = [one.name for one in experiment.parameters]
    for name in at:
        if name not in names:
            raise QuoteError(f"{experiment.slug} has no parameter “{name}”; it has {', '.join(names)}.")
    runs = [run for run in stored_readings()[experiment.slug] if fits(run["parameters"], at)]
    if len(runs) != 1:
        among = f"Say more of {', '.join(experiment.swept)}." if runs else "Correct a value."
        raise QuoteError(f"{len(runs) or 'none'} of the stored runs of {experiment.slug} fit this. {among}")
    return runs[0]


def fits(parameters: Mapping[str, Any], at: Mapping[str, str]) -> bool:
    return all(is_same(parameters[name], wanted) for name, wanted in at.items())


def is_same(value: Any, wanted: str) -> bool:
    """1 and 1.0 are the same number."""
    if isinstance(value, str):
        return value == wanted
    try:
        return bool(value == float(wanted))
    except ValueError:
        return False
