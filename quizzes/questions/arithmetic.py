"""The operators and functions of the grammar. Each gives a finite float, or says that it cannot."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from simulator.engine.sums import added

EXPONENT_LIMIT = 100
MOST_ARGUMENTS = 20
CLOSE = 1e-9  # 0.1 * 3 equals 0.3 for a person


class Uncomputable(ArithmeticError):
    """An expression that has no value at these numbers, such as a division by zero."""


def finite(value: float) -> float:
    if not math.isfinite(value):
        raise Uncomputable("the number grows beyond bounds")
    return value


def safely(function: Callable[..., float]) -> Callable[..., float]:
    def compute(*values: float) -> float:
        try:
            return finite(function(*values))
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            raise Uncomputable(f"it cannot be computed ({error})") from error

    return compute


def negative(value: float) -> float:
    return -value if value else 0.0


def decimal(value: float) -> float:
    """A product, quotient or power as the decimal that it is by hand: 0.1 * 3 is 0.3."""
    return added(finite(value))


def whole_quotient(left: float, right: float) -> float:
    """How often `right` goes into `left`: 3 times 0.1 into 0.3."""
    return float(math.floor(decimal(left / right)))


def remainder(left: float, right: float) -> float:
    return added(left, -right * whole_quotient(left, right))


def power(base: float, exponent: float) -> float:
    if abs(exponent) > EXPONENT_LIMIT:
        raise Uncomputable(f"an exponent is beyond {EXPONENT_LIMIT}")
    return decimal(math.pow(base, exponent))


def sigmoid(value: float) -> float:
    small = math.exp(-abs(value))  # the tail of a large negative value keeps its precision
    return 1 / (1 + small) if value >= 0 else small / (1 + small)


def rounded(value: float, decimals: float = 0.0) -> float:
    """Half away from zero, as at school."""
    if decimals != int(decimals) or not 0 <= decimals <= 12:
        raise Uncomputable("round takes 0 to 12 decimals")
    if abs(value) >= 1e15:
        return value
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP))


def close(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=CLOSE, abs_tol=CLOSE)


OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": safely(lambda left, right: added(left, right)),
    "-": safely(lambda left, right: added(left, -right)),
    "*": safely(lambda left, right: decimal(left * right)),
    "/": safely(lambda left, right: decimal(left / right)),
    "//": safely(whole_quotient),
    "%": safely(remainder),
    "**": safely(power),
}
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right and not close(left, right),
    "<=": lambda left, right: left < right or close(left, right),
    ">": lambda left, right: left > right and not close(left, right),
    ">=": lambda left, right: left > right or close(left, right),
    "==": close,
    "!=": lambda left, right: not close(left, right),
}
# name: function, fewest and most values
FUNCTIONS: dict[str, tuple[Callable[..., float], int, int]] = {
    "abs": (safely(abs), 1, 1),
    "min": (safely(min), 2, MOST_ARGUMENTS),
    "max": (safely(max), 2, MOST_ARGUMENTS),
    "sum": (safely(added), 1, MOST_ARGUMENTS),
    "round": (safely(rounded), 1, 2),
    "floor": (safely(lambda value: float(math.floor(value))), 1, 1),
    "ceil": (safely(lambda value: float(math.ceil(value))), 1, 1),
    "sqrt": (safely(math.sqrt), 1, 1),
    "exp": (safely(math.exp), 1, 1),
    "ln": (safely(math.log), 1, 1),
    "sigmoid": (safely(sigmoid), 1, 1),
    "tanh": (safely(math.tanh), 1, 1),
    "relu": (safely(lambda value: max(value, 0.0)), 1, 1),
}
