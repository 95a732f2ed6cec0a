"""The simulator's doors for programs: what they answer, and how they refuse."""

import contextlib
import io
import json

import numpy as np
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from rest_framework.exceptions import NotAuthenticated, Throttled, ValidationError
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from simulator.api.errors import ApiError, unknown_route
from simulator.engine.network import read_network
from simulator.engine.trace import trace
from simulator.stepping.numpy_code import numpy_code
from simulator.stepping.presets import BY_HAND, FILMS, MAZUR, ONE_NEURON, PRESETS

TRACE, CHECK = "/api/simulator/trace/", "/api/simulator/check/"
SIGMOID_NEURON = {
    "inputs": [-2, 1.5],
    "layers": [{"weights": [[-0.3, -1.3]], "biases": [0.8], "activation": "sigmoid"}],
}
TWO_EXAMPLES = FILMS | {"inputs": [[2, -1.5], [-2, -1.5]], "target": [[0.1], [0.9]]}


def post(address, body, **headers):
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(address, sent, content_type="application/json", headers=headers)


def check(network, probe, answer, **more):
    return post(CHECK, {"network": network, "probe": probe, "answer": answer, **more}).json()


def refused(address, body, status=400):
    response = post(address, body)
    assert response.status_code == status
    said = response.json()
    assert set(said) - {"faults"} == {"code", "message", "next", "field", "request_id"}
    assert said["message"]
    assert said["next"]
    assert said["request_id"] == response["X-Request-ID"]
    return said


# ---- trace


def test_a_trace_of_one_example_has_the_shape_of_the_documentation():
    traced = post(TRACE, MAZUR).json()
    assert set(traced) == {"layers", "output", "loss", "loss_new"}
    assert set(traced["layers"][0]) == {"z", "a", "slope", "delta", "dW", "db", "W_new", "b_new"}
    assert traced["loss"] == pytest.approx(0.298371109, abs=1e-9)
    assert traced["layers"][1]["W_new"][0] == pytest.approx([0.35891648, 0.408666186], abs=1e-8)


def test_a_trace_of_several_examples_lists_them():
    traced = post(TRACE, TWO_EXAMPLES).json()
    assert set(traced) == {"examples", "layers", "loss", "loss_new"}
    assert [round(example["loss"], 4) for example in traced["examples"]] == [0.4931, 0.4975]
    assert round(traced["loss_new"], 4) == 0.3349


def test_what_needs_a_missing_target_is_null():
    traced = post(TRACE, SIGMOID_NEURON).json()
    assert traced["output"] == [pytest.approx(0.366, abs=5e-4)]
    assert traced["loss"] is None
    assert traced["layers"][0]["dW"] is None


def test_explain_adds_a_formula_for_every_quantity():
    explained = post(f"{TRACE}?explain=1", BY_HAND).json()["explain"]
    assert set(explained["z[1,1]"]) == {"symbols", "numbers", "words"}
    assert explained["z[1,1]"]["numbers"].startswith("<math")
    assert {"x[1]", "loss", "W_change[1,1,1]", "loss_new"} <= set(explained)


def test_one_formula_can_be_asked_for_alone():
    assert set(post(f"{TRACE}?explain=loss&explain=a[2,1]", BY_HAND).json()["explain"]) == {"loss", "a[2,1]"}
    assert refused(f"{TRACE}?explain=q[1]", BY_HAND)["field"] == "explain"
    assert refused(f"{TRACE}?explain=loss", SIGMOID_NEURON)["field"] == "explain"


def test_a_network_with_too_many_quantities_is_not_explained_at_once():
    row = [0.01] * 32
    large = {"inputs": row, "layers": [{"weights": [row] * 32, "biases": row, "activation": "relu"}]}
    assert post(TRACE, large).status_code == 200
    assert refused(f"{TRACE}?explain=1", large)["field"] == "explain"


def test_only_what_is_asked_for_comes_where_the_trace_is_left_out():
    answer = post(f"{TRACE}?trace=0&explain=z[1,1]", ONE_NEURON).json()
    assert list(answer) == ["explain"]
    assert list(answer["explain"]) == ["z[1,1]"]


def test_a_diagnosis_brings_its_slip_with_numbers_where_that_is_asked():
    asked = {"network": ONE_NEURON, "probe": "z[1,1]", "answer": "0.18"}  # 0.68 without the bias of 0.5
    [plain] = post(CHECK, asked).json()["diagnoses"]
    [told] = post(f"{CHECK}?explain=1", asked).json()["diagnoses"]
    assert set(told) - set(plain) == {"working"}
    assert told["working"].startswith("<math>")
    assert "<mn>0.18</mn>" in told["working"]


