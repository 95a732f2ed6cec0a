"""Which ideas a question must tell apart where its author does not say: a few common ones for each kind of probe."""

from simulator.engine.network import Network
from simulator.engine.probes import STAGES, Place, find
from simulator.engine.variants import entries, layers_of

# Not every idea can be told apart from every other: some are the same number by nature. These few can be.
SUM = ("z.no_bias", "z.minus_bias", "z.crossed", "z.lost_minus", "z.one_input")
OUTPUT_GRADIENT = ("dw.no_local", "dw.no_input", "dw.sign", "dw.times_w", "dw.own_output", "dw.no_2")
HIDDEN_GRADIENT = ("dh.no_out_weight", "dh.no_local", "dh.no_input", "dh.sign", "dh.output_layer_rule")
BIAS_GRADIENT = ("db.no_local", "db.sign", "db.times_x", "db.times_b", "dy.no_2")
DEFAULT_SEPARATE: dict[str, tuple[str, ...]] = {
    "z": (*SUM, "z.activated"),
    "a identity": SUM,
    "a relu": ("z.no_bias", "z.minus_bias", "z.crossed", "relu.as_sigmoid", "relu.derivative"),
    "a leaky_relu": SUM,
    "a sigmoid": ("sig.preact", "z.no_bias", "sig.exp_sign", "sig.as_tanh", "sig.derivative"),
    "a tanh": ("tanh.preact", "z.no_bias", "tanh.as_sigmoid", "tanh.derivative", "tanh.sign", "tanh.half"),
    "a softmax": ("smx.no_norm", "smx.linear", "smx.sigmoid", "smx.odds", "z.no_bias"),
    "loss mse of one": ("mse.abs", "mse.half", "mse.diff_squares", "z.no_bias", "z.minus_bias"),
    "loss mse": ("mse.no_square", "mse.abs", "mse.root", "mse.half", "mse.diff_squares"),
    "loss bce": ("bce.no_minus", "bce.wrong_term", "bce.log10", "bce.no_log", "bce.as_mse"),
    "loss ce": ("ce.sum_all", "ce.no_log", "ce.per_class", "ce.no_minus", "ce.log10"),
    "da output": ("dy.no_2", "dy.sign", "dy.loss", "dy.squared", "sig.preact"),
    "da hidden": ("dh.no_out_weight", "dh.wrong_weight", "dy.sign", "db.no_local", "dy.no_2"),
    "slope sigmoid": ("loc.value", "loc.one_minus", "loc.raw", "loc.minus", "z.no_bias"),
    "slope tanh": ("loct.value", "loct.no_square", "loct.square", "loct.sigmoid_rule", "loct.raw"),
    "slope relu": ("locr.z",),  # it is 0 or 1, and so is all else that one could believe
    "delta output": ("db.no_local", "dy.sign", "dy.no_2", "dw.no_outer", "loc.value"),
    "delta hidden": ("dh.no_out_weight", "dh.no_local", "dy.sign", "dh.output_layer_rule", "dh.wrong_weight"),
    "dW output": OUTPUT_GRADIENT,
    "dW hidden": HIDDEN_GRADIENT,
    "db output": BIAS_GRADIENT,
    "db hidden": ("dh.no_out_weight", "db.no_local", "db.sign", "db.times_x", "dh.output_layer_rule"),
    "W_new output": ("up.ascent", "up.no_eta", "up.step_only", "up.gradient", "dw.no_local", "dw.no_input", "dw.no_2"),
    "W_new hidden": ("up.ascent", "up.no_eta", "up.step_only", "up.gradient", "dh.no_out_weight", "dh.no_input"),
    "W_change output": ("ch.sign", "ch.no_eta", "ch.new_weight", "dw.no_local", "dw.no_input", "dw.no_2"),
    "W_change hidden": ("ch.sign", "ch.no_eta", "ch.new_weight", "dh.no_out_weight", "dh.no_input"),
    "b_new": ("up.ascent", "up.no_eta", "up.step_only", "up.gradient", "db.times_x"),
    "b_change": ("ch.sign", "ch.no_eta", "ch.new_weight", "db.times_x", "db.no_local"),
    "loss_new": ("up.ascent", "up.no_eta", "up.unchanged", "up.step_only", "up.gradient"),
}
LOSS_KINDS = {"binary_cross_entropy": "bce", "cross_entropy": "ce"}
# Where the slope is 1 these are the right value, or the same as going back without the weight.
INVISIBLE_WHEN_LINEAR = {"dw.no_local", "dh.no_local", "db.no_local", "dh.output_layer_rule"}


def default_separate(network: Network, probe: str) -> tuple[str, ...]:
    """The ideas of this probe's kind that mean something in this network. Raises what `find` raises."""
    place = find(network, probe)
    possible = {entry.id for entry in entries(network, place) if layers_of(network, place, entry)}
    names = DEFAULT_SEPARATE.get(kind_of(network, place), ())
    hidden_from = INVISIBLE_WHEN_LINEAR if _slope_is_one(network, place) else set()
    return tuple(name for name in names if name in possible and name not in hidden_from)


def kind_of(network: Network, place: Place) -> str:
    """The kind of a probe, a key of DEFAULT_SEPARATE; "given" for what is not computed."""
    if STAGES[place.name] == "given":
        return "given"
    depth = len(network.layers)
    layer = place.layer or depth
    if place.name in ("a", "output", "slope"):
        name = "slope" if place.name == "slope" else "a"
        return f"{name} {network.layers[layer - 1].activation}"
    if place.name == "loss":
        kind = LOSS_KINDS.get(network.loss or "", "mse")
        of_one = kind == "mse" and _compared(network, place) == 1  # the root of one square is its distance
        return f"loss {kind} of one" if of_one else f"loss {kind}"
    if place.name in ("da", "delta", "dW", "db", "W_new", "W_change"):
        return f"{place.name} {'output' if layer == depth else 'hidden'}"
    return place.name


def _compared(network: Network, place: Place) -> int:
    """How many outputs are compared with targets."""
    return len(network.layers[-1].biases) * (1 if place.example else len(network.inputs))


def _slope_is_one(network: Network, place: Place) -> bool:
    layer = place.layer or len(network.layers)
    return network.layers[layer - 1].activation in ("identity", "relu", "leaky_relu")
