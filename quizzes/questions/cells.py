"""The cells of a question for several numbers: each a quantity of the network or an expression over drawn numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault
from quizzes.questions.cases import places_at
from quizzes.questions.computed import number_of
from quizzes.questions.drawing import missing_probes
from quizzes.questions.fields import Fields
from quizzes.questions.number import check_form
from quizzes.questions.of_expression import OfExpression
from quizzes.questions.of_probe import OfProbe, traced
from quizzes.questions.quantity import Entry, check_separate, missing_steps, not_met
from simulator.engine.diagnosis import applicable
from simulator.engine.probes import upstream

FEWEST, MOST = 2, 36
PROBE = re.compile(r"[A-Za-z_]+\[[0-9, ]+\](?:@[0-9]+)?|loss(?:_new|@[0-9]+)?", re.ASCII)
SHAPE = 'Please list the cells, such as ["z[1,1]", "z[1,2]"], or the rows of a grid, each a list as long as the others.'
FIELDS = ("cells", "rows", "columns", "decimals", "digits", "tolerance", "unit", "separate", "steps", "conventions")
OF_PROBE, OF_EXPRESSION = OfProbe(), OfExpression()


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of an answer that was checked, row by row."""

    answer: Mapping[str, Any]

    @property
    def grid(self) -> list[list[Any]]:
        cells = self.answer["cells"]
        return cells if isinstance(cells[0], list) else [[cell] for cell in cells]

    @property
    def width(self) -> int:
        return len(self.grid[0])

    @property
    def all(self) -> list[Any]:
        return [cell for row in self.grid for cell in row]

    @property
    def probes(self) -> list[str | None]:
        """The probe of each cell; None for one that is an expression."""
        return [cell if isinstance(cell, str) and PROBE.fullmatch(cell) else None for cell in self.all]

    def expressions(self) -> dict[str, Any]:
        """Every cell by its field. A probe is an expression too."""
        nested = isinstance(self.answer["cells"][0], list)
        return {
            f"answer.cells.{row}.{column}" if nested else f"answer.cells.{row}": cell
            for row, cells in enumerate(self.grid)
            for column, cell in enumerate(cells)
        }

    def labels(self) -> dict[str, str]:
        return {
            f"answer.{name}.{number}": label
            for name in ("rows", "columns")
            for number, label in enumerate(self.answer.get(name, []))
        }

    def try_out(self, drawn: Drawn) -> list[Fault]:
        fields = list(self.expressions())
        asked = [(field, probe) for field, probe in zip(fields, self.probes, strict=True) if probe]
        faults = [fault for field, probe in asked for fault in missing_probes(drawn, field, [probe])]
        faults += missing_steps(self.answer, drawn)
        if faults or not self.answer.get("separate"):
            return faults
        possible = {idea for _, probe in asked for idea in applicable(traced(drawn).network, probe)}
        return not_met(self.answer, possible)

    def working(self, drawn: Drawn) -> dict[str, Any]:
        """Where the simulator opens, and the worked steps: all that lead to a cell."""
        probes = [probe for probe in self.probes if probe]
        found = [step for probe in probes for step in upstream(traced(drawn).network, probe)]
        steps = self.answer.get("steps", list(dict.fromkeys(found)))
        return {"probe": probes[0] if probes else None, "steps": list(steps)}


def right_cells(answer: Mapping[str, Any], drawn: Drawn) -> list[float]:
    """Raises Uncomputable."""
    return [number_of(cell, drawn) for cell in Cells(answer).all]


def wrong_cells(answer: Mapping[str, Any], drawn: Drawn) -> dict[str, Entry]:
    """What each misconception makes of all cells: where it cannot occur, a cell keeps its right value. `of_cell` has by
    cell what its chart needs: where the mistake first shows, and the values of people who round on the way.
    """
    right = right_cells(answer, drawn)
    found: dict[str, Entry] = {}
    for number, probe in enumerate(Cells(answer).probes):
        for key, one in cell_wrong(probe, right[number], drawn, places_at(answer, right[number])).items():
            told = {name: one[name] for name in ("node", "feedback", "kind", "formula", "weight")}
            entry = found.setdefault(key, {"values": list(right), "changed": [], "probe": probe, "of_cell": {}, **told})
            entry["values"][number] = one["value"]
            entry["changed"].append(number)
            entry["of_cell"][str(number)] = {"node": one["node"], "rounded": one["rounded"]}
    return found


def cell_wrong(probe: str | None, right: float, drawn: Drawn, decimals: int) -> dict[str, Entry]:
    if probe is None:
        return {}
    own = Drawn(drawn.parameters, drawn.names, drawn.network, drawn.trace, right)
    return OF_PROBE.wrong({"probe": probe}, own, decimals)


def in_cell(number: int, wrong: Mapping[str, Entry]) -> dict[str, Entry]:
    """The wrong values of one cell, as those of a question of its own."""
    return {
        key: {**one, **one.get("of_cell", {}).get(str(number), {}), "value": one["values"][number]}
        for key, one in wrong.items()
        if number in one["changed"]
    }


def check_cells(body: Body) -> list[Fault]:
    faults: list[Fault] = []
    answer = body.get("answer")
    if not isinstance(answer, Mapping):
        return [Fault("answer", "Please say what is asked for in a table [question.answer].")]
    fields = Fields(body, faults).inside("answer", answer)
    fields.only(FIELDS)
    check_form(fields)
    check_separate(fields)
    fields.words("steps")
    fields.truth("conventions")
    rows = fields.words("rows", 'Please name the rows, such as rows = ["$z_1$", "$z_2$"].')
    columns = fields.words("columns")
    if has_shape(fields):
        check_labels(fields, rows, columns)
    return faults


def has_shape(fields: Fields) -> bool:
    cells = fields.table.get("cells")
    if not isinstance(cells, list) or not cells:
        fields.fault("cells", SHAPE)
        return False
    rows = [row if isinstance(row, list) else [row] for row in cells]
    is_grid = len({isinstance(row, list) for row in cells}) == 1 and len({len(row) for row in rows}) == 1 and rows[0]
    if not is_grid or any(isinstance(cell, list) for row in rows for cell in row):
        fields.fault("cells", SHAPE)
        return False
    if not FEWEST <= sum(map(len, rows)) <= MOST:
        fields.fault("cells", f"Please give {FEWEST} to {MOST} cells.")
        return False
    return True


def check_labels(fields: Fields, rows: list[str], columns: list[str]) -> None:
    grid = Cells(fields.table).grid
    if rows and len(rows) != len(grid):
        fields.fault("rows", f"There are {len(grid)} rows of cells and {len(rows)} labels. Give each row one.")
    if len(columns) != len(grid[0]) and (columns or len(grid[0]) > 1):
        fields.fault("columns", f"There are {len(grid[0])} columns and {len(columns)} labels. Give each column one.")
