"""What the names in a formula stand for at one place of one trace: their symbols and this network's numbers.

The names of each kind of quantity:

z       w, x (rows), b, n (inputs), w_crossed (row)        slope        z, a
a       z, s (row of scores), n                            delta        u (∂L/∂a), slope, y, t, d_above, us, ys (rows)
loss    y, t (rows), divisor, p, t_first, each (row)       dW, db       d, x, a, u, slope (rows), w, eta, x_first …
da      y, t, n, or behind the output v, d (rows)          W_new, b_new w, eta, g
"""

from collections.abc import Callable

import numpy as np

from simulator.engine import mathml
from simulator.engine.probes import Place, inputs_of
from simulator.engine.symbols import RATE, symbol
from simulator.engine.trace import Trace
from simulator.engine.writing import Named, Names


def names_at(trace: Trace, place: Place) -> Names:
    """The names that formulas of this place's quantity may use. `output` is read as a of the last layer."""
    if place.name == "output":
        place = place.named("a", layer=len(trace.network.layers))
    return NAMES[place.name](trace, place)


def _one(trace: Trace, place: Place) -> Named:
    return Named(symbol(trace.network, place), trace.computed(place))


def _row(trace: Trace, places: list[Place]) -> Named:
    """A row along connections, units or examples; one along examples says which, as the probes do: δ₁@2."""
    symbols = [symbol(trace.network, p) for p in places]
    if len({p.example for p in places}) > 1 and places[0].name != "loss":
        symbols = [mathml.row(s, mathml.words(f"@{p.example}")) for s, p in zip(symbols, places, strict=True)]
    return Named(symbols, [trace.computed(p) for p in places])


def _count(value: int) -> Named:
    return Named(mathml.number(str(value)), float(value))


def _inflow(trace: Trace, place: Place) -> list[Place]:
    """The places of what flows into a layer: the inputs, or the outputs of the layer below."""
    units = range(1, inputs_of(trace.network, place.layer) + 1)
    if place.layer == 1:
        return [Place("x", unit=i, example=place.example) for i in units]
    return [Place("a", place.layer - 1, i, example=place.example) for i in units]


def _units(trace: Trace, place: Place, name: str, layer: int) -> list[Place]:
    units = range(1, len(trace.network.layers[layer - 1].biases) + 1)
    return [Place(name, layer, j, example=place.example) for j in units]


def _weighted_sum(trace: Trace, place: Place) -> Names:
    inputs = inputs_of(trace.network, place.layer)
    row = [Place("W", place.layer, place.unit, i) for i in range(1, inputs + 1)]
    square = len(trace.network.layers[place.layer - 1].biases) == inputs
    crossed = [Place("W", place.layer, i, place.unit) for i in range(1, inputs + 1)] if square else row[::-1]
    return {
        "w": _row(trace, row),
        "x": _row(trace, _inflow(trace, place)),
        "b": _one(trace, Place("b", place.layer, place.unit)),
        "n": _count(inputs),
        "w_crossed": _row(trace, crossed),
        "w_first": _one(trace, row[0]),
        "x_first": _one(trace, _inflow(trace, place)[0]),
    }


def _activation(trace: Trace, place: Place) -> Names:
    scores = _units(trace, place, "z", place.layer)
    return {"z": _one(trace, place.named("z")), "s": _row(trace, scores), "a": _one(trace, place)}


def _loss(trace: Trace, place: Place) -> Names:
    count = len(trace.network.inputs)
    rows: list[int | None] = [place.example]
    if place.example is None and trace.network.several:
        rows = [*range(1, count + 1)]
    outputs = range(1, len(trace.network.layers[-1].biases) + 1)
    depth = len(trace.network.layers)
    y = _row(trace, [Place("a", depth, j, example=row) for row in rows for j in outputs])
    t = _row(trace, [Place("y", unit=j, example=row) for row in rows for j in outputs])
    found = {"y": y, "t": t, "divisor": _count(_divisor(trace, len(rows)))}
    if trace.network.several and place.example is None:
        found["each"] = _row(trace, [Place("loss", example=row) for row in rows])
    if trace.network.loss == "cross_entropy" and isinstance(t.values, list) and isinstance(y.symbols, list):
        true = int(np.argmax(t.values))
        assert isinstance(y.values, list)
        found["p"] = Named(y.symbols[true], y.values[true])
        found["n"] = _count(len(outputs))
    return found


