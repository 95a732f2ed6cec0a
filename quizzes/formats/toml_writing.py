"""TOML as this course writes it: texts over several lines without escapes, small tables on one line.

What is written reads back as the same data, but for line ends, which become "\\n".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # what a literal string cannot hold
REPEATED = ("options", "pairs", "items", "lines", "spots", "parts", "wrong")  # tables that deserve a header each


def write_question(identity: str, body: Mapping[str, Any]) -> str:
    """A question as TOML. What is None is left out: TOML has no null."""
    return "[[question]]\n" + "\n".join(table_lines("question", {"id": identity, **body})) + "\n"


def table_lines(path: str, table: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a table: plain values first, then its tables, then the lists that repeat a header. The path may be
    empty.
    """
    present = {name: value for name, value in table.items() if value is not None}
    repeated = {name: value for name, value in present.items() if name in REPEATED and is_repeated(value)}
    tables = {name: value for name, value in present.items() if isinstance(value, Mapping)}
    for name, value in present.items():
        if name not in repeated and name not in tables:
            yield f"{key(name)} = {written(value)}"
    for name, value in tables.items():
        yield from ("", f"[{inside(path, name)}]")
        yield from (table_lines(inside(path, name), value) if name == "answer" else plain_lines(value))
    for name, entries in repeated.items():
        for entry in entries:
            yield from ("", f"[[{inside(path, name)}]]")
            yield from (table_lines(inside(path, name), entry) if name == "parts" else plain_lines(entry))


def is_repeated(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def inside(path: str, name: str) -> str:
    return f"{path}.{key(name)}" if path else key(name)


def plain_lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if value is not None:
            yield f"{key(name)} = {written(value)}"


def key(name: str) -> str:
    return name if BARE_KEY.fullmatch(name) else escaped(name)


def written(value: Any) -> str:
    """One value on the right of an equals sign."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        entries = (f"{key(name)} = {written(one)}" for name, one in value.items() if one is not None)
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(written(one) for one in value)}]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def text(value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    literal = not ESCAPED.search(value.replace("\n", "").replace("\t", "")) and "'''" not in value
    if "\n" in value:
        return f"'''\n{value}'''" if literal and not value.endswith("'") else escaped(value, multiline=True)
    return f"'{value}'" if "\\" in value and literal and "'" not in value else escaped(value)


def escaped(value: str, multiline: bool = False) -> str:
    return tomli_w.dumps({"x": value}, multiline_strings=multiline).removeprefix("x = ").rstrip("\n")
