"""What a run may be: read strictly, every fault at its path, nothing that cannot be computed let through."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.training.film import film_of
from simulator.engine.training.spec import SpecError, as_json, hash_of, read_spec
from simulator.limits import RUN_LIMITS, RunLimits
from tests.simulator.training import SPEC, spec_with

SOFTMAX = [{"units": 3, "activation": "softmax"}]
IDENTITY = [{"units": 1, "activation": "identity"}]
CSV = "x1,x2,label\n0,0,a\n1,1,b\n2,0,a\n"


def faults(**changes) -> dict[str, str]:
    with pytest.raises(SpecError) as caught:
        read_spec(spec_with(**changes))
    return {fault.path: fault.message for fault in caught.value.faults}


def test_three_settings_are_enough_and_the_rest_is_written_out():
    spec = as_json(read_spec({"data": {"set": "xor"}, "layers": SPEC["layers"], "epochs": 5}))
    assert spec == {
        "data": {"set": "xor", "count": 200, "noise": 0.1, "seed": 1, "classes": 2},
        "validation": 0.3,
        "features": ["x1", "x2"],
        "layers": SPEC["layers"],
        "loss": "binary_cross_entropy",
        "initial": "xavier",
        "optimiser": {"kind": "sgd", "learning_rate": 0.1},
        "batch": 32,
        "epochs": 5,
        "l1": 0,
        "l2": 0,
        "dropout": 0,
        "patience": None,
        "frames": 60,
        "map": 50,
        "seed": 1,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"batch": None, "patience": 3, "optimiser": {"kind": "adam", "learning_rate": 0.01}},
        {"data": {"set": "waves"}, "layers": IDENTITY, "map": 0},
        {"data": {"csv": CSV}},
        {"data": {"set": "gaussians", "classes": 3}, "layers": SOFTMAX, "features": ["x1*x2", "sin(x1)"]},
    ],
)
def test_the_canonical_form_is_read_as_itself(changes):
    spec = as_json(read_spec(spec_with(**changes)))
    assert as_json(read_spec(json.loads(json.dumps(spec)))) == spec


def test_a_run_with_biases_keeps_its_hash():
    """Films are stored by it, and links of older runs name no biases."""
    assert "biases" not in as_json(read_spec(SPEC))
    assert as_json(read_spec(spec_with(biases=True))) == as_json(read_spec(SPEC))
    assert hash_of(read_spec(SPEC)) == "bf34260d22ff85d0cc923824d3d0a9b00660a92fe1d85f5eddca7731ab90b117"
    assert as_json(read_spec(spec_with(biases=False)))["biases"] is False
    assert hash_of(read_spec(spec_with(biases=False))) != hash_of(read_spec(SPEC))


@pytest.mark.parametrize("value", [None, 0, 1, "false", []])
def test_biases_are_true_or_false(value):
    with pytest.raises(SpecError, match="Give true or false"):
        read_spec(spec_with(biases=value))


def test_a_hash_names_the_run_and_not_how_it_was_written():
    whole = as_json(read_spec(SPEC))
    assert hash_of(read_spec(SPEC)) == hash_of(read_spec(dict(reversed(whole.items()))))
    assert hash_of(read_spec(SPEC)) == hash_of(read_spec(spec_with(l1=0.0, epochs=6)))
    assert len({hash_of(read_spec(spec_with(seed=seed))) for seed in range(5)}) == 5
    assert hash_of(read_spec(SPEC), "place") != hash_of(read_spec(SPEC))


@pytest.mark.parametrize(
    ("output", "task", "loss"),
    [
        ({"units": 1, "activation": "sigmoid"}, {"set": "xor"}, "binary_cross_entropy"),
        ({"units": 2, "activation": "softmax"}, {"set": "xor"}, "cross_entropy"),
        ({"units": 1, "activation": "tanh"}, {"set": "xor"}, "squared_error"),
        ({"units": 1, "activation": "sigmoid"}, {"set": "plane"}, "squared_error"),
    ],
)
def test_without_a_loss_the_one_that_belongs_to_the_output_is_taken(output, task, loss):
    assert read_spec(spec_with(data=task, layers=[output])).loss == loss


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"data": {"set": "nope"}}, "data.set", "circle, xor"),
        ({"data": {}}, "data", '"csv"'),
        ({"data": {"set": "xor", "csv": CSV}}, "data", '"csv"'),
        ({"data": {"set": "xor", "classes": 3}}, "data.classes", "2 to 2"),
        ({"data": {"set": "waves", "classes": 2}, "layers": IDENTITY}, "data.classes", "values"),
        ({"data": {"set": "xor", "count": 1001}}, "data.count", "1,000"),
        ({"data": {"set": "xor", "noise": 0.6}}, "data.noise", "0 to 0.5"),
        ({"data": {"set": "xor", "noise": float("nan")}}, "data.noise", "finite"),
        ({"data": {"csv": 7}}, "data.csv", "x1, x2, label"),
        ({"data": {"csv": "x1,x2,label\n0,0,a\nb,1,b\n"}}, "data.csv", "Line 3, column 1"),
        ({"layers": []}, "layers", "at least one"),
        ({"layers": [{"units": 0, "activation": "tanh"}]}, "layers[0].units", "1 to 32"),
        (
            {"layers": [{"units": 3.0, "activation": "tanh"}]},
            "layers[0].units",
            "without a decimal point or exponent, from 1",
        ),
        ({"epochs": 1e2}, "epochs", "without a decimal point or exponent"),
        ({"batch": 2.5}, "batch", "without a decimal point or exponent"),
        ({"layers": [{"units": True, "activation": "tanh"}]}, "layers[0].units", "1 to 32"),
        ({"layers": [{"units": 1, "activation": "step"}]}, "layers[0].activation", "relu"),
        ({"layers": [*SOFTMAX, *SPEC["layers"]]}, "layers[0].activation", "last layer only"),
        ({"layers": [{"units": 2, "activation": "tanh", "bias": 1}]}, "layers[0].bias", "no such setting"),
        ({"layers": [7]}, "layers[0]", "object"),
        ({"layers": SOFTMAX}, "layers[0].units", "2 classes need 2 units"),
        ({"layers": [{"units": 1, "activation": "softmax"}]}, "layers[0].units", "2 classes need 2 units"),
        ({"data": {"set": "gaussians", "classes": 4}}, "layers[1].units", "4 classes need 4 units"),
        ({"data": {"set": "plane"}, "layers": SOFTMAX}, "layers[0].units", "needs 1 unit"),
        ({"data": {"set": "plane"}, "loss": "binary_cross_entropy"}, "loss", "for values"),
        ({"loss": "cross_entropy"}, "loss", "needs softmax"),
        ({"loss": "hinge"}, "loss", "squared_error"),
        ({"loss": ""}, "loss", "squared_error"),
        ({"initial": "magic"}, "initial", "xavier"),
        ({"optimiser": {"kind": "sgd", "learning_rate": -1}}, "optimiser.learning_rate", "0 to 1000"),
        ({"optimiser": "sgd"}, "optimiser", "object"),
        ({"batch": 0}, "batch", "1 to 1,000"),
        ({"epochs": None}, "epochs", "1 to 1,000"),
        ({"epochs": 2.5}, "epochs", "whole number"),
        ({"patience": 3, "validation": 0}, "patience", "validation"),
        ({"validation": 1}, "validation", "0 to 0.9"),
        ({"features": []}, "features", "at least one"),
        ({"features": ["x1", "x1"]}, "features[1]", "already"),
        ({"features": ["x3"]}, "features[0]", "x1^2"),
        ({"frames": 201}, "frames", "2 to 200"),
        ({"map": 101}, "map", "0 to 100"),
        ({"map": 1}, "map", "at least 2"),
        ({"map": False}, "map", "0 to 100"),
        ({"seed": -1}, "seed", "whole number"),
        ({"dropout": 1}, "dropout", "0 to 0.9"),
        ({"rate": 1}, "rate", "no such setting"),
    ],
)
def test_a_fault_is_named_by_its_path_and_says_what_to_do(changes, path, says):
    found = faults(**changes)
    assert path in found
    assert says in found[path]


def test_every_fault_is_named_at_once():
    found = faults(epochs=0, seed="x", layers=[{"units": 99, "activation": "relu"}])
    assert {"epochs", "seed", "layers[0].units"} <= found.keys()


def test_a_feature_that_is_none_stands_for_no_other():
    assert list(faults(features=["x3", "x1", 5, None, ["x1"], "x1"])) == [f"features[{i}]" for i in (0, 2, 3, 4, 5)]


def test_a_run_beyond_the_limit_of_cost_says_what_to_choose_less_of():
    limits = RunLimits(cost=40 * 6 * 17)  # 40 points · 6 epochs · 17 weights (2-4-1)
    read_spec(SPEC, limits)
    with pytest.raises(SpecError, match="fewer epochs, points or units"):
        read_spec(spec_with(epochs=7), limits)


def test_a_frame_beyond_the_limit_of_bytes_is_refused_before_it_is_made():
    wide = [{"units": 32, "activation": "tanh"}] * 7 + [{"units": 1, "activation": "sigmoid"}]
    assert "smaller map" in faults(layers=wide, map=100)["map"]  # 4·6465 + 100² bytes


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
sometimes_anything = st.fixed_dictionaries({}, optional=dict.fromkeys(as_json(read_spec(SPEC)), anything))


@given(sometimes_anything)
def test_whatever_is_sent_is_refused_with_reasons_or_becomes_a_film(changes):
    small = RunLimits(points=60, units=6, layers=4, epochs=8, frames=8, map=6)
    try:
        spec = read_spec(spec_with(**changes), small)
    except SpecError as error:
        spec, reasons = None, error.faults
    if spec:
        json.dumps(film_of(spec), allow_nan=False)
    else:
        assert reasons
        assert all(fault.path and fault.message.endswith(".") for fault in reasons)


def test_what_the_limits_allow_at_most_can_be_read():
    layers = [{"units": RUN_LIMITS.units, "activation": "relu"}] * (RUN_LIMITS.layers - 1)
    spec = spec_with(
        data={"set": "spiral", "count": RUN_LIMITS.points, "classes": 4},
        layers=[*layers, {"units": 4, "activation": "softmax"}],
        epochs=100,
        frames=RUN_LIMITS.frames,
        map=60,
    )
    assert read_spec(spec).model.parameters == 6 * 32 * 33 + 32 * 3 + 4 * 33
