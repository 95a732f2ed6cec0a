"""CSV text cut into the cells of its lines, as spreadsheets write it: commas, semicolons or tabs, quoted or not."""

import csv
import re
from dataclasses import dataclass

SEPARATORS = "\t;,"
COLUMNS = 3


@dataclass(frozen=True, slots=True)
class CSVFault:
    """What is wrong, as a sentence. Lines and columns count from 1; None means the whole line, or the whole text."""

    line: int | None
    column: int | None
    message: str

    def __str__(self) -> str:
        if self.line is None:
            return self.message
        return f"Line {self.line}{f', column {self.column}' if self.column else ''}: {self.message}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something. Empty columns beyond the third are left out."""

    number: int
    cells: list[str]


def cut(text: str) -> tuple[list[Line], list[CSVFault]]:
    """The lines of a CSV text, each cut into cells, and what could not be cut. Empty lines are passed over."""
    rows = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))  # spreadsheets put a byte order mark first
    held = [(number, row) for number, row in enumerate(rows, 1) if row.strip(f"{SEPARATORS} \u00a0")]
    separator = _separator(held[0][1]) if held else ","
    lines, faults = [], []
    for number, row in held:
        try:
            lines.append(Line(number, _cells(row, separator)))
        except csv.Error:
            message = "This cannot be cut into columns; give every opening quotation mark its closing one."
            faults.append(CSVFault(number, None, message))
    return lines, faults


def _separator(row: str) -> str:
    """The one that cuts this row into three; a decimal comma cuts too, so the comma is tried last."""
    counts = {separator: len(_cells(row[:1000], separator, strict=False)) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: (counts[separator] == COLUMNS, counts[separator]))


def _cells(row: str, separator: str, strict: bool = True) -> list[str]:
    """The cells of one row. Raises csv.Error if its quotation marks do not match."""
    [cells] = csv.reader([row], delimiter=separator, skipinitialspace=separator != "\t", strict=strict)
    cells = [cell.strip() for cell in cells]
    while len(cells) > COLUMNS and not cells[-1]:
        cells.pop()
    return cells
