"""From a wrong number to the idea behind it."""

from decimal import Decimal
from itertools import islice, pairwise

import numpy as np
import pytest

from simulator.engine.charts import Finding
from simulator.engine.diagnosis import (
    DEFAULT_SEPARATE,
    feedback,
    first_step,
    ruled_out,
    wrong_values,
)
from simulator.engine.explaining import case_of, diagnoses_of, explain, lead_of
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import Network, read_network
from simulator.engine.operations import Replacement
from simulator.engine.probes import UnknownProbe, find
from simulator.engine.separation import default_separate, kind_of
from simulator.engine.trace import trace
from simulator.engine.variants import BY_SECTION, SECTIONS
from simulator.engine.working import wrong_working
from tests.simulator.networks import BOTH, NEURON, RUNNING, TWO_TWO_ONE, with_layer

SIGMOID_NEURON = {  # z = (−0.3)(−2) + (−1.3)(1.5) + 0.8 = −0.55
    "inputs": [-2, 1.5],
    "layers": [{"weights": [[-0.3, -1.3]], "biases": [0.8], "activation": "sigmoid"}],
}
CHAPTER = [  # the worked examples of the first chapter: a wrong number, and the idea that gives it
    (SIGMOID_NEURON, "a[1,1]", "-0.55", "sig.preact", "a[1,1]"),
    (SIGMOID_NEURON, "a[1,1]", "0.206", "z.no_bias", "z[1,1]"),
    (SIGMOID_NEURON, "a[1,1]", "0.634", "sig.exp_sign", "a[1,1]"),
    (SIGMOID_NEURON, "a[1,1]", "-0.501", "sig.as_tanh", "a[1,1]"),
    (SIGMOID_NEURON, "a[1,1]", "0.232", "sig.derivative", "a[1,1]"),
    (SIGMOID_NEURON, "a[1,1]", "0.950", "z.crossed", "z[1,1]"),
    (TWO_TWO_ONE, "output[1]", "0.870", "relu.preact", "a[1,2]"),
    (TWO_TWO_ONE, "output[1]", "0.668", "relu.abs", "a[1,2]"),
    (TWO_TWO_ONE, "output[1]", "0.731", "z.no_bias@2", "z[2,1]"),
    (TWO_TWO_ONE, "output[1]", "0.858", "z.no_bias@1", "z[1,1]"),
    (TWO_TWO_ONE, "output[1]", "0.109", "z.crossed@1", "z[1,1]"),
    (TWO_TWO_ONE, "output[1]", "1.3", "sig.preact", "a[2,1]"),
    (NEURON, "W_new[1,1,1]", "0.7553", "up.ascent", "W_new[1,1,1]"),
    (NEURON, "W_new[1,1,1]", "0.2895", "up.no_eta", "W_new[1,1,1]"),
    (NEURON, "W_new[1,1,1]", "0.1553", "up.step_only", "W_new[1,1,1]"),
    (NEURON, "W_new[1,1,1]", "-0.0956", "dw.no_local", "delta[1,1]"),
    (NEURON, "W_new[1,1,1]", "0.4965", "dw.no_input", "dW[1,1,1]"),
    (NEURON, "W_new[1,1,1]", "0.5224", "dw.no_2", "da[1,1]"),
    (NEURON, "W_new[1,1,1]", "0.5379", "dw.times_w", "dW[1,1,1]"),
]


@pytest.mark.parametrize("data, probe, answer, key, node", CHAPTER)
def test_the_wrong_numbers_of_the_chapter_name_their_mistake(data, probe, answer, key, node):
    network = read_network(data)
    decimals = max(3, len(answer.partition(".")[2]))  # as many as are asked for
    found = explain(Decimal(answer), case_of(network, probe, decimals, 2 * 10**-decimals))
    assert found.stories, found
    named = {story.mistake.key: story.mistake for story in found.stories}
    assert named[key].node == node
    assert named[key].id == key.partition("@")[0]


def test_the_right_values_of_those_examples_are_as_printed():
    assert trace(read_network(SIGMOID_NEURON))["a[1,1]"] == pytest.approx(0.366, abs=5e-4)
    assert trace(read_network(TWO_TWO_ONE))["output[1]"] == pytest.approx(0.786, abs=5e-4)
    assert trace(read_network(NEURON))["W_new[1,1,1]"] == pytest.approx(0.4447, abs=5e-5)


