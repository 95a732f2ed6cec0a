"""Numbers as people write and compare them: what counts as right, and how a page writes a value."""

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

MINUS = "\u2212"


def is_right(
    answer: Decimal, value: float, decimals: int | None, tolerance: float | None, is_relative: bool = False
) -> bool:
    """Whether an answer lies within the tolerance, its ends included, or is the value rounded to the asked decimals.

    Without a tolerance it is two units of the last asked place; without either, four decimals are asked. `is_relative`
    where significant digits are asked, of however small a value.
    """
    exact = Decimal(repr(float(value)))
    places = 4 if decimals is None else decimals
    allowed = default_tolerance(places) if tolerance is None else tolerance
    if abs(answer - exact) <= leeway(exact, allowed, is_relative):
        return True
    return decimals is not None and answer in _roundings(exact, decimals)


def leeway(exact: Decimal, tolerance: float, is_relative: bool = False) -> Decimal:
    """How far an answer may lie from the value: a computed 0.1 + 0.2 is 0.30000000000000004, and the last bits of a
    float must not decide at the very edge.
    """
    size = abs(exact) if is_relative else max(abs(exact), Decimal(1))
    return Decimal(repr(float(tolerance))) + size * Decimal("1e-12")


def _roundings(exact: Decimal, decimals: int) -> set[Decimal]:
    if exact.adjusted() + decimals > 20:
        return set()  # quantize has 28 digits; such a value is right by its tolerance or not at all
    unit = Decimal(1).scaleb(-decimals)
    return {exact.quantize(unit, rounding) for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)}


def default_tolerance(decimals: int) -> float:
    """Two units of the last asked place; of a whole number nothing, since there is nothing to round on the way."""
    return float(Decimal(2).scaleb(-decimals)) if decimals else 0.0


def written(value: float, decimals: int = 4) -> str:
    """A value as the page writes it: a true minus, no trailing zeros, never "−0".

    One that would round to 0, or is huge, keeps its leading digits: 0.00002 is 2e−5.
    """
    if not math.isfinite(value) or (value != 0 and (abs(value) < 0.5 * 10**-decimals or abs(value) >= 1e9)):
        return significant(value, 2 if abs(value) < 1 else 4)
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", MINUS)


def significant(value: float, digits: int = 4) -> str:
    """A value in `digits` significant digits, without trailing zeros, with an exponent where it is tiny or huge."""
    if not math.isfinite(value):  # a step on the way to a finite value can be one: ln 0 times 0
        return "undefined" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    if not 1e-4 <= abs(value) < 1e9:
        return _short_exponent(f"{value:.{digits - 1}e}").replace("-", MINUS)
    text = f"{float(f'{value:.{digits}g}'):.12f}"
    return text.rstrip("0").rstrip(".").replace("-", MINUS)


def _short_exponent(text: str) -> str:
    mantissa, exponent = text.split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}"
