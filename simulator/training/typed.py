"""Reading the settings of a run as they were typed: every error at its control. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.engine.data.csv import CSVError, read_csv
from simulator.engine.data.planes import SETS
from simulator.engine.training.spec import SpecError, read_spec
from simulator.engine.typed_numbers import read_typed
from simulator.training.form import FALLBACK, MOST_HIDDEN, OWN, TrainingForm, fitting_loss, fitting_output

INVITATION = "Paste your points here: a line each, x1, x2 and a label or a target."
WHOLE = ("data.count", "data.seed", "data.classes", "epochs", "seed", "frames", "map", "batch", "patience")
OTHERS = ("data.noise", "validation", "l1", "l2", "dropout", "optimiser.learning_rate")
NUMBERS = (*WHOLE, *OTHERS, "optimiser.momentum", "optimiser.decay")
MAY_BE_EMPTY = ("batch", "patience", "optimiser.momentum", "optimiser.decay")
BIASES = {"true": True, "false": False}
HANG_ON_DATA = ("output", "loss")


def read_form(texts: Mapping[str, str], features: Sequence[str], do: str = "") -> TrainingForm:
    """Read what was typed. `do` may be add-layer or remove-layer. Errors stand at their controls."""
    typed = {name: text.replace("\r\n", "\n") for name, text in texts.items()}
    hidden = sum(f"layers[{k}].units" in typed for k in range(MOST_HIDDEN))
    form = TrainingForm(typed, features, _changed(hidden, do))
    numbers = dict(_numbers(form))
    _read(form, _data(form, numbers))
    return form


def _changed(hidden: int, do: str) -> int:
    step = {"add-layer": 1, "remove-layer": -1}.get(do, 0)
    return min(max(hidden + step, 0), MOST_HIDDEN)


def _numbers(form: TrainingForm) -> Iterator[tuple[str, int | float | None]]:
    """Every number that was typed; an error stands at each that cannot be read."""
    layers = [f"layers[{k}].units" for k in range(form.hidden)]
    for name in (*NUMBERS, *layers):
        text = form.texts.get(name, FALLBACK["units"] if name in layers else "").strip()
        typed = read_typed(text, is_whole=name in WHOLE or name in layers)
        number = typed.value
        if not text and name in MAY_BE_EMPTY:
            yield name, None
        elif number is None:
            form.errors[name], form.choices[name] = [typed.problem], typed.choices
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
        "layers": [*layers, {"units": _outputs(form, classes, output), "activation": output}],
        "biases": BIASES.get(text := form.texts.get("biases", "true"), text),
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
    if not text.strip():
        form.errors["data.csv"] = [INVITATION]
        return {"csv": text}, 0
    try:
        return {"csv": text}, len(read_csv(text).classes or ())
    except CSVError as error:
        form.errors["data.csv"] = [str(fault) for fault in error.faults]
        return {"csv": text}, 0


def _outputs(form: TrainingForm, classes: int, activation: str) -> int:
    """Two classes take one output, unless they came with two."""
    takes_one = not classes or (classes == 2 and activation != "softmax" and form.texts.get("outputs") != "2")
    return 1 if takes_one else classes


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