def test_steps_come_in_order_with_their_values():
    steps = post(f"{TRACE}?steps=1", ONE_NEURON).json()["steps"]
    # z = 1.5*0.6 - 0.8*0.9 + 0.5 = 0.68
    assert steps[0]["probe"] == "z[1,1]"
    assert steps[0]["value"] == pytest.approx(0.68)
    assert [step["stage"] for step in steps] == sorted(
        (step["stage"] for step in steps), key=["forward", "loss", "backward", "update"].index
    )


@pytest.mark.parametrize("network", [*(p.network for p in PRESETS.values()), TWO_EXAMPLES, SIGMOID_NEURON])
def test_the_numpy_code_runs_and_prints_the_numbers_of_the_trace(network):
    code = post(f"{TRACE}?code=1", network).json()["code"]
    printed, names, traced = io.StringIO(), {}, trace(read_network(network)).as_json()
    with np.printoptions(), contextlib.redirect_stdout(printed):
        exec(code, names)  # noqa: S102  our own program, which a learner would run too
    for k, layer in enumerate(traced["layers"], 1):
        for name in ("dW", "db"):
            if layer[name] is not None:
                assert_allclose(names[f"{name}{k}"], layer[name], rtol=0, atol=1e-12)
        if layer["W_new"] is not None:
            assert_allclose(names[f"W{k}_new"], layer["W_new"], rtol=0, atol=1e-12)
            assert_allclose(names[f"b{k}_new"], layer["b_new"], rtol=0, atol=1e-12)
    outputs = [e["output"] for e in traced["examples"]] if "examples" in traced else traced["output"]
    assert_allclose(names[f"a{len(traced['layers'])}"], outputs, rtol=0, atol=1e-12)
    if traced["loss"] is not None:
        assert_allclose(names["loss"], traced["loss"], rtol=0, atol=1e-12)
        assert_allclose(names["loss_new"], traced["loss_new"], rtol=0, atol=1e-12)
        assert "loss =" in printed.getvalue()


@pytest.mark.parametrize("activation", ["identity", "relu", "leaky_relu", "sigmoid", "tanh", "softmax"])
@pytest.mark.parametrize("loss", ["squared_error", "half_squared_error", "mean_squared_error"])
@pytest.mark.parametrize("several", [False, True])
def test_the_numpy_code_knows_every_activation_and_loss(activation, loss, several):
    inputs, target = [0.5, -1.5], [0.2, 0.7]
    layers = [
        {"weights": [[0.3, -0.2], [0.6, 0.9]], "biases": [0.1, -0.3], "activation": "leaky_relu"},
        {"weights": [[1, -0.5], [0.4, 0.8]], "biases": [0, 0.2], "activation": activation},
    ]
    network = {"inputs": inputs, "target": target, "layers": layers, "loss": loss, "learning_rate": 0.3}
    if several:
        network |= {"inputs": [inputs, [1, 2]], "target": [target, [1, 0]]}
    read, names = read_network(network), {}
    with np.printoptions(), contextlib.redirect_stdout(io.StringIO()):
        exec(numpy_code(read), names)  # noqa: S102
    assert_allclose(names["loss_new"], trace(read)["loss_new"], rtol=0, atol=1e-12)
    assert_allclose(names["dW1"], trace(read).as_json()["layers"][0]["dW"], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"inputs": "1"}, "inputs"),
        ({"inputs": []}, "inputs"),
        ({"inputs": [1, True]}, "inputs[1]"),
        ({"inputs": [1, "2"]}, "inputs[1]"),
        ({"inputs": [1, 2, 3]}, "layers[0].weights[0]"),
        ({"target": [1, 2]}, "target"),
        ({"layers": []}, "layers"),
        ({"layers": [{"weights": [[1, 2], [3]], "biases": [0, 0], "activation": "relu"}]}, "layers[0].weights[1]"),
        ({"layers": [{"weights": [[1, 2]], "biases": [0], "activation": "swish"}]}, "layers[0].activation"),
        ({"layers": [{"weights": [[1, 1e7]], "biases": [0], "activation": "relu"}]}, "layers[0].weights[0][1]"),
        ({"loss": "hinge"}, "loss"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"update_biases": "no"}, "update_biases"),
        ({"weights": 1}, "weights"),
    ],
)
def test_a_malformed_network_is_refused_naming_the_field(change, field):
    assert refused(TRACE, BY_HAND | change)["field"] == field
    assert refused(CHECK, {"network": BY_HAND | change, "probe": "loss", "answer": "1"})["field"] == f"network.{field}"


def test_several_faults_are_all_listed():
    said = refused(TRACE, BY_HAND | {"loss": "hinge", "learning_rate": "fast"})
    assert {fault["field"] for fault in said["faults"]} == {"loss", "learning_rate"}
    assert said["field"] == said["faults"][0]["field"]


# ---- check


