"""Changing a network by typing: every number has a field, named by its path in the network's data form. Pure.

`layers[0].weights[1][0]` is the field, the path of a fault and the place in the data, all at once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.losses import LOSSES
from simulator.engine.network import Network, NetworkError, as_json, read_network
from simulator.engine.typed_numbers import read_typed
from simulator.stepping.tables import SUBSCRIPTS

MOST_FIELDS = 160
WORDS = {name: row.title for table in (ACTIVATIONS, LOSSES) for name, row in table.items()}
STEPS = re.compile(r"[a-z_]+|\d+")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `options` are (value, words) of a choice, `choices` the two numbers that its text could be."""

    name: str
    label: str
    value: str
    error: str = ""
    options: Sequence[tuple[str, str]] = ()
    choices: Sequence[str] = ()

    @property
    def id(self) -> str:
        return "f-" + "-".join(STEPS.findall(self.name))


@dataclass(frozen=True, slots=True)
class Fields:
    """A row of fields that belong together, with a fault of their own."""

    title: str
    fields: Sequence[Field]
    error: str = ""


@dataclass(slots=True)
class NetworkForm:
    """The fields of one network, as they stand or as they were typed. `network` is None while there are errors."""

    base: dict[str, Any]
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Sequence[str]] = field(default_factory=dict)
    network: Network | None = None

    @property
    def is_too_long(self) -> bool:
        return sum(1 for _ in _numbers(self.base)) > MOST_FIELDS

    @property
    def groups(self) -> Iterator[Fields]:
        data = self.base
        yield self._row("Inputs", "inputs", "x")
        yield self._row("Target (may be empty)", "target", "t")
        for k, layer in enumerate(data["layers"]):
            name = "Output layer" if k + 1 == len(data["layers"]) else f"Hidden layer {k + 1}"
            for j in range(len(layer["weights"])):
                yield self._unit(name, k, j)
            choice = self._choice(f"layers[{k}].activation", "Activation", ACTIVATIONS)
            yield Fields(name, [choice], self.errors.get(f"layers[{k}].activation", ""))
        yield Fields("Training (loss and learning rate may be empty)", list(self._training()))

    @property
    def summary(self) -> list[str]:
        """Every error in one list, for the head of the form."""
        return list(dict.fromkeys(self.errors.values()))

    def _unit(self, layer: str, k: int, j: int) -> Fields:
        at = f"layers[{k}]"
        weights = [
            self._number(f"{at}.weights[{j}][{i}]", f"w{below(i)}")
            for i in range(len(self.base["layers"][k]["weights"][j]))
        ]
        group = self.errors.get(f"{at}.weights[{j}]", "") or self.errors.get(f"{at}.biases", "")
        has_biases = "biases" in self.base["layers"][k]
        biases = [self._number(f"{at}.biases[{j}]", "b")] if has_biases else []
        return Fields(f"{layer}, unit {j + 1}", [*weights, *biases], group)

    def _row(self, title: str, name: str, letter: str) -> Fields:
        paths = [path for path, _ in _leaves(self.base[name], name)]
        labels = [letter + ",".join(below(int(n)) for n in re.findall(r"\d+", path)) for path in paths]
        fields = [self._number(path, label) for path, label in zip(paths, labels, strict=True)]
        return Fields(title, fields, self.errors.get(name, ""))

    def _training(self) -> Iterator[Field]:
        yield self._choice("loss", "Loss", LOSSES, empty="none")
        yield self._number("learning_rate", "Learning rate")
        if not any("biases" in layer for layer in self.base["layers"]):
            return
        value = "true" if self.base["update_biases"] else "false"
        options = [("true", "move too"), ("false", "stay as they are")]
        yield Field("update_biases", "Biases", self.typed.get("update_biases", value), "", options)

    def _number(self, path: str, label: str) -> Field:
        value = _at(self.base, path)
        stands = "" if value is None else repr(value)
        typed, error = self.typed.get(path, stands), self.errors.get(path, "")
        return Field(path, label, typed, error, choices=self.choices.get(path, ()))

    def _choice(self, path: str, label: str, names: Mapping[str, Any], empty: str = "") -> Field:
        options = [("", empty)] if empty else []
        options += [(name, WORDS.get(name, name)) for name in names]
        stands = self.typed.get(path, _at(self.base, path) or "")
        return Field(path, label, stands, self.errors.get(path, ""), options)


def below(index: int) -> str:
    """A place, counted from 0, as the index below a letter, counted from 1."""
    return str(index + 1).translate(SUBSCRIPTS)


def form_of(network: Network) -> NetworkForm:
    return NetworkForm(_with_blanks(as_json(network)))


def read_form(network: Network, typed: Mapping[str, str]) -> NetworkForm:
    """Put what was typed in place of the numbers of `network`. Errors stand at their fields."""
    form = NetworkForm(_with_blanks(as_json(network)), typed)
    data = deepcopy(form.base)
    for path, _ in _numbers(data):
        _put(data, path, _typed_number(form, path))
    for path in ("loss", *(f"layers[{k}].activation" for k in range(len(data["layers"])))):
        _put(data, path, typed.get(path, _at(data, path)) or None)
    data["update_biases"] = typed.get("update_biases", str(data["update_biases"]).lower()) == "true"
    if all(value is None for _, value in _leaves(data["target"], "target")):
        data["target"] = None
    if not form.errors:
        form.network = _read(form, data)
    return form


def _typed_number(form: NetworkForm, path: str) -> float | None:
    """What was typed, what stands there if nothing was sent, None for a blank where a blank may be."""
    if path not in form.typed:
        return _at(form.base, path)
    text = form.typed[path].strip()
    may_be_blank = path == "learning_rate" or path.startswith("target")
    if not text and may_be_blank:
        return None
    typed = read_typed(text)
    if typed.value is None:
        form.errors[path], form.choices[path] = typed.problem, typed.choices
        return None
    return float(typed.value)


def _read(form: NetworkForm, data: dict[str, Any]) -> Network | None:
    try:
        return read_network(data)
    except NetworkError as error:
        form.errors |= {fault.path: fault.message for fault in reversed(error.faults)}
        return None


def _with_blanks(data: dict[str, Any]) -> dict[str, Any]:
    """The data form with a place for everything that may be filled in."""
    outputs = len(data["layers"][-1]["weights"])
    several = isinstance(data["inputs"][0], list)
    blank = [[None] * outputs for _ in data["inputs"]] if several else [None] * outputs
    return {"target": blank, "loss": None, "learning_rate": None, **data}


def _numbers(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from _leaves(data["inputs"], "inputs")
    yield from _leaves(data["target"], "target")
    for k, layer in enumerate(data["layers"]):
        yield from _leaves(layer["weights"], f"layers[{k}].weights")
        yield from _leaves(layer.get("biases", []), f"layers[{k}].biases")
    yield "learning_rate", data["learning_rate"]


def _leaves(values: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(values, list):
        yield path, values
        return
    for i, value in enumerate(values):
        yield from _leaves(value, f"{path}[{i}]")


def _at(data: Any, path: str) -> Any:
    for step in STEPS.findall(path):
        data = data[int(step) if step.isdigit() else step]
    return data


def _put(data: Any, path: str, value: Any) -> None:
    *before, last = STEPS.findall(path)
    for step in before:
        data = data[int(step) if step.isdigit() else step]
    data[int(last) if last.isdigit() else last] = value
