"""The settings of a training run as a form: a control is named by its path in the run's data form. Pure.

`layers[0].units` is the control, the path of a fault and the place in the data, all at once. Two things are simpler in
the form than in the data: the units of the last layer follow from the answers, and its activation and the loss may be
left to what fits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.data.features import FEATURES
from simulator.engine.data.planes import SETS
from simulator.engine.losses import LOSSES
from simulator.engine.training.optimisers import OPTIMISERS
from simulator.engine.training.spec import Own, Spec, as_json, class_count
from simulator.limits import RUN_LIMITS
from simulator.stepping.forms import WORDS

OWN = "own"
MOST_HIDDEN = RUN_LIMITS.layers - 1
STARTS = {"zero": "zero", "constant": "all 0.5", "normal": "normal, 0.5 wide", "xavier": "Xavier", "he": "He"}
FALLBACK = {"units": "4", "activation": "tanh"}


@dataclass(frozen=True, slots=True)
class Control:
    """One control. `options` are (value, words) of a choice; `hint` says what an empty one means, and the like.

    `choices` are the two numbers that its text could be.
    """

    name: str
    label: str
    value: str
    errors: Sequence[str] = ()
    choices: Sequence[str] = ()
    options: Sequence[tuple[str, str]] = ()
    hint: str = ""

    @property
    def id(self) -> str:
        return "f-" + self.name.replace(".", "-").replace("[", "-").replace("]", "")


@dataclass(frozen=True, slots=True)
class HiddenLayer:
    number: int
    units: Control
    activation: Control


@dataclass(slots=True)
class TrainingForm:
    """What stands in the controls, by name, with what is wrong with it. `spec` is None while there are errors."""

    texts: Mapping[str, str]
    features: Sequence[str]
    hidden: int
    errors: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, Sequence[str]] = field(default_factory=dict)
    spec: Spec | None = None

    @property
    def data(self) -> Control:
        options = [(name, one.title) for name, one in SETS.items()]
        return self._choice("data.set", "Data", [*options, (OWN, "Your own")])

    @property
    def csv(self) -> Control:
        return self._control("data.csv", "Your own data")

    @property
    def feature_choices(self) -> Iterator[tuple[str, str, str, bool]]:
        """Name, symbol, spoken words, and whether it is chosen."""
        for name, feature in FEATURES.items():
            yield name, feature.symbol, feature.words, name in self.features

    @property
    def feature_errors(self) -> list[str]:
        return self.errors.get("features", [])

    @property
    def layers(self) -> Iterator[HiddenLayer]:
        for k in range(self.hidden):
            yield self.layer(k)

    @property
    def pattern(self) -> HiddenLayer:
        """What a script copies for a further layer."""
        return self.layer(self.hidden)

    def layer(self, k: int) -> HiddenLayer:
        options = [(name, WORDS.get(name, name)) for name in ACTIVATIONS if name != "softmax"]
        units = self._control(f"layers[{k}].units", f"Units of hidden layer {k + 1}", usual=FALLBACK["units"])
        activation = self._choice(f"layers[{k}].activation", f"Activation of hidden layer {k + 1}", options)
        return HiddenLayer(k + 1, units, activation)

    most_hidden = MOST_HIDDEN
    most_units = RUN_LIMITS.units

    @property
    def can_grow(self) -> bool:
        return self.hidden < MOST_HIDDEN

    @property
    def essential(self) -> list[Control]:
        return [
            self._control("optimiser.learning_rate", "Learning rate"),
            self._control("epochs", "Epochs"),
            self._control("data.noise", "Noise", hint="0 to 0.5"),
        ]

    @property
    def groups(self) -> list[tuple[str, list[Control]]]:
        """Everything else, by what it is about."""
        return [("Data", self._of_data()), ("Network", self._of_network()), ("Training", self._of_training())]

    def _of_data(self) -> list[Control]:
        return [
            self._control("data.count", "Points"),
            self._control("data.classes", "Classes", hint="circle, Gaussians, spiral: up to 4"),
            self._control("data.seed", "Seed of the data"),
            self._control("validation", "Share for validation", hint="0 to 0.9"),
        ]

    def _of_network(self) -> list[Control]:
        outputs = [("", "what fits"), *((name, WORDS.get(name, name)) for name in ACTIVATIONS)]
        losses = [("", "what fits the output"), *((name, WORDS[name]) for name in LOSSES)]
        return [
            self._choice("output", "Output activation", outputs),
            self._choice("loss", "Loss", losses),
            self._choice("biases", "Biases", [("true", "each unit has one"), ("false", "none")]),
            self._choice("initial", "Start weights", list(STARTS.items())),
            self._control("seed", "Seed of the start"),
        ]

    def _of_training(self) -> list[Control]:
        optimisers = [(name, kind.title) for name, kind in OPTIMISERS.items()]
        return [
            self._choice("optimiser.kind", "Optimiser", optimisers),
            self._control("optimiser.momentum", "Momentum", hint="for momentum and Adam; empty: 0.9"),
            self._control("optimiser.decay", "Decay of squares", hint="for RMSProp and Adam; empty: the usual"),
            self._control("batch", "Batch size", hint="empty: all at once"),
            self._control("l1", "L1 strength"),
            self._control("l2", "L2 strength"),
            self._control("dropout", "Dropout", hint="0 to 0.9 of the hidden units"),
            self._control("patience", "Patience", hint="stop after so many epochs without a lower validation loss"),
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What has no control of its own, and is sent along."""
        return [(name, self.texts.get(name, "")) for name in ("frames", "map", "outputs")]

    @property
    def has_errors_in_more(self) -> bool:
        return any(control.errors for _, controls in self.groups for control in controls)

    @property
    def summary(self) -> list[str]:
        return list(dict.fromkeys(message for messages in self.errors.values() for message in messages))

    def _control(self, name: str, label: str, *, hint: str = "", usual: str = "") -> Control:
        choices = self.choices.get(name, ())
        return Control(name, label, self.texts.get(name, usual), self.errors.get(name, []), choices, (), hint)

    def _choice(self, name: str, label: str, options: Sequence[tuple[str, str]]) -> Control:
        return Control(
            name, label, self.texts.get(name, FALLBACK["activation"]), self.errors.get(name, []), (), options
        )


def form_of(spec: Spec) -> TrainingForm:
    data = as_json(spec)
    texts = dict(_leaves({name: value for name, value in data.items() if name not in ("features", "layers")}))
    *hidden, last = data["layers"]
    texts |= dict(_leaves(hidden, "layers"))
    texts["output"] = "" if last["activation"] == fitting_output(class_count(spec.data)) else last["activation"]
    texts["loss"] = "" if spec.loss == fitting_loss(last["activation"]) else spec.loss
    if isinstance(spec.data, Own):
        texts |= {"data.set": OWN, "data.count": "200", "data.noise": "0.1", "data.seed": "1"}
    texts.setdefault("data.classes", "2")
    texts["biases"] = "true" if spec.biases else "false"
    texts["outputs"] = "2" if class_count(spec.data) == last["units"] == 2 and last["activation"] != "softmax" else ""
    return TrainingForm(texts, spec.features, len(hidden), spec=spec)


def fitting_output(classes: int) -> str:
    return {0: "identity", 2: "sigmoid"}.get(classes, "softmax")


def fitting_loss(activation: str) -> str:
    return next((name for name, loss in LOSSES.items() if loss.activation == activation), "squared_error")


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for k, item in enumerate(value):
            yield from _leaves(item, f"{path}[{k}]")
    else:
        yield path, "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)
