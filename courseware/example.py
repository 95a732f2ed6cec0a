"""The numbers that a chapter begins with, in a file beside it (introduction.toml); its text quotes what follows.

    [network.A]
    inputs = [2, -1.5]
    layers = [{weights = [[0.3, -0.4]], biases = [0.3], activation = "sigmoid"}]

    [network.B]
    like = "A"
    inputs = [-2, -1.5]

    [let]
    epochs = 10

Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from quizzes.formats.faults import CourseFault
from quizzes.formats.toml_files import bare, line_at, parse
from quizzes.questions.arithmetic import FUNCTIONS, Uncomputable
from quizzes.questions.grammar import NAME, WORDS, Scope, read_expression
from simulator.engine.network import KEYS, as_json, read_network
from simulator.engine.probes import SHAPES, find
from simulator.engine.sums import added
from simulator.engine.trace import Trace

MOST_STEPS = 1000
MADE = ("like", "examples", "activations", "raise", "steps", "on")
SETTINGS = ("parameters", "learning_rate", "steps")  # the numbers of a network that are no quantities of its trace
TAKEN = {*FUNCTIONS, *WORDS, *SHAPES, *SETTINGS}
OF = re.compile(r"\s*(?:(?P<network>[A-Za-z][A-Za-z0-9_]*)\s*:)?(?P<expression>.*)", re.ASCII | re.DOTALL)
Data = dict[str, Any]


class ExampleError(ValueError):
    """A file of numbers that cannot be read, with the line of what is wrong."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


@dataclass(frozen=True, slots=True)
class Example:
    """Networks by name, traced, each with its settings; and plain numbers by name."""

    traces: dict[str, Trace] = field(default_factory=dict)
    settings: dict[str, dict[str, float]] = field(default_factory=dict)
    names: dict[str, float] = field(default_factory=dict)

    def value(self, text: str) -> float:
        """Of "A: loss" or "2*epochs". Raises ValueError or Uncomputable with a sentence that says what to do."""
        expression, scope = self.meant(text)
        return read_expression(expression).value(scope)

    def meant(self, text: str) -> tuple[str, Scope]:
        """The expression of a text, and what it sees: the plain numbers, and those of the network that it names."""
        match = OF.fullmatch(text)
        assert match is not None, "what is no network's name is an expression"
        name = match["network"]
        if name is None:
            return text, Scope(self.names)
        trace = self.trace(name)
        return match["expression"], Scope(self.names | self.settings[name], trace.__getitem__)

    def trace(self, name: object) -> Trace:
        if not isinstance(name, str) or name not in self.traces:
            known = f"There are {', '.join(self.traces)}." if self.traces else "None is declared before it."
            raise ValueError(f"there is no network “{name}”. {known}")
        return self.traces[name]

    def network(self, name: object) -> Data:
        return as_json(self.trace(name).network)


def read_example(text: str) -> Example:
    """Raises ExampleError."""
    example = Example()
    for kind, name, value in entries(text):
        try:
            check_name(name)
            if kind == "network":
                add_network(example, name, value)
            else:
                example.names[name] = example.value(value if isinstance(value, str) else repr(value))
        except (ValueError, Uncomputable) as error:
            line = line_of(text, f"network.{name}") if kind == "network" else line_of(text, name, below="[let]")
            raise ExampleError(line, f"{name}: {error}") from error
    return example


def entries(text: str) -> Iterator[tuple[str, str, Any]]:
    """Each network, then each number, as ("let", "epochs", 10)."""
    faults: list[CourseFault] = []
    data = parse(text, "", faults)
    if data is None:
        raise ExampleError(faults[0].line or 1, faults[0].message)
    for kind, table in data.items():
        if kind not in ("network", "let") or not isinstance(table, dict):
            raise ExampleError(line_of(text, kind), f"“{kind}” is neither a network, [network.A], nor the table [let].")
    for kind in ("network", "let"):
        for name, value in data.get(kind, {}).items():
            yield kind, name, value


