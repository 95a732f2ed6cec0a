"""The settings of a training run as a form: a control is named by its path in the run's data form. Pure.

`layers[0].units` is the control, the path of a fault and the place in the data, all at once. Two things are simpler in
the form than in the data: the units of the last layer follow from the answers, and its activation and the loss may be
left to what fits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.data.csv import CSVError, read_csv
from simulator.engine.data.features import FEATURES
from simulator.engine.data.planes import SETS
from simulator.engine.losses import LOSSES
from simulator.engine.numbers import read_number
from simulator.engine.training.optimisers import OPTIMISERS
from simulator.engine.training.spec import Own, Spec, SpecError, as_json, read_spec
from simulator.forms import WORDS
from simulator.limits import RUN_LIMITS

OWN = "own"
MOST_HIDDEN = RUN_LIMITS.layers - 1
UNREADABLE = "Please enter a number, such as 0.5."
NUMBERS = (
    *("data.count", "data.noise", "data.seed", "data.classes", "validation", "epochs", "seed"),
    *("l1", "l2", "dropout", "frames", "map", "optimiser.learning_rate"),
)
MAY_BE_EMPTY = ("batch", "patience", "optimiser.momentum", "optimiser.decay")
STARTS = {"zero": "zero", "constant": "all 0.5", "normal": "normal, 0.5 wide", "xavier": "Xavier", "he": "He"}
HANG_ON_DATA = ("output", "loss")
FALLBACK = {"units": "4", "activation": "tanh"}


@dataclass(frozen=True, slots=True)
class Control:
    """One control. `options` are (value, words) of a choice; `hint` says what an empty one means, and the like."""

    name: str
    label: str
    value: str
    errors: Sequence[str] = ()
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
        return [(name, self.texts[name]) for name in ("frames", "map")]

    @property
    def has_errors_in_more(self) -> bool:
        return any(control.errors for _, controls in self.groups for control in controls)

    @property
    def summary(self) -> list[str]:
        return list(dict.fromkeys(message for messages in self.errors.values() for message in messages))

    def _control(self, name: str, label: str, *, hint: str = "", usual: str = "") -> Control:
        return Control(name, label, self.texts.get(name, usual), self.errors.get(name, []), (), hint)

    def _choice(self, name: str, label: str, options: Sequence[tuple[str, str]]) -> Control:
        return Control(name, label, self.texts.get(name, FALLBACK["activation"]), self.errors.get(name, []), options)


def form_of(spec: Spec) -> TrainingForm:
    data = as_json(spec)
    texts = dict(_leaves({name: value for name, value in data.items() if name not in ("features", "layers")}))
    *hidden, last = data["layers"]
    texts |= dict(_leaves(hidden, "layers"))
    texts["output"] = "" if last["activation"] == fitting_output(class_count(spec)) else last["activation"]
    texts["loss"] = "" if spec.loss == fitting_loss(last["activation"]) else spec.loss
    if isinstance(spec.data, Own):
        texts |= {"data.set": OWN, "data.count": "200", "data.noise": "0.1", "data.seed": "1"}
    texts.setdefault("data.classes", "2")
    return TrainingForm(texts, spec.features, len(hidden), spec=spec)


def read_form(texts: Mapping[str, str], features: Sequence[str], do: str = "") -> TrainingForm:
    """Read what was typed. `do` may be add-layer or remove-layer. Errors stand at their controls."""
    typed = {name: text.replace("\r\n", "\n") for name, text in texts.items()}
    hidden = sum(f"layers[{k}].units" in typed for k in range(MOST_HIDDEN))
    form = TrainingForm(typed, features, _changed(hidden, do))
    numbers = dict(_numbers(form))
    _read(form, _data(form, numbers))
    return form


def class_count(spec: Spec) -> int:
    """How many classes its answers have; 0 for values."""
    return len(spec.data.examples.classes or ()) if isinstance(spec.data, Own) else spec.data.classes


def fitting_output(classes: int) -> str:
    return {0: "identity", 2: "sigmoid"}.get(classes, "softmax")


def fitting_loss(activation: str) -> str:
    return next((name for name, loss in LOSSES.items() if loss.activation == activation), "squared_error")


def _changed(hidden: int, do: str) -> int:
    step = {"add-layer": 1, "remove-layer": -1}.get(do, 0)
    return min(max(hidden + step, 0), MOST_HIDDEN)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for k, item in enumerate(value):
            yield from _leaves(item, f"{path}[{k}]")
    else:
        yield path, "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)


def _numbers(form: TrainingForm) -> Iterator[tuple[str, int | float | None]]:
    """Every number that was typed; an error stands at each that cannot be read."""
    layers = [f"layers[{k}].units" for k in range(form.hidden)]
    for name in (*NUMBERS, *MAY_BE_EMPTY, *layers):
        text = form.texts.get(name, FALLBACK["units"] if name in layers else "").strip()
        number = read_number(text)
        if not text and name in MAY_BE_EMPTY:
            yield name, None
        elif number is None:
            form.errors[name] = [UNREADABLE]
        else:
            yield name, int(number) if number == number.to_integral_value() else float(number)


def _data(form: TrainingForm, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The run in its data form."""
    examples, classes = _examples(form, numbers)
    output = form.texts.get("output") or fitting_output(classes)
    layers = [_layer(form, k, numbers) for k in range(form.hidden)]
    return {
        "data": examples,
        "features": list(form.features),
        "layers": [*layers, {"units": _outputs(classes, output), "activation": output}],
        "loss": form.texts.get("loss") or fitting_loss(output),
        "initial": form.texts.get("initial"),
        "optimiser": _optimiser(form, numbers),
        **{name: numbers.get(name) for name in ("validation", "batch", "epochs", "l1", "l2", "dropout", "patience")},
        **{name: numbers.get(name) for name in ("frames", "map", "seed")},
    }


