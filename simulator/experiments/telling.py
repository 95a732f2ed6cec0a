"""What a finished sweep says, in words. The page's script says the same (outcomes.js)."""

from collections.abc import Sequence
from typing import Any

from simulator.engine.numbers import written
from simulator.experiments.outcomes import Point
from simulator.experiments.questions import Told


def number_text(value: float | None, decimals: int) -> str:
    """Counts in groups of three digits, other numbers as the house writes them; – for what is none."""
    if value is None:
        return "–"
    return f"{value:,.0f}".replace("-", "−") if decimals == 0 else written(value, decimals)


def told_text(told: Told, points: Sequence[Point]) -> str:
    numbers = {name: _number(about.value(points), decimals) for name, (about, decimals) in told.numbers.items()}
    return told.text.format(**numbers)


def _number(value: Any, decimals: int) -> str:
    return value if isinstance(value, str) else number_text(value, decimals)
