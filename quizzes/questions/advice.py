"""What an author should look at before publishing: where so much is accepted that a careless number is right."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from quizzes.questions.base import AskedNumber, Body, Drawn, Fault, QuestionType
from simulator.engine.numbers import MINUS, significant
from simulator.engine.precision import Precision, exactly

WIDEST = Decimal("0.1")  # of the right value
ZERO = "With {range} accepted, 0 would be right for a value of {value}. {advice}"
WIDE = "With {range} accepted for a value of {value}, the range is {share:.0%} of the value. {advice}"
FINER = "Ask for more decimals or significant digits."
NARROWER = "Choose a smaller tolerance, or ask for more decimals or significant digits."


def warnings(body: Body, kind: QuestionType, drawings: Iterable[Drawn]) -> list[Fault]:
    """One sentence for each field that asks for a number too roughly, about the drawing where it is worst."""
    found: dict[str, list[AskedNumber]] = {}
    for drawn in drawings:
        for one in kind.asked(body, drawn):
            found.setdefault(field_of(one), []).append(one)
    said = {field: warning(asked) for field, asked in found.items()}
    return [Fault(field, message) for field, message in said.items() if message]


def field_of(one: AskedNumber) -> str:
    precision = one.precision
    places = "decimals" if precision.digits is None else "digits"
    return f"{one.field}.{'tolerance' if precision.tolerance else places}"


def warning(asked: Sequence[AskedNumber]) -> str | None:
    """None where all is told apart. A right value of 0 has no size to measure by."""
    sizes = [(*roughness(one.precision, one.value), one) for one in asked if one.value]
    if not sizes:
        return None
    holds_zero, share, worst = max(sizes, key=lambda size: size[:2])
    if not holds_zero and share <= WIDEST:
        return None
    ends = dict.fromkeys(end.replace("-", MINUS) for end in worst.precision.ends(worst.value))
    advice = NARROWER if worst.precision.tolerance else FINER
    told = {"range": " to ".join(ends), "value": significant(worst.value, 3), "advice": advice}
    return ZERO.format(**told) if holds_zero else WIDE.format(share=share, **told)


def roughness(precision: Precision, value: float) -> tuple[bool, Decimal]:
    """Whether 0 would be right, and how wide what is right is, in shares of the value."""
    low, high = precision.reach(value)
    return low <= 0 <= high, (high - low) / abs(exactly(value))
