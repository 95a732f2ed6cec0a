"""One predicted number against one network: read, right or wrong, and why. Pure; the page and the API both ask here.

The verdict is shown at once. So a number that is right as far as it goes, but stops too early, is asked again and
costs nothing.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from simulator.engine.charts import Finding
from simulator.engine.diagnosis import Diagnosis, first_step, ruled_out
from simulator.engine.explaining import case_of, diagnoses_of, explain, lead_of
from simulator.engine.network import Network
from simulator.engine.numbers import default_tolerance, is_right, written
from simulator.engine.trace import trace
from simulator.engine.typed_numbers import read_typed

DECIMALS = 3
MOST_DECIMALS = 12
COSTS_NOTHING = "This did not count as a try."


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of an answer. `read` and `correct` are None for what could not be read, `correct` alone for what is
    asked again; `expected` is None for both. `message` says what to do next where no diagnosis does. `choices` are the
    two numbers that an answer with two meanings could be.
    """

    read: float | None = None
    correct: bool | None = None
    expected: float | None = None
    diagnoses: Sequence[Diagnosis] = field(default_factory=tuple)
    message: str | None = None
    choices: Sequence[str] = ()
    found: Finding | None = None  # of a wrong number
    start: str = ""  # the probe to check first, if no diagnosis says where it went wrong


def decimals_asked(value: float) -> int:
    """Three decimals, or three significant digits of a number below 0.1: a slope of 0.0021 is not a slope of 0."""
    if value == 0 or abs(value) >= 0.1:
        return DECIMALS
    return min(MOST_DECIMALS, DECIMALS - 1 - math.floor(math.log10(abs(value))))


def check(
    network: Network, probe: str, raw: str, tolerance: float | None = None, told: Collection[str] = ()
) -> Checked:
    """Check an answer. Without a tolerance it is two units of the last asked decimal, see `decimals_asked`. `told` are
    probes whose values the learner sees: no mistake at these or before them is considered.

    Raises UnknownProbe, MissingQuantity or NotFinite for a probe that has no value.
    """
    right = trace(network)[probe]
    typed = read_typed(raw)
    if typed.value is None:
        return Checked(message=f"{typed.problem} {COSTS_NOTHING}", choices=typed.choices)
    answer = typed.value
    decimals = decimals_asked(right)
    if is_right(answer, right, decimals if tolerance is None else None, tolerance):
        return Checked(float(answer), correct=True, expected=right)
    if is_cut_short(answer, right):
        return Checked(float(answer), message=_more_decimals(answer, decimals if tolerance is None else None))
    return _wrong(network, probe, answer, right, decimals, tolerance, told)


def is_cut_short(answer: Decimal, right: float) -> bool:
    """Whether the answer is the right value rounded to the answer's own decimals."""
    places = _decimals_of(answer)
    if places > MOST_DECIMALS or abs(right) >= 1e15:
        return False
    unit = Decimal(1).scaleb(-places)
    return any(answer == Decimal(repr(right)).quantize(unit, way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def _decimals_of(answer: Decimal) -> int:
    exponent = answer.as_tuple().exponent
    assert isinstance(exponent, int)  # a number that was read is finite
    return max(0, -exponent)


def _more_decimals(answer: Decimal, decimals: int | None) -> str:
    said, asked = written(float(answer), MOST_DECIMALS), f"{decimals}" if decimals else "more"
    return f"{said} is right as far as it goes. Give {asked} decimals. {COSTS_NOTHING}"


def _wrong(
    network: Network,
    probe: str,
    answer: Decimal,
    right: float,
    decimals: int,
    tolerance: float | None,
    told: Collection[str],
) -> Checked:
    reach = default_tolerance(decimals) if tolerance is None else tolerance
    found = explain(answer, case_of(network, probe, decimals, reach, told))
    diagnoses = tuple(diagnoses_of(network, found))
    if diagnoses:
        return Checked(float(answer), correct=False, expected=right, diagnoses=diagnoses, found=found)
    first = first_step(network, probe, ruled_out(network, told))
    message = f"{lead_of(found)} {first.feedback}"
    return Checked(float(answer), correct=False, expected=right, message=message, found=found, start=first.node)
