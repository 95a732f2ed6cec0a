"""What is typed into a line or a box, and back: lists, entries of a network, texts with the line ends of a browser."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from simulator.engine.typed_numbers import read_number, read_typed

COMPUTED = re.compile(r"[*^(×·]")  # what an expression may have, though a typed number may too
OPENING, CLOSING = "([", ")]"


class Markdown(forms.CharField):
    """Text as it was written, but for the line ends that browsers send."""

    def __init__(self, rows: int = 2, **options: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea({"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""


class Line(forms.CharField):
    """One line, never needed: `check` knows what is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class Lines(forms.CharField):
    """A list with an entry a line, or a table with a row a line."""

    def __init__(self, rows: int = 2, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": rows, "spellcheck": "false"}), **options)


class Number(forms.DecimalField):
    """A number as people type it, with a decimal comma or a true minus too."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            typed = read_typed(value)
            if typed.value is None:
                raise forms.ValidationError(typed.problem)
            value = typed.value
        return super().to_python(value)


def split(text: str) -> list[str]:
    """The parts between commas; those inside brackets belong to their part: max(x1, x2), a[1,1]."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in OPENING) - (sign in CLOSING)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def entry(text: str) -> str | int | float:
    """An entry of a network: a number as it is, anything else the name or expression of one."""
    number = None if COMPUTED.search(text) else read_number(text)
    if number is None:
        return text
    return int(number) if number.as_tuple().exponent == 0 else float(number)


def entries(text: str) -> list[str | int | float]:
    return [entry(part) for part in split(text)]


def listed(values: Iterable[Any]) -> str:
    """The way back from `split`."""
    return ", ".join(one_line(value) for value in values)


def one_line(value: object) -> str:
    """A number or expression as it is typed into one line."""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return " ".join(str(value).split())


def without_blanks(table: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if value not in ("", None, [], {})}
