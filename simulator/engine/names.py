"""What the names in a formula stand for at one place of one trace: their symbols and this network's numbers.

The names of each kind of quantity:

z       w, x (rows), b, n (inputs), w_crossed (row)        slope        z, a
a       z, s (row of scores), n                            delta        u (∂L/∂a), slope, y, t, d_above, us, ys (rows)
loss    y, t (rows), divisor, p, t_first, each (row)       dW, db       d, x, a, u, slope (rows), w, eta, x_first …
da      y, t, n, or behind the output v, d (rows)          W_new, b_new w, eta, g
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engine import mathml
from simulator.engine.builds import build_of
from simulator.engine.probes import Place, inputs_of
from simulator.engine.symbols import RATE, symbol
from simulator.engine.trace import Trace
from simulator.engine.writing import Fixed, Named, Names, Piece, written_number


class Notation:
    """The symbols and the numbers of one trace, each written once: the same few stand in many formulas."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.network = trace.network
        self.build = build_of(trace.network)
        self._symbols: dict[tuple[Place, bool], Piece] = {}
        self._numbers: dict[Place, Piece] = {}

    def symbol(self, place: Place, *, says_example: bool = False) -> Piece:
        key = (place, says_example)
        if key not in self._symbols:
            markup = symbol(self.network, place)
            if says_example:
                markup = mathml.row(markup, mathml.words(f"@{place.example}"))
            self._symbols[key] = Piece(markup, is_atom=True)
        return self._symbols[key]

    def number(self, place: Place) -> Piece:
        if place not in self._numbers:
            self._numbers[place] = written_number(self.trace.computed(place))
        return self._numbers[place]


@dataclass(frozen=True, slots=True)
class Quantities:
    """A name for quantities of the trace: one, or a row along connections, units or examples. A row along examples says
    which, as the probes do: δ₁@2.
    """

    notation: Notation
    places: Sequence[Place]
    is_row: bool = False
    says_example: bool = False

    @property
    def length(self) -> int | None:
        return len(self.places) if self.is_row else None

    @property
    def values(self) -> list[float]:
        return [self.notation.trace.computed(place) for place in self.places]

    def symbol(self, at: int) -> Piece:
        return self.notation.symbol(self.places[at if self.is_row else 0], says_example=self.says_example)

    def number(self, at: int) -> Piece:
        return self.notation.number(self.places[at if self.is_row else 0])


def names_at(notation: Notation, place: Place) -> Names:
    """The names that formulas of this place's quantity may use. `output` is read as a of the last layer."""
    if place.name == "output":
        place = place.named("a", layer=len(notation.network.layers))
    return NAMES[place.name](notation, place)


def _one(notation: Notation, place: Place) -> Named:
    return Quantities(notation, (place,))


def _row(notation: Notation, places: Sequence[Place]) -> Named:
    says_example = places[0].example != places[-1].example and places[0].name != "loss"
    return Quantities(notation, places, is_row=True, says_example=says_example)


def _count(value: int) -> Named:
    return Fixed((mathml.number(str(value)),), (float(value),))


def _inflow(notation: Notation, place: Place) -> list[Place]:
    """The places of what flows into a layer: the inputs, or the outputs of the layer below."""
    units = range(1, inputs_of(notation.network, place.layer) + 1)
    if place.layer == 1:
        return [Place("x", unit=i, example=place.example) for i in units]
    return [Place("a", place.layer - 1, i, example=place.example) for i in units]


def _units(notation: Notation, place: Place, name: str, layer: int) -> list[Place]:
    units = range(1, len(notation.network.layers[layer - 1].biases) + 1)
    return [Place(name, layer, j, example=place.example) for j in units]


def _weighted_sum(notation: Notation, place: Place) -> Names:
    inputs = inputs_of(notation.network, place.layer)
    row = [Place("W", place.layer, place.unit, i) for i in range(1, inputs + 1)]
    square = len(notation.network.layers[place.layer - 1].biases) == inputs
    crossed = [Place("W", place.layer, i, place.unit) for i in range(1, inputs + 1)] if square else row[::-1]
    return {
        "w": _row(notation, row),
        "x": _row(notation, _inflow(notation, place)),
        "b": _one(notation, Place("b", place.layer, place.unit)),
        "n": _count(inputs),
        "w_crossed": _row(notation, crossed),
        "w_first": _one(notation, row[0]),
        "x_first": _one(notation, _inflow(notation, place)[0]),
    }


def _activation(notation: Notation, place: Place) -> Names:
    scores = _units(notation, place, "z", place.layer)
    return {"z": _one(notation, place.named("z")), "s": _row(notation, scores), "a": _one(notation, place)}


