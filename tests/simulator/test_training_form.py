"""The settings of a run as texts, and back: what is typed, what follows from it, and where errors stand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.training.spec import as_json, read_spec
from simulator.training.form import form_of
from simulator.training.situations import SITUATIONS
from simulator.training.typed import NUMBERS, WHOLE, read_form
from simulator.training.words import in_words

QUICK: dict[str, Any] = {
    "data": {"set": "xor", "count": 40, "noise": 0},
    "layers": [{"units": 2, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "epochs": 6,
    "frames": 3,
    "map": 8,
}
CSV = "0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n"


def typed(run):
    """The texts that stand in the form of a run."""
    return dict(form_of(read_spec(run)).texts)


def read(features=("x1", "x2"), do="", **changed):
    return read_form(typed(QUICK) | {name.replace("__", "."): text for name, text in changed.items()}, features, do)


@pytest.mark.parametrize("output", ["sigmoid", "tanh"])
def test_two_outputs_for_two_classes_stay_two_when_a_setting_changes(output):
    run = QUICK | {"layers": [QUICK["layers"][0], {"units": 2, "activation": output}]}
    changed = read_form(typed(run) | {"epochs": "7"}, ("x1", "x2"))
    assert as_json(changed.spec) == as_json(read_spec(run | {"epochs": 7}))


def test_two_outputs_of_a_softmax_become_one_where_another_output_is_chosen():
    run = QUICK | {"layers": [QUICK["layers"][0], {"units": 2, "activation": "softmax"}]}
    changed = read_form(typed(run) | {"output": "sigmoid"}, ("x1", "x2"))
    assert [layer.units for layer in changed.spec.layers] == [2, 1]


@pytest.mark.parametrize("slug", SITUATIONS)
def test_what_stands_in_a_form_is_read_as_the_run_it_came_from(slug):
    spec = read_spec(SITUATIONS[slug].run)
    form = form_of(spec)
    again = read_form(form.texts, form.features)
    assert again.errors == {}
    assert as_json(again.spec) == as_json(spec)


def test_own_data_stands_in_its_form_again():
    spec = read_spec(QUICK | {"data": {"csv": CSV}})
    assert as_json(read_form(form_of(spec).texts, ["x1", "x2"]).spec) == as_json(spec)


@pytest.mark.parametrize(
    ("data", "classes", "units", "activation", "loss"),
    [
        ("xor", "2", 1, "sigmoid", "binary_cross_entropy"),
        ("xor", "4", 1, "sigmoid", "binary_cross_entropy"),  # it has two whatever the field says
        ("circle", "3", 3, "softmax", "cross_entropy"),
        ("plane", "3", 1, "identity", "squared_error"),
        ("own", "2", 1, "sigmoid", "binary_cross_entropy"),
    ],
)
def test_the_last_layer_and_the_loss_follow_from_the_answers(data, classes, units, activation, loss):
    form = read(data__set=data, data__classes=classes, **{"data__csv": CSV, "output": "", "loss": ""})
    last = form.spec.layers[-1]
    assert (last.units, last.activation, form.spec.loss) == (units, activation, loss)


def test_two_classes_with_softmax_get_an_output_each():
    assert read(output="softmax").spec.layers[-1].units == 2


def test_biases_can_be_left_out():
    form = read(biases="false")
    assert form.spec.biases is False
    assert form_of(form.spec).texts["biases"] == "false"
    assert read().spec.biases is True


def test_a_decimal_comma_and_spaces_are_read():
    assert read(data__noise=" 0,25 ").spec.data.noise == 0.25


@pytest.mark.parametrize(
    "text", ["1,000", "1 000", "1000", "\uff11\uff10\uff10\uff10", "1\u202f000", "1'000", "1000.0"]
)
def test_a_thousand_epochs_are_a_thousand(text):
    assert read(epochs=text).spec.epochs == 1000


@pytest.mark.parametrize("name", sorted({*NUMBERS} - {"data.classes"}))
def test_a_number_with_two_meanings_is_asked_back_at_its_control(name):
    text, choices = ("1.000", ["1", "1000"]) if name in WHOLE else ("1,234", ["1.234", "1234"])
    form = read(**{name: text})
    assert form.errors[name] == [f"“{text}” could be {choices[0]} or {choices[1]}. Which one do you mean?"]
    assert list(form.choices[name]) == choices


@pytest.mark.parametrize(("name", "value"), [("batch", None), ("patience", None)])
def test_what_may_be_empty_is(name, value):
    assert getattr(read(**{name: ""}).spec, name) is value


def test_every_fault_is_told_at_once_each_at_its_control():
    form = read(optimiser__learning_rate="fast", epochs="5000", features=[])
    assert form.spec is None
    assert form.errors == {
        "optimiser.learning_rate": ["“fast” cannot be read as a number. Write a number, such as 0.73 or 2e-5."],
        "epochs": ["Give a whole number from 1 to 1,000."],
        "features": ["Give at least one feature."],
    }


@pytest.mark.parametrize("text", ["0.95", "1e20"])
def test_a_number_out_of_its_range_is_told_the_range_and_nothing_else(text):
    form = read(validation=text, patience="5")
    assert form.errors == {"validation": ["Give a number from 0 to 0.9."]}


def test_data_that_cannot_be_read_is_the_only_fault():
    form = read(data__set="own", data__csv="1,2,a\nx,3,b\n", output="softmax")
    assert list(form.errors) == ["data.csv"]


def test_a_fault_of_the_output_stands_at_the_output_and_not_at_a_layer_that_has_no_control():
    form = read(data__set="plane", output="softmax")
    assert "output" in form.errors
    assert not any(name.startswith("layers") for name in form.errors)


@pytest.mark.parametrize("text", ["", "abc", "nan", "1_0", "1e999"])
def test_an_unreadable_number_is_asked_again(text):
    assert read(epochs=text).errors["epochs"]


def test_a_further_layer_is_as_the_one_before():
    form = read(do="add-layer", **{"layers[0].activation": "relu"})
    assert [(layer.units, layer.activation) for layer in form.spec.layers[:-1]] == [(2, "relu"), (4, "relu")]


def test_there_is_a_last_layer_to_remove_and_a_most_to_add():
    assert read(do="remove-layer").hidden == 0
    seven = typed(QUICK) | {f"layers[{k}].{name}": text for k in range(7) for name, text in (("units", "2"),)}
    form = read_form(seven, ["x1"], "add-layer")
    assert (form.hidden, form.can_grow) == (7, False)


@pytest.mark.parametrize(
    "name", ["data.set", "initial", "biases", "optimiser.kind", "loss", "output", "layers[0].activation"]
)
def test_a_choice_that_is_none_is_a_fault_and_not_a_failure(name):
    assert read(**{name: "nonsense"}).errors


def test_a_form_that_sends_nothing_is_full_of_faults_and_does_not_fail():
    form = read_form({}, [])
    assert form.spec is None
    assert {"epochs", "seed", "data.set", "features"} <= set(form.errors)


SCRAPS = st.text(max_size=12)


@given(st.dictionaries(st.sampled_from(sorted(typed(QUICK))), SCRAPS), st.lists(SCRAPS, max_size=3))
def test_whatever_is_typed_gives_a_run_or_errors_and_never_a_failure(texts, features):
    form = read_form(typed(QUICK) | texts, features)
    assert (form.spec is None) == bool(form.errors)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (QUICK, "6 epochs of a 2-2-1 tanh network on XOR"),
        (QUICK | {"biases": False}, "6 epochs of a 2-2-1 tanh network without biases on XOR"),
        (QUICK | {"epochs": 1, "layers": QUICK["layers"][1:]}, "1 epoch of a 2-1 network on XOR"),
        (QUICK | {"data": {"set": "spiral", "noise": 0.1}}, "6 epochs of a 2-2-1 tanh network on spiral with noise"),
        (QUICK | {"data": {"csv": CSV}}, "6 epochs of a 2-2-1 tanh network on your own data"),
    ],
)
def test_a_run_is_told_in_a_sentence(run, words):
    assert in_words(read_spec(run)) == words
