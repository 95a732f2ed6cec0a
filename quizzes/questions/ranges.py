"""A right number as it is told: rounded as asked, and the ends of what counts as right."""

from collections.abc import Mapping
from typing import Any

from simulator.engine.precision import Precision


def precision_of(right: Mapping[str, Any]) -> Precision:
    """How exactly a key, or what a learner is asked, wants its numbers."""
    digits = right.get("digits")
    return Precision(right.get("decimals") if digits is None else None, digits, right.get("tolerance"))


def told_right(value: float, right: Mapping[str, Any]) -> str:
    """A right number as an answer would say it."""
    return precision_of(right).said(value)


def accepted(right: Mapping[str, Any]) -> dict[str, str] | None:
    """The ends of what counts as right, at the last asked place; rounded inwards, so that both ends are right."""
    if "value" not in right:
        return None
    low, high = precision_of(right).ends(right["value"])
    return {"lowest": low, "highest": high}
