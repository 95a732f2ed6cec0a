"""The line in which a wrong idea left the right path, with its own numbers."""

from simulator.engine.differences import first_difference
from simulator.engine.formulas import formula_of, wrong_line
from simulator.engine.losses import SQUARED
from simulator.engine.mathml import MathML
from simulator.engine.names import Notation, names_at
from simulator.engine.network import Network
from simulator.engine.operations import NOTHING, Idea
from simulator.engine.probes import Place, find, parse
from simulator.engine.trace import Trace
from simulator.engine.variants import variant
from simulator.engine.writing import Names

OPERATIONS = {  # the operations that may have written a quantity, the last to touch it first
    **dict.fromkeys(("z",), ("weighted_sum",)),
    **dict.fromkeys(("a", "output"), ("activation",)),
    "loss": ("batch", "loss"),
    "da": ("loss_gradient", "send_back"),
    "slope": ("slope",),
    "delta": ("delta",),
    "dW": ("batch", "weight_gradient"),
    "db": ("batch", "bias_gradient"),
    **dict.fromkeys(("W_new", "W_change", "b_new", "b_change"), ("step",)),
}


def wrong_working(network: Network, probe: str, key: str) -> MathML | None:
    """What an idea did with this network's numbers, such as 1·1 + (−2)·0 = 1, at the node where it went wrong.

    `key` is one of `wrong_values`, or of a pair ("a+b"). None where there is no such line.
    """
    place = find(network, probe)
    replacement = NOTHING
    for part in key.split("+"):
        found = variant(network, place, part)
        if found is None:
            return None
        replacement = replacement.joined(found.replacement)
    right = Trace(network)
    step = wrong_step(right, Trace(network, replacement), place)
    return wrong_line(*step) if step else None


def wrong_step(right: Trace, wrong: Trace, place: Place) -> tuple[Names, str, float] | None:
    """The first step in which a trace goes wrong: the names of its formula, the formula, and what it comes to."""
    node = parse(first_difference(right, wrong, place))
    if node.name == "loss_new":  # nothing was wrong before the second pass with the new weights
        return wrong_step(right.after, wrong.after, Place("loss"))
    if node == Place("loss") and wrong.network.several and wrong.network.loss not in SQUARED:
        node = Place("loss", example=1)  # every example goes wrong in the same way; one of them shows it
    idea = _idea_at(wrong, node)
    if idea is None:
        return None
    value = wrong.at(node)
    if idea.formula == "{activated}":  # z was asked, and what comes after it was given
        node = node.named("a")
    formula, written = formula_of(wrong.network, node) or "", idea.formula
    if node.name == "z" and not wrong.network.layers[node.layer - 1].has_biases:
        written = written.removesuffix("+b")
    return (
        names_at(Notation(wrong), node),
        written.format(right=formula, activated=formula, share=_share(wrong.network)),
        value,
    )


def _idea_at(wrong: Trace, node: Place) -> Idea | None:
    layer = node.layer or len(wrong.network.layers)
    for operation in ("read", *OPERATIONS.get(node.name, ())):
        if operation == "batch" and len(wrong.network.inputs) == 1:
            continue
        at = layer + 1 if operation == "send_back" else layer  # it is the layer above that sends back
        idea = wrong.replacement.idea(operation, at)
        if idea:
            return idea
    return None


def _share(network: Network) -> str:
    """The factor in front of (y − t)² in this loss, ready to be written before it."""
    if network.loss == "half_squared_error":
        return "1/2*"
    if network.loss == "mean_squared_error" and len(network.layers[-1].biases) > 1:
        return "1/n*"
    return ""
