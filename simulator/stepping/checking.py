"""One predicted number against one network: read, right or wrong, and why. Pure; the page and the API both ask here.

The verdict is shown at once. So a number that is right as far as it goes, but stops too early, is asked again and
costs nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from simulator.engine.diagnosis import Diagnosis, diagnose, first_step, pair_diagnoses, wrong_values
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


def decimals_asked(value: float) -> int:
    """Three decimals, or three significant digits of a number below 0.1: a slope of 0.0021 is not a slope of 0."""
    if value == 0 or abs(value) >= 0.1:
        return DECIMALS
    return min(MOST_DECIMALS, DECIMALS - 1 - math.floor(math.log10(abs(value))))


def check(network: Network, probe: str, raw: str, tolerance: float | None = None) -> Checked:
    """Check an answer. Without a tolerance it is two units of the last asked decimal, see `decimals_asked`.

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
    return _wrong(network, probe, answer, right, default_tolerance(decimals) if tolerance is None else tolerance)


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


def _wrong(network: Network, probe: str, answer: Decimal, right: float, tolerance: float) -> Checked:
    given = float(answer)
    found = diagnose(given, wrong_values(network, probe, right), tolerance, network)
    found = found or pair_diagnoses(network, probe, given, tolerance)
    if found:
        return Checked(given, correct=False, expected=right, diagnoses=tuple(found))
    return Checked(given, correct=False, expected=right, message=first_step(network, probe).feedback)
