"""What cancels by hand is 0, and what is a decimal by hand is that decimal: in every pass, idea and expression."""

import math
import re
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.diagnosis import wrong_values
from simulator.engine.formulas import explain
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import read_network
from simulator.engine.operations import Replacement
from simulator.engine.sums import added, by_hand, spaced
from simulator.engine.trace import Trace, trace
from simulator.engine.traces import Traces
from simulator.stepping.numpy_code import numpy_code


def network(inputs, weights, biases, activation="relu", **others):
    layer = {"weights": weights, "biases": biases, "activation": activation}
    given = {"target": [1] * len(weights), "loss": "squared_error", "learning_rate": 0.5}
    return read_network({"inputs": inputs, "layers": [layer], **given, **others})


# z = 0.1 + 0.2 − 0.3 = 0, so ReLU is off: y = 0, its slope 0, L = (0 − 1)² = 1; ∂L/∂y = −2, δ = −2 · 0 = 0
CANCELLED = network([1, 1], [[0.1, 0.2]], [-0.3])


def test_a_relu_whose_sum_cancels_by_hand_is_off():
    found = trace(CANCELLED)
    assert found.as_json() == {
        "layers": [
            {"z": [0], "a": [0], "slope": [0], "delta": [0], "dW": [[0, 0]], "db": [0], "W_new": [[0.1, 0.2]]}
            | {"b_new": [-0.3]}
        ],
        "output": [0],
        "loss": 1,
        "loss_new": 1,
    }
    said = re.sub("<[^>]+>", "", explain(found, "slope[1,1]").numbers)
    assert said.replace("\N{NO-BREAK SPACE}", " ").endswith("1 if 0&gt;0, else 0=0")


def test_so_it_is_for_every_idea_at_once():
    stacked = Traces(CANCELLED, [Replacement()] * 3)
    assert stacked.backward[0].slope.ravel().tolist() == [0, 0, 0]
    assert stacked.whole("dW", 1).ravel().tolist() == [0] * 6


@pytest.mark.parametrize("sign", [1, -1])
def test_the_program_of_the_page_has_it_off_too(sign):
    names = {}
    code = numpy_code(network([1, 1], [[sign * 0.1, sign * 0.2]], [sign * -0.3]))
    exec(code, names)  # noqa: S102  our own program, which a learner would run too
    assert (names["slope1"].tolist(), names["dW1"].tolist()) == ([0], [[0, 0]])


@pytest.mark.parametrize(
    "idea, inputs, weights, bias",
    [
        ("z.no_bias", [1, 1, 1], [0.1, 0.2, -0.3], 5),  # 0.1 + 0.2 − 0.3, the bias left out
        ("z.minus_bias", [1, 1], [0.1, 0.2], 0.3),  # 0.1 + 0.2 − 0.3
        ("z.bias_each", [1, 1], [0.4, 0.2], -0.3),  # 0.4 + 0.2 − 2 · 0.3
        ("z.bias_factor", [1, 1, 1], [0.1, 0.2, -0.3], 100),  # 100 · 0
        ("z.crossed", [0.3, 0.1], [0.1, 0.3], -0.1),  # the weights exchanged: 0.3 · 0.3 + 0.1 · 0.1 − 0.1
        ("z.added", [0.1, 0.1], [0.1, -0.6], 0.3),  # 0.1 − 0.6 + 0.1 + 0.1 + 0.3
        ("z.one_input", [3, 1], [0.1, 5], -0.3),  # 3 · 0.1 − 0.3
        ("z.lost_minus", [-1, 1], [0.1, 0.2], -0.3),  # |−0.1| + 0.2 − 0.3
        ("z.mean", [1, 1], [0.1, 0.5], -0.3),  # 0.6 / 2 − 0.3
    ],
)
def test_a_wrong_sum_that_cancels_by_hand_leaves_relu_off(idea, inputs, weights, bias):
    net = network(inputs, [weights], [bias])
    wrong = Trace(net, Replacement({(name, None): one for name, one in MISCONCEPTIONS[idea].ideas.items()}))
    assert (wrong["z[1,1]"], wrong["slope[1,1]"], wrong["dW[1,1,1]"]) == (0, 0, 0)
    stacked = Traces(net, [Replacement(), wrong.replacement])
    assert (stacked.forward[0].z[1].tolist(), stacked.backward[0].slope[1].tolist()) == ([[0]], [[0]])


def test_shares_of_scores_that_cancel_are_no_idea():
    # 0.1 + 0.2 − 0.3 = 0, and nothing can be divided by it
    net = network([1], [[0.1], [0.2], [-0.3]], [0, 0, 0], "softmax", target=[1, 0, 0], loss="cross_entropy")
    assert "smx.linear" not in wrong_values(net, "a[1,1]")


def test_an_output_that_is_the_target_by_hand_has_no_loss():
    # y = 0.1 · 3 = 0.3 = t
    for name in ("squared_error", "half_squared_error", "mean_squared_error"):
        found = trace(network([3], [[0.1]], [0], "identity", target=[0.3], loss=name))
        assert [found[p] for p in ("loss", "da[1,1]", "dW[1,1,1]", "loss_new")] == [0, 0, 0, 0]


def test_a_leaky_output_that_is_the_target_by_hand_has_no_loss():
    # z = −0.7, y = 0.01 · −0.7 = −0.007 = t
    assert trace(network([1], [[-0.7]], [0], "leaky_relu", target=[-0.007]))["loss"] == 0


