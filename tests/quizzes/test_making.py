"""Drawing, filling in, the guard, and what is promised of variants."""

import itertools
import math

import pytest

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import QuestionError
from quizzes.questions.draws import grids, option_ids, parameters_of
from quizzes.questions.guard import too_close
from quizzes.questions.making import check, make, try_pool
from quizzes.questions.networks import instantiate
from quizzes.questions.noise import shown_values
from quizzes.questions.number import NOT_WRONG
from quizzes.questions.of_count import whole
from quizzes.questions.types import TYPES
from quizzes.questions.wording import fill, slips
from tests.quizzes.bodies import BODIES, COUNT, EXPRESSION, NUMBER, PARTS, SINGLE, WEIGHTS
from tests.quizzes.test_questions_checked import changed


def as_typed(texts):
    return list(texts)


def made(body, count=20, name="q"):
    return make(body, as_typed, count, question=name)


def refusal(body):
    with pytest.raises(QuestionError) as caught:
        made(body)
    return caught.value.faults


def test_the_same_question_makes_the_same_variants_for_ever():
    first = made(NUMBER, 3, "sigmoid-neuron")
    assert first == made(NUMBER, 3, "sigmoid-neuron")
    assert first[0].parameters == {"x1": "-1", "x2": "-1.5", "w1": "1.4", "w2": "0.1", "b": "0.8"}


def test_fewer_variants_are_the_first_of_more():
    assert made(NUMBER, 20)[:3] == made(NUMBER, 3)


def test_a_repaired_text_keeps_the_numbers_and_the_ids():
    repaired = made(NUMBER | {"explanation": "Better said."})
    assert [(one.seed, one.parameters) for one in repaired] == [(one.seed, one.parameters) for one in made(NUMBER)]
    options = [made(SINGLE | {"prompt": text})[0].shown["ask"]["options"] for text in ("Which?", "Which one?")]
    assert options[0] == options[1]


def test_two_questions_with_the_same_grid_draw_different_numbers():
    assert made(NUMBER, 1, "one")[0].parameters != made(NUMBER, 1, "another")[0].parameters


def test_no_numbers_come_twice_and_every_condition_holds():
    variants = made(NUMBER, 100)
    assert len({tuple(one.parameters.values()) for one in variants}) == len(variants) == 100
    for one in variants:
        numbers = {name: float(value) for name, value in one.parameters.items()}
        z = numbers["w1"] * numbers["x1"] + numbers["w2"] * numbers["x2"] + numbers["b"]
        assert 0.3 - 1e-9 <= abs(z) <= 3 + 1e-9
        assert numbers["x1"] not in (0, 1)


def test_a_small_grid_gives_every_combination_once():
    variants = made(changed(EXPRESSION, "answer.wrong", []), 100)  # three sizes of the data, five of the batch
    assert {tuple(one.parameters.values()) for one in variants} == set(
        itertools.product(["50", "70", "90"], ["8", "9", "10", "11", "12"])
    )


def test_what_is_not_drawn_makes_one_variant():
    assert [one.seed for one in made(SINGLE, 100)] == [1]


def test_each_different_text_is_rendered_once():
    asked = []

    def render(texts):
        asked.extend(texts)
        return list(texts)

    make(SINGLE | {"explanation": SINGLE["prompt"]}, render, 5)
    assert len(asked) == len(set(asked))


def test_what_must_be_told_apart_lies_two_tolerances_apart():
    separate = NUMBER["answer"]["separate"]
    for one in made(NUMBER, 100):
        values = [one.right["value"], *(one.wrong[idea]["value"] for idea in separate)]
        gaps = [abs(a - b) for a, b in itertools.combinations(values, 2)]
        assert min(gaps) > 2 * one.right["tolerance"]


def test_a_question_that_hardly_ever_separates_is_refused_and_names_the_pair():
    (fault,) = refusal(changed(NUMBER, "draw.b", {"choices": ["0.001"]}))
    assert fault.field == "draw"
    assert "z.no_bias and the right answer" in fault.message


def test_a_condition_that_hardly_ever_holds_is_named():
    (fault,) = refusal(NUMBER | {"require": ["abs(z) > 100"]})
    assert "abs(z) > 100" in fault.message


