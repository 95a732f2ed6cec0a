"""What a training run is to be: read strictly, every fault named by its path, and written in one canonical form."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.data.csv import CSVError, read_csv
from simulator.engine.data.examples import Examples
from simulator.engine.data.features import FEATURES
from simulator.engine.data.planes import SETS
from simulator.engine.losses import LOSSES
from simulator.engine.reading import Reader, ReadingError
from simulator.engine.training.initial import INITIALISERS
from simulator.engine.training.model import Model
from simulator.engine.training.optimisers import OPTIMISERS, Optimiser
from simulator.limits import RUN_LIMITS, RunLimits

VERSION = 2  # of the form below, and of what is computed from it
KEYS = (
    *("data", "validation", "features", "layers", "biases", "loss", "initial", "optimiser", "batch", "epochs"),
    *("l1", "l2", "dropout", "patience", "frames", "map", "seed"),
)
DATA_KEYS = ("set", "count", "noise", "seed", "classes")
OPTIMISER_KEYS = ("kind", "learning_rate", "momentum", "decay")
MOST_NOISE = 0.5
MOST_HELD_BACK = 0.9
MOST_DROPPED = 0.9
MOST_RATE = 1_000
MOST_KEPT = 0.9999  # of what an optimiser remembers, at each step
LARGEST_SEED = 2**31 - 1


class SpecError(ReadingError):
    """A run that cannot be started. `faults` lists everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Generated:
    """Examples of one of SETS."""

    set: str
    count: int
    noise: float
    seed: int
    classes: int  # 0 where the answers are values


@dataclass(frozen=True, slots=True)
class Own:
    """Examples that the learner brought along, and the text that they were read from."""

    csv: str
    examples: Examples


@dataclass(frozen=True, slots=True)
class LayerSpec:
    units: int
    activation: str


@dataclass(frozen=True, slots=True, eq=False)
class Spec:
    """One run. `batch` None is all examples at once; `patience` None runs to the end; `map` 0 draws none."""

    data: Generated | Own
    validation: float  # the share of the examples that is held back
    features: tuple[str, ...]
    layers: tuple[LayerSpec, ...]
    biases: bool  # False: no unit has one
    loss: str
    initial: str
    optimiser: Optimiser
    batch: int | None
    epochs: int
    l1: float
    l2: float
    dropout: float
    patience: int | None
    frames: int
    map: int
    seed: int

    @property
    def has_classes(self) -> bool:
        return class_count(self.data) > 0

    @property
    def model(self) -> Model:
        sizes = (len(self.features), *(layer.units for layer in self.layers))
        return Model(sizes, tuple(layer.activation for layer in self.layers), self.loss)


def read_spec(data: object, limits: RunLimits = RUN_LIMITS) -> Spec:
    """Read a run from its data form. Raises SpecError with every fault found."""
    reader = _Reader(limits)
    spec = reader.spec(data)
    if reader.faults or spec is None:
        raise SpecError(reader.faults)
    return spec


def as_json(spec: Spec) -> dict[str, Any]:
    """The canonical data form, with every default written out except biases, which older runs do not name."""
    return {
        "data": _data_json(spec.data),
        "validation": spec.validation,
        "features": list(spec.features),
        "layers": [{"units": layer.units, "activation": layer.activation} for layer in spec.layers],
        **({} if spec.biases else {"biases": False}),
        "loss": spec.loss,
        "initial": spec.initial,
        "optimiser": _optimiser_json(spec.optimiser),
        **{name: getattr(spec, name) for name in ("batch", "epochs", "l1", "l2", "dropout", "patience")},
        **{name: getattr(spec, name) for name in ("frames", "map", "seed")},
    }


def _data_json(data: Generated | Own) -> dict[str, Any]:
    if isinstance(data, Own):
        return {"csv": data.csv}
    return {name: getattr(data, name) for name in DATA_KEYS if name != "classes" or data.classes}


def _optimiser_json(optimiser: Optimiser) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": optimiser.kind, "learning_rate": optimiser.learning_rate}
    if OPTIMISERS[optimiser.kind].has_momentum:
        found["momentum"] = optimiser.momentum
    if OPTIMISERS[optimiser.kind].has_decay:
        found["decay"] = optimiser.forgets
    return found


