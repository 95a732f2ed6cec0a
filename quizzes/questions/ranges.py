"""How exactly a number is asked for, in a question, its key and what a learner reads, and how its right value reads."""

from collections.abc import Mapping
from typing import Any

from quizzes.questions.fields import Fields
from simulator.engine.precision import Precision

DECIMALS, MOST_DECIMALS, MOST_DIGITS = 3, 8, 10


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


def check_places(fields: Fields) -> None:
    fields.whole("decimals", 0, MOST_DECIMALS)
    fields.whole("digits", 1, MOST_DIGITS)
    if fields.table.get("decimals") is not None and fields.table.get("digits") is not None:
        fields.fault("digits", "Give decimals or significant digits, not both. Remove one of them.")


def asked_precision(answer: Mapping[str, Any]) -> Precision:
    """How exactly an author asks. A count is a whole number unless the author says more, and nothing else is right."""
    is_count, digits = "count" in answer, answer.get("digits")
    decimals = answer.get("decimals", 0 if is_count else DECIMALS) if digits is None else None
    tolerance = answer.get("tolerance", 0 if is_count else None)
    return Precision(decimals, digits, None if tolerance is None else float(tolerance))


def asked_terms(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What a learner is told of it. The tolerance of significant digits would give away how large the number is."""
    asked = asked_precision(answer)
    if asked.digits is None:
        return {"decimals": asked.decimals, "tolerance": asked.tolerance_at(1)}
    return {"digits": asked.digits, **({} if asked.tolerance is None else {"tolerance": asked.tolerance})}


def key_terms(answer: Mapping[str, Any], value: float) -> dict[str, Any]:
    """What a key holds of it, at its right value."""
    asked = asked_precision(answer)
    digits = {} if asked.digits is None else {"digits": asked.digits}
    return {"decimals": asked.decimals_at(value), "tolerance": asked.tolerance_at(value), **digits}


def rule_of(ask: Mapping[str, Any]) -> str:
    """The line beside the field. What was drawn before it knew its tolerance says its decimals alone."""
    return precision_of(ask).rule if ask.get("decimals") is not None or "digits" in ask else ""


def cell_terms(answer: Mapping[str, Any]) -> dict[str, Any]:
    """How exactly a key holds its cells: significant digits are another place in each."""
    asked = asked_precision(answer)
    if asked.digits is None:
        return {"decimals": asked.decimals, "tolerance": asked.tolerance_at(1)}
    return {"decimals": None, "tolerance": asked.tolerance, "digits": asked.digits}
