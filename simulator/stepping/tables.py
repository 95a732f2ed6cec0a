"""The numbers of the page as a table: a row for each quantity, a column for each unit. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from simulator.engine.network import Network
from simulator.engine.numbers import written
from simulator.engine.probes import Place, UnknownProbe, find, inputs_of, missing_for
from simulator.stepping.steps import unit_of

MOST_UNITS = 12  # of all layers together; beyond that the table has the layer of the step alone
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
LATER, HIDDEN, NONE = "·", "?", "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. `kind`: given, reached, now, hidden, later or none (this unit has no such quantity)."""

    probe: str
    text: str
    kind: str

    @property
    def is_step(self) -> bool:
        return self.kind not in ("given", "none")


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    spoken: str
    cells: Sequence[Cell]

    @property
    def is_there(self) -> bool:
        """A network without biases has no row for them."""
        return any(cell.kind != "none" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Table:
    """`ends` are the quantities of the whole network: the loss before and after the step."""

    units: Sequence[str]
    groups: Sequence[Group]
    ends: Sequence[Row]
    note: str


GROUPS: dict[str, tuple[tuple[str, str, str], ...]] = {  # name of the quantity, label, in words
    "Given": (("W", "w{i}", "weight {i}"), ("b", "b", "bias")),
    "Forward": (("z", "z", "weighted sum"), ("a", "a", "value")),
    "Backward": (
        ("da", "∂L/∂a", "slope of the loss for the value"),
        ("slope", "f′(z)", "slope of the activation"),
        ("delta", "δ = ∂L/∂z", "slope of the loss for the weighted sum"),
        ("dW", "∂L/∂w{i}", "slope of the loss for weight {i}"),
        ("db", "∂L/∂b", "slope of the loss for the bias"),
    ),
    "Update": (("W_new", "new w{i}", "new weight {i}"), ("b_new", "new b", "new bias")),
}
ENDS = (("loss", "L", "loss"), ("loss_new", "new L", "loss after this step"))


def table_of(network: Network, at: Place, value: Callable[[str], float | None], kind: Callable[[str], str]) -> Table:
    """The table at the step `at`. `kind` says of a probe whether it is reached, now, hidden or later."""
    layers = _layers(network, at)
    units = [(k, j) for k in layers for j in range(1, len(network.layers[k - 1].biases) + 1)]
    maker = _Maker(network, at.example or (1 if network.several else None), value, kind)
    groups = [
        Group(title, [row for line in lines for row in maker.rows(line, units) if row.is_there])
        for title, lines in GROUPS.items()
        if not missing_for(network, lines[-1][0])
    ]
    ends = [Row(label, spoken, [maker.end(name)]) for name, label, spoken in ENDS if not missing_for(network, name)]
    note = "" if len(layers) == len(network.layers) else f"Layer {layers[0]} of {len(network.layers)}."
    return Table([_heading(network, k, j) for k, j in units], groups, ends, note)


def _layers(network: Network, at: Place) -> list[int]:
    every = list(range(1, len(network.layers) + 1))
    if sum(len(layer.biases) for layer in network.layers) <= MOST_UNITS:
        return every
    return [at.layer or every[-1]]


def _heading(network: Network, layer: int, unit: int) -> str:
    words = unit_of(network, layer, unit).removeprefix("the ").replace("hidden unit", "hidden")
    return words[0].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class _Maker:
    network: Network
    example: int | None
    value: Callable[[str], float | None]
    kind: Callable[[str], str]

    def rows(self, line: tuple[str, str, str], units: Sequence[tuple[int, int]]) -> Iterable[Row]:
        name, label, spoken = line
        if "{i}" not in label:
            yield Row(label, spoken, [self.cell(self.place(name, k, j)) for k, j in units])
            return
        for i in range(1, max(inputs_of(self.network, k) for k, _ in units) + 1):
            below = str(i).translate(SUBSCRIPTS)
            cells = [self.cell(self.place(name, k, j, i)) for k, j in units]
            yield Row(label.format(i=below), spoken.format(i=i), cells)

    def place(self, name: str, layer: int, unit: int, source: int = 0) -> Place:
        shared = name[0] in "Wb" or name in ("dW", "db")
        return Place(name, layer, unit, source, None if shared else self.example)

    def end(self, name: str) -> Cell:
        return self.cell(Place(name))

    def cell(self, place: Place) -> Cell:
        try:
            probe = str(find(self.network, str(place)))
        except UnknownProbe:
            return Cell("", NONE, "none")
        kind = "given" if place.name in ("W", "b") else self.kind(probe)
        number = self.value(probe)
        shown = "too large" if number is None else written(number)
        return Cell(probe, {"hidden": HIDDEN, "later": LATER}.get(kind, shown), kind)
