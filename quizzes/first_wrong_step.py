"""The way to a number with the learner's own numbers, line by line, until the first that differs. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.engine.formulas import explain
from simulator.engine.mathml import MathML
from simulator.engine.network import Network, read_network
from simulator.engine.trace import Trace, trace
from simulator.stepping.checking import check
from simulator.stepping.steps import title_of
from simulator.stepping.verdicts import Verdict, verdict_on


@dataclass(frozen=True, slots=True)
class Line:
    """One step. `numbers` ends in a question mark until the learner has its value; `typed` is "" if looked up."""

    probe: str
    title: str
    symbols: MathML
    numbers: MathML
    words: str
    typed: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """The lines so far, the last of them the one to look at now, and what came of the latest number.

    `wrong_step` is the verdict on the first line that differs; `again` a sentence for what could not be read.
    """

    lines: Sequence[Line]
    count: int
    done: Sequence[str]  # the typed values so far, to be sent along
    wrong_step: Verdict | None = None
    again: str = ""
    asked: str | None = None

    @property
    def can_be_shown(self) -> bool:
        """The asked number itself is left to the learner."""
        return self.lines[-1].probe != self.asked

    @property
    def typed(self) -> str:
        """What was typed for the line to look at."""
        return self.lines[-1].typed

    @property
    def is_all_right(self) -> bool:
        return all(line.is_done for line in self.lines)


def walk(right: Mapping[str, Any], typed: Sequence[str]) -> Walk:
    """Follow the steps of a key with what the learner typed for each, in order; "" looks the value up. The last step,
    the asked number itself, is not walked: that is the answer.
    """
    network = read_network(right["network"])
    traced, lines = trace(network), list[Line]()
    probes = [probe for probe in right["steps"] if probe != right.get("probe")] or list(right["steps"])
    for number, (probe, raw) in enumerate(zip(probes, typed, strict=False)):
        checked = check(network, probe, raw, told=probes[:number]) if raw.strip() else None
        if checked and not checked.correct:
            wrong = replace(verdict_on(network, checked, probe), start=None) if checked.correct is False else None
            lines.append(_line(network, traced, probe, raw, is_done=wrong is not None))
            again = "" if wrong else checked.message or ""
            return Walk(lines, len(probes), typed[:number], wrong, again, right.get("probe"))
        lines.append(_line(network, traced, probe, raw, is_done=True))
    if len(lines) < len(probes):
        lines.append(_line(network, traced, probes[len(lines)], ""))
    return Walk(lines, len(probes), typed[: len(probes)], asked=right.get("probe"))


def _line(network: Network, traced: Trace, probe: str, raw: str, *, is_done: bool = False) -> Line:
    told = explain(traced, probe)
    numbers = told.numbers if is_done else told.asked
    return Line(probe, title_of(network, probe), told.symbols, numbers, told.words, raw, is_done)