def _divisor(trace: Trace, examples: int) -> int:
    """What the sum of all squares is divided by."""
    outputs = len(trace.network.layers[-1].biases)
    return examples * {"half_squared_error": 2, "mean_squared_error": outputs}.get(trace.network.loss or "", 1)


def _loss_gradient(trace: Trace, place: Place) -> Names:
    if place.layer == len(trace.network.layers):
        target = _one(trace, Place("y", unit=place.unit, example=place.example))
        outputs = len(trace.network.layers[-1].biases)
        return {"y": _one(trace, place.named("a")), "t": target, "n": _count(outputs)}
    above = _units(trace, place, "delta", place.layer + 1)
    outgoing = [Place("W", place.layer + 1, p.unit, place.unit) for p in above]
    width = len(trace.network.layers[place.layer - 1].biases)
    other = [p.named("W", input=width + 1 - place.unit, example=None) for p in outgoing]
    return {
        "v": _row(trace, outgoing),
        "d": _row(trace, above),
        "v_other": _row(trace, other),
        "g": _gradients_above(trace, outgoing),
        "eta": _rate(trace),
    }


def _gradients_above(trace: Trace, outgoing: list[Place]) -> Named:
    return _row(trace, [p.named("dW") for p in outgoing])


def _rate(trace: Trace) -> Named:
    rate = trace.network.learning_rate
    return Named(RATE, float("nan") if rate is None else rate)


def _slope(trace: Trace, place: Place) -> Names:
    return {"z": _one(trace, place.named("z")), "a": _one(trace, place.named("a"))}


def _signal(trace: Trace, place: Place) -> Names:
    depth = len(trace.network.layers)
    found = {"u": _one(trace, place.named("da")), "a": _one(trace, place.named("a"))}
    if trace.network.layers[place.layer - 1].activation != "softmax":
        found["slope"] = _one(trace, place.named("slope"))
    if place.layer < depth:
        return found | {"d_above": _row(trace, _units(trace, place, "delta", place.layer + 1))}
    found["us"] = _row(trace, _units(trace, place, "da", depth))
    found["ys"] = _row(trace, _units(trace, place, "a", depth))
    found["t"] = _one(trace, Place("y", unit=place.unit, example=place.example))
    return found


def _gradient(trace: Trace, place: Place) -> Names:
    count = len(trace.network.inputs)
    rows: list[int | None] = [*range(1, count + 1)] if trace.network.several else [None]
    units = [Place("delta", place.layer, place.unit, example=row) for row in rows]
    inputs = [_inflow(trace, p) for p in units]
    at = place.input - 1 if place.name == "dW" else 0
    found = {
        "d": _row(trace, units),
        "x": _row(trace, [flow[at] for flow in inputs]),
        "x_other": _row(trace, [flow[-1 - at] for flow in inputs]),
        "a": _row(trace, [p.named("a") for p in units]),
        "u": _row(trace, [p.named("da") for p in units]),
        "w": _one(trace, place.named("W" if place.name == "dW" else "b")),
        "eta": _rate(trace),
    }
    if trace.network.layers[place.layer - 1].activation != "softmax":
        found["slope"] = _row(trace, [p.named("slope") for p in units])
    values = _each(trace, place)
    found["g"] = Named([mathml.indexed(mathml.name("g"), str(i + 1)) for i in range(count)], values)
    found["g_first"] = Named(mathml.indexed(mathml.name("g"), "1"), values[0])
    found["g_last"] = Named(mathml.indexed(mathml.name("g"), str(count)), values[-1])
    return found


def _each(trace: Trace, place: Place) -> list[float]:
    """The gradient of each example, before they are averaged."""
    each = trace.each(place.name, place.layer)
    return [float(row[place.unit - 1, place.input - 1] if row.ndim == 2 else row[place.unit - 1]) for row in each]


def _step(trace: Trace, place: Place) -> Names:
    kind = place.name[0]
    return {
        "w": _one(trace, place.named(kind)),
        "g": _one(trace, place.named("dW" if kind == "W" else "db")),
        "eta": _rate(trace),
    }


NAMES: dict[str, Callable[[Trace, Place], Names]] = {
    "z": _weighted_sum,
    "a": _activation,
    "loss": _loss,
    "da": _loss_gradient,
    "slope": _slope,
    "delta": _signal,
    **dict.fromkeys(("dW", "db"), _gradient),
    **dict.fromkeys(("W_new", "W_change", "b_new", "b_change"), _step),
}
