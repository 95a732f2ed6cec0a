"""Numbers of a network that a reader may slide: their names, where they begin, and how far they go. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.engine.network import Network
from simulator.engine.numbers import written
from simulator.engine.probes import UnknownProbe, find, parse

RANGES = {"x": (-3.0, 3.0, 0.1), "W": (-3.0, 3.0, 0.1), "b": (-3.0, 3.0, 0.1), "eta": (0.0, 3.0, 0.1)}
FOLLOWED = ("identity", "relu", "sigmoid", "tanh")  # the activations of reckoning.js, whose loss is the squared error
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Slider:
    probe: str
    name: str
    value: float
    low: float
    high: float
    step: float

    @property
    def text(self) -> str:
        return written(self.value)


def slider(network: Network, probe: str) -> Slider:
    """Raises ValueError, with a sentence, for what cannot be slid."""
    quantity, value = given(network, probe)
    low, high, step = RANGES[quantity]
    if not low <= value <= high or not is_on_step(value, low, step):
        raise ValueError(f"{probe} is {written(value)}; a slider goes from {low:g} to {high:g} in steps of {step:g}.")
    return Slider(probe, names_of(network)(probe), value, low, high, step)


def is_on_step(value: float, low: float, step: float) -> bool:
    """A browser moves a slider that begins elsewhere to its nearest step, and the figure with it."""
    steps = (value - low) / step
    return abs(steps - round(steps)) < 1e-6


def check_followed(network: Network) -> None:
    """Raises ValueError for a network whose numbers the page could not reckon while they move."""
    is_known = all(layer.activation in FOLLOWED for layer in network.layers)
    if network.several or not is_known or network.loss not in (None, "squared_error"):
        raise ValueError(f"numbers move for one example, {', '.join(FOLLOWED)} and the squared error alone.")


def given(network: Network, probe: str) -> tuple[str, float]:
    """What a number is, and its value."""
    if probe == "eta" and network.learning_rate is not None:
        return "eta", network.learning_rate
    try:
        place = find(network, probe)
    except UnknownProbe:
        place = None
    if place is None or place.name not in RANGES or network.several:
        raise ValueError(f"{probe} cannot be slid; an input such as x[1], a weight, a bias and eta can.")
    if place.name == "x":
        return "x", float(network.inputs[0, place.unit - 1])
    layer = network.layers[place.layer - 1]
    if place.name == "W":
        return "W", float(layer.weights[place.unit - 1, place.input - 1])
    return "b", float(layer.biases[place.unit - 1])


def names_of(network: Network) -> Callable[[str], str]:
    """How a figure calls the quantities of this network, in few words."""
    depth, alone = len(network.layers), len(network.layers) == 1 and len(network.layers[0].biases) == 1

    def named(probe: str) -> str:
        if probe in NAMES:
            return NAMES[probe]
        place = parse(probe)
        unit = "" if alone else " of the output" if place.layer == depth else f" of hidden unit {place.unit}"
        if place.name == "x":
            return f"input x{numbered(place.unit)}"
        if place.name in WEIGHTS:
            return f"{WEIGHTS[place.name]}weight w{numbered(place.input)}{unit}"
        if place.name == "a":
            return "output" if place.layer == depth else f"hidden unit {place.unit}"
        return f"{WHAT.get(place.name, place.name)}{unit}"

    return named


NAMES = {"eta": "learning rate η", "loss": "loss L", "loss_new": "loss after the step"}
WEIGHTS = {"W": "", "dW": "gradient of ", "W_new": "new "}
WHAT = {"b": "bias b", "z": "weighted sum z", "slope": "slope", "delta": "delta δ"}


def numbered(number: int) -> str:
    return str(number).translate(SUBSCRIPTS)
