"""A learner's own data as CSV text: read strictly, every fault named by its line and column, and scaled onto −1…1.

Three columns: x1, x2 and a label (a class) or a target (a value). A header says which is which, in any order. Without
one they stand in this order, and what the third holds says what it is. Decimal commas are read wherever they cannot be
mistaken for the end of a column; 1,234 is read as the other numbers of the text say.
"""

from decimal import Decimal

import numpy as np

from simulator.engine.data.cells import COLUMNS, CSVFault, Line, cut
from simulator.engine.data.examples import Examples
from simulator.engine.typed_numbers import Comma, Typed, read_number, read_typed
from simulator.limits import RUN_LIMITS, RunLimits

MOST_FAULTS = 20
LARGEST = 10**12
LABEL_LENGTH = 40
WHAT_TO_GIVE = "Give three columns: x1, x2, and label (a class) or target (a value)."


class CSVError(ValueError):
    """Text that cannot be read as data. `faults` lists what is wrong with it, at most 20 of them."""

    def __init__(self, faults: list[CSVFault]) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults = faults


def read_csv(text: str, limits: RunLimits = RUN_LIMITS) -> Examples:
    """Read a learner's own data; `scale` says how its columns were scaled. Raises CSVError with the faults found."""
    lines, faults = cut(text)
    reader = _Reader(limits, faults)
    examples = reader.examples(lines)
    if reader.faults:
        raise CSVError(sorted(reader.faults, key=lambda fault: (fault.line or 0, fault.column or 0))[:MOST_FAULTS])
    assert examples is not None
    return examples


class _Reader:
    """Reads on after a fault, so that a learner sees every fault at once."""

    def __init__(self, limits: RunLimits, faults: list[CSVFault]) -> None:
        self.limits = limits
        self.faults = faults
        self.comma: Comma = ""

    def fault(self, line: int | None, column: int | None, message: str) -> None:
        self.faults.append(CSVFault(line, column, message))

    def examples(self, lines: list[Line]) -> Examples | None:
        self.comma = _meaning_of_commas([cell for line in lines for cell in line.cells])
        names = self.header(lines[0]) if lines else None
        points = lines[1:] if names else lines
        if not self.is_right_many(points):
            return None
        points = [line for line in points if self.has_three_columns(line)]
        names = names or ["x1", "x2", "target" if self.holds_values([line.cells[2] for line in points]) else "label"]
        x = [self.numbers(points, names.index(name)) for name in ("x1", "x2")]
        if "target" in names:
            values = self.numbers(points, names.index("target"))
            return None if self.faults else _of_values(x, values)
        labels = self.labels(points, names.index("label"))
        return None if self.faults else _of_classes(x, labels)

    def header(self, line: Line) -> list[str] | None:
        """The names of the columns; None if the first line is a point already, since it holds a number."""
        if len(line.cells) != COLUMNS or any(map(self.is_number, line.cells)):
            return None
        names = [cell.casefold() for cell in line.cells]
        for answer in ("label", "target"):
            if sorted(names) == sorted(("x1", "x2", answer)):
                return names
        self.fault(line.number, None, "Name the columns x1, x2, and label (a class) or target (a value).")
        return ["x1", "x2", "target" if "target" in names else "label"]  # read on, to find what else is wrong

    def is_right_many(self, points: list[Line]) -> bool:
        count, most = len(points), self.limits.points
        if count > most:
            self.fault(points[most].number, None, f"Leave some points out: there are {count:,}, at most {most:,} fit.")
        elif count < 2 and not self.faults:
            self.fault(None, None, f"There must be at least two points to learn from. {WHAT_TO_GIVE}")
        return 2 <= count <= most

    def has_three_columns(self, line: Line) -> bool:
        count = len(line.cells)
        if count == COLUMNS:
            return True
        here = "There is 1 column" if count == 1 else f"There are {count} columns"
        hint = " Numbers with decimal commas need semicolons or tabs between them." if count > COLUMNS else ""
        self.fault(line.number, None, f"{here} here. {WHAT_TO_GIVE}{hint}")
        return False

    def holds_values(self, cells: list[str]) -> bool:
        """Whether a column without a name holds values: mostly numbers, with fractions or too many to be classes."""
        numbers = [number for cell in cells if (number := self.typed(cell).value) is not None]
        fine = len(set(numbers)) > self.limits.classes or not all(map(_is_whole, numbers))
        return fine and 2 * len(numbers) > len(cells)

    def typed(self, cell: str) -> Typed:
        return read_typed(cell, comma=self.comma)

    def is_number(self, cell: str) -> bool:
        typed = self.typed(cell)
        return typed.value is not None or bool(typed.choices)

    def numbers(self, points: list[Line], column: int) -> np.ndarray:
        return np.array([self.number(line.number, column + 1, line.cells[column]) for line in points])

    def number(self, line: int, column: int, cell: str) -> float:
        typed = self.typed(cell)
        number = typed.value
        if not cell:
            self.fault(line, column, "A number is missing here.")
        elif typed.choices:
            self.fault(
                line, column, f"“{_shown(cell)}” could be {' or '.join(typed.choices)}. Write it without the comma."
            )
        elif number is None:
            self.fault(line, column, f"“{_shown(cell)}” cannot be read as a number; write one such as 0.73.")
        elif abs(number) > LARGEST:
            self.fault(line, column, f"“{_shown(cell)}” is too large; choose a unit in which it is at most 1e12.")
        return float(number or 0)

    def labels(self, points: list[Line], column: int) -> list[str]:
        """The name of the class of each point."""
        labels = [self.label(line.number, column + 1, line.cells[column]) for line in points]
        classes = list(dict.fromkeys(filter(None, labels)))
        most = self.limits.classes
        if len(classes) > most:
            first = points[labels.index(classes[most])].number
            message = f"“{_shown(classes[most])}” is one class too many: at most {most} fit."
            self.fault(first, column + 1, f"{message} If these are values, name the column target.")
        elif len(classes) == 1 and not self.faults:
            self.fault(None, None, f"All points are of class “{classes[0]}”. Add points of another, to be told apart.")
        return labels

    def label(self, line: int, column: int, cell: str) -> str:
        if not cell:
            self.fault(line, column, "A label is missing here.")
        elif len(cell) > LABEL_LENGTH or not cell.isprintable():
            self.fault(line, column, f"Choose a label of at most {LABEL_LENGTH} letters or digits, on one line.")
        number = self.typed(cell).value
        return str(int(number)) if number is not None and _is_whole(number) and abs(number) <= LARGEST else cell


