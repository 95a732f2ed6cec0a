"""The symbols of the formulas: z₁⁽²⁾, w₁₂, ∂L/∂a … Layers stand above in brackets, and only where there are several."""

from collections.abc import Callable

from simulator.engine import mathml
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.mathml import MathML
from simulator.engine.network import Network
from simulator.engine.probes import Place

Symbol = Callable[[Network, Place], MathML]
LOSS = mathml.name("L")
RATE = mathml.name("η")


def symbol(network: Network, place: Place) -> MathML:
    """The symbol of a place, such as the left side of its formula."""
    return SYMBOLS[place.name](network, place)


def activation(network: Network, place: Place) -> MathML:
    """The name of the activation of a place's layer."""
    return mathml.name(ACTIVATIONS[network.layers[place.layer - 1].activation].symbol)


def _unit(letter: str) -> Symbol:
    return lambda n, p: mathml.indexed(mathml.name(letter), str(p.unit), _layer(n, p))


def _layer(network: Network, place: Place) -> str:
    return str(place.layer) if len(network.layers) > 1 else ""


def _weight(network: Network, place: Place) -> MathML:
    between = "," if max(place.unit, place.input) > 9 else ""  # w₁₁₂ could be two things
    return mathml.indexed(mathml.name("w"), f"{place.unit}{between}{place.input}", _layer(network, place))


def _of_vector(letter: str, size: int, place: Place) -> MathML:
    return mathml.name(letter) if size == 1 else mathml.indexed(mathml.name(letter), str(place.unit))


def _target(network: Network, place: Place) -> MathML:
    return _of_vector("t", _outputs(network), place)


def _output(network: Network, place: Place) -> MathML:
    return _of_vector("y", _outputs(network), place)


def _outputs(network: Network) -> int:
    return len(network.layers[-1].biases)


def _a(network: Network, place: Place) -> MathML:
    if place.layer == len(network.layers):
        return _output(network, place)
    return _unit("a")(network, place)


def _by(inner: Symbol) -> Symbol:
    """∂L/∂(something)."""
    d = mathml.operator("∂")
    return lambda n, p: mathml.fraction(mathml.row(d, LOSS), mathml.row(d, inner(n, p)))


def _slope(network: Network, place: Place) -> MathML:
    prime = mathml.power(activation(network, place), mathml.operator("′"))
    return mathml.call(prime, _unit("z")(network, place))


def _new(inner: Symbol) -> Symbol:
    return lambda n, p: mathml.row(mathml.words("new\N{NO-BREAK SPACE}"), inner(n, p))


def _change(inner: Symbol) -> Symbol:
    return lambda n, p: mathml.row(mathml.name("Δ"), inner(n, p))


def _loss(network: Network, place: Place) -> MathML:
    return mathml.indexed(LOSS, str(place.example)) if place.example and network.several else LOSS


SYMBOLS: dict[str, Symbol] = {
    "x": lambda n, p: mathml.indexed(mathml.name("x"), str(p.unit)),
    "y": _target,
    "W": _weight,
    "b": _unit("b"),
    "z": _unit("z"),
    "a": _a,
    "output": _output,
    "loss": _loss,
    "da": _by(_a),
    "slope": _slope,
    "delta": _unit("δ"),
    "dW": _by(_weight),
    "db": _by(_unit("b")),
    "W_change": _change(_weight),
    "W_new": _new(_weight),
    "b_change": _change(_unit("b")),
    "b_new": _new(_unit("b")),
    "loss_new": _new(_loss),
}