def test_options_that_read_the_same_are_not_drawn():
    options = [
        {"text": "{{a}}", "right": True, "reason": "Yes."},
        {"text": "{{b}}", "right": False, "reason": "No."},
    ]
    draw = {name: {"from": "1", "to": "4"} for name in ("a", "b")}
    variants = made(SINGLE | {"draw": draw, "options": options}, 100)
    assert len(variants) == 12  # 4 * 4 less the 4 equal ones
    assert all(one.parameters["a"] != one.parameters["b"] for one in variants)
    same = {"a": {"choices": ["1"]}, "b": {"choices": ["1"]}}
    assert "read the same" in refusal(SINGLE | {"draw": same, "options": options})[0].message


def test_which_option_is_right_may_be_computed():
    options = [
        {"text": "above zero", "right": "z > 0", "reason": "The sum is {{z}}."},
        {"text": "below zero", "right": "z < 0", "reason": "The sum is {{z}}."},
    ]
    body = {name: value for name, value in NUMBER.items() if name != "answer"} | {"type": "single", "options": options}
    assert check(body) == []
    for one in made(body):
        texts = {option["id"]: option["text"] for option in one.shown["ask"]["options"]}
        values = one.parameters
        z = sum(float(values[f"x{i}"]) * float(values[f"w{i}"]) for i in (1, 2)) + float(values["b"])
        assert texts[one.right["ids"][0]] == ("above zero" if z > 0 else "below zero")
        assert one.shown["network"] is not None


def test_a_network_may_be_kept_from_view():
    assert made(NUMBER | {"show_network": False})[0].shown["network"] is None
    assert made(NUMBER)[0].shown["blank"] == "a[1,1]"


def test_the_worked_steps_are_the_authors_or_everything_upstream():
    assert made(NUMBER)[0].right["steps"] == ["z[1,1]", "a[1,1]"]
    assert made(changed(NUMBER, "answer.steps", ["z[1,1]"]))[0].right["steps"] == ["z[1,1]"]


def test_a_count_is_computed_with_its_miscounts():
    for one in made(COUNT):
        n, batch = int(one.parameters["n"]), int(one.parameters["batch"])
        assert one.right["value"] == n * batch + batch + batch * 3 + 3
        assert one.wrong["pc.no_bias"]["value"] == n * batch + batch * 3


def test_a_count_without_biases_is_one_of_weights_and_speaks_of_no_bias():
    for one in made(WEIGHTS):
        n, batch = int(one.parameters["n"]), int(one.parameters["batch"])
        assert one.right["value"] == n * batch + batch * 3
        assert one.wrong["pc.biases"]["value"] == n * batch + batch + batch * 3 + 3
        assert not {"pc.no_bias", "pc.input_bias", "pc.layer_bias"} & set(one.wrong)
        said = {name: wrong["feedback"] for name, wrong in one.wrong.items() if name != "pc.biases"}
        assert len(said) >= 3
        assert "bias" not in " ".join(said.values())


def test_numbers_at_which_an_authors_wrong_value_is_right_are_not_drawn():
    drawings = [(int(one.parameters["n"]), int(one.parameters["batch"])) for one in made(EXPRESSION, 100)]
    assert len(drawings) == 15 - 4  # 50 / 10, 70 / 10, 90 / 9 and 90 / 10 leave nothing over
    assert all(n % batch for n, batch in drawings)


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("wrong, is_right", [("ceil(n / b)", True), ("ceil(n / b) + 0.15", True), ("n / b", False)])
def test_a_wrong_number_that_is_right_is_refused_at_its_field(drawn, wrong, is_right):
    """With a tolerance of 0.1, up to 0.2 an answer could be either."""
    named = [{"value": one, "feedback": "Look again."} for one in ("0", wrong)]
    numbers = {"n": {"choices": ["50", "70"]}, "b": {"choices": ["8", "9"]}}
    body = EXPRESSION | {"draw": numbers, "let": {}, "prompt": "?", "explanation": "."}
    if not drawn:
        body = body | {"draw": {}, "let": {"n": "50", "b": "8"}}
    body = body | {"answer": {"expression": "ceil(n / b)", "decimals": 0, "tolerance": 0.1, "wrong": named}}
    found = [(fault.field, fault.message) for fault in check(body)]
    assert found == ([("answer.wrong.1.value", NOT_WRONG.format(2))] if is_right else [])