def _meaning_of_commas(cells: list[str]) -> Comma:
    """What a comma is in the cells that have one meaning: decimal as in 0,5, or between thousands as in 1,234.5.

    Where points stand before decimals, a comma does not. Nothing if the cells do not say, or contradict each other.
    """
    read = [cell for cell in cells if read_number(cell) is not None]
    is_decimal = any(cell.count(",") == 1 and "." not in cell.split(",")[1] for cell in read)
    is_between = any(cell.count(",") > 1 or ("." in cell.split(",")[-1] and cell.count(".") == 1) for cell in read)
    if is_decimal == is_between:
        return ""
    return "decimal" if is_decimal else "thousands"


def _of_values(x: list[np.ndarray], values: np.ndarray) -> Examples:
    (x1, of_x1), (x2, of_x2), (y, of_y) = map(_scaled, (*x, values))
    return Examples(np.stack([x1, x2], axis=1), y, None, (of_x1, of_x2, of_y))


def _of_classes(x: list[np.ndarray], labels: list[str]) -> Examples:
    (x1, of_x1), (x2, of_x2) = map(_scaled, x)
    classes = _in_order(labels)
    y = np.array([classes.index(label) for label in labels])
    return Examples(np.stack([x1, x2], axis=1), y, tuple(classes), (of_x1, of_x2))


def _in_order(labels: list[str]) -> list[str]:
    """Each label once: whole numbers by size, so that 0 is class 0 and 1 is class 1; words as they appear."""
    classes = {label: read_number(label) for label in labels}
    numbers = [number for number in classes.values() if number is not None and _is_whole(number)]
    return sorted(classes, key=lambda label: classes[label] or 0) if len(numbers) == len(classes) else list(classes)


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _scaled(values: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """A column scaled onto −1…1, and the centre and half-width that it had. A constant column has half-width 1."""
    low, high = float(values.min()), float(values.max())
    centre, half_width = (low + high) / 2, (high - low) / 2 or 1.0
    return np.clip((values - centre) / half_width, -1, 1), (centre, half_width)  # rounding must not lead outside


def _shown(cell: str) -> str:
    """A cell as a sentence may quote it: short, and with nothing that cannot be seen."""
    visible = "".join(letter if letter.isprintable() else "\ufffd" for letter in cell)
    return visible if len(visible) <= 20 else f"{visible[:19]}…"
