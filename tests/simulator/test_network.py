"""Reading a network: strict, and every fault named where it is."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.network import NetworkError, as_json, read_network
from simulator.limits import LIMITS, Limits
from tests.simulator.networks import BOTH, MAZUR, NEURON, RUNNING, TWO_TWO_ONE, with_layer


def faults(data, limits=LIMITS) -> dict[str, str]:
    with pytest.raises(NetworkError) as caught:
        read_network(data, limits)
    return {fault.path: fault.message for fault in caught.value.faults}


@pytest.mark.parametrize("data", [NEURON, TWO_TWO_ONE, MAZUR, RUNNING["network"], BOTH])
def test_a_network_survives_being_written_and_read(data):
    network = read_network(data)
    assert read_network(json.loads(json.dumps(as_json(network)))) == network


def test_the_canonical_form_leaves_out_what_is_missing_and_writes_whole_numbers_whole():
    data = {"inputs": [1.0, -0.0], "layers": [{"weights": [[2.0, 0.5]], "biases": [0], "activation": "relu"}]}
    assert json.dumps(as_json(read_network(data))) == (
        '{"inputs": [1, 0], "layers": [{"weights": [[2, 0.5]], "biases": [0], "activation": "relu"}], '
        '"update_biases": true}'
    )


def test_weights_are_units_by_inputs():
    network = read_network({"inputs": [1, 2, 3], "layers": [
        {"weights": [[1, 0, 0], [0, 1, 0]], "biases": [0, 0], "activation": "identity"}]})  # fmt: skip
    assert network.layers[0].weights.shape == (2, 3)
    assert network.inputs.shape == (1, 3)
    assert not network.several


def test_several_examples_are_lists_of_lists():
    network = read_network(BOTH)
    assert network.several
    assert network.inputs.shape == (2, 2)
    assert read_network({**NEURON, "inputs": [[1, 2]], "target": [[1]]}).several


def test_null_is_as_good_as_leaving_out():
    network = read_network({**NEURON, "target": None, "loss": None, "learning_rate": None})
    assert (network.target, network.loss, network.learning_rate) == (None, None, None)


BAD_NUMBERS = [True, False, "1", None, float("nan"), float("inf"), -float("inf"), 10**400, 1e7, -1e7, [1], {}, 1j]


@pytest.mark.parametrize("bad", BAD_NUMBERS)
def test_what_is_no_bounded_number_is_named_wherever_it_stands(bad):
    assert "layers[0].weights[0][1]" in faults(with_layer(NEURON, 1, weights=[[1, bad]]))
    assert "layers[0].biases[0]" in faults(with_layer(NEURON, 1, biases=[bad]))
    if not isinstance(bad, list):
        assert "inputs[1]" in faults({**NEURON, "inputs": [1, bad]})
        assert "target[0]" in faults({**NEURON, "target": [bad]})
    if bad is not None:
        assert "learning_rate" in faults({**NEURON, "learning_rate": bad})


@pytest.mark.parametrize("bad", [None, [], "network", 3, True])
def test_what_is_no_object_is_refused(bad):
    assert "network" in faults(bad)


@pytest.mark.parametrize(
    "change, path",
    [
        ({"inputs": []}, "inputs"),
        ({"inputs": [[]]}, "inputs[0]"),
        ({"inputs": "12"}, "inputs"),
        ({"inputs": [[1, 2], [1]], "target": [[1], [1]]}, "inputs[1]"),
        ({"inputs": [[1, 2], 3], "target": [[1], [1]]}, "inputs[1]"),
        ({"inputs": [1, [2]]}, "inputs[1]"),
        ({"inputs": [1, 2, 3]}, "layers[0].weights[0]"),
        ({"layers": []}, "layers"),
        ({"layers": {}}, "layers"),
        ({"layers": [3]}, "layers[0]"),
        ({"layers": [{}]}, "layers[0].weights"),
        ({"layers": [{}]}, "layers[0].activation"),
        ({"target": [1, 2]}, "target"),
        ({"target": [[1]]}, "target"),
        ({"inputs": [[1, 2], [3, 4]], "target": [[1]]}, "target"),
        ({"inputs": [[1, 2]], "target": [1]}, "target"),
        ({"loss": "mse"}, "loss"),
        ({"loss": ["squared_error"]}, "loss"),
        ({"loss": "cross_entropy"}, "loss"),
        ({"loss": "binary_cross_entropy", "target": [1.5]}, "target"),
        ({"learning_rate": -0.1}, "learning_rate"),
        ({"update_biases": 1}, "update_biases"),
        ({"update_biases": None}, "update_biases"),
        ({"momentum": 0.9}, "momentum"),
    ],
)
def test_every_fault_is_named_by_its_path(change, path):
    found = faults({**NEURON, **change})
    assert path in found
    assert found[path].endswith(".")


@pytest.mark.parametrize("missing", ["inputs", "layers"])
def test_what_is_needed_is_asked_for(missing):
    assert missing in faults({key: value for key, value in NEURON.items() if key != missing})


def test_a_mismatch_of_shapes_says_which_layer():
    found = faults(with_layer(TWO_TWO_ONE, 2, weights=[[1, 2, 3]]))
    assert found == {
        "layers[1].weights[0]": "Layer 2 takes 2 numbers from layer 1, so every row of its weights needs 2."
    }
    found = faults(with_layer(TWO_TWO_ONE, 1, biases=[1]))
    assert "Layer 1 has 2 units" in found["layers[0].biases"]


def test_all_faults_are_found_at_once():
    found = faults({"inputs": [True], "layers": [{"weights": [["a"]], "biases": [], "activation": "step"}], "loss": 1})
    assert set(found) == {
        "inputs[0]", "layers[0].weights[0][0]", "layers[0].biases", "layers[0].activation", "loss"
    }  # fmt: skip


def test_softmax_belongs_to_the_last_layer():
    assert "layers[0].activation" in faults(with_layer(TWO_TWO_ONE, 1, activation="softmax"))
    read_network(with_layer(TWO_TWO_ONE, 2, activation="softmax"))


def test_cross_entropy_needs_softmax_and_one_hot():
    data = with_layer(MAZUR, 2, activation="softmax") | {"loss": "cross_entropy"}
    assert "target" in faults(data)
    assert "target" in faults(data | {"target": [1, 1]})
    assert "target" in faults(data | {"target": [0, 0]})
    read_network(data | {"target": [0, 1]})


def test_binary_cross_entropy_needs_a_sigmoid():
    assert "loss" in faults(with_layer(NEURON, 1, activation="tanh") | {"loss": "binary_cross_entropy"})
    read_network(NEURON | {"loss": "binary_cross_entropy"})


def chain(layers: int, width: int = 1) -> dict:
    layer = {"weights": [[0.1] * width] * width, "biases": [0] * width, "activation": "relu"}
    return {"inputs": [1] * width, "layers": [layer] * layers}


def test_the_limits_hold_and_what_is_at_the_limit_is_read():
    assert len(read_network(chain(8, 32)).layers) == 8
    assert "layers" in faults(chain(9))
    assert "inputs" in faults(chain(1, 33))
    assert "layers[0].weights" in faults({"inputs": [1], "layers": [
        {"weights": [[1]] * 33, "biases": [0] * 33, "activation": "relu"}]})  # fmt: skip
    read_network({**chain(1), "inputs": [[1]] * 32})
    assert "inputs" in faults({**chain(1), "inputs": [[1]] * 33})
    assert "layers" in faults(chain(3), Limits(layers=2))


def test_an_unknown_setting_of_a_layer_is_named():
    assert "layers[0].bias" in faults(with_layer(NEURON, 1, bias=[1]))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
                        st.sampled_from(["inputs", "layers", "weights", "biases", "activation", "target", "loss"]),
                        inner, max_size=5), max_leaves=20))  # fmt: skip
def test_any_data_is_read_or_refused_with_sentences(data):
    found = []
    try:
        read_network(data)
    except NetworkError as error:
        found = error.faults or [None]
    assert all(fault and fault.path and fault.message.endswith(".") for fault in found)


@st.composite
def networks(draw, largest: float = 100.0) -> dict:
    """Any network of up to 3 layers, with 1 to 3 examples or a single one."""
    number = st.floats(-largest, largest) | st.integers(-9, 9)
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    examples = draw(st.integers(0, 3))  # 0: one example, not in a list

    def numbers(count: int) -> list:
        return draw(st.lists(number, min_size=count, max_size=count))

    def rows(width: int) -> list:
        return [numbers(width) for _ in range(examples)] if examples else numbers(width)

    layers = [
        {
            "weights": [numbers(inputs) for _ in range(units)],
            "biases": numbers(units),
            "activation": draw(st.sampled_from([name for name in ACTIVATIONS if name != "softmax"])),
        }
        for inputs, units in pairwise(sizes)
    ]
    if draw(st.booleans()):
        layers[-1]["activation"] = "softmax"
    return {
        "inputs": rows(sizes[0]),
        "target": rows(sizes[-1]),
        "layers": layers,
        "loss": draw(st.sampled_from(["squared_error", "half_squared_error", "mean_squared_error"])),
        "learning_rate": draw(st.floats(0, 1)),
        "update_biases": draw(st.booleans()),
    }


@given(networks())
def test_any_network_survives_being_written_and_read(data):
    network = read_network(data)
    again = read_network(json.loads(json.dumps(as_json(network))))
    assert again == network
    assert hash(again) == hash(network)
    assert np.array_equal(again.inputs, network.inputs)
