"""What a page says about a checked answer: a tone, a sentence up front, and what to do. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.engine.mathml import MathML
from simulator.engine.network import Network
from simulator.engine.numbers import written
from simulator.engine.working import wrong_working
from simulator.stepping.checking import Checked


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` is right, wrong or partly (asked again). `workings` are the slips with their numbers; `node` is the probe
    of the first wrong step and `key` its idea, "" where nothing is known of them.
    """

    tone: str
    lead: str
    reasons: Sequence[str] = ()
    workings: Sequence[MathML] = ()
    node: str = ""
    key: str = ""
    choices: Sequence[str] = ()  # what an answer with two meanings could be


def verdict_on(network: Network, checked: Checked, probe: str) -> Verdict:
    if checked.correct is None:
        return Verdict("partly", "", [checked.message or ""], choices=checked.choices)
    if checked.correct:
        return Verdict("right", f"Right: {written(checked.expected or 0)}.")
    lead = f"{written(checked.read or 0, 6)} is not it."
    reasons = [found.feedback for found in checked.diagnoses] or [checked.message or ""]
    if len(reasons) > 1:
        lead = f"{lead} More than one slip gives this number:"
    workings = [wrong_working(network, probe, found.key) for found in checked.diagnoses]
    lines = list(dict.fromkeys(line for line in workings if line))
    nodes = {found.node for found in checked.diagnoses}
    if len(nodes) != 1:
        return Verdict("wrong", lead, reasons, lines)
    return Verdict("wrong", lead, reasons, lines, nodes.pop(), checked.diagnoses[0].key)
