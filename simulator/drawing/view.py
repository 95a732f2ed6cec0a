"""What one drawing may show: one example's numbers by probe, and which of them are open to the learner."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from simulator.engine.numbers import written
from simulator.engine.probes import OF_ONE_EXAMPLE, STAGES, parse

Known = Collection[str] | Callable[[str], bool]  # probes, or "all"
ALL = "all"


@dataclass(frozen=True, slots=True)
class View:
    """One example of a network as a learner may see it. Units and layers count from 0 here, from 1 in probes."""

    counts: tuple[int, ...]  # units of each layer, the inputs first
    numbers: Mapping[str, float | None]
    example: int  # counts from 1
    several: bool
    stage: str
    known: Callable[[str], bool]
    hidden: str
    fault: str
    chosen: tuple[int, int] | None  # (layer, unit)
    plain: bool

    def probe(self, quantity: str, *indices: int) -> str:
        """The probe's name, with the example where the network has several."""
        place = f"[{','.join(map(str, indices))}]" if indices else ""
        return f"{quantity}{place}" + (f"@{self.example}" if self.several and quantity in OF_ONE_EXAMPLE else "")

    def is_open(self, probe: str) -> bool:
        """Whether this number may be in the drawing: it is given or known, and not what the learner is to find."""
        return probe != self.hidden and (STAGES[quantity_of(probe)] == "given" or self.known(probe))

    def shown(self, probe: str) -> float | None:
        """The number, where it may be shown and is one."""
        number = self.numbers.get(probe) if self.is_open(probe) else None
        return number if number is not None and math.isfinite(number) else None

    def has_chosen(self, layer: int, unit: int) -> bool:
        return self.chosen == (layer, unit)

    def unit_of(self, probe: str) -> tuple[int, int] | None:
        return unit_of(probe, self.counts) if probe else None


def opened(known: Known) -> Callable[[str], bool]:
    """Which computed numbers are known, as a question about a probe."""
    if known == ALL:
        return lambda probe: True
    return known if callable(known) else frozenset(known).__contains__


def quantity_of(probe: str) -> str:
    return parse(probe).name


def unit_of(probe: str, counts: tuple[int, ...]) -> tuple[int, int]:
    """(layer, unit), from 0, of the unit that a probe belongs to; the loss is one layer after the last."""
    place = parse(probe)
    if place.name in ("loss", "loss_new"):
        return len(counts), 0
    if place.layer:
        return place.layer, place.unit - 1
    return (0 if place.name == "x" else len(counts) - 1), place.unit - 1


def example_of(probe: str) -> int:
    """The example that a probe names, counted from 1; the first where it names none."""
    return (parse(probe).example if probe else None) or 1


def as_value(probe: str, layers: int) -> str:
    """`output[1]` is another name for the value of a unit of the last layer, and so is drawn there."""
    return re.sub(r"^output\[", f"a[{layers},", probe)


def stage_of(probe: str) -> str:
    """The stage in which a probe is computed, as far as the drawing tells stages apart."""
    stage = STAGES[quantity_of(probe)] if probe else "forward"
    return stage if stage in ("backward", "update") else "forward"


def stage_to_draw(wanted: str, numbers: Mapping[str, float | None]) -> str:
    """The wanted stage, or forward where the network has no target (no slopes) or no learning rate (no step)."""
    needed = {"backward": "dW[1,1,1]", "update": "W_new[1,1,1]"}.get(wanted)
    return wanted if needed and numbers.get(needed) is not None else "forward"


def numbers_of(network: Mapping, trace: Mapping, example: int) -> dict[str, float | None]:
    """Every number that a drawing can show, by probe, for one example (counted from 1).

    `network` is the data form of a network, `trace` that of its trace; what the trace lacks is None.
    """
    several = isinstance(network["inputs"][0], list)
    at = f"@{example}" if several else ""
    own = trace["examples"][example - 1] if several else trace
    inputs = network["inputs"][example - 1] if several else network["inputs"]
    targets = (network["target"][example - 1] if several else network["target"]) if network.get("target") else []
    numbers: dict[str, float | None] = {f"loss{at}": own["loss"], "loss_new": trace["loss_new"]}
    numbers |= {f"x[{i}]{at}": value for i, value in enumerate(inputs, 1)}
    numbers |= {f"y[{i}]{at}": value for i, value in enumerate(targets, 1)}
    for k, layer in enumerate(network["layers"], 1):
        shared, mine = trace["layers"][k - 1], own["layers"][k - 1]
        for name, row in ((name, mine[name]) for name in ("z", "a", "delta")):
            numbers |= {f"{name}[{k},{j}]{at}": value for j, value in enumerate(row or [], 1)}
        for name, row in (("b", layer.get("biases")), ("b_new", shared["b_new"])):
            numbers |= {f"{name}[{k},{j}]": value for j, value in enumerate(row or [], 1)}
        for name, rows in (("W", layer["weights"]), ("dW", shared["dW"]), ("W_new", shared["W_new"])):
            for j, row in enumerate(rows or [], 1):
                numbers |= {f"{name}[{k},{j},{i}]": value for i, value in enumerate(row, 1)}
    return numbers


def brief(value: float | None, decimals: int) -> str:
    """A number as the drawing writes it. Below four decimals, what would round to zero but is not is "≈0"."""
    if value is None:
        return ""
    is_tiny = value != 0 and abs(value) < 0.5 * 10**-decimals
    return "≈0" if is_tiny and decimals < 4 else written(value, decimals)


def sign(value: float | None) -> str:
    """The class of a number's sign; "nil" for zero and for what is not to be seen."""
    if not value:
        return "nil"
    return "pos" if value > 0 else "neg"


def rounded(value: float) -> float | int:
    """To a tenth of a pixel, halves upwards; whole numbers without a fraction."""
    tenths = math.floor(value * 10 + 0.5)
    return tenths // 10 if tenths % 10 == 0 else tenths / 10