def line_of(text: str, what: str, below: str = "") -> int:
    """Where [what] or what = … stands; the file's first line where it is written in another way."""
    blank = bare(text)
    pattern = re.compile(rf"^[ \t]*\[*[ \t]*{re.escape(what)}\b", re.MULTILINE)
    found = pattern.search(blank, max(blank.find(below), 0))
    return line_at(text, found.start()) if found else 1


def check_name(name: str) -> None:
    if not NAME.fullmatch(name) or name in TAKEN:
        raise ValueError("a name is of letters, digits and _, and means nothing else in an expression.")


def add_network(example: Example, name: str, table: object) -> None:
    if not isinstance(table, dict):
        raise ValueError("write a network as a table, such as [network.A].")
    network = read_network(made(table, example))
    count = sum(layer.parameters for layer in network.layers)
    numbers = dict(zip(SETTINGS, (count, network.learning_rate, table.get("steps")), strict=True))
    example.traces[name] = Trace(network)
    example.settings[name] = {word: float(number) for word, number in numbers.items() if number is not None}


def made(table: Data, example: Example) -> Data:
    """A network as data: what it takes over from others, then what it says itself, then what is done to it."""
    if unknown := [word for word in table if word not in KEYS + MADE]:
        raise ValueError(f"there is no “{unknown[0]}” in a network; there are {', '.join(KEYS + MADE)}.")
    data = as_json(read_network(taken_over(table, example) | {key: table[key] for key in KEYS if key in table}))
    if "activations" in table:
        data["layers"] = activated(data["layers"], table["activations"])
    for probe, change in changes(table):
        raise_one(data, probe, change)
    if "steps" in table or "on" in table:
        data["layers"] = layers_after(table, example, data)
    return data


def taken_over(table: Data, example: Example) -> Data:
    if "examples" not in table:
        return example.network(table["like"]) if "like" in table else {}
    if not isinstance(table["examples"], list) or not table["examples"] or "like" in table:
        raise ValueError('examples is a list of networks of one example each, such as ["A", "B"], in place of like.')
    several = [example.network(name) for name in table["examples"]]
    return several[0] | {key: [one.get(key) for one in several] for key in ("inputs", "target") if key in several[0]}


def activated(layers: list[Data], activations: object) -> list[Data]:
    if not isinstance(activations, list) or len(layers) != len(activations):
        raise ValueError('activations is a list with one for each layer, such as ["relu", "identity"].')
    return [layer | {"activation": activation} for layer, activation in zip(layers, activations, strict=True)]


def changes(table: Data) -> list[tuple[str, Any]]:
    by = table.get("raise", {})
    if not isinstance(by, dict) or not all(type(change) in (int, float) for change in by.values()):
        raise ValueError('raise says by how much a weight or a bias is raised, such as {"W[2,1,1]" = 0.01}.')
    return list(by.items())


def raise_one(data: Data, probe: str, change: float) -> None:
    place = find(read_network(data), probe)
    layer = data["layers"][place.layer - 1]
    if place.name not in ("W", "b"):
        raise ValueError(f"only a weight W[…] or a bias b[…] can be raised, not {probe}.")
    row, at = (layer["weights"][place.unit - 1], place.input) if place.name == "W" else (layer["biases"], place.unit)
    row[at - 1] = added(row[at - 1], change)


def layers_after(table: Data, example: Example, data: Data) -> Any:
    """The layers after so many steps on the examples of another network, or on its own."""
    steps = table.get("steps")
    if type(steps) is not int or not 1 <= steps <= MOST_STEPS:
        raise ValueError(f"steps is a whole number from 1 to {MOST_STEPS}.")
    examples = example.network(table["on"]) if "on" in table else data
    trace = Trace(read_network(examples | {"layers": data["layers"]}))
    trace["loss_new"]  # or says what is missing
    for _ in range(steps):
        trace = trace.after
    return as_json(trace.network)["layers"]
