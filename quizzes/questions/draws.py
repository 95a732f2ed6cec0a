"""Parameters drawn as decimals from a grid. A draw is a hash of (question, seed, redraw, name), the same for ever."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from quizzes.questions.arithmetic import FUNCTIONS
from quizzes.questions.fields import Fields
from quizzes.questions.grammar import NAME, WORDS
from simulator.engine.typed_numbers import Typed, read_typed

LONGEST_GRID, MOST_NAMES, NAME_LENGTH = 2_000, 40, 30
DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)
FORM = "Give a decimal, such as 0.5 or -2, with at most 9 decimals."
OPTION_IDS = 200


@dataclass(frozen=True, slots=True)
class Grid:
    """The decimals that one parameter may take."""

    name: str
    values: tuple[str, ...]

    def pick(self, question: str, seed: int, redraw: int) -> str:
        return self.values[int(digest(question, seed, redraw, self.name), 16) % len(self.values)]


def digest(*parts: object) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def grids(body: Mapping[str, Any]) -> list[Grid]:
    """The grids of a body that was checked, in the order of the body."""
    return [Grid(name, values_of(spec)) for name, spec in body.get("draw", {}).items()]


def parameters_of(grids: Sequence[Grid], question: str, seed: int, redraw: int) -> dict[str, str]:
    """One draw: a decimal for each name."""
    return {grid.name: grid.pick(question, seed, redraw) for grid in grids}


def option_ids(question: str, seed: int) -> list[str]:
    """Ids for the options of one variant: different in every variant, and saying nothing about what is right."""
    found: dict[str, None] = {}
    number = 0
    while len(found) < OPTION_IDS:
        found.setdefault(digest(question, seed, "option", number)[:6])
        number += 1
    return list(found)


def decimal(value: object) -> Decimal | None:
    """A decimal as authors write it: text, or a plain number of the file."""
    number = typed(value).value
    return number if number is not None and DECIMAL.fullmatch(f"{number:f}") else None


def typed(value: object) -> Typed:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return read_typed(value if isinstance(value, str) else repr(value) if is_number else "")


def why_not(value: object) -> str:
    """The sentence for a value that is no decimal of a grid."""
    read = typed(value)
    return f"{read.problem} {FORM}" if read.choices else FORM


def plain(value: Decimal) -> str:
    """Without zeros at the end, and never "-0"."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def values_of(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of a draw that was checked, without those in `not`."""
    values = map(decimal, spec["choices"]) if "choices" in spec else steps(spec)
    left_out = [decimal(value) for value in spec.get("not", [])]
    return tuple(plain(value) for value in values if value is not None and value not in left_out)


def steps(spec: Mapping[str, Any]) -> Iterator[Decimal]:
    start, end, step = decimal(spec["from"]), decimal(spec["to"]), decimal(spec.get("step", "1"))
    if start is not None and end is not None and step is not None:
        for number in range(int((end - start) / step) + 1):
            yield start + number * step


def check_draw(fields: Fields) -> None:
    """Note every slip in the table `draw`."""
    draw = fields.table.get("draw")
    if draw is None:
        return
    if not isinstance(draw, Mapping):
        fields.fault("draw", "Please write this as a table, [question.draw].")
        return
    if len(draw) > MOST_NAMES:
        fields.fault("draw", f"Please draw at most {MOST_NAMES} numbers.")
    inside = fields.inside("draw", draw)
    for name, spec in draw.items():
        check_name(inside, name)
        if not isinstance(spec, Mapping):
            inside.fault(name, 'Please write a table, such as {from = "-2", to = "2", step = "0.5"}.')
        else:
            check_grid(inside.inside(name, spec), spec)


def check_name(fields: Fields, name: str) -> None:
    """A name must be one that the grammar can read as a name."""
    if not NAME.fullmatch(name) or len(name) > NAME_LENGTH:
        fields.fault(name, f"Please use a name of letters, digits and _, at most {NAME_LENGTH} characters.")
    elif name in FUNCTIONS or name in WORDS:
        fields.fault(name, f"“{name}” has a meaning of its own in expressions. Please choose another name.")


def check_grid(fields: Fields, spec: Mapping[str, Any]) -> None:
    known = ("choices", "not") if "choices" in spec else ("from", "to", "step", "not")
    fields.only(known)
    before = len(fields.faults)
    check_decimals(fields, "not")
    if "choices" in spec:
        check_decimals(fields, "choices", needed=True)
    else:
        check_range(fields, spec)
    if len(fields.faults) == before and not values_of(spec):
        fields.fault("not", "Nothing is left to draw from. Leave some values in.")


def check_decimals(fields: Fields, name: str, needed: bool = False) -> None:
    values = fields.table.get(name, [])
    if not isinstance(values, list) or (needed and not values):
        fields.fault(name, 'Please give a list of decimals, such as ["0.5", "1"].')
        return
    for number, value in enumerate(values):
        if decimal(value) is None:
            fields.fault(f"{name}.{number}", why_not(value))
    if len(values) > LONGEST_GRID:
        fields.fault(name, f"Please give at most {LONGEST_GRID} values.")


def check_range(fields: Fields, spec: Mapping[str, Any]) -> None:
    bounds = {name: decimal(spec.get(name, "1" if name == "step" else None)) for name in ("from", "to", "step")}
    for name, value in bounds.items():
        if value is None:
            fields.fault(name, why_not(spec.get(name)))
    start, end, step = bounds["from"], bounds["to"], bounds["step"]
    if start is None or end is None or step is None:
        return
    if step <= 0:
        fields.fault("step", "Please give a step above 0.")
    elif start > end:
        fields.fault("to", "This lies below “from”. Please swap the two.")
    elif (end - start) / step > LONGEST_GRID:
        fields.fault("step", f"That makes more than {LONGEST_GRID} values. Please give a larger step.")
    elif (end - start) % step:
        fields.fault(
            "step", f"Steps of {plain(step)} from {plain(start)} do not reach {plain(end)}. Change one of the three."
        )
