"""Where numbers that differ a little lead to another answer: a number, a condition, or a choice among numbers."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from quizzes.questions.base import AskedNumber, Drawn, Pick
from quizzes.questions.computed import holds
from quizzes.questions.wording import read_hole, shown
from simulator.engine.numbers import MINUS, written

ONLY_A_NUMBER = re.compile(r"\W*?\{\{([^{}]*)\}\}\W*")


def numbers_off(right: list[AskedNumber], found: list[AskedNumber]) -> Iterator[str]:
    for one, other in zip(right, found, strict=True):
        if not is_still_right(one, other):
            yield gives(written(other.value, 6), one.precision.said(one.value))


def is_still_right(right: AskedNumber, found: AskedNumber) -> bool:
    """Rounded as it is asked, since that is what a learner does last."""
    return right.precision.is_right(Decimal(right.precision.said(found.value)), right.value)


def conditions_off(conditions: Mapping[str, str], drawn: Drawn, worked: Drawn) -> Iterator[str]:
    for text in conditions.values():
        if holds(text, drawn) != holds(text, worked):
            yield f"makes “{text}” {'false' if holds(text, drawn) else 'true'}, which is not right"


def picks_off(picks: Mapping[str, Pick], found: Mapping[str, Pick]) -> Iterator[str]:
    """A right number that, worked out otherwise, is closer to another number to choose."""
    for field, one in picks.items():
        value = found[field].value if field in found else one.value
        if one.right and any(abs(other.value - value) < abs(one.value - value) for other in picks.values()):
            yield gives(written(value, 6), one.said)


def gives(found: str, right: str) -> str:
    return f"gives {found}, which is not right ({right.replace('-', MINUS)})"


def pick_of(text: str, right: bool, drawn: Drawn) -> Pick | None:
    """A text that is one computed number and nothing else, such as "{{loss:2}}"."""
    match = ONLY_A_NUMBER.fullmatch(text)
    hole = read_hole(match[1]) if match else None
    if hole is None or hole.name not in drawn.names:
        return None
    return Pick(drawn.names[hole.name], shown(hole, drawn.parameters, drawn.names), right)


def picks_of(texts: Mapping[str, tuple[str, bool]], drawn: Drawn) -> dict[str, Pick]:
    """Of texts by their field, each with whether it is right."""
    found = {field: pick_of(text, right, drawn) for field, (text, right) in texts.items()}
    return {field: pick for field, pick in found.items() if pick}
