"""One moment of the page: a network, the step that the learner is at, and what of it may be seen. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.drawing import Drawing, draw_both
from simulator.engine.formulas import Explanation, explain
from simulator.engine.network import Network
from simulator.engine.numbers import written
from simulator.engine.probes import OF_ONE_EXAMPLE, Place, parse, stage
from simulator.engine.trace import Trace, trace
from simulator.stepping.numpy_code import numpy_code
from simulator.stepping.steps import STAGES, Step, first_of, steps_of
from simulator.stepping.tables import Table, table_of
from simulator.stepping.telling import value_of


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four stages. `probe` is where it starts, "" where the network does not get that far."""

    name: str
    words: str
    probe: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One of several examples, and the step to which it leads."""

    number: int
    probe: str
    is_now: bool


class Moment:
    """`at` is a probe of the network; `hidden` keeps its value back, for the learner to predict, and `predicts` says
    what else is: the name of a stage for all that is still to come in it.
    """

    def __init__(self, network: Network, at: str, *, hidden: bool = False, predicts: str = "", fault: str = "") -> None:
        self.network = network
        self.at = at
        self.hidden = hidden
        self.predicts = predicts
        self.fault = fault
        self.steps: Sequence[Step] = steps_of(network, at)
        self.index = next(i for i, step in enumerate(self.steps) if step.probe == at)

    @cached_property
    def trace(self) -> Trace:
        return trace(self.network)

    @property
    def step(self) -> Step:
        return self.steps[self.index]

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def before(self) -> str:
        return self.steps[self.index - 1].probe if self.index else ""

    @property
    def after(self) -> str:
        return self.steps[self.index + 1].probe if self.index + 1 < len(self.steps) else ""

    @property
    def first_of_stage(self) -> str:
        return first_of(self.steps, self.step.stage)

    @property
    def stages(self) -> list[Stage]:
        now = "forward" if self.step.stage == "given" else self.step.stage
        return [Stage(name, words, first_of(self.steps, name), name == now) for name, words in STAGES.items()]

    @cached_property
    def explanation(self) -> Explanation | None:
        """None for a value that is too large to be written."""
        return None if self.value_of(self.at) is None else explain(self.trace, self.at)

    @property
    def value(self) -> str:
        value = self.value_of(self.at)
        return "too large" if value is None else written(value)

    def value_of(self, probe: str) -> float | None:
        return value_of(self.trace, probe)

    @cached_property
    def drawings(self) -> dict[str, Drawing]:
        known = {step.probe for step in self.steps[: self.number]}
        drawn = self.step.stage if self.step.stage in ("backward", "update") else "forward"
        hidden = self.at if self.hidden else None
        return draw_both(
            self.network, known=known, hidden=hidden, chosen=self.at, stage=drawn, fault=self.fault or None
        )

    @cached_property
    def table(self) -> Table:
        return table_of(self.network, self.place, self.value_of, self.kind_of)

    @property
    def place(self) -> Place:
        return parse(self.at)

    def kind_of(self, probe: str) -> str:
        if probe == self.at:
            return "hidden" if self.hidden else "now"
        if self.order.get(probe, len(self.steps)) < self.index:
            return "reached"
        return "hidden" if self.predicts == stage(probe) else "later"

    @property
    def examples(self) -> list[Example]:
        """Where each example of several is at this quantity; none for a network with one."""
        if not self.network.several:
            return []
        now = self.place.example or 1
        return [Example(number, self._at_example(number), number == now) for number in self._numbers()]

    def _numbers(self) -> range:
        return range(1, len(self.network.inputs) + 1)

    def _at_example(self, number: int) -> str:
        """The same quantity of another example; what belongs to all of them together is left for the signal or loss."""
        place = self.place
        if place.name not in OF_ONE_EXAMPLE:
            place = Place("delta", place.layer, place.unit) if place.layer else Place("loss")
        probe = str(place.named(place.name, example=number))
        return probe if probe in self.order else str(Place("z", 1, 1, example=number))

    @cached_property
    def order(self) -> dict[str, int]:
        return {step.probe: i for i, step in enumerate(self.steps)}

    @property
    def code(self) -> str:
        return numpy_code(self.network)