def test_signals_that_cancel_come_back_as_0():
    # y = (1.1, 1.2, 0.7), t = (1, 1, 1): δ = 2(y − t) = (0.2, 0.4, −0.6).
    # Over weights of 1 comes back 0.2 + 0.4 − 0.6.
    first = {"weights": [[1]], "biases": [0], "activation": "relu"}
    second = {"weights": [[1], [1], [1]], "biases": [0.1, 0.2, -0.3], "activation": "identity"}
    given = {"inputs": [1], "target": [1, 1, 1], "loss": "squared_error", "learning_rate": 0.1}
    found = trace(read_network(given | {"layers": [first, second]}))
    assert (found["da[1,1]"], found["delta[1,1]"], found["W_change[1,1,1]"], found["W_new[1,1,1]"]) == (0, 0, 0, 1)


def test_gradients_of_examples_that_cancel_are_0():
    # of y − t = 0.1, 0.2, −0.3 at inputs of 1, halved squares: the mean of 0.1, 0.2 and −0.3
    found = trace(
        network([[1], [1], [1]], [[1]], [0], "identity", target=[[0.9], [0.8], [1.3]], loss="half_squared_error")
    )
    assert (found["dW[1,1,1]"], found["db[1,1]"], found["b_new[1,1]"]) == (0, 0, 0)


def test_a_weight_that_is_stepped_to_0_is_0():
    # y = 0.3, ∂L/∂w = y − t = 0.3 − (−2.7) = 3; new w = 0.3 − 0.1 · 3 = 0, a change of −0.3
    found = trace(network([1], [[0.3]], [0], "identity", target=[-2.7], loss="half_squared_error", learning_rate=0.1))
    assert (found["W_new[1,1,1]"], found["W_change[1,1,1]"]) == (0, -0.3)


def test_a_softmax_of_equal_scores_with_a_squared_error_sends_nothing_back():
    # three outputs of 1/3 and targets of 0: each ∂L/∂y is 2/3, their mean too, and 2/3 − 2/3 = 0
    found = trace(network([1], [[0.3], [0.3], [0.3]], [0, 0, 0], "softmax", target=[0, 0, 0]))
    assert [found[f"delta[1,{j}]"] for j in (1, 2, 3)] == [0, 0, 0]


def test_equal_scores_by_hand_are_equal():
    # 3 · 0.1 and 0.3
    found = trace(network([3], [[0.1], [0]], [0, 0.3], "softmax", target=[1, 0], loss="cross_entropy"))
    assert (found["a[1,1]"], found["a[1,2]"]) == (0.5, 0.5)


def test_what_is_small_but_not_0_stays():
    assert by_hand(np.array([3.3e-14]), np.array([2.0]), 2)[0] == 3.3e-14
    found = trace(network([1e-6], [[1e-6]], [0], "identity", target=[0], loss="half_squared_error"))
    assert found["z[1,1]"] == pytest.approx(1e-12, rel=1e-15)
    assert found["dW[1,1,1]"] == pytest.approx(1e-18, rel=1e-15)


decimals = st.integers(-30_000, 30_000).map(lambda n: Fraction(n, 100))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_sum_of_a_first_layer_is_the_exact_one(data):
    width, units = data.draw(st.integers(1, 32)), data.draw(st.integers(1, 3))
    inputs = data.draw(st.lists(decimals, min_size=width, max_size=width))
    weights = [data.draw(st.lists(decimals, min_size=width, max_size=width)) for _ in range(units)]
    totals = [sum(w * x for w, x in zip(row, inputs, strict=True)) for row in weights]
    cancels = data.draw(st.lists(st.booleans(), min_size=units, max_size=units))
    biases = [-total if to_0 else data.draw(decimals) for total, to_0 in zip(totals, cancels, strict=True)]
    floats = [[float(w) for w in row] for row in weights]
    found = trace(network([float(x) for x in inputs], floats, [float(b) for b in biases]))
    for j, (total, bias) in enumerate(zip(totals, biases, strict=True), 1):
        size = sum(abs(w * x) for w, x in zip(weights[j - 1], inputs, strict=True)) + abs(bias)
        z, exact = found[f"z[1,{j}]"], total + bias
        assert (z == 0) == (exact == 0)
        assert abs(Fraction(z) - exact) <= Fraction(2) ** -52 * max(abs(exact), size / 1000)


@given(st.lists(decimals, min_size=1, max_size=20))
def test_the_sum_of_a_few_decimals_is_the_decimal(terms):
    total = sum(terms)
    assert added(*map(float, terms)) == pytest.approx(float(total), rel=1e-15, abs=0 if total == 0 else 1e-15)


@pytest.mark.parametrize("terms", [[], [math.inf], [1e308, 1e308], [1e308, -1e308], [5e-324], [-0.0]])
def test_no_number_is_too_large_or_too_small_to_be_added(terms):
    assert added(*terms) == sum(terms)


def test_evenly_spaced_numbers_are_those_that_one_would_list():
    assert spaced(-0.3, 0.5, 9).tolist() == [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5]


def test_sums_and_single_numbers_follow_one_rule():
    terms = np.array(list(product((0.1, -0.3, 0.2, 1e5, 7.77), repeat=3)))
    one_by_one = [added(*map(float, row)) for row in terms]
    total, size = terms[:, 0] + terms[:, 1] + terms[:, 2], abs(terms).sum(axis=1)
    assert by_hand(total, size, 3).tolist() == one_by_one
    assert [by_hand(t, s, 3).item() for t, s in zip(total[:, None], size[:, None], strict=True)] == one_by_one