def test_in_a_part_it_is_refused_at_the_field_of_the_part():
    part = {"type": "number", "prompt": "?", "answer": {"expression": "2", "wrong": [{"value": "2", "feedback": "!"}]}}
    body = PARTS | {"parts": [PARTS["parts"][0], part]}
    assert [fault.field for fault in check(body)] == ["parts.1.answer.wrong.0.value"]


def test_options_that_are_the_same_number_are_refused_by_their_names():
    texts = ["0.5", "0.7", "0.50"]
    options = [{"text": one, "right": n == 0, "reason": "So it is."} for n, one in enumerate(texts)]
    assert "option 1 and option 3 read the same" in refusal(SINGLE | {"options": options})[0].message


def test_the_share_is_not_judged_by_a_handful_of_draws():
    assert made(NUMBER | {"require": ["z > 2.5"]}, 1)


@pytest.mark.parametrize("name", BODIES)
def test_progress_is_told(name):
    told = []
    variants = make(BODIES[name], as_typed, 4, progress=lambda done, count: told.append((done, count)))
    assert told == [(number, 4) for number in range(1, len(variants) + 1)]


@pytest.mark.parametrize(
    "text, filled",
    [
        ("b is {{b}}", "b is −0.5"),
        ("$b = {{b}}$", "$b = {−0.5}$"),
        ("$2 \\cdot {{(b)}} + {{(w)}}$", "$2 \\cdot {(−0.5)} + {12}$"),
        ("({{(b)}})", "((−0.5))"),
        ("$x_{{w}}$ and {{w}}", "$x_{12}$ and 12"),
        ("$\\frac{{{b}}}{2}$", "$\\frac{{−0.5}}{2}$"),
        ("$$y = {{z:2}}$$", "$$y = {−1.33}$$"),
        ("{{ z }} {{(z:1)}} {{ ( z : 0 ) }}", "−1.3333 (−1.3) (−1)"),
        ("`x = {{b}}`", "`x = -0.5`"),
        ("```python\nb = {{b}}\n```", "```python\nb = -0.5\n```"),
        ("{{zero}} {{zero:2}} {{nearly:2}}", "0 0.00 0.00"),
        ("{{half:2}}", "0.13"),  # rounded as at school
        ("It costs $5 and {{b}} or $6", "It costs $5 and −0.5 or $6"),
        ("`$` {{b}} `$`", "`$` −0.5 `$`"),
        ("\\$ {{b}} \\$", "\\$ −0.5 \\$"),
        ("$a$ {{b}} $c$", "$a$ −0.5 $c$"),
        ("${{tiny}}$", "${2 \\cdot 10^{−7}}$"),
        ("no holes at all", "no holes at all"),
    ],
)
def test_numbers_are_filled_in_as_their_place_wants_them(text, filled):
    parameters = {"b": "-0.5", "w": "12"}
    names = {"b": -0.5, "w": 12.0, "z": -4 / 3, "zero": 0.0, "nearly": -0.001, "tiny": 2e-7, "half": 0.125}
    assert fill(text, parameters, names) == filled


def test_every_hole_that_cannot_be_filled_is_told():
    assert len(slips("{{a}} {{b}} {{a+1}} {{}} {{(a}}", {"a"})) == 4


def test_ids_of_options_are_different_and_say_nothing():
    ids = option_ids("q", 1)
    assert len(set(ids)) == len(ids) >= 20
    assert all(len(one) == 6 for one in ids)
    assert not set(ids) & set(option_ids("q", 2))


def test_a_grid_is_walked_without_rounding():
    body = {"draw": {"w": {"from": "-0.3", "to": "0.3", "step": "0.1", "not": ["0.0"]}, "n": {"from": 1, "to": 3}}}
    assert [grid.values for grid in grids(body)] == [("-0.3", "-0.2", "-0.1", "0.1", "0.2", "0.3"), ("1", "2", "3")]
    drawn = [parameters_of(grids(body), "q", seed, 0)["w"] for seed in range(200)]
    assert set(drawn) == set(grids(body)[0].values)