def test_no_bias_at_all_is_told_from_no_bias_in_one_layer():
    # at all: z = (1.5, −0.5), a = (1.5, 0), σ(1.5) = 0.818; hidden: σ(1.5 + 0.3) = 0.858; output: σ(1) = 0.731
    network = read_network(TWO_TWO_ONE)
    wrong = wrong_values(network, "output[1]")
    found = {key: w.value for key, w in wrong.items() if w.id == "z.no_bias"}
    assert found == pytest.approx({"z.no_bias": 0.8176, "z.no_bias@1": 0.8581, "z.no_bias@2": 0.7311}, abs=5e-5)
    said = [feedback(network, wrong[key]) for key in found]
    assert len(set(said)) == 3
    assert said[0] == MISCONCEPTIONS["z.no_bias"].feedback
    assert said[1].endswith("This happened only in layer 1, a hidden layer.")
    assert said[2].endswith("This happened only in layer 2, the output layer.")


def test_the_line_of_the_wrong_number_is_shown_with_its_numbers():
    # no output bias: 1·1 + (−2)·0 = 1
    line = wrong_working(read_network(TWO_TWO_ONE), "output[1]", "z.no_bias@2")
    text = "".join(part.partition(">")[2] for part in str(line).split("<"))
    assert text == "1·1+(−2)·0=1"
    assert wrong_working(read_network(TWO_TWO_ONE), "output[1]", "tanh.half") is None


def test_a_pair_has_a_line_of_its_own():
    line = wrong_working(read_network(TWO_TWO_ONE), "output[1]", "z.no_bias@2+relu.preact")
    assert line
    assert "0.3" in line


def test_values_that_are_right_or_not_finite_are_left_out():
    # no biases, so every idea about them is right; a saturated sigmoid makes some logarithms infinite
    data = with_layer(NEURON, 1, weights=[[1000, 0]], biases=[0]) | {"loss": "binary_cross_entropy", "target": [0]}
    wrong = wrong_values(read_network(data), "loss")
    assert all(np.isfinite(w.value) for w in wrong.values())
    assert not {"z.no_bias", "z.minus_bias", "z.bias_each"} & {w.id for w in wrong.values()}


def test_the_right_value_may_be_given():
    network = read_network(NEURON)
    assert "z.no_bias" not in wrong_values(network, "z[1,1]", right=0.18)
    assert "z.no_bias" in wrong_values(network, "z[1,1]")


def test_asking_for_what_is_not_there_is_refused():
    with pytest.raises(UnknownProbe):
        wrong_values(read_network(NEURON), "z[2,1]")


def test_what_is_given_has_no_wrong_values():
    assert wrong_values(read_network(NEURON), "W[1,1,1]") == {}


SPEAKERS = [  # a probe of the running example, and who speaks there: one id for each idea that has several
    ("da[2,1]", "dy.sign dy.no_2"),
    ("delta[2,1]", "dy.sign dy.no_2 db.no_local"),
    ("dW[2,1,1]", "dw.sign dw.no_2 dw.no_local dw.no_input dw.own_output"),
    ("db[2,1]", "db.sign dy.no_2 db.no_local"),
    ("W_new[2,1,1]", "up.ascent up.no_eta up.unchanged dw.no_2 dw.no_local dw.no_input dw.own_output"),
    ("W_change[2,1,1]", "ch.sign ch.no_eta ch.zero dw.no_2 dw.no_local dw.no_input dw.own_output"),
    ("b_new[2,1]", "up.ascent up.no_eta up.unchanged dy.no_2 db.no_local"),
    ("b_change[2,1]", "ch.sign ch.no_eta ch.zero dy.no_2 db.no_local"),
    # Before the output; the slope of its ReLU is 1, so leaving out a slope is about both layers.
    ("da[1,1]", "dy.sign dy.no_2 db.no_local"),
    ("delta[1,1]", "dy.sign dy.no_2 db.no_local"),
    ("dW[1,1,1]", "dh.sign dw.no_2 dw.no_local dh.no_input dh.own_output"),
    ("db[1,1]", "db.sign dy.no_2 db.no_local"),
    ("W_new[1,1,1]", "up.ascent up.no_eta up.unchanged dw.no_2 dw.no_local dh.no_input dh.own_output"),
    ("W_change[1,1,1]", "ch.sign ch.no_eta ch.zero dw.no_2 dw.no_local dh.no_input dh.own_output"),
    ("b_new[1,1]", "up.ascent up.no_eta up.unchanged dy.no_2 db.no_local"),
    ("b_change[1,1]", "ch.sign ch.no_eta ch.zero dy.no_2 db.no_local"),
]


@pytest.mark.parametrize(("probe", "ids"), SPEAKERS)
def test_the_sentence_of_the_asked_quantity_speaks(probe, ids):
    wrong = wrong_values(read_network(RUNNING["network_B"]), probe).values()
    assert {w.id for w in wrong if MISCONCEPTIONS[w.id].same_as} == set(ids.split())