def _loss(notation: Notation, place: Place) -> Names:
    count = len(notation.network.inputs)
    rows: list[int | None] = [place.example]
    if place.example is None and notation.network.several:
        rows = [*range(1, count + 1)]
    outputs = range(1, len(notation.network.layers[-1].biases) + 1)
    depth = len(notation.network.layers)
    outs = [Place("a", depth, j, example=row) for row in rows for j in outputs]
    targets = [Place("y", unit=j, example=row) for row in rows for j in outputs]
    found = {"y": _row(notation, outs), "t": _row(notation, targets), "divisor": _count(_divisor(notation, len(rows)))}
    if notation.network.several and place.example is None:
        found["each"] = _row(notation, [Place("loss", example=row) for row in rows])
    if notation.network.loss == "cross_entropy":
        true = int(np.argmax([notation.trace.computed(p) for p in targets]))
        found["p"] = _one(notation, outs[true])
        found["n"] = _count(len(outputs))
    return found


def _divisor(notation: Notation, examples: int) -> int:
    """What the sum of all squares is divided by."""
    outputs = len(notation.network.layers[-1].biases)
    return examples * {"half_squared_error": 2, "mean_squared_error": outputs}.get(notation.network.loss or "", 1)


def _loss_gradient(notation: Notation, place: Place) -> Names:
    if place.layer == len(notation.network.layers):
        target = _one(notation, Place("y", unit=place.unit, example=place.example))
        outputs = len(notation.network.layers[-1].biases)
        return {"y": _one(notation, place.named("a")), "t": target, "n": _count(outputs)}
    above = _units(notation, place, "delta", place.layer + 1)
    outgoing = [Place("W", place.layer + 1, p.unit, place.unit) for p in above]
    width = len(notation.network.layers[place.layer - 1].biases)
    other = [p.named("W", input=width + 1 - place.unit, example=None) for p in outgoing]
    return {
        "v": _row(notation, outgoing),
        "d": _row(notation, above),
        "v_other": _row(notation, other),
        "g": _gradients_above(notation, outgoing),
        "eta": _rate(notation),
    }


def _gradients_above(notation: Notation, outgoing: list[Place]) -> Named:
    return _row(notation, [p.named("dW") for p in outgoing])


def _rate(notation: Notation) -> Named:
    rate = notation.network.learning_rate
    return Fixed((RATE,), (float("nan") if rate is None else rate,))


def _slope(notation: Notation, place: Place) -> Names:
    return {"z": _one(notation, place.named("z")), "a": _one(notation, place.named("a"))}


def _signal(notation: Notation, place: Place) -> Names:
    depth = len(notation.network.layers)
    found = {"u": _one(notation, place.named("da")), "a": _one(notation, place.named("a"))}
    if notation.network.layers[place.layer - 1].activation != "softmax":
        found["slope"] = _one(notation, place.named("slope"))
    if place.layer < depth:
        return found | {"d_above": _row(notation, _units(notation, place, "delta", place.layer + 1))}
    found["us"] = _row(notation, _units(notation, place, "da", depth))
    found["ys"] = _row(notation, _units(notation, place, "a", depth))
    found["t"] = _one(notation, Place("y", unit=place.unit, example=place.example))
    return found


def _gradient(notation: Notation, place: Place) -> Names:
    count = len(notation.network.inputs)
    rows: list[int | None] = [*range(1, count + 1)] if notation.network.several else [None]
    units = [Place("delta", place.layer, place.unit, example=row) for row in rows]
    inputs = [_inflow(notation, p) for p in units]
    at = place.input - 1 if place.name == "dW" else 0
    found = {
        "d": _row(notation, units),
        "x": _row(notation, [flow[at] for flow in inputs]),
        "x_other": _row(notation, [flow[-1 - at] for flow in inputs]),
        "a": _row(notation, [p.named("a") for p in units]),
        "u": _row(notation, [p.named("da") for p in units]),
        "w": _one(notation, place.named("W" if place.name == "dW" else "b")),
        "eta": _rate(notation),
    }
    if notation.network.layers[place.layer - 1].activation != "softmax":
        found["slope"] = _row(notation, [p.named("slope") for p in units])
    return {**found, **_each(notation.trace, place)} if count > 1 else found


def _each(trace: Trace, place: Place) -> Names:
    """The gradient of each example, before they are averaged."""
    at = (place.unit - 1, place.input - 1) if place.name == "dW" else (place.unit - 1,)
    values = [float(row[at]) for row in trace.each(place.name, place.layer)]
    symbols = [mathml.indexed(mathml.name("g"), str(i)) for i in range(1, len(values) + 1)]
    first, last = Fixed(symbols[:1], values[:1]), Fixed(symbols[-1:], values[-1:])
    return {"g": Fixed(symbols, values, is_row=True), "g_first": first, "g_last": last}


def _step(notation: Notation, place: Place) -> Names:
    kind = place.name[0]
    return {
        "w": _one(notation, place.named(kind)),
        "g": _one(notation, place.named("dW" if kind == "W" else "db")),
        "eta": _rate(notation),
    }


NAMES: dict[str, Callable[[Notation, Place], Names]] = {
    "z": _weighted_sum,
    "a": _activation,
    "loss": _loss,
    "da": _loss_gradient,
    "slope": _slope,
    "delta": _signal,
    **dict.fromkeys(("dW", "db"), _gradient),
    **dict.fromkeys(("W_new", "W_change", "b_new", "b_change"), _step),
}