@pytest.mark.parametrize(
    ("answer", "id"),
    [
        ("-0.55", "sig.preact"),
        ("0.206", "z.no_bias"),
        ("0.634", "sig.exp_sign"),
        ("-0.501", "sig.as_tanh"),
        ("0.232", "sig.derivative"),
        ("0.950", "z.crossed"),
    ],
)
def test_each_wrong_number_of_the_sigmoid_neuron_is_told_apart(answer, id):
    said = check(SIGMOID_NEURON, "a[1,1]", answer)
    assert said["correct"] is False
    assert id in [found["id"] for found in said["diagnoses"]]
    assert set(said["diagnoses"][0]) == {"id", "key", "feedback", "value", "node", "share"}


@pytest.mark.parametrize(
    ("answer", "id", "node"),
    [
        ("0.870", "relu.preact", "a[1,2]"),
        ("0.668", "relu.abs", "a[1,2]"),
        ("0.731", "z.no_bias", "z[2,1]"),
        ("0.858", "z.no_bias", "z[1,1]"),
        ("0.109", "z.crossed", "z[1,1]"),
        ("1.3", "sig.preact", "a[2,1]"),
    ],
)
def test_each_wrong_number_of_two_two_one_is_told_apart(answer, id, node):
    found = check(BY_HAND, "a[2,1]", answer)["diagnoses"]
    assert (id, node) in [(one["id"], one["node"]) for one in found]


@pytest.mark.parametrize("answer", ["0.7553", "0.2895", "0.1553", "-0.0956", "0.4965", "0.5224", "0.5379"])
def test_each_wrong_number_of_one_step_has_a_reason(answer):
    assert check(ONE_NEURON, "W_new[1,1,1]", "0.4447")["correct"] is True
    assert check(ONE_NEURON, "W_new[1,1,1]", answer)["diagnoses"]


@pytest.mark.parametrize("answer", ["0.366", "0,366", " .366 ", "3.66e-1", "0.364", "+0.367", 0.366])
def test_right_is_right_however_it_is_written(answer):
    said = check(SIGMOID_NEURON, "a[1,1]", answer)
    assert said["correct"] is True
    assert said["expected"] == pytest.approx(0.36586, abs=1e-5)
    assert said["diagnoses"] == []
    assert said["message"] is None


def test_a_true_minus_is_a_minus():
    assert check(SIGMOID_NEURON, "z[1,1]", "−0.55")["correct"] is True


@pytest.mark.parametrize("answer", ["", "abc", "nan", "inf", "1_000", "0.7.3", "1 2", "1/2", "9" * 50])
def test_what_is_no_number_is_asked_again(answer):
    said = check(SIGMOID_NEURON, "a[1,1]", answer)
    assert (said["read"], said["correct"], said["expected"]) == (None, None, None)
    assert "Write" in said["message"] or "Enter a number" in said["message"]  # what to do
    assert "This did not count as a try." in said["message"]


def test_a_value_cut_short_is_asked_again_without_telling_the_value():
    said = check(SIGMOID_NEURON, "a[1,1]", "0.4")  # 0.366 to one decimal
    assert (said["read"], said["correct"], said["expected"]) == (0.4, None, None)
    assert "3 decimals" in said["message"]


def test_a_small_slope_is_not_zero():
    # z = 4*1.5 + 3 - 1 = 8, a = 0.99966, slope = 0.000335: nearer to 0 than 0.002, and yet not 0.
    network = PRESETS["saturated"].network
    assert check(network, "slope[1,1]", "0")["correct"] is not True
    value = check(network, "slope[1,1]", "5")["expected"]
    assert check(network, "slope[1,1]", f"{value:.3g}")["correct"] is True


def test_a_tolerance_of_ones_own_is_inclusive():
    assert check(BY_HAND, "z[2,1]", "1.5", tolerance=0.2)["correct"] is True
    assert check(BY_HAND, "z[2,1]", "1.5001", tolerance=0.2)["correct"] is False
    assert check(BY_HAND, "z[2,1]", "1.3", tolerance=0)["correct"] is True


def test_two_slips_together_are_found():
    # No bias, z = 0.6 - 1.95 = -1.35, and the sign of the exponent turned: 1/(1 + e**-1.35) = 0.794
    [found, *_] = check(SIGMOID_NEURON, "a[1,1]", "0.794")["diagnoses"]
    assert "+" in found["id"]