def test_a_hidden_slope_left_out_is_said_of_the_hidden_unit():
    network = read_network(with_layer(RUNNING["network_B"], 1, activation="tanh"))
    wrong = wrong_values(network, "dW[1,1,1]")
    assert wrong["dh.no_local"].node == "delta[1,1]"
    assert wrong["dw.no_local@2"].node == "delta[2,1]"


def test_half_the_loss_changes_the_loss_and_its_derivative():
    network = read_network(NEURON)
    right = trace(network)
    ideas = MISCONCEPTIONS["mse.half"].ideas
    halves = trace(network, Replacement({(operation, None): idea for operation, idea in ideas.items()}))
    assert halves["loss"] == pytest.approx(right["loss"] / 2)
    assert halves["dW[1,1,2]"] == pytest.approx(right["dW[1,1,2]"] / 2)


# ---- the first step to check


def test_where_nothing_fits_the_first_step_is_named():
    found = first_step(read_network(TWO_TWO_ONE), "W_new[2,1,1]")
    assert (found.id, found.node, found.value) == ("", "z[1,1]", pytest.approx(1.0))
    assert "weighted sum of unit 1 in layer 1" in found.feedback
    assert first_step(read_network(BOTH), "loss").node == "z[1,1]@1"
    assert first_step(read_network(TWO_TWO_ONE), "a[1,2]").node == "z[1,2]"
    assert "one product at a time" in first_step(read_network(TWO_TWO_ONE), "z[1,1]").feedback


@pytest.mark.parametrize("probe, value", [("x[2]", -1.5), ("y[1]", 0.1), ("W[1,2,1]", -0.6), ("b[2,1]", 0.5)])
def test_what_is_given_has_no_steps_to_check(probe, value):
    found = first_step(read_network(RUNNING["network"]), probe)
    assert (found.node, found.value) == (probe, value)
    assert "is given" in found.feedback


def test_the_first_step_worth_checking_is_the_first_one_not_told():
    network = read_network(TWO_TWO_ONE)
    told = ruled_out(network, ["a[1,1]", "a[1,2]"])
    assert told == {"z[1,1]", "a[1,1]", "z[1,2]", "a[1,2]"}
    assert first_step(network, "W_new[2,1,1]", told).node == "z[2,1]"
    assert first_step(network, "z[2,1]", told).node == "z[2,1]"


@pytest.mark.parametrize("probe", ["delta[1,1]", "dW[1,1,1]", "W_new[1,1,1]"])
def test_what_is_told_is_never_explained(probe):
    """Nobody who has the forward pass before them forgot a bias in it."""
    network = read_network(RUNNING["network"])
    case = case_of(network, probe, 4, 0.0002, told=["loss"])
    assert {one.node for one in case.singles}.isdisjoint(ruled_out(network, ["loss"]))
    for key, wrong in wrong_values(network, probe).items():
        found = explain(Decimal(f"{wrong.value:.4f}"), case)
        named = {part for story in found.stories for part in story.mistake.key.split("+")}
        assert key not in named or wrong.node not in ruled_out(network, ["loss"])


def test_two_mistakes_are_named_in_the_order_of_computing():
    # no output bias, then the exponent with the wrong sign: 1 − σ(1) = 0.2689
    network = read_network(TWO_TWO_ONE)
    case = case_of(network, "output[1]", 4, 0.0002, told=["a[1,1]", "a[1,2]"])
    found = explain(Decimal("0.2689"), case)
    assert found.verdict == "pair"
    assert [story.mistake.key for story in found.stories] == ["z.no_bias@2+sig.exp_sign"]
    assert diagnoses_of(network, found)[0].feedback.startswith("First: ")
    assert " Then: " in diagnoses_of(network, found)[0].feedback


LEADS = [
    (Finding("one", confidence=0.95), ""),
    (Finding("one", confidence=0.7), "One mistake that gives this number:"),
    (Finding("pair", confidence=0.7), "Two mistakes together give this number."),
    (Finding("two", confidence=0.7), "Two different mistakes give this number:"),
    (Finding("several", confidence=0.6), "Several mistakes give this number. The two most common:"),
    (Finding("many"), "Many mistakes give this number, so it does not say which was yours."),
    (Finding("none"), "We do not recognise this mistake."),
    (Finding("coarse", decimals_to_tell=4), "With 4 decimals we could say more about where this comes from."),
    (Finding("coarse", decimals_to_tell=1), "With 1 decimal we could say more about where this comes from."),
]


