"""Draws in which a mistake gives the right number are refused; authors hear how often chance looks like one."""

import pytest

from quizzes.questions.chance_in_words import chance_in_words
from quizzes.questions.coincidences import by_nature
from quizzes.questions.drawing import draw
from quizzes.questions.draws import grids
from quizzes.questions.making import draw_pool, make
from quizzes.questions.types import TYPES
from simulator.engine.diagnosis import wrong_values
from simulator.engine.network import read_network

SUM = {
    "type": "number",
    "concepts": ["weights-and-bias"],
    "level": "apply",
    "prompt": "Weights {{w1}} and {{w2}}, inputs 1 and 2, bias 0.5. What is the weighted sum?",
    "explanation": "Multiply, then add.",
    "draw": {"w1": {"choices": ["-1", "1", "2"]}, "w2": {"choices": ["-1", "1", "2"]}},
    "network": {
        "inputs": [1, 2],
        "layers": [{"weights": [["w1", "w2"]], "biases": [0.5], "activation": "identity"}],
    },
    "answer": {"probe": "z[1,1]", "decimals": 2, "separate": ["z.no_bias"]},
}
PARAMETERS = {
    **SUM,
    "prompt": "How many parameters has a network {{a}}-{{b}}-{{c}}?",
    "draw": {name: {"choices": ["3", "4", "5"]} for name in "abc"},
    "answer": {"count": "parameters", "sizes": ["a", "b", "c"], "decimals": 0, "tolerance": 0},
}
del PARAMETERS["network"]
DELTA = {
    **SUM,
    "prompt": "Inputs {{x}} and 2. What is the gradient? The output is {{y}}.",
    "draw": {"x": {"from": "0.7", "to": "1.9", "step": "0.1"}},
    "let": {"y": "a[1,1]"},
    "network": {
        "inputs": ["x", 2],
        "target": [0.2],
        "layers": [{"weights": [[0.6, -0.9]], "biases": [0.5], "activation": "sigmoid"}],
        "loss": "squared_error",
    },
    "answer": {"probe": "dW[1,1,1]", "decimals": 3},
}


def test_swapped_weights_that_are_equal_are_refused():
    # with w1 = w2 the crossed sum is the right one, and without a minus none can be lost
    drawn = [fit.drawn.parameters for fit in draw_pool(SUM, 9).fits]
    assert drawn
    assert all(one["w1"] != one["w2"] for one in drawn)
    assert all("-1" in one.values() for one in drawn)


def test_no_draw_marks_a_mistake_right():
    for one in make(SUM, list, 9, question="sum"):
        always = by_nature(SUM, TYPES["number"], "sum", grids(SUM))
        values = wrong_values(read_network(one.right["network"]), "z[1,1]", float("nan"))
        near = {key for key, wrong in values.items() if abs(wrong.value - one.right["value"]) <= one.right["tolerance"]}
        assert near <= always


def test_what_gives_the_right_number_in_every_draw_refuses_none():
    always = by_nature(SUM, TYPES["number"], "sum", grids(SUM))
    assert "z.activated" in always  # without an activation the activated sum is the sum
    assert "z.crossed" not in always


def test_sizes_that_hide_a_miscount_are_refused():
    # One bias for each layer is as many as one for each unit, if every layer has one unit.
    always = by_nature(PARAMETERS, TYPES["number"], "sizes", grids(PARAMETERS))
    fits = draw_pool(PARAMETERS, 20).fits
    assert fits
    assert all(TYPES["number"].coinciding(PARAMETERS, fit.drawn) <= always for fit in fits)
    one_unit = {**PARAMETERS, "draw": {name: {"choices": ["1"]} for name in "abc"}}
    drawn = draw(one_unit, TYPES["number"], dict.fromkeys("abc", "1"))
    assert "pc.layer_bias" in TYPES["number"].coinciding(one_unit, drawn)


def test_a_question_without_draws_is_not_refused():
    body = {**SUM, "prompt": "The weights are equal.", "network": {**SUM["network"]}}
    body["network"]["layers"] = [{"weights": [[1, 1]], "biases": [0.5], "activation": "identity"}]
    del body["draw"]
    assert len(draw_pool(body, 5).fits) == 1


# ---- what the prompt states


def test_what_the_prompt_states_is_in_the_key():
    (one, *_) = make(DELTA, list, 1, question="delta")
    assert one.right["told"] == ["a[1,1]"]


def test_mistakes_before_what_the_prompt_states_are_not_named():
    kind = TYPES["number"]
    (one, *_) = make(DELTA, list, 1, question="delta")
    wrong = one.wrong["z.no_bias"]["value"]  # a mistake of the forward pass, which the prompt gives
    verdict = kind.grade(kind.parse(f"{wrong:.3f}", {}), one.right, one.wrong)
    assert "z.no_bias" not in [found["id"] for found in verdict.diagnoses]
    unstated = {**one.right, "told": []}
    assert "z.no_bias" in [
        found["id"] for found in kind.grade(kind.parse(f"{wrong:.4f}", {}), unstated, one.wrong).diagnoses
    ]


# ---- the chance in words


def test_authors_hear_how_often_chance_looks_like_a_mistake():
    body = {**DELTA, "let": {}, "prompt": "Input {{x}}. What is the gradient?"}
    [told] = chance_in_words(make(body, list, 9, question="delta"))
    assert told.field == "answer"
    assert told.message.startswith("At 3 decimals, ")
    assert "% of random wrong numbers would look like a known mistake. Ask for 4 decimals" in told.message
    assert told.message.endswith(", or state the forward pass.")


def test_authors_who_state_the_forward_pass_hear_nothing():
    assert chance_in_words(make(DELTA, list, 9, question="delta")) == []


@pytest.mark.parametrize("decimals", [4, 5])
def test_with_more_decimals_there_is_nothing_to_say(decimals):
    body = {**DELTA, "let": {}, "prompt": "Input {{x}}.", "answer": {**DELTA["answer"], "decimals": decimals}}
    assert chance_in_words(make(body, list, 9, question="delta")) == []


def test_small_counts_are_advised_to_draw_larger_numbers():
    body = {
        **PARAMETERS,
        "draw": {"n": {"choices": ["4", "5", "6"]}},
        "prompt": "{{n}}",
        "answer": {
            "expression": "n + 2",
            "decimals": 0,
            "tolerance": 0,
            "wrong": [{"value": f"n + {more}", "feedback": "No."} for more in (0, 1, 3, 5)],
        },
    }
    [told] = chance_in_words(make(body, list, 3, question="n"))
    assert told.message.startswith("In whole numbers, ")
    assert told.message.endswith("Draw numbers that are larger.")
