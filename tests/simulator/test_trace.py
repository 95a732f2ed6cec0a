"""The trace: every quantity of one forward, backward and update, against sums by hand."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.network import read_network
from simulator.engine.operations import OPERATIONS, Idea, Replacement
from simulator.engine.probes import MissingQuantity, UnknownProbe, probes
from simulator.engine.trace import NotFinite, trace
from tests.simulator.networks import BOTH, MAZUR, NEURON, RUNNING, TWO_TWO_ONE, with_layer
from tests.simulator.test_network import networks


def traced(data, **options):
    return trace(read_network(data), **options)


def test_one_neuron_agrees_with_the_sum_by_hand():
    # z = 0.6·1.5 + 0.9·(−0.8) + 0.5 = 0.9 − 0.72 + 0.5 = 0.68;  a = 1/(1 + e^−0.68) = 0.663739
    # L = (0.663739 − 0.2)² = 0.215054;  2(y − t) = 0.927477;  slope = 0.663739·0.336261 = 0.223190
    # δ = 0.927477·0.223190 = 0.207003;  ∂L/∂w₁ = δ·1.5 = 0.310505;  new w₁ = 0.6 − 0.5·0.310505 = 0.444747
    found = traced(NEURON)
    expected = {
        "z[1,1]": 0.68, "a[1,1]": 0.663739, "output[1]": 0.663739, "loss": 0.215054, "da[1,1]": 0.927477,
        "slope[1,1]": 0.223190, "delta[1,1]": 0.207003, "dW[1,1,1]": 0.310505, "W_new[1,1,1]": 0.444747,
        "W_change[1,1,1]": -0.155252, "db[1,1]": 0.207003, "b_new[1,1]": 0.396498, "b_change[1,1]": -0.103502,
    }  # fmt: skip
    assert {probe: found[probe] for probe in expected} == pytest.approx(expected, abs=1e-6)


def test_the_worked_example_of_the_chapter_comes_out():
    # z = (0.5·1 + 0.5·2 − 0.5, −1·1 + 0.25·2 + 0.2) = (1, −0.3);  a = (1, 0);  1·1 − 2·0 + 0.3 = 1.3;  σ(1.3) = 0.786
    found = traced(TWO_TWO_ONE)
    assert [found[p] for p in ("z[1,1]", "z[1,2]", "a[1,1]", "a[1,2]", "z[2,1]")] == pytest.approx([1, -0.3, 1, 0, 1.3])
    assert found["output[1]"] == pytest.approx(0.785835, abs=1e-6)


def test_a_published_example_comes_out():
    """The 2-2-2 network of Matt Mazur's step by step backpropagation example, biases held fixed."""
    found = traced(MAZUR)
    assert found["loss"] == pytest.approx(0.298371109, abs=5e-10)
    new = [found[f"W_new[2,{j},{i}]"] for j in (1, 2) for i in (1, 2)]
    assert new == pytest.approx([0.35891648, 0.408666186, 0.511301270, 0.561370121], abs=5e-9)
    # w1..w4 of the same source
    new = [found[f"W_new[1,{j},{i}]"] for j in (1, 2) for i in (1, 2)]
    assert new == pytest.approx([0.149780716, 0.19956143, 0.24975114, 0.29950229], abs=5e-9)
    assert (found["b_new[1,1]"], found["b_change[2,1]"]) == (0.35, 0)


@pytest.mark.parametrize("which", ["A", "B"])
def test_every_value_of_the_running_example_comes_out(which):
    found = traced(RUNNING["network" if which == "A" else "network_B"])
    for probe, value in RUNNING[f"table_{which}"].items():
        computed = found.after["output[1]"] if probe == "output_new" else found[probe.replace("dL/da", "da")]
        assert computed == pytest.approx(value, abs=5.001e-5), probe


def _renamed(name: str) -> str:
    """ "W1[1,2]" of the tables of updates is "W[1,1,2]" here."""
    return f"{name[0]}[{name[1]},{name[3:-1]}]"


