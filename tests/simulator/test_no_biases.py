"""A layer without biases: read, traced, explained, drawn, typed, counted and kept as such."""

import copy
import re

import pytest

from simulator.drawing import draw
from simulator.engine.diagnosis import applicable, feedback, wrong_values
from simulator.engine.formulas import explain
from simulator.engine.network import NetworkError, as_json, read_network
from simulator.engine.probes import UnknownProbe, probes
from simulator.engine.trace import trace
from simulator.engine.working import wrong_working
from simulator.permalinks import read_permalink, write_permalink
from simulator.stepping.forms import form_of, read_form
from simulator.stepping.moment import Moment
from simulator.stepping.numpy_code import numpy_code
from simulator.stepping.sizes import resized

ONE = {
    "inputs": [1],
    "target": [4],
    "layers": [{"weights": [[1]], "bias": False, "activation": "identity"}],
    "loss": "squared_error",
    "learning_rate": 0.25,
}
TWO = {
    "inputs": [[2, -1], [0.5, 3]],
    "target": [[1], [0]],
    "layers": [
        {"weights": [[0.3, -0.4], [0.6, 0.2]], "bias": False, "activation": "tanh"},
        {"weights": [[0.5, -1.5]], "biases": [0.2], "activation": "sigmoid"},
    ],
    "loss": "squared_error",
    "learning_rate": 0.5,
}


def plain(markup):
    return re.sub("<[^>]+>", "", markup).replace("\N{NO-BREAK SPACE}", " ")


def test_a_step_moves_the_weights_alone():
    # y = 1 · 1 = 1, L = (1 − 4)² = 9, ∂L/∂w = 2 · (1 − 4) · 1 = −6
    # new w = 1 + 0.25 · 6 = 2.5, new L = (2.5 − 4)² = 2.25
    found = trace(read_network(ONE))
    values = [found[probe] for probe in ("z[1,1]", "loss", "dW[1,1,1]", "W_new[1,1,1]", "loss_new")]
    assert values == [1, 9, -6, 2.5, 2.25]
    with_bias = ONE | {"layers": [{"weights": [[1]], "biases": [0], "activation": "identity"}]}
    assert trace(read_network(with_bias))["loss_new"] == 0  # its bias moves too: 2.5 + 1.5 = 4


