"""The steps of the page: one computed quantity at a time, each with its stage and a title. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.engine.network import Network
from simulator.engine.probes import Place, find, missing_for, parse, probes, stage

STAGES = {  # in order, each with a word on where it goes
    "forward": "values flow right",
    "loss": "how far off",
    "backward": "slopes flow left",
    "update": "one step down",
}
# Either the same number under another name, or half-way to the next step; still a step of their own when asked for.
PASSED_OVER = {"output", "W_change", "b_change"}
TITLES = {
    "x": "Input {unit}",
    "y": "Target {unit}",
    "W": "The weight from {source} to {target}",
    "b": "The bias of {target}",
    "z": "The weighted sum of {target}",
    "a": "The value of {target}",
    "output": "The value of {target}",
    "loss": "The loss",
    "da": "The slope of the loss for the value of {target}",
    "slope": "The slope of the activation of {target}",
    "delta": "The slope of the loss for the weighted sum of {target}",
    "dW": "The slope of the loss for the weight from {source} to {target}",
    "db": "The slope of the loss for the bias of {target}",
    "W_change": "The change of the weight from {source} to {target}",
    "b_change": "The change of the bias of {target}",
    "W_new": "The new weight from {source} to {target}",
    "b_new": "The new bias of {target}",
    "loss_new": "The loss after this step",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One quantity: its probe, its stage, and what it is in words."""

    probe: str
    stage: str
    title: str


def steps_of(network: Network, at: str = "") -> list[Step]:
    """Every step in the order in which a person computes them; `at`, a probe of this network, is always among them."""
    found = [probe for probe in probes(network) if probe == at or _is_step(network, probe)]
    return [Step(probe, stage(probe), title_of(network, probe)) for probe in found]


def _is_step(network: Network, probe: str) -> bool:
    if stage(probe) == "backward" and missing_for(network, "delta"):
        return False  # slopes need no target, but without one nothing comes back to be multiplied by them
    return stage(probe) != "given" and parse(probe).name not in PASSED_OVER


def first_of(steps: Sequence[Step], stage_name: str) -> str:
    """The probe at which a stage starts; "" where the network does not get that far."""
    return next((step.probe for step in steps if step.stage == stage_name), "")


def start_of(network: Network, at: str) -> str:
    """The step that an address asks for, the first one where it asks for none. Raises UnknownProbe, MissingQuantity."""
    if at:
        return str(find(network, at))
    return next(step.probe for step in steps_of(network))


def title_of(network: Network, probe: str) -> str:
    place = parse(probe)
    title = TITLES[place.name].format(
        unit=place.unit, source=source_of(network, place), target=unit_of(network, place.layer, place.unit)
    )
    return f"{title}, example {place.example}" if place.example else title


def unit_of(network: Network, layer: int, unit: int) -> str:
    """A unit in words; layer 0 stands for the outputs here, as in the probe output[1]."""
    depth = len(network.layers)
    if layer in (0, depth):
        return "the output" if len(network.layers[-1].biases) == 1 else f"output {unit}"
    return f"hidden unit {unit}" + (f" of layer {layer}" if depth > 2 else "")


def source_of(network: Network, place: Place) -> str:
    return f"input {place.input}" if place.layer <= 1 else unit_of(network, place.layer - 1, place.input)