def test_the_gradient_of_several_examples_is_the_mean_of_theirs():
    a, b, both = traced(RUNNING["network"]), traced(RUNNING["network_B"]), traced(BOTH)
    for name, row in RUNNING["updates"].items():
        probe = _renamed(name)
        values = (
            both[probe], a[f"d{probe}"], b[f"d{probe}"], both[f"d{probe}"],
            a[probe.replace("[", "_new[")], b[probe.replace("[", "_new[")], both[probe.replace("[", "_new[")],
        )  # fmt: skip
        assert values == pytest.approx(tuple(row.values()), abs=5.001e-5), name


def test_the_losses_of_both_examples_after_every_kind_of_step_come_out():
    both, found = traced(BOTH), RUNNING["losses"]

    def losses(t):
        return [t["loss@1"], t["loss@2"], t["loss"]]

    assert losses(both) == pytest.approx(found["before"], abs=5.001e-5)
    for name, which in (("step on A only", "network"), ("step on B only", "network_B")):
        after = traced(RUNNING[which]).after.network
        moved = {"layers": [{"weights": q.weights.tolist(), "biases": q.biases.tolist(), "activation": q.activation}
                            for q in after.layers]}  # fmt: skip
        assert losses(traced(BOTH | moved)) == pytest.approx(found[name], abs=5.001e-5)
    assert both["loss_new"] == pytest.approx(found["batch of A and B"][2], abs=5.001e-5)
    steps = found["batch steps: loss A, loss B, mean"]
    for number in range(1, 101):
        both = both.after
        if str(number) in steps:
            assert losses(both) == pytest.approx(steps[str(number)], abs=5.001e-5), number


def test_the_data_form_of_one_example_has_every_quantity():
    data = traced(RUNNING["network"]).as_json()
    assert list(data) == ["layers", "output", "loss", "loss_new"]
    assert list(data["layers"][0]) == ["z", "a", "slope", "delta", "dW", "db", "W_new", "b_new"]
    assert np.shape(data["layers"][0]["dW"]) == (2, 2)
    assert data["layers"][0]["z"] == pytest.approx([1.5, -1.0])
    assert data["output"] == data["layers"][1]["a"]
    json.dumps(data, allow_nan=False)


def test_the_data_form_of_several_examples_keeps_them_apart():
    data = traced(BOTH).as_json()
    assert list(data) == ["examples", "layers", "loss", "loss_new"]
    assert [list(example) for example in data["examples"]] == [["layers", "output", "loss"]] * 2
    assert list(data["examples"][1]["layers"][0]) == ["z", "a", "slope", "delta"]
    assert list(data["layers"][0]) == ["dW", "db", "W_new", "b_new"]
    assert data["loss"] == pytest.approx(0.4953, abs=5e-5)


def test_what_needs_something_missing_is_null_and_asking_for_it_says_what():
    bare = {key: value for key, value in TWO_TWO_ONE.items() if key not in ("target", "loss", "learning_rate")}
    data = traced(bare).as_json()
    assert data["layers"][0]["slope"] == [1, 0]
    assert [data["layers"][1][name] for name in ("delta", "dW", "db", "W_new", "b_new")] == [None] * 5
    assert (data["loss"], data["loss_new"]) == (None, None)
    with pytest.raises(MissingQuantity, match="a target and a loss and a learning rate: add them"):
        traced(bare)["W_new[1,1,1]"]
    with pytest.raises(MissingQuantity, match="needs a learning rate: add it"):
        traced({**TWO_TWO_ONE, "learning_rate": None})["loss_new"]
    with pytest.raises(MissingQuantity, match="needs a target"):
        traced({**TWO_TWO_ONE, "target": None})["y[1]"]


def test_a_softmax_layer_has_no_slope():
    data = with_layer(MAZUR, 2, activation="softmax") | {"loss": "cross_entropy", "target": [0, 1]}
    assert traced(data).as_json()["layers"][1]["slope"] is None
    with pytest.raises(UnknownProbe, match="softmax"):
        traced(data)["slope[2,1]"]


