"""What a page says about a checked answer: a tone, a sentence up front, and what to do. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.checking import Checked
from simulator.engine.numbers import written


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` is right, wrong or partly (asked again); `node` is the probe of the first wrong step, "" if it is here."""

    tone: str
    lead: str
    reasons: Sequence[str] = ()
    node: str = ""


def verdict_on(checked: Checked, probe: str) -> Verdict:
    if checked.correct is None:
        return Verdict("partly", "", [checked.message or ""])
    if checked.correct:
        return Verdict("right", f"Right: {written(checked.expected or 0)}.")
    lead = f"{written(checked.read or 0, 6)} is not it."
    reasons = [found.feedback for found in checked.diagnoses] or [checked.message or ""]
    if len(reasons) > 1:
        lead = f"{lead} More than one slip gives this number:"
    nodes = {found.node for found in checked.diagnoses}
    node = nodes.pop() if len(nodes) == 1 else ""
    return Verdict("wrong", lead, reasons, node if node != probe else "")
