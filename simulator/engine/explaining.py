"""What a wrong number tells: the whole way from a question to the mistakes that are named, with how sure we are."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from simulator.engine.cells import Mistake
from simulator.engine.chance import range_of
from simulator.engine.charts import Asked, Chart, Finding, chart_of, decimals_of, find
from simulator.engine.diagnosis import Diagnosis, WrongValue, feedback, possible, ruled_out, wrong_values
from simulator.engine.network import Network
from simulator.engine.pairs import pairs_of
from simulator.engine.probes import find as find_place
from simulator.engine.trace import Trace

Pairs = Callable[[], Sequence[Mistake]]
Charts = Callable[[int, bool], Chart]  # by typed decimals, and whether two mistakes together take part


@dataclass(frozen=True, slots=True)
class Case:
    """A question with all that can be mistaken on the way to its answer. `pairs` are computed when they are needed."""

    asked: Asked
    singles: Sequence[Mistake]
    pairs: Pairs

    def chart(self, typed: int, with_pairs: bool) -> Chart:
        return chart_of(self.asked, self.singles, typed, self.pairs() if with_pairs else ())


def explain(answer: Decimal, case: Case, chart: Charts | None = None) -> Finding:
    """What an answer comes from. Single mistakes first; two together only if no single one is named. `chart` may keep
    the charts, which are the same for every answer.
    """
    chart = chart or case.chart
    found = find(answer, case.asked, case.singles, lambda typed: chart(typed, False))
    if found.verdict not in ("none", "many") or not case.asked.has_pairs or decimals_of(answer) < case.asked.decimals:
        return found
    return find(answer, case.asked, case.singles, lambda typed: chart(typed, True))


def explain_alone(answer: Decimal, case: Case) -> Finding:
    """The same of single mistakes, without computing what two do together."""
    return find(answer, case.asked, case.singles, lambda typed: case.chart(typed, False))


def case_of(
    network: Network,
    probe: str,
    decimals: int,
    tolerance: float,
    told: Collection[str] = (),
    right: float | None = None,
) -> Case:
    """The case of a quantity; mistakes before or at what is told are ruled out. Raises what `find` raises."""
    right = Trace(network).at(find_place(network, probe))
    wrong = wrong_values(network, probe, right, decimals=decimals)
    singles = possible(wrong, probe, ruled_out(network, told))
    low, high = range_of(network, probe, right, [one.value for one in singles])
    asked = Asked(right, decimals, tolerance, low, high, has_pairs=True)
    return Case(asked, singles, lambda: pairs_of(network, probe, right, decimals, singles))


def diagnoses_of(network: Network, found: Finding) -> list[Diagnosis]:
    """The named mistakes of a finding, with what to say about each."""
    return [
        Diagnosis(one.mistake.id, said_of(one.mistake, lambda key: _feedback(network, key)), one.mistake.value,
                  one.mistake.node or "", one.mistake.key, one.share)
        for one in found.stories
    ]  # fmt: skip


def said_of(mistake: Mistake, feedback_of: Callable[[str], str]) -> str:
    """The feedback for a mistake, or for two together."""
    parts = [feedback_of(key) for key in mistake.keys]
    return parts[0] if len(parts) == 1 else f"First: {parts[0]} Then: {parts[1]}"


def _feedback(network: Network, key: str) -> str:
    identity, _, layer = key.partition("@")
    return feedback(network, WrongValue(identity, 0.0, "", int(layer) if layer else None))


SURE = 0.9  # from here on a mistake is named without reserve
ONE, TWO = "One mistake that gives this number:", "Two different mistakes give this number:"
LEADS = {
    "pair": "Two mistakes together give this number.",
    "two": TWO,
    "several": "Several mistakes give this number. The two most common:",
    "many": "Many mistakes give this number, so it does not say which was yours.",
    "none": "We do not recognise this mistake.",
}


def lead_of(found: Finding) -> str:
    """What comes before the named mistakes, as sure as we are; "" if there is nothing to say before."""
    if found.verdict == "one":
        return "" if found.confidence >= SURE else ONE
    if found.verdict == "coarse":
        many = found.decimals_to_tell
        return f"With {many} decimal{'' if many == 1 else 's'} we could say more about where this comes from."
    return LEADS[found.verdict]
