"""What a page says about a checked answer: a tone, a sentence up front, and what to do. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.engine.explaining import lead_of
from simulator.engine.formulas import explain
from simulator.engine.mathml import MathML
from simulator.engine.network import Network
from simulator.engine.numbers import written
from simulator.engine.trace import NotFinite, trace
from simulator.engine.working import wrong_working
from simulator.stepping.checking import Checked


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` is right, wrong or partly (asked again). `workings` are the mistakes with their numbers; `node` is the
    probe of the step that went wrong and `key` its mistake, "" if nothing is known of them. `start` is then the line
    with the numbers of the first step worth checking, without its value, and `start_node` its probe.
    """

    tone: str
    lead: str
    reasons: Sequence[str] = ()
    workings: Sequence[MathML] = ()
    node: str = ""
    key: str = ""
    choices: Sequence[str] = ()  # what an answer with two meanings could be
    start: MathML | None = None
    start_node: str = ""


def verdict_on(network: Network, checked: Checked, probe: str) -> Verdict:
    if checked.correct is None:
        return Verdict("partly", "", [checked.message or ""], choices=checked.choices)
    if checked.correct:
        return Verdict("right", f"Right: {written(checked.expected or 0)}.")
    lead = lead_on(checked)
    if not checked.diagnoses:
        line = line_of(network, checked.start)
        return Verdict("wrong", lead, [checked.message or ""], start=line, start_node=checked.start)
    reasons = [found.feedback for found in checked.diagnoses]
    workings = [wrong_working(network, probe, found.key) for found in checked.diagnoses]
    lines = list(dict.fromkeys(line for line in workings if line))
    nodes = {found.node for found in checked.diagnoses}
    if len(nodes) != 1:
        return Verdict("wrong", lead, reasons, lines)
    return Verdict("wrong", lead, reasons, lines, nodes.pop(), checked.diagnoses[0].key)


def lead_on(checked: Checked) -> str:
    """What comes first about a wrong number: that it is not it, and how sure we are of what follows."""
    before = lead_of(checked.found) if checked.found and checked.diagnoses else ""
    return f"Not {written(checked.read or 0, 6)}.{' ' if before else ''}{before}"


def line_of(network: Network, probe: str) -> MathML | None:
    """The line of a step with its numbers, up to a question mark; None for a value that is too large to be written."""
    try:
        return explain(trace(network), probe).asked
    except NotFinite:
        return None
