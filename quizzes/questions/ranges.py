"""A right number as it is told: rounded to the asked decimals, and the ends of what counts as right."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from simulator.engine.numbers import leeway


def told_right(value: float, decimals: int) -> str:
    """A right number as an answer would say it."""
    return f"{rounded(value, decimals, ROUND_HALF_UP):f}"


def accepted(right: Mapping[str, Any]) -> dict[str, str] | None:
    """The ends of what counts as right, at the asked decimals; rounded inwards, so that both ends are right."""
    if "value" not in right:
        return None
    value, decimals = right["value"], right["decimals"]
    exact = Decimal(repr(value))
    reach, nearest = leeway(exact, right["tolerance"]), rounded(value, decimals, ROUND_HALF_UP)
    low = min(nearest, rounded(exact - reach, decimals, ROUND_CEILING))
    high = max(nearest, rounded(exact + reach, decimals, ROUND_FLOOR))
    return {"lowest": f"{low:f}", "highest": f"{high:f}"}


def rounded(value: float | Decimal, decimals: int, way: str) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if abs(exact) > Decimal("1e18"):  # quantize has 28 digits
        return exact
    return exact.quantize(Decimal(1).scaleb(-decimals), way) + 0  # + 0 makes −0 plain 0