@pytest.mark.parametrize(
    "probe",
    [
        "", "q", "z", "z[1]", "z[1,1,1]", "z[0,1]", "z[3,1]", "z[1,3]", "W[1,1,3]", "x[3]", "y[2]", "loss[1]",
        "z[1,1]@0", "W[1,1,1]@1", "loss_new@1", "z[-1,1]", "z[1, 1]", "z[1,1] ", "Z[1,1]", "z[١,1]", "dW[1,1]",
        "z[1,1]@2", "a[1,1]@", "output[2]", "x[0]", "__class__", "z[9999,1]",
    ],
)  # fmt: skip
def test_an_unknown_probe_is_refused_with_a_sentence(probe):
    with pytest.raises(UnknownProbe, match=r"\.$"):
        traced(TWO_TWO_ONE)[probe]


def test_a_probe_of_one_of_several_examples_must_say_which():
    found = traced(BOTH)
    with pytest.raises(UnknownProbe, match="@1 to"):
        found["z[1,1]"]
    assert (found["z[1,1]@1"], found["z[1,1]@2"]) == pytest.approx((1.5, 0.3))
    assert traced(NEURON)["z[1,1]@1"] == pytest.approx(0.68)


def test_every_listed_probe_has_a_value():
    for data in (NEURON, TWO_TWO_ONE, MAZUR, BOTH):
        found = traced(data)
        assert all(isinstance(found[probe], float) for probe in probes(found.network))


# ---- what is held, and what is replaced


def test_a_held_quantity_carries_its_own_slope_back():
    # a held at 0.5 has the slope 0.5·0.5 = 0.25, so δ = 2(0.5 − 0.2)·0.25 = 0.15 and ∂L/∂w₁ = 0.15·1.5
    found = traced(NEURON, pins={"a[1,1]": 0.5})
    assert found["z[1,1]"] == pytest.approx(0.68)
    assert (found["slope[1,1]"], found["delta[1,1]"], found["dW[1,1,1]"]) == pytest.approx((0.25, 0.15, 0.225))


@pytest.mark.parametrize(
    "pin, follows, value",
    [
        ("z[1,1]", "a[1,1]", 0.5),
        ("output[1]", "a[1,1]", 0.0),
        ("loss", "loss", 0.0),
        ("da[1,1]", "delta[1,1]", 0.0),
        ("slope[1,1]", "delta[1,1]", 0.0),
        ("delta[1,1]", "db[1,1]", 0.0),
        ("dW[1,1,2]", "W_new[1,1,2]", 0.9),
        ("db[1,1]", "b_new[1,1]", 0.5),
        ("W_new[1,1,1]", "W_change[1,1,1]", -0.6),
        ("b_new[1,1]", "b_new[1,1]", 0.0),
    ],
)
def test_what_follows_from_a_held_quantity_is_computed_again(pin, follows, value):
    assert traced(NEURON, pins={pin: 0.0})[follows] == pytest.approx(value)


def test_one_example_is_held_without_the_others():
    found = traced(BOTH, pins={"a[1,2]@1": 1.0, "loss@2": 7.0})
    assert found["z[2,1]@1"] == pytest.approx(1.4 - 1.5)
    assert found["z[2,1]@2"] == pytest.approx(-1.42)
    assert found["loss@2"] == 7.0


@pytest.mark.parametrize("pin", ["x[1]", "W[1,1,1]", "nonsense", "z[9,1]", "loss_new"])
def test_only_what_is_computed_can_be_held(pin):
    with pytest.raises(UnknownProbe):
        traced(NEURON, pins={pin: 0.0})


NO_BIAS = Replacement({("weighted_sum", None): Idea(lambda c: c.products.sum(axis=2), "sum(w*x)")})


def test_a_replaced_operation_changes_everything_downstream():
    # without its bias the neuron has z = 0.18 and a = σ(0.18) = 0.544879
    found = traced(NEURON, replacement=NO_BIAS)
    assert (found["z[1,1]"], found["a[1,1]"]) == pytest.approx((0.18, 0.544879), abs=1e-6)
    assert found["loss"] == pytest.approx((0.544879 - 0.2) ** 2, abs=1e-6)


