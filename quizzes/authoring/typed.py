"""What is typed into a line or a box, and back: lists, entries of a network, texts with the line ends of a browser."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from simulator.engine.typed_numbers import plain, read_number, read_typed

COMPUTED = re.compile(r"[*^(×·]")  # what an expression may have, though a typed number may too
PLAIN = re.compile(r"-?[0-9]*\.?[0-9]+")  # as programs write it
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
        return super().to_python(number_in(value, is_whole=False))


class Whole(forms.IntegerField):
    """A whole number as people type it: 1,000 is a thousand."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        return super().to_python(number_in(value, is_whole=True))


class Expression(Line):
    """An expression, or a number as people type it: 1,5 becomes 1.5, and 1,234 is asked back."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or COMPUTED.search(text) or PLAIN.fullmatch(text):
            return text
        typed = read_typed(text)
        if typed.choices:
            raise forms.ValidationError(typed.problem)
        return text if typed.value is None else plain(typed.value)


def number_in(value: Any, *, is_whole: bool) -> Any:
    """The number that was typed. Raises ValidationError with what is wrong; what is no text is left to the field."""
    if not isinstance(value, str) or not value.strip():
        return value
    typed = read_typed(value, is_whole=is_whole)
    if typed.value is None:
        raise forms.ValidationError(typed.problem)
    if is_whole and typed.value != typed.value.to_integral_value():
        raise forms.ValidationError("Enter a whole number.")
    return int(typed.value) if is_whole else typed.value


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
