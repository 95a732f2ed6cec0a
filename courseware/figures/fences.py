"""What the fences of all figures share: lines of a name, a colon and a value, then perhaps a network as JSON. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.example import Example
from simulator.engine.network import Network, NetworkError, read_network
from simulator.engine.typed_numbers import read_typed

NOTHING = Example()


class FigureError(ValueError):
    """A fence that cannot be read; `line` counts from the one that opens it, which is 0."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class Words:
    """The lines of a fence by their names, each with the number of its line, for a fault to be named there."""

    def __init__(self, lines: Sequence[str], names: Sequence[str]) -> None:
        self.lines: dict[str, int] = {}
        self.values: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            name, colon, value = (part.strip() for part in line.partition(":"))
            if not colon or name not in names:
                raise FigureError(number, f"“{line}” is none of {listed(names)}, with a colon.")
            self.values[name], self.lines[name] = value, number

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def needed(self, name: str, example: str) -> str:
        if not self.values.get(name):
            raise FigureError(0, f"this figure needs a line {name}: {example}")
        return self.values[name]

    def number(self, name: str, example: str) -> float:
        typed = read_typed(self.needed(name, example))
        if typed.value is None:
            raise self.fault(name, f"{name} is a number, such as {example}. {typed.problem}")
        return float(typed.value)

    def one_of(self, name: str, allowed: Sequence[str]) -> str | None:
        """The value, which is one of these; None where the line is left out."""
        value = self.values.get(name)
        if value is not None and value not in allowed:
            raise self.fault(name, f"{name} is one of {', '.join(allowed)}.")
        return value

    def fault(self, name: str, message: str) -> FigureError:
        return FigureError(self.lines.get(name, 0), message)


def with_network(
    lines: Sequence[str], names: Sequence[str], example: Example
) -> tuple[Words, Mapping[str, Any], Network]:
    """The named lines, and a network as data and as read: one that is declared, or JSON below. Raises FigureError."""
    start = next((i for i, line in enumerate(lines) if line.lstrip().startswith("{")), len(lines))
    about = Words(lines[:start], ("network", *names))
    if ("network" in about.values) == (start < len(lines)):
        raise FigureError(0, "this fence names a network, or holds one as JSON, beginning with a brace.")
    if "network" in about.values:
        return about, *declared(about, example)
    try:
        data = json.loads("\n".join(lines[start:]))
        return about, data, read_network(data)
    except json.JSONDecodeError as error:
        raise FigureError(start + error.lineno, f"this is not JSON: {error.msg}.") from error
    except NetworkError as error:
        raise FigureError(start + 1, str(error)) from error


def declared(about: Words, example: Example) -> tuple[Mapping[str, Any], Network]:
    """The network of this name that is declared beside the chapter."""
    name = about.values["network"]
    if name not in example.traces:
        raise about.fault("network", f"no network “{name}” is declared beside this chapter.")
    return example.network(name), example.traces[name].network


def listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