def _layer(form: TrainingForm, k: int, numbers: Mapping[str, Any]) -> dict[str, Any]:
    before = form.texts.get(f"layers[{k - 1}].activation", FALLBACK["activation"])
    return {"units": numbers.get(f"layers[{k}].units"), "activation": form.texts.get(f"layers[{k}].activation", before)}


def _examples(form: TrainingForm, numbers: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The examples, and how many classes they have."""
    name = form.texts.get("data.set", "")
    if name == OWN:
        return _own(form)
    most = SETS[name].most_classes if name in SETS else 0
    classes = numbers.get("data.classes") or 0
    classes = min(classes, most) if most else 0  # one field serves all sets, and some have two classes only
    given = {"set": name, **{part: numbers.get(f"data.{part}") for part in ("count", "noise", "seed")}}
    return (given | {"classes": classes} if most else given), classes


def _own(form: TrainingForm) -> tuple[dict[str, Any], int]:
    text = form.texts.get("data.csv", "")
    try:
        return {"csv": text}, len(read_csv(text).classes or ())
    except CSVError as error:
        form.errors["data.csv"] = [str(fault) for fault in error.faults]
        return {"csv": text}, 0


def _outputs(classes: int, activation: str) -> int:
    return 1 if not classes or (classes == 2 and activation != "softmax") else classes


def _optimiser(form: TrainingForm, numbers: Mapping[str, Any]) -> dict[str, Any]:
    given = {"kind": form.texts.get("optimiser.kind"), "learning_rate": numbers.get("optimiser.learning_rate")}
    for name in ("momentum", "decay"):
        if numbers.get(f"optimiser.{name}") is not None:
            given[name] = numbers[f"optimiser.{name}"]
    return given


def _read(form: TrainingForm, data: Mapping[str, Any]) -> None:
    """A control whose text could not be read has its error already, and so has what hangs on it."""
    known = {*form.errors, *(HANG_ON_DATA if "data.csv" in form.errors else ())}
    try:
        spec = read_spec(data)
    except SpecError as error:
        for fault in error.faults:
            name = control_of(fault.path, form.hidden)
            if name not in known:
                form.errors.setdefault(name, []).append(str(fault.message))
    else:
        form.spec = None if form.errors else spec


def control_of(path: str, hidden: int) -> str:
    """The control that a fault belongs to."""
    if path.startswith(f"layers[{hidden}]"):
        return "output"
    return "features" if path.startswith("features") else path


def in_words(spec: Spec) -> str:
    """The run in a sentence: "150 epochs of a 2-4-1 tanh network on XOR." """
    sizes = "-".join(str(size) for size in spec.model.sizes)
    kinds = {layer.activation for layer in spec.layers[:-1]}
    kind = f"{WORDS.get(only, only)} " if len(kinds) == 1 and (only := next(iter(kinds))) else ""
    return f"{spec.epochs} epoch{'s' if spec.epochs > 1 else ''} of a {sizes} {kind}network on {_topic(spec)}"


def _topic(spec: Spec) -> str:
    if isinstance(spec.data, Own):
        return "your own data"
    title = SETS[spec.data.set].title
    topic = title if title.isupper() else title.lower()
    return f"{topic} with noise" if spec.data.noise else topic