@pytest.mark.parametrize(("found", "lead"), LEADS)
def test_the_lead_is_as_sure_as_we_are(found, lead):
    assert lead_of(found) == lead


def test_several_examples_have_ideas_of_their_own():
    wrong = wrong_values(read_network(BOTH), "dW[2,1,1]")
    # ∂L/∂w of the two examples: 0.3343 and −0.0663; their sum is 0.2680
    assert wrong["bg.sum"].value == pytest.approx(0.2680, abs=1e-4)
    assert (wrong["bg.first"].value, wrong["bg.last"].value) == pytest.approx((0.3343, -0.0663), abs=5e-5)
    assert wrong_values(read_network(BOTH), "a[1,2]@1")["relu.preact"].node == "a[1,2]@1"


# ---- what a question separates where its author does not say


def drawn(random: np.random.Generator, activations: tuple[str, ...], loss: str) -> Network:
    """A network of two inputs on a grid of halves and tenths, as questions draw them."""
    sizes = [2, *([2] * (len(activations) - 1)), 3 if activations[-1] == "softmax" else 1]
    layers = [
        {
            "weights": (random.integers(-15, 16, (units, inputs)) / 10).tolist(),
            "biases": (random.choice([-8, -5, -3, 2, 4, 7], units) / 10).tolist(),
            "activation": activation,
        }
        for activation, inputs, units in zip(activations, *zip(*pairwise(sizes), strict=True), strict=True)
    ]
    target = [0.0] * sizes[-1]
    target[int(random.integers(sizes[-1]))] = 1.0 if loss != "squared_error" else 0.3
    inputs = (random.choice([-4, -3, 3, 4, 5], 2) / 2).tolist()
    return read_network({"inputs": inputs, "target": target, "layers": layers, "loss": loss, "learning_rate": 0.5})


def accepted(network: Network, probe: str) -> bool:
    """The guard: every default idea lies two tolerances away from the right value and from every other."""
    wrong = wrong_values(network, probe)
    names = default_separate(network, probe)
    if not all(name in wrong for name in names):
        return False
    values = [trace(network)[probe], *(wrong[name].value for name in names)]
    return all(abs(a - b) > 0.004 for i, a in enumerate(values) for b in values[:i])


WEIGHT = ["dW[1,1,2]", "W_new[1,1,2]", "W_change[1,1,2]"]
TWO_LAYERS = [f"{q}[1,1]" for q in ("da", "delta", "db")] + WEIGHT
ONE_LAYER = ["da[1,1]", "delta[1,1]", "db[1,1]", "b_new[1,1]", "b_change[1,1]", "loss_new"]
SEPARATED = [
    (("relu",), "squared_error", ["a[1,1]", "slope[1,1]", "z[1,1]"]),
    (("identity",), "squared_error", ["a[1,1]", "loss", "dW[1,1,2]"]),
    (("leaky_relu",), "squared_error", ["a[1,1]"]),
    (("tanh",), "squared_error", ["a[1,1]", "slope[1,1]", "loss"]),
    (
        ("sigmoid",),
        "squared_error",
        ["a[1,1]", "slope[1,1]", *WEIGHT, *ONE_LAYER],
    ),
    (("sigmoid",), "binary_cross_entropy", ["loss"]),
    (("softmax",), "cross_entropy", ["a[1,2]", "loss"]),
    (("sigmoid", "sigmoid"), "squared_error", ["output[1]", *TWO_LAYERS]),
    (("relu", "sigmoid"), "squared_error", ["output[1]", *TWO_LAYERS]),
]


@pytest.mark.parametrize(
    "activations, loss, probe", [(names, loss, probe) for names, loss, probes in SEPARATED for probe in probes]
)
def test_the_default_ideas_can_be_told_apart(activations, loss, probe):
    """At least 5 % of draws must pass, or a question without its own list could not be published."""
    random = np.random.default_rng(7)
    draws = (drawn(random, activations, loss) for _ in range(60))
    passed = islice((network for network in draws if accepted(network, probe)), 3)
    assert len([*passed]) == 3


def test_every_default_is_in_the_catalogue_and_has_a_kind():
    for kind, names in DEFAULT_SEPARATE.items():
        assert 5 <= len(names) <= 8 or kind == "slope relu"
        assert set(names) <= set(MISCONCEPTIONS)
    network = read_network(TWO_TWO_ONE)
    assert kind_of(network, find(network, "W[1,1,1]")) == "given"
    assert default_separate(network, "W[1,1,1]") == ()


def test_every_section_speaks_somewhere():
    spoken = {section for sections in SECTIONS.values() for section in sections}
    assert set(BY_SECTION) - spoken == {"parameters", "multiply count", "output shape"}