def test_an_operation_is_replaced_in_one_layer_alone():
    # the chapter: 0.858 without the hidden biases, 0.731 without the output's
    assert traced(TWO_TWO_ONE, replacement=NO_BIAS, layer=1)["output[1]"] == pytest.approx(0.858, abs=5e-4)
    assert traced(TWO_TWO_ONE, replacement=NO_BIAS, layer=2)["output[1]"] == pytest.approx(0.731, abs=5e-4)


@pytest.mark.parametrize("name", OPERATIONS)
def test_replacing_an_operation_by_itself_changes_nothing(name):
    for data in (NEURON, TWO_TWO_ONE, BOTH, with_layer(NEURON, 1) | {"loss": "binary_cross_entropy"}):
        right = traced(data)
        same = traced(data, replacement=Replacement({(name, None): Idea(OPERATIONS[name], "")}))
        for probe in probes(right.network):
            assert same[probe] == pytest.approx(right[probe], abs=1e-12)


# ---- safe numbers


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_activation_overflows(name):
    z = np.array([[-1000.0, -745.0, -40.0, 0.0, 40.0, 745.0, 1000.0]])
    with np.errstate(all="raise", under="ignore"):
        a = ACTIVATIONS[name].value(z)
        slope = ACTIVATIONS[name].slope
        assert np.isfinite(a).all()
        assert slope is None or np.isfinite(slope(a)).all()


def test_a_sigmoid_keeps_its_precision_far_to_the_left():
    assert traced(with_layer(NEURON, 1, weights=[[0, 0]], biases=[-700]))["a[1,1]"] == pytest.approx(
        np.exp(-700.0), rel=1e-12
    )


@pytest.mark.parametrize("z", [-1000.0, 1000.0])
@pytest.mark.parametrize("t", [0, 1])
def test_cross_entropy_of_a_saturated_output_is_an_ordinary_number(z, t):
    # right: L = ln(1 + e^−1000) = 0; wrong: L = 1000 and δ = ±1
    wrong = (z > 0) != (t == 1)
    layer = {"weights": [[z]], "biases": [0], "activation": "sigmoid"}
    one = {"inputs": [1], "target": [t], "learning_rate": 1, "layers": [layer], "loss": "binary_cross_entropy"}
    found = traced(one)
    assert (found["loss"], abs(found["delta[1,1]"])) == pytest.approx((1000, 1) if wrong else (0, 0))
    several = {"inputs": [1], "target": [1 - t, t], "learning_rate": 1, "loss": "cross_entropy",
               "layers": [{"weights": [[0], [z]], "biases": [0, 0], "activation": "softmax"}]}  # fmt: skip
    found = traced(several)
    assert (found["loss"], abs(found["delta[1,2]"])) == pytest.approx((1000, 1) if wrong else (0, 0))


def test_what_is_too_large_to_write_is_said_and_null():
    layer = {"weights": [[1e6]], "biases": [0], "activation": "identity"}
    data = {"inputs": [1e6], "target": [0], "layers": [layer] * 8, "loss": "squared_error", "learning_rate": 1e6}
    found = traced(data)
    assert found.as_json()["loss_new"] is None
    with pytest.raises(NotFinite, match="Choose smaller"):
        found["loss_new"]


@given(networks(largest=30.0), st.booleans())
def test_every_quantity_of_any_ordinary_network_is_finite(data, cross_entropy):
    """Up to three inputs of 30 and weights of 30: |z| of the first layer reaches 2730."""
    if cross_entropy and data["layers"][-1]["activation"] == "softmax":
        rows = data["target"] if isinstance(data["target"][0], list) else [data["target"]]
        hot = [[1] + [0] * (len(row) - 1) for row in rows]
        data = data | {"loss": "cross_entropy", "target": hot if isinstance(data["target"][0], list) else hot[0]}
    found = traced(data)
    json.dumps(found.as_json(), allow_nan=False)
    names = [p for p in probes(found.network) if not (cross_entropy and p.startswith("da"))]  # −t/y at y = 0
    assert all(np.isfinite(found[probe]) for probe in names)