def test_gradients_equal_central_differences():
    right = trace(read_network(TWO))
    for k, j, i in ((0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (1, 0, 0), (1, 0, 1)):
        ends = []
        for change in (1e-4, -1e-4):
            data = copy.deepcopy(TWO)
            data["layers"][k]["weights"][j][i] += change
            ends.append(trace(read_network(data))["loss"])
        assert right[f"dW[{k + 1},{j + 1},{i + 1}]"] == pytest.approx((ends[0] - ends[1]) / 2e-4, abs=1e-7)


def test_it_is_the_network_whose_biases_are_0_and_held():
    held = copy.deepcopy(TWO)
    held["layers"][0] = held["layers"][0] | {"biases": [0, 0], "bias": True}
    ours, theirs = trace(read_network(TWO)), trace(read_network(held))
    for probe in probes(read_network(TWO)):
        if not probe.startswith("loss_new"):
            assert ours[probe] == theirs[probe], probe


def test_its_trace_has_no_bias():
    layers = trace(read_network(TWO)).as_json()["layers"]
    assert [(layer["db"] is None, layer["b_new"] is None) for layer in layers] == [(True, True), (False, False)]
    assert not [probe for probe in probes(read_network(TWO)) if re.match(r"(b|db|b_new|b_change)\[1,", probe)]
    assert "b[2,1]" in probes(read_network(TWO))


@pytest.mark.parametrize("probe", ["b[1,1]", "db[1,2]", "b_new[1,1]", "b_change[1,1]"])
def test_a_bias_that_it_has_not_is_unknown_and_said(probe):
    with pytest.raises(UnknownProbe, match="layer 1 has no biases"):
        trace(read_network(TWO))[probe]


@pytest.mark.parametrize(
    "layer, message",
    [
        ({"weights": [[1]], "activation": "relu"}, '"bias": false'),
        ({"weights": [[1]], "bias": False, "biases": [0], "activation": "relu"}, "Leave one of the two out"),
        ({"weights": [[1]], "bias": "no", "biases": [0], "activation": "relu"}, "true or false"),
    ],
)
def test_biases_that_are_neither_given_nor_denied_are_a_fault(layer, message):
    with pytest.raises(NetworkError, match=message):
        read_network(ONE | {"layers": [layer]})


def test_it_stays_so_in_data_and_links():
    network = read_network(TWO)
    assert as_json(network)["layers"][0] == TWO["layers"][0]
    assert read_permalink(write_permalink(as_json(network))) == as_json(network)
    assert read_network(as_json(network)) == network
    assert as_json(trace(network).after.network)["layers"][0]["bias"] is False


def test_no_formula_and_no_sentence_adds_one():
    found = trace(read_network(ONE))
    told = explain(found, "z[1,1]")
    assert (plain(told.symbols), plain(told.numbers)) == ("z1=w11·x1", "z1=1·1=1")
    assert told.words == (
        "The weighted sum, unit 1 of layer 1. Multiply each input by its weight, then add the products. "
        "There is no bias."
    )
    assert "biases" not in explain(found, "loss_new").words
    assert "+b" in plain(explain(trace(read_network(TWO)), "z[2,1]@1").symbols)


def test_nobody_can_forget_it():
    network = read_network(ONE | {"inputs": [1, 2], "layers": [{**ONE["layers"][0], "weights": [[1, 0.5]]}]})
    for probe in ("z[1,1]", "loss_new"):
        assert not {"z.no_bias", "z.minus_bias", "z.bias_each", "z.bias_factor"} & set(applicable(network, probe))
        assert not {"db.times_x", "db.times_b", "db.zero"} & set(applicable(network, probe))
    assert "z.no_bias" in applicable(read_network(TWO), "loss_new")
    assert "z.one_input" in wrong_values(network, "z[1,1]")


@pytest.mark.parametrize("probe", ["dW[1,1,1]", "dW[1,2,2]", "dW[2,1,1]", "W_new[1,1,1]"])
def test_no_feedback_speaks_of_a_bias(probe):
    bare = TWO | {"layers": [TWO["layers"][0], {"weights": [[0.5, -1.5]], "bias": False, "activation": "sigmoid"}]}
    network = read_network(bare)
    said = {wrong.id: feedback(network, wrong) for wrong in wrong_values(network, probe).values()}
    assert {"dw.no_input", "dh.no_input"} & set(said)
    assert not [sentence for sentence in said.values() if "bias" in sentence]


def test_a_wrong_line_has_none():
    network = read_network(ONE | {"inputs": [1, 2], "layers": [{**ONE["layers"][0], "weights": [[1, 0.5]]}]})
    assert plain(wrong_working(network, "z[1,1]", "z.one_input")) == "1·1=1"


def test_the_drawing_shows_none_and_tells_of_none():
    drawn = draw(read_network(ONE), known="all")
    assert "bias" not in drawn.label
    assert not [caption for caption in drawn.captions if caption.probe.startswith("b")]
    assert not [line for line in drawn.lines if line.probe.startswith("b")]


def test_the_table_of_the_page_has_no_row_for_it():
    labels = [row.label for group in Moment(read_network(ONE), "z[1,1]").table.groups for row in group.rows]
    assert "z" in labels
    assert not {"b", "∂L/∂b", "new b"} & set(labels)


def test_the_form_has_no_field_for_it_and_keeps_it_so():
    network = read_network(ONE)
    names = [field.name for group in form_of(network).groups for field in group.fields]
    assert not [name for name in names if "bias" in name]
    assert "layers[1].biases[0]" in [
        field.name for group in form_of(read_network(TWO)).groups for field in group.fields
    ]
    changed = read_form(network, {"layers[0].weights[0][0]": "2"}).network
    assert as_json(changed)["layers"] == [{"weights": [[2]], "bias": False, "activation": "identity"}]


def test_another_size_keeps_it_so():
    layers = as_json(resized(read_network(ONE), [2, 3, 2]))["layers"]
    assert [layer.get("bias") for layer in layers] == [False, False]
    assert [layer.get("bias") for layer in as_json(resized(read_network(TWO), [2, 3, 1]))["layers"]] == [False, None]


def test_the_program_prints_none():
    code = numpy_code(read_network(ONE))
    assert not re.search(r"\bd?b1", code)
    names = {}
    exec(code, names)  # noqa: S102  our own program, which a learner would run too
    assert names["loss_new"] == 2.25


def test_its_parameters_are_its_weights():
    assert [layer.parameters for layer in read_network(TWO).layers] == [4, 3]