def test_a_number_that_nothing_explains_gets_a_first_step():
    said = check(BY_HAND, "a[2,1]", "17.17")
    assert said["correct"] is False
    assert said["diagnoses"] == []
    assert said["message"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"network": None}, "network"),
        ({"network": []}, "network"),
        ({"probe": None}, "probe"),
        ({"probe": 3}, "probe"),
        ({"probe": "q[1]"}, "probe"),
        ({"probe": "z[3,1]"}, "probe"),
        ({"probe": "z[1,1]@2"}, "probe"),
        ({"probe": "z" * 10_000}, "probe"),
        ({"answer": None}, "answer"),
        ({"answer": True}, "answer"),
        ({"answer": ["1"]}, "answer"),
        ({"tolerance": -0.1}, "tolerance"),
        ({"tolerance": "0.1"}, "tolerance"),
        ({"tolerance": True}, "tolerance"),
    ],
)
def test_a_bad_question_is_refused_naming_the_field(change, field):
    assert refused(CHECK, {"network": BY_HAND, "probe": "loss", "answer": "1"} | change)["field"] == field


@pytest.mark.parametrize(
    ("missing", "probe"), [("target", "loss"), ("loss", "delta[1,1]"), ("learning_rate", "W_new[1,1,1]")]
)
def test_asking_for_what_needs_a_missing_thing_names_it(missing, probe):
    network = {name: value for name, value in BY_HAND.items() if name != missing}
    assert refused(CHECK, {"network": network, "probe": probe, "answer": "1"})["field"] == f"network.{missing}"


def test_a_value_too_large_to_be_written_is_refused_at_the_probe():
    layer = {"weights": [[1e6]], "biases": [0], "activation": "identity"}
    network = {"inputs": [1e6], "target": [0], "layers": [layer] * 8, "loss": "squared_error", "learning_rate": 1e6}
    for probe in ("W_new[1,1,1]", "loss_new"):
        response = post(CHECK, {"network": network, "probe": probe, "answer": "1"})
        assert response.status_code in (200, 400)
    assert post(f"{TRACE}?explain=1&steps=1&code=1", network).status_code == 200


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"inputs": [NaN]}', '{"inputs": [1e400]}', '{"a": 1, "a": 2}', "[" * 1000, b"\xff"]
)
@pytest.mark.parametrize("address", [TRACE, CHECK])
def test_a_body_that_is_no_plain_json_is_refused(address, body):
    refused(address, body)


def test_a_body_that_is_too_large_is_413():
    assert refused(TRACE, json.dumps({"a": "x" * 300_000}), status=413)["code"] == "too_large"


def test_the_door_needs_no_session_and_no_token():
    response = post(TRACE, BY_HAND)
    assert response.status_code == 200
    assert not response.cookies


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda x: st.lists(x, max_size=3)))
def test_no_value_in_any_place_breaks_the_door(value):
    for name in ("inputs", "target", "layers", "loss", "learning_rate", "update_biases"):
        assert post(TRACE, BY_HAND | {name: value}).status_code in (200, 400)
    for name in ("network", "probe", "answer", "tolerance"):
        body = {"network": BY_HAND, "probe": "loss", "answer": "1"} | {name: value}
        assert post(CHECK, body).status_code in (200, 400)


# ---- errors


def answered(raised, method="get"):
    class Door(APIView):
        authentication_classes = ()
        permission_classes = ()

        def get(self, request):
            raise raised

    response = Door.as_view()(getattr(APIRequestFactory(), method)("/"))
    return response.status_code, response.data, response


def test_a_method_that_is_not_there_is_405_with_those_that_are():
    status, body, response = answered(None, "put")
    assert (status, body["code"]) == (405, "method_not_allowed")
    assert "GET" in response["Allow"]


def test_an_error_with_more_to_say_says_it():
    status, body, _ = answered(
        ApiError("closed", "It has ended.", "Read the review.", status=409, extra={"attempt": 1})
    )
    assert status == 409
    assert body == {
        "code": "closed",
        "message": "It has ended.",
        "next": "Read the review.",
        "field": None,
        "request_id": "",
        "attempt": 1,
    }


def test_nested_validation_errors_are_named_by_their_path():
    _, body, _ = answered(ValidationError({"items": [{}, {"answer": ["Too long."]}]}))
    assert (body["field"], body["message"]) == ("items[1].answer", "Too long.")


def test_throttled_says_when_to_come_back():
    status, body, response = answered(Throttled(wait=7))
    assert (status, body["code"], response["Retry-After"]) == (429, "throttled", "8")


def test_not_signed_in_says_how_to():
    assert "token" in answered(NotAuthenticated())[1]["next"]


def test_what_is_unexpected_is_500_and_tells_no_secret(caplog):
    status, body, _ = answered(RuntimeError("/srv/secret SELECT"))
    assert (status, body["code"]) == (500, "error")
    assert "secret" not in json.dumps(body)
    assert "secret" in caplog.text  # the log has it whole


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_not_there_is_json_too(method):
    response = unknown_route(getattr(APIRequestFactory(), method)("/api/nowhere/"))
    assert response.status_code == 404
    assert json.loads(response.content)["code"] == "not_found"


def test_the_schema_says_the_limits_of_a_network():
    layer = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]["Layer"]
    assert layer["properties"]["weights"]["maxItems"] == 32