def hash_of(spec: Spec, checkpoint: str | None = None) -> str:
    """The name of a run: the same for the same canonical form, and the same place to go on from."""
    text = json.dumps([VERSION, as_json(spec), checkpoint], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _Reader(Reader):
    def __init__(self, limits: RunLimits) -> None:
        super().__init__(magnitude=1e6)
        self.limits = limits

    def spec(self, given: object) -> Spec | None:
        if not isinstance(given, Mapping):
            self.fault("spec", 'Give a run as an object with "data", "layers" and "epochs".')
            return None
        self.known(given, KEYS, "")
        data, layers = self.data(given.get("data")), self.layers(given.get("layers"))
        validation = self.between(given.get("validation", 0.3), "validation", 0, MOST_HELD_BACK)
        spec = Spec(
            data=data,
            layers=layers,
            biases=self.flag(given.get("biases", True), "biases"),
            validation=validation,
            features=self.features(given.get("features", ["x1", "x2"])),
            loss=self.loss(given.get("loss"), data, layers),
            initial=self.choice(given.get("initial", "xavier"), "initial", INITIALISERS),
            optimiser=self.optimiser(given.get("optimiser", {})),
            batch=self.batch(given.get("batch", 32)),
            epochs=self.whole(given.get("epochs"), "epochs", 1, self.limits.epochs),
            l1=self.between(given.get("l1", 0), "l1", 0, 1),
            l2=self.between(given.get("l2", 0), "l2", 0, 1),
            dropout=self.between(given.get("dropout", 0), "dropout", 0, MOST_DROPPED),
            patience=self.patience(given.get("patience"), validation),
            frames=self.whole(given.get("frames", 60), "frames", 2, self.limits.frames),
            map=self.map(given.get("map", 50)),
            seed=self.whole(given.get("seed", 1), "seed", 0, LARGEST_SEED),
        )
        if not self.faults:
            self.check_cost(spec)
        return spec

    # ---- the examples

    def data(self, given: object) -> Generated | Own:
        if not isinstance(given, Mapping) or ("csv" in given) == ("set" in given):
            self.fault("data", 'Give an object: {"set": "circle"} for one of ours, or {"csv": "x1,x2,label…"}.')
            return Generated("circle", 1, 0, 1, 2)
        return self.own(given) if "csv" in given else self.generated(given)

    def generated(self, given: Mapping) -> Generated:
        self.known(given, DATA_KEYS, "data.")
        name = self.choice(given.get("set"), "data.set", SETS)
        classes = self.classes(given, name)
        return Generated(
            set=name,
            count=self.whole(given.get("count", 200), "data.count", max(classes, 2), self.limits.points),
            noise=self.between(given.get("noise", 0.1), "data.noise", 0, MOST_NOISE),
            seed=self.whole(given.get("seed", 1), "data.seed", 0, LARGEST_SEED),
            classes=classes,
        )

    def classes(self, given: Mapping, name: str) -> int:
        most = SETS[name].most_classes
        if most:
            return self.whole(given.get("classes", 2), "data.classes", 2, min(most, self.limits.classes))
        if given.get("classes"):
            self.fault("data.classes", f"The answers of {name} are values; leave the classes out.")
        return 0

    def own(self, given: Mapping) -> Generated | Own:
        self.known(given, ("csv",), "data.")
        text = given["csv"]
        if not isinstance(text, str):
            self.fault("data.csv", "Give the examples as a text, a line each: x1, x2, label.")
            return Generated("circle", 1, 0, 1, 2)
        try:
            return Own(text, read_csv(text, self.limits))
        except CSVError as error:
            for fault in error.faults:
                self.fault("data.csv", str(fault))
            return Generated("circle", 1, 0, 1, 2)

    def features(self, given: object) -> tuple[str, ...]:
        if not self.sized(given, "features", len(FEATURES), "feature"):
            return ("x1", "x2")
        assert isinstance(given, list | tuple)
        names = [self.choice(name, f"features[{i}]", FEATURES) for i, name in enumerate(given)]
        for i, name in enumerate(names):
            if name == given[i] and name in given[:i]:
                self.fault(f"features[{i}]", f"{name} is there already.")
        return tuple(names)

    # ---- the network

    def layers(self, given: object) -> tuple[LayerSpec, ...]:
        if not self.sized(given, "layers", self.limits.layers, "layer"):
            return ()
        assert isinstance(given, list | tuple)
        return tuple(self.layer(one, f"layers[{i}]", last=i == len(given) - 1) for i, one in enumerate(given))

    def layer(self, given: object, path: str, *, last: bool) -> LayerSpec:
        if not isinstance(given, Mapping):
            self.fault(path, 'Give a layer as an object: {"units": 4, "activation": "tanh"}.')
            return LayerSpec(1, "identity")
        self.known(given, ("units", "activation"), f"{path}.")
        units = self.whole(given.get("units"), f"{path}.units", 1, self.limits.units)
        activation = self.choice(given.get("activation"), f"{path}.activation", ACTIVATIONS)
        if activation == "softmax" and not last:
            self.fault(f"{path}.activation", "Softmax works on the last layer only; choose another activation here.")
        return LayerSpec(units, activation)

    def loss(self, given: object, data: Generated | Own, layers: tuple[LayerSpec, ...]) -> str:
        """The loss, which must suit the last layer and the answers."""
        if not layers:
            return "squared_error"
        classes, last = class_count(data), layers[-1]
        fitting = [name for name, loss in LOSSES.items() if loss.activation == last.activation and classes]
        name = self.choice([*fitting, "squared_error"][0] if given is None else given, "loss", LOSSES)
        needed = LOSSES[name].activation
        if needed and last.activation != needed:
            self.fault("loss", f"{name} needs {needed} on the last layer; change that activation or choose a loss.")
        self.check_outputs(classes, last, len(layers) - 1)
        if needed and not classes:
            self.fault("loss", f"{name} is for classes; for values choose squared_error.")
        return name

    def check_outputs(self, classes: int, last: LayerSpec, at: int) -> None:
        fits = (1, 2) if classes == 2 and last.activation != "softmax" else (classes or 1,)
        if last.units not in fits:
            why = f"{classes} classes need {' or '.join(map(str, fits))}" if classes else "One value needs 1"
            self.fault(f"layers[{at}].units", f"{why} unit{'' if fits == (1,) else 's'} in the last layer.")
        if last.activation == "softmax" and not classes:
            self.fault(f"layers[{at}].activation", "Softmax is for classes; for values choose identity or tanh.")

    # ---- the training

    def optimiser(self, given: object) -> Optimiser:
        if not isinstance(given, Mapping):
            self.fault("optimiser", 'Give an object: {"kind": "sgd", "learning_rate": 0.1}.')
            return Optimiser("sgd", 0.1)
        self.known(given, OPTIMISER_KEYS, "optimiser.")
        kind = self.choice(given.get("kind", "sgd"), "optimiser.kind", OPTIMISERS)
        rate = self.between(given.get("learning_rate", 0.1), "optimiser.learning_rate", 0, MOST_RATE)
        momentum = self.forgetting(given, "momentum", 0.9)
        return Optimiser(kind, rate, momentum, self.forgetting(given, "decay", OPTIMISERS[kind].decay))

    def forgetting(self, given: Mapping, name: str, usual: float) -> float:
        return self.between(given.get(name, usual), f"optimiser.{name}", 0, MOST_KEPT)

    def batch(self, given: object) -> int | None:
        return None if given is None else self.whole(given, "batch", 1, self.limits.points)

    def patience(self, given: object, validation: float) -> int | None:
        if given is None:
            return None
        if not validation:
            self.fault("patience", "To stop early, hold some examples back for validation.")
        return self.whole(given, "patience", 1, self.limits.epochs)

    def map(self, given: object) -> int:
        size = self.whole(given, "map", 0, self.limits.map)
        if size == 1:
            self.fault("map", "Give at least 2 points along a side, or 0 to draw no map.")
        return size

    def check_cost(self, spec: Spec) -> None:
        weights = spec.model.parameters
        count = len(spec.data.examples) if isinstance(spec.data, Own) else spec.data.count
        cost = count * spec.epochs * weights
        if cost > self.limits.cost:
            words = f"{count} points · {spec.epochs} epochs · {weights:,} weights is more than {self.limits.cost:,.0f}"
            self.fault("epochs", f"This run is too long: {words}. Choose fewer epochs, points or units.")
        if 4 * weights + spec.map**2 > self.limits.frame_bytes:
            self.fault(
                "map", f"A frame has at most {self.limits.frame_bytes:,} bytes. Choose a smaller map, or fewer units."
            )


def class_count(data: Generated | Own) -> int:
    """0 where the answers are values."""
    if isinstance(data, Own):
        return len(data.examples.classes or ())
    return data.classes
