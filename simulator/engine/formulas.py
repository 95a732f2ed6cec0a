"""The formula of every quantity: with symbols, with the numbers of one network, and in words."""

from dataclasses import dataclass
from functools import lru_cache

from simulator.engine import mathml
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.builds import Build, blank
from simulator.engine.losses import LOSSES
from simulator.engine.mathml import MathML
from simulator.engine.names import Notation, names_at
from simulator.engine.network import Network
from simulator.engine.probes import STAGES, Place, find
from simulator.engine.trace import Trace
from simulator.engine.writing import Names, as_numbers, as_symbols, written_number

WITHOUT_BIAS = "sum(w*x)"
OTHERS = {
    "z": f"{WITHOUT_BIAS}+b",
    "dW": "mean(d*x)",
    "db": "mean(d)",
    "W_new": "w-eta*g",
    "b_new": "w-eta*g",
    "W_change": "-(eta*g)",
    "b_change": "-(eta*g)",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One quantity explained: `numbers` ends in the value, `asked` in a question mark; `words` names no value."""

    symbols: MathML
    numbers: MathML
    asked: MathML
    words: str


QUESTION = mathml.words("?")


def explain(trace: Trace, probe: str) -> Explanation:
    """Explain a probe of a trace. Raises what trace[probe] raises."""
    value = trace[probe]
    return explained(Notation(trace), find(trace.network, probe), value)


def explained(notation: Notation, place: Place, found: float) -> Explanation:
    """Explain a place of a trace that was found to have this value."""
    left, symbols, words = _without_numbers(notation.build, place)
    value, formula = written_number(found).markup, formula_of(notation.network, _source(place))
    if formula is None:
        return Explanation(symbols, mathml.equation(left, value), mathml.equation(left, QUESTION), words)
    source = Notation(notation.trace.after) if place.name == "loss_new" else notation
    right = as_numbers(formula, names_at(source, _source(place)))
    repeated = right == value  # "1.5 = 1.5" would say nothing
    return Explanation(
        symbols,
        mathml.equation(left, right) if repeated else mathml.equation(left, right, value),
        mathml.equation(left, right, QUESTION),
        words,
    )


def _source(place: Place) -> Place:
    """The new loss is the loss of the network after its step."""
    return Place("loss") if place.name == "loss_new" else place


@lru_cache(maxsize=4096)
def _without_numbers(build: Build, place: Place) -> tuple[MathML, MathML, str]:
    """The symbol of a place, its formula with symbols, and its words: the same in every network that is built so."""
    notation = Notation(Trace(blank(build)))
    left, formula = notation.symbol(place).markup, formula_of(notation.network, _source(place))
    sides = [left] if formula is None else [left, as_symbols(formula, names_at(notation, _source(place)))]
    return left, mathml.equation(*sides), in_words(notation.network, place)


def formula_of(network: Network, place: Place) -> str | None:
    """The formula of a place in the names of `names_at`; None for what is given."""
    if STAGES[place.name] == "given":
        return None
    last = len(network.layers)
    layer = last if place.name == "output" else place.layer
    activation = network.layers[layer - 1].activation
    if place.name in ("a", "output"):
        return ACTIVATIONS[activation].formula
    if place.name == "slope":
        return ACTIVATIONS[activation].slope_formula
    if place.name == "loss":
        return "mean(each)" if network.several and place.example is None else LOSSES[network.loss or ""].formula
    if place.name == "da":
        return "sum(v*d)" if layer < last else _loss_gradient(network)
    if place.name == "delta":
        return _signal(network, activation, is_last=layer == last)
    if place.name.startswith("b_") and not network.update_biases:
        return "w" if place.name == "b_new" else "0"
    if place.name == "z" and not network.layers[layer - 1].has_biases:
        return WITHOUT_BIAS
    return OTHERS[place.name]


def _loss_gradient(network: Network) -> str:
    if network.loss == "mean_squared_error" and len(network.layers[-1].biases) == 1:
        return LOSSES["squared_error"].gradient_formula  # a mean of one
    return LOSSES[network.loss or ""].gradient_formula


def _signal(network: Network, activation: str, *, is_last: bool) -> str:
    if is_last and LOSSES[network.loss or ""].activation == activation:
        return "a-t"
    return "a*(u-sum(us*ys))" if activation == "softmax" else "u*slope"


def wrong_line(names: Names, formula: str, value: float) -> MathML:
    """A line of a wrong computation with its numbers, such as 1·1 + (−2)·0 = 1."""
    right, written = as_numbers(formula, names), written_number(value).markup
    return mathml.inline(right) if right == written else mathml.inline(right, written)


def in_words(network: Network, place: Place) -> str:
    """What a quantity is and how to get it, in a sentence for a person who does not see the formula."""
    where = f", unit {place.unit} of layer {place.layer}" if place.layer else ""
    example = f", example {place.example}" if place.example else ""
    how = WORDS[place.name]
    if not any(layer.has_biases for layer in network.layers[slice(*_layers_meant(network, place))]):
        how = WORDS_WITHOUT_BIASES.get(place.name, how)
    if place.name in ("a", "output"):
        layer = network.layers[(place.layer or len(network.layers)) - 1]
        how = f"{how} {ACTIVATIONS[layer.activation].words}"
    return how.format(unit=place.unit, input=place.input, where=where + example)


def _layers_meant(network: Network, place: Place) -> tuple[int, int]:
    """The layers whose biases a sentence may speak of: its own, or all of them."""
    return (place.layer - 1, place.layer) if place.layer else (0, len(network.layers))


WORDS = {
    "x": "Input {unit}{where}: given.",
    "y": "Target {unit}{where}: given.",
    "W": "The weight from input {input}{where}: given.",
    "b": "The bias{where}: given.",
    "z": "The weighted sum{where}. Multiply each input by its weight, add the products, then add the bias.",
    "a": "The value{where}.",
    "output": "Output {unit}{where}.",
    "loss": "The loss{where}. Compare the output with the target.",
    "da": "How the loss changes with the value{where}. At the output take the derivative of the loss; before it, add "
    "up each signal that comes back, times the weight that it comes back over.",
    "slope": "The slope of the activation{where}.",
    "delta": "The signal{where}: how the loss changes with the weighted sum. Multiply what comes back by the slope.",
    "dW": "The gradient of the weight from input {input}{where}. Multiply the signal by what came into the connection.",
    "db": "The gradient of the bias{where}. It is the signal itself.",
    "W_change": "The change of the weight from input {input}{where}. Take minus the learning rate times the gradient.",
    "W_new": "The new weight from input {input}{where}. Subtract the learning rate times the gradient.",
    "b_change": "The change of the bias{where}. Take minus the learning rate times the gradient.",
    "b_new": "The new bias{where}. Subtract the learning rate times the gradient.",
    "loss_new": "The loss after this step. Run the forward pass again with the new weights and biases.",
}
WORDS_WITHOUT_BIASES = {
    "z": "The weighted sum{where}. Multiply each input by its weight, then add the products. There is no bias.",
    "loss_new": "The loss after this step. Run the forward pass again with the new weights.",
}
