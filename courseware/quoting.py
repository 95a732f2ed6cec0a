"""What a chapter quotes in place of typing it: the number of a run, {{reading digits.accuracy count=500}}, a link to an
experiment under its title, {{experiment digits}}, or a number of its running example, {{A: a[2,1]}} (see worked.py).

Pure: the runs are the stored ones.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from courseware.example import Example
from courseware.worked import number_in
from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.wording import HOLE, stretches
from simulator.experiments.base import Experiment
from simulator.experiments.stored import stored_readings
from simulator.experiments.table import EXPERIMENTS
from simulator.experiments.telling import number_text

NOTHING = Example()
DECIMALS = re.compile(r"[0-9]")
SENTENCES = ("caption:", "why:", "options:", "reasons:")  # lines of a fence that a reader reads as text
FORM = "write it as {{reading digits.accuracy count=500 pixels=plain decimals=2}}."


class QuoteError(ValueError):
    """A quotation that stands for nothing; the message says what there is. `line` counts from the text's first, 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def quoted(text: str, example: Example = NOTHING, faults: list[QuoteError] | None = None) -> str:
    """The text with each quotation filled in. Raises QuoteError, or notes each in `faults` and leaves it as it is."""
    lines_before = 0
    written = []
    for part, place in pieces(text):
        written.append(with_quotes(part, place, example, lines_before, faults))
        lines_before += part.count("\n")
    return "".join(written)


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces of "text", "math" and "code"; the sentences of a fence are text."""
    for part, place in stretches(text):
        for line in part.splitlines(keepends=True) if place == "code" else [part]:
            yield line, "text" if line.startswith(SENTENCES) else place


def with_quotes(
    part: str, place: str, example: Example, lines_before: int, faults: list[QuoteError] | None = None
) -> str:
    def quote(hole: re.Match[str]) -> str:
        try:
            return quotation(hole[1], place, example)
        except (ValueError, Uncomputable) as error:
            fault = QuoteError(f"“{hole[0]}”: {error}", lines_before + part.count("\n", 0, hole.start()))
            if faults is None:
                raise fault from error
            faults.append(fault)
            return hole[0]

    return HOLE.sub(quote, part)


def quotation(inside: str, place: str, example: Example) -> str:
    kind, *words = inside.split() or [""]
    if kind == "reading":
        return reading(words)
    return link(words) if kind == "experiment" else number_in(inside, place, example)


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
