"""From numbers to places along an axis, and the round numbers that stand there. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.drawing.plot_words import brief

MOST_TICKS = 6
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers to places: `at` goes from 0 at `least` to 1 at `most`."""

    least: float
    most: float
    log: bool = False

    def at(self, value: float | None) -> float | None:
        if value is None or (self.log and value <= 0):
            return None
        low, high, here = (math.log10(v) if self.log else v for v in (self.least, self.most, value))
        return (here - low) / ((high - low) or 1)

    def ticks(self, whole: Sequence[float] = ()) -> list[float]:
        """Round numbers along the axis, or `whole`, the values themselves, where they are few."""
        if whole and len(whole) <= MOST_TICKS + 2:
            return list(whole)
        return [v for v in (_powers if self.log else _steps)(self.least, self.most) if self.least <= v <= self.most]


def scale_of(axis: Mapping[str, Any], values: Iterable[float | None], *, is_tight: bool = False) -> Scale:
    log, given = axis["log"], [bound for bound in (axis["low"], axis["high"]) if bound is not None]
    known = [v for v in values if v is not None and math.isfinite(v) and (v > 0 or not log)] or [0.1 if log else 0, 1]
    least, most = min(known + given), max(known + given)
    if is_tight and least < most:
        return Scale(least, most, log)
    if log:
        return Scale(10.0 ** math.floor(math.log10(least) + 1e-9), 10.0 ** math.ceil(math.log10(most) - 1e-9), True)
    if least == most:
        return Scale(least - (abs(least) or 1) / 2, most + (abs(most) or 1) / 2)
    step = _step(most - least)
    low = least if axis["low"] == least else math.floor(least / step + 1e-9) * step
    high = most if axis["high"] == most else math.ceil(most / step - 1e-9) * step
    return Scale(low, high)


def _step(span: float) -> float:
    rough = span / (MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next((factor for factor in (1, 2, 5) if factor * power >= rough * 0.999), 10)


def _steps(least: float, most: float) -> list[float]:
    step = _step(most - least)
    first, last = math.ceil(least / step - 1e-9), math.floor(most / step + 1e-9)
    return [float(f"{n * step:.12g}") for n in range(first, last + 1)]


def _powers(least: float, most: float) -> list[float]:
    first, last = math.ceil(math.log10(least) - 1e-9), math.floor(math.log10(most) + 1e-9)
    stride = max(1, math.ceil((last - first) / (MOST_TICKS - 1)))
    powers = [10.0**power for power in range(first, last + 1, stride)]
    if len(powers) > 2:
        return powers
    return [factor * 10.0**power for power in range(first - 1, last + 1) for factor in (1, 2, 5)]


def tick_text(value: float, scale: Scale) -> str:
    """Powers of ten as such where a number would be long."""
    power = round(math.log10(value)) if scale.log else 0
    is_long = not -4 < power < 4 and math.isclose(value, 10.0**power)
    return f"10{str(power).translate(RAISED)}" if is_long else brief(value)