def test_a_network_is_made_without_the_last_bits_of_its_sums():
    network = {"inputs": ["a"], "layers": [{"weights": [["3*a"]], "biases": [0], "activation": "relu"}]}
    found = instantiate(network, lambda leaf: 0.1 * 3 if leaf == "3*a" else 1.0)
    assert found == {"inputs": [1.0], "layers": [{"weights": [[0.3]], "biases": [1.0], "activation": "relu"}]}


def test_the_guard_names_the_first_pair_that_lies_too_close():
    wrong = {"far": 2.0, "near": 1.003, "twin": 2.004}
    assert too_close(1.0, wrong, ["far"], 0.002, strict=True) is None
    assert "near and the right answer" in str(too_close(1.0, wrong, ["far", "near"], 0.002, strict=True))
    assert "far and twin" in str(too_close(1.0, wrong, ["far", "twin"], 0.002, strict=True))
    assert "gone and the right answer" in str(too_close(1.0, wrong, ["gone"], 0.002, strict=True))
    assert too_close(1.0, wrong, ["gone"], 0.002, strict=False) is None


@pytest.mark.parametrize("size", [2.5, 0.0, -3.0, 1e9])
def test_a_size_is_a_whole_number_of_units(size):
    with pytest.raises(Uncomputable):
        whole(size)


LEFT = "1e-12 * max(0, n - 0.2)"  # above 0 where n is 0.5 alone


@pytest.mark.parametrize(
    "body, name",
    [
        (EXPRESSION | {"prompt": "{{left}}"}, "“left”"),
        (EXPRESSION | {"explanation": "It is {{left}}."}, "“left”"),
        (EXPRESSION | {"hints": ["{{left}} is near."]}, "“left”"),
        (EXPRESSION | {"answer": {"expression": "left", "decimals": 2}}, "the right answer"),
        (SINGLE | {"options": [{**SINGLE["options"][0], "reason": "{{left}}"}, *SINGLE["options"][1:]]}, "“left”"),
    ],
)
def test_a_number_too_small_to_be_read_is_not_drawn(body, name):
    draw, let = {"n": {"choices": ["0.5", "0.1", "0.2"]}}, {"left": LEFT}
    drawn = body | {"draw": body.get("draw", {}) | draw, "let": body.get("let", {}) | let}
    pool, tally = try_pool(drawn, 100)
    assert {fit.drawn.parameters["n"] for fit in pool.fits} == {"0.1", "0.2"}
    assert {reason.split(" is so")[0] for reason in tally.refused if "nobody can read" in reason} == {name}


def test_every_type_says_which_numbers_it_writes():
    for body in BODIES.values():
        kind = TYPES[body["type"]]
        for fit in try_pool(body, 3)[0].fits:
            assert all(math.isfinite(value) for _, value in shown_values(body, kind, fit.drawn))


def test_a_question_about_a_layer_without_biases_has_none_to_forget():
    layer = {"weights": [["w1", "w2"]], "bias": False, "activation": "sigmoid"}
    answer = {"probe": "z[1,1]", "decimals": 2, "separate": ["z.crossed"]}
    body = NUMBER | {"network": {"inputs": ["x1", "x2"], "layers": [layer]}, "answer": answer}
    for one in made(body, 5):
        x1, x2, w1, w2 = (float(one.parameters[name]) for name in ("x1", "x2", "w1", "w2"))
        assert one.right["value"] == pytest.approx(w1 * x1 + w2 * x2, abs=1e-12)
        assert one.shown["network"]["layers"][0]["bias"] is False
        assert "z.no_bias" not in one.wrong


def test_a_bias_that_there_is_not_cannot_be_asked_for():
    layer = {"weights": [["w1", "w2"]], "bias": False, "activation": "sigmoid"}
    body = NUMBER | {"network": {"inputs": ["x1", "x2"], "layers": [layer]}, "answer": {"probe": "b[1,1]"}}
    assert ["layer 1 has no biases" in fault.message for fault in refusal(body) if fault.field == "answer.probe"] == [
        True
    ]
