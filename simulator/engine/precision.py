"""How exactly a number is asked for: decimals or significant digits, how far off is right, and how the number reads."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from simulator.engine.numbers import default_tolerance, is_right, leeway

ALL_DIGITS = 28  # of a Decimal
ROUNDED = Decimal("0.5")  # of the last asked place: what rounding alone takes away
BLUR = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Precision:
    """What an author asks for: `decimals`, or else `digits` that are significant. Without a `tolerance` it is two units
    of the last asked place, and 0 for whole numbers. 0 has no significant digits: where it is right, only 0 is.
    """

    decimals: int | None = None
    digits: int | None = None
    tolerance: float | None = None

    def decimals_at(self, value: float) -> int:
        """Where the last asked place of a value is: 6 of 0.000123 in three digits, −2 of 12300."""
        if self.digits is None:
            return self.places
        return self.digits - 1 - exactly(value).adjusted() if value else 0

    def tolerance_at(self, value: float) -> float:
        if self.tolerance is not None:
            return self.tolerance
        if self.digits is None:
            return default_tolerance(self.decimals_at(value))
        return float(Decimal(2).scaleb(-self.decimals_at(value))) if value else 0.0

    def is_right(self, answer: Decimal, value: float) -> bool:
        decimals, tolerance = self.decimals_at(value), self.tolerance_at(value)
        return is_right(answer, value, decimals, tolerance, self.is_relative)

    @property
    def is_relative(self) -> bool:
        return self.digits is not None

    def rounded(self, value: float) -> Decimal:
        exact = exactly(value)
        if self.digits is not None:
            kept = Context(prec=self.digits, rounding=ROUND_HALF_UP).plus(exact)
            return kept.quantize(Decimal(1).scaleb(kept.adjusted() + 1 - self.digits)) if exact else Decimal(0)
        return placed(exact, self.decimals_at(value), ROUND_HALF_UP)

    def said(self, value: float) -> str:
        """A value rounded as an answer would give it: 0.366; in three digits 0.000123, or 1.00e3 for 999.5."""
        return plainly(self.rounded(value)) if self.digits is not None else f"{self.rounded(value):f}"

    def reach(self, value: float) -> tuple[Decimal, Decimal]:
        """The lowest and the highest answer that is right."""
        exact, nearest = exactly(value), self.rounded(value)
        tolerance = Decimal(repr(self.tolerance_at(value)))
        return min(nearest, exact - tolerance), max(nearest, exact + tolerance)

    def ends(self, value: float) -> tuple[str, str]:
        """The same at the last asked place, rounded inwards, so that both ends are right."""
        exact, nearest, decimals = exactly(value), self.rounded(value), self.decimals_at(value)
        apart = leeway(exact, self.tolerance_at(value), self.is_relative)
        low = min(nearest, placed(exact - apart, decimals, ROUND_CEILING))
        high = max(nearest, placed(exact + apart, decimals, ROUND_FLOOR))
        return in_full(low), in_full(high)

    def blur(self, value: float) -> float:
        """The tolerance, or what rounding blurs where that is more: two values need two of it to be told apart."""
        if not value and self.digits is not None:
            return self.tolerance_at(value)
        return max(self.tolerance_at(value), float(BLUR.scaleb(-self.decimals_at(value))))

    @property
    def places(self) -> int:
        """How many decimals, or significant digits."""
        return (self.decimals or 0) if self.digits is None else self.digits

    @property
    def words(self) -> str:
        noun = "decimal" if self.digits is None else "significant digit"
        return f"{self.places} {noun}" if self.places == 1 else f"{self.places} {noun}s"

    @property
    def rule(self) -> str:
        """What a learner reads beside the field."""
        if self.digits is not None:
            asked = f"Give {self.words}."
        else:
            asked = f"Round to {self.words}." if self.places else "Enter a whole number."
        return asked + self._allowance

    @property
    def _allowance(self) -> str:
        """Said where more is right than the rounded value."""
        if self.tolerance is None:
            return ""
        allowed = Decimal(repr(float(self.tolerance)))
        wider = allowed > 0 if self.digits is not None else allowed > ROUNDED.scaleb(-self.places)
        return f" Answers within {allowed.normalize():f} are right." if wider else ""


def exactly(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def placed(exact: Decimal, decimals: int, way: str) -> Decimal:
    """A value at so many decimals; one that is too long for them stays as it is."""
    if exact.adjusted() + decimals >= ALL_DIGITS - 2:
        return exact
    number = exact.quantize(Decimal(1).scaleb(-decimals), way)
    return number if number else abs(number)  # never −0


def plainly(number: Decimal) -> str:
    """Without an exponent, unless it would take zeros that are no digits of the number: 1.00e3, 1.2e-9."""
    return str(number).replace("E+", "e").replace("E", "e")


def in_full(number: Decimal) -> str:
    return f"{number:f}" if number == 0 or -9 <= number.adjusted() <= 15 else plainly(number)
