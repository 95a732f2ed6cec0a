"""Reading data from strangers: every fault is named by its path, and reading goes on, so that all are seen at once."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WITHOUT_POINT = "Give a whole number, without a decimal point or exponent"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with data: `path` such as "layers[0].weights[1][0]", and a sentence that says what to do."""

    path: str
    message: str


class ReadingError(ValueError):
    """Data that cannot be read. `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(f"{fault.path}: {fault.message}" for fault in faults))
        self.faults = faults


class Reader:
    """What every form of data has in common. `faults` fills as it reads; `magnitude` bounds every number."""

    def __init__(self, magnitude: float) -> None:
        self.magnitude = magnitude
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))

    def known(self, data: Mapping, keys: tuple[str, ...], path: str) -> None:
        for key in data:
            if key not in keys:
                message = f"There is no such setting. Known are: {', '.join(keys)}."
                self.fault(f"{path}{str(key)[:40]}", message)

    def sized(self, value: object, path: str, most: int, what: str) -> bool:
        if not isinstance(value, list | tuple):
            self.fault(path, f"Give a list of {what}s.")
        elif not value:
            self.fault(path, f"Give at least one {what}.")
        elif len(value) > most:
            self.fault(path, f"Give at most {most} {what}s; there are {len(value)}.")
        else:
            return True
        return False

    def number(self, value: object, path: str) -> float | None:
        number = self.finite(value, path)
        if number is not None and abs(number) > self.magnitude:
            self.fault(path, f"Give a number between −{self.magnitude:,.0f} and {self.magnitude:,.0f}.")
            return None
        return None if number is None else float(number) + 0.0  # −0.0 becomes 0.0

    def finite(self, value: object, path: str) -> float | None:
        """A number of any size; a whole one may be larger than a float can be."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(path, "Give a number, such as 0.5.")
        elif isinstance(value, float) and not math.isfinite(value):
            self.fault(path, "Give a finite number: NaN and Infinity cannot be computed with.")
        else:
            return value
        return None

    def flag(self, value: object, path: str) -> bool:
        if not isinstance(value, bool):
            self.fault(path, "Give true or false.")
        return value is True

    def between(self, value: object, path: str, least: float, most: float) -> float:
        """A number in a range. Anything else is a fault: the nearest one stands for a number, the least one else."""
        number = self.finite(value, path)
        if number is not None and not least <= number <= most:
            self.fault(path, f"Give a number from {least:g} to {most:g}.")
        return float(least if number is None else min(max(number, least), most)) + 0.0

    def whole(self, value: object, path: str, least: int, most: int) -> int:
        """A whole number in a range; the least one, and a fault, for anything else: 3.0 and 3e0 are measures."""
        if isinstance(value, float):
            self.fault(path, f"{WITHOUT_POINT}, from {least:,} to {most:,}.")
            return least
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(path, f"Give a whole number from {least:,} to {most:,}.")
            return least
        return value

    def choice(self, value: object, path: str, names: Iterable[str]) -> str:
        """One of the names; the first one, and a fault, for anything else."""
        known = list(names)
        if isinstance(value, str) and value in known:
            return value
        self.fault(path, f"Choose one of: {', '.join(known)}.")
        return known[0]
