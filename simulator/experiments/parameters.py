"""What may be chosen in an experiment, and reading what a stranger has chosen: every fault is named by its path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.engine.reading import WITHOUT_POINT, Reader
from simulator.engine.typed_numbers import Typed, read_typed
from simulator.limits import LIMITS

Values = Mapping[str, Any]  # a value for each parameter, by its name


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both included. `is_whole` numbers are read as integers."""

    name: str
    title: str
    default: float
    low: float
    high: float
    is_whole: bool = False
    step: float = 1

    def read(self, reader: Reader, value: object) -> float | int | None:
        if isinstance(value, str) and (problem := self.typed(value).problem):
            reader.fault(self.name, problem)
            return None
        number = reader.number(value, self.name)
        if number is None:
            return None
        if not self.low <= number <= self.high:
            reader.fault(self.name, f"Give a number from {plain(self.low)} to {plain(self.high)}.")
        elif self.is_whole and isinstance(value, float):
            reader.fault(self.name, f"{WITHOUT_POINT}.")
        return int(number) if self.is_whole else number

    def from_text(self, text: str) -> object:
        """A typed number; the text itself if it cannot be read, for `read` to say why."""
        number = self.typed(text).value
        if number is None:
            return text
        return int(number) if number == number.to_integral_value() else float(number)

    def typed(self, text: str) -> Typed:
        return read_typed(text, is_whole=self.is_whole)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several words; `options` say each to a person."""

    name: str
    title: str
    options: Mapping[str, str]
    default: str = ""  # "": the first

    def read(self, reader: Reader, value: object) -> str | None:
        if isinstance(value, str) and value in self.options:
            return value
        reader.fault(self.name, f"Choose one of: {', '.join(self.options)}.")
        return None

    def from_text(self, text: str) -> object:
        return text


Parameter = Number | OneOf


def seed(default: int = 1) -> Number:
    """Every random number of a run hangs on it: the same seed gives the same run."""
    return Number("seed", "Seed", default, 0, 9_999, is_whole=True)


def whole(name: str, title: str, default: int, low: int, high: int) -> Number:
    return Number(name, title, default, low, high, is_whole=True)


def defaults(parameters: Sequence[Parameter]) -> dict[str, Any]:
    return {one.name: default_of(one) for one in parameters}


def default_of(parameter: Parameter) -> Any:
    if isinstance(parameter, OneOf):
        return parameter.default or next(iter(parameter.options))
    return int(parameter.default) if parameter.is_whole else parameter.default


def read_values(parameters: Sequence[Parameter], data: object, reader: Reader) -> dict[str, Any]:
    """A value for every parameter; what is not given is its default. Faults are the reader's."""
    if not isinstance(data, Mapping):
        reader.fault("", "Send one object with the parameters of the experiment; {} takes every default.")
        return {}
    reader.known(data, tuple(one.name for one in parameters), "")
    return {one.name: one.read(reader, data.get(one.name, default_of(one))) for one in parameters}


def new_reader() -> Reader:
    return Reader(LIMITS.magnitude)


def plain(number: float) -> str:
    """A bound as a page writes it."""
    return f"{number:,g}".replace("-", "−")
