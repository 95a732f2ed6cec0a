"""A number that is shown is the number to work with, or the question is not published."""

import pytest

from quizzes.questions.base import QuestionError
from quizzes.questions.making import try_pool
from tests.quizzes.asking import NEURON, cells, number, parts


def refusal(body, count=20):
    with pytest.raises(QuestionError) as caught:
        try_pool(body, count, question="q")
    return [(one.field, one.message) for one in caught.value.faults]


THIRD = {"draw": {"a": {"choices": ["2"]}}, "let": {"third": "a/3"}}
OFF = "Working from the shown 0.6667 gives 6667, which is not right (6666.667). Show more decimals with {{third:6}}"


@pytest.mark.parametrize("expression", ["third * 10000", "a/3*10000", "10000 * a / 3", "(a / 3) * 10000"])
def test_shown_number_that_leads_astray_is_refused(expression):
    (fault,) = refusal(number(expression, "The loss is {{third}}. Multiply it by 10000.", **THIRD))
    assert fault[0] == "prompt"
    assert fault[1].startswith(OFF)


@pytest.mark.parametrize(
    "prompt, let, expression",
    [
        ("The loss is {{third:9}}. Multiply it by 10000.", "a/3", "third * 10000"),
        ("The loss is {{third}}. Multiply it by 10000.", "round(a/3, 4)", "third * 10000"),
        ("The loss is {{third}}. Multiply it by 10.", "a/3", "third * 10"),
        ("The loss is {{third:1}}, or {{third:9}}. Multiply it by 10000.", "a/3", "third * 10000"),
        ("The number is {{a}}. Take a third of it, times 10000.", "a/3", "third * 10000"),
    ],
)
def test_shown_number_that_leads_there_is_published(prompt, let, expression):
    try_pool(number(expression, prompt, draw=THIRD["draw"], let={"third": let}), 5, question="q")


def test_one_misleading_variant_refuses_the_question():
    body = number("third * 10000", "{{third}}", draw={"a": {"choices": ["3", "6", "2"]}}, let={"third": "a/3"})
    assert [field for field, _ in refusal(body)] == ["prompt"]


def test_drawn_number_shown_with_fewer_decimals_is_refused():
    body = number("2 * a", "Double {{a:0}}.", draw={"a": {"choices": ["0.25", "1"]}})
    assert refusal(body)[0][1].startswith("Working from the shown 0 gives 0, which is not right (0.500).")


@pytest.mark.parametrize("shown, fits", [("z:1", False), ("z", True)])
def test_quantity_of_the_network_is_held_at_what_is_shown(shown, fits):
    draw = {"a": {"choices": ["1"]}}
    body = number(
        {"probe": "a[2,1]"}, f"$z$ is {{{{{shown}}}}}.", let={"z": "z[1,1]"}, draw=draw, separate=["z.no_bias"]
    )
    body |= {"network": NEURON}  # z = −0.33, and −0.3 gives 9σ(−0.3) + 1 = 4.830 for 4.764
    if fits:
        try_pool(body, 2, question="q")
    else:
        assert "Working from the shown −0.3 gives 4.83" in refusal(body)[0][1]


def test_weight_that_is_shown_rounded_is_used_as_shown():
    network = {"inputs": [1000], "layers": [{"weights": [["w"]], "biases": [5], "activation": "identity"}]}
    body = number(
        {"probe": "a[1,1]"}, "$w$ is {{w}}.", let={"w": "a/7"}, draw={"a": {"choices": ["1"]}}, separate=["z.no_bias"]
    )
    message = refusal(body | {"network": network})[0][1]
    assert message.startswith("Working from the shown 0.1429 gives 147.9, which is not right (147.857).")


def test_cells_parts_and_hints_are_proved_too():
    grid = cells("third * 10000", "1", prompt="{{third}}", **THIRD)
    assert [field for field, _ in refusal(grid)] == ["prompt"]
    several = parts({"expression": "1"}, {"expression": "third * 10000"}, **THIRD)
    several["parts"][1]["prompt"] = "It is {{third}}."
    assert [field for field, _ in refusal(several)] == ["parts.1.prompt"]
    hinted = number("third * 10000", **THIRD) | {"hints": ["Begin with {{third}}."]}
    assert [field for field, _ in refusal(hinted)] == ["hints.0"]


def test_explanation_may_round():
    try_pool(number("third * 10000", **THIRD) | {"explanation": "{{third}}"}, 1, question="q")


def options(*values):
    """A choice among numbers; the first is right."""
    return [{"value": value, "right": number == 0, "reason": "It is."} for number, value in enumerate(values)]


@pytest.mark.parametrize(
    "shown, wrong, fits",
    [
        ("third:1", "6950", False),  # from 0.7 one gets 7000, which is closer to 6950 than to 6666.667
        ("third:1", "9000", True),  # 6666.667 is still the closest
        ("third:6", "6950", True),
    ],
)
def test_option_that_the_shown_number_leads_to_is_the_right_one(shown, wrong, fits):
    body = {
        "type": "single",
        "concepts": ["loss"],
        "level": "apply",
        "prompt": f"The loss is {{{{{shown}}}}}. Multiply it by 10000.",
        "explanation": "Ten thousand times.",
        "options": options("third * 10000", wrong),
        **THIRD,
    }
    if fits:
        try_pool(body, 5, question="q")
    else:
        assert refusal(body)[0][1].startswith("Working from the shown 0.7 gives 7000, which is not right (6666.667).")


def choice(prompt, *options, kind="single", **more):
    """Options are texts, each with what says that it is right."""
    own = [{"text": text, "right": right, "reason": "It is."} for text, right in options]
    words = {"type": kind, "concepts": ["loss"], "level": "apply", "prompt": prompt, "explanation": "So."}
    return words | {"options": own} | THIRD | more


TIMES = "The loss is {{third:1}}. Multiply it by 10000."  # 0.7 gives 7000, not 6666.667
LOOSE = TIMES.replace(":1", ":6")
NUMBERS = {"third": "a/3", "product": "third * 10000", "other": "6950 + 0 * a"}


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_number_in_the_text_of_an_option_is_proved(kind):
    body = choice(TIMES, ("{{product:0}}", True), ("{{other}}", False), kind=kind, let=NUMBERS)
    assert refusal(body) == [("prompt", message("gives 7000, which is not right (6667)"))]
    try_pool(body | {"prompt": LOOSE}, 1, question="q")


def message(differs):
    return f"Working from the shown 0.7 {differs}. Show more decimals with {{{{third:3}}}}, or draw other numbers."


ABOVE, BELOW = "third * 10000 > 6900", "third * 10000 <= 6900"


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_option_that_is_right_under_a_condition_is_proved(kind):
    body = choice(TIMES, ("It is above 6900.", ABOVE), ("It is not.", BELOW), kind=kind)
    assert refusal(body) == [("prompt", message(f"makes “{ABOVE}” true, which is not right"))]
    try_pool(body | {"prompt": LOOSE}, 1, question="q")


def test_statement_that_is_true_under_a_condition_is_proved():
    body = choice(TIMES, kind="true_false", right=ABOVE, reason_true="Yes.", reason_false="No.")
    del body["options"]
    assert refusal(body) == [("prompt", message(f"makes “{ABOVE}” true, which is not right"))]


def test_line_that_is_faulty_under_a_condition_is_proved():
    lines = [{"code": code, "faulty": faulty, "reason": "So."} for code, faulty in (("a", ABOVE), ("b", BELOW))]
    body = choice(TIMES, kind="line", lines=lines)
    del body["options"]
    assert refusal(body) == [("prompt", message(f"makes “{ABOVE}” true, which is not right"))]


def test_place_that_is_right_under_a_condition_is_proved():
    spots = [{"probe": f"a[1,{j}]", "right": right, "reason": "So."} for j, right in ((1, ABOVE), (2, BELOW))]
    network = {"inputs": [1], "layers": [{"weights": [[1], [2]], "biases": [0, 0], "activation": "identity"}]}
    body = choice(TIMES, kind="hotspot", spots=spots, network=network)
    del body["options"]
    assert refusal(body) == [("prompt", message(f"makes “{ABOVE}” true, which is not right"))]


def test_number_to_be_matched_is_proved():
    pairs = [{"left": name, "right": f"{{{{{name}:0}}}}", "reason": "So."} for name in ("product", "other")]
    body = choice(TIMES, kind="matching", pairs=pairs, let=NUMBERS)
    del body["options"]
    assert refusal(body) == [("prompt", message("gives 7000, which is not right (6667)"))]
    try_pool(body | {"prompt": LOOSE}, 1, question="q")


def test_number_in_a_typed_text_is_proved():
    body = choice(TIMES, kind="text", answer={"accept": ["{{product:0}} units"]}, let=NUMBERS)
    del body["options"]
    assert refusal(body) == [("prompt", message("gives 7000 units, which is not right (6667 units)"))]
    try_pool(body | {"prompt": LOOSE}, 1, question="q")


def test_choice_in_a_part_is_proved_with_the_parts_before_it():
    answer = {"expression": "third * 10", "tolerance": 1}  # 7 is right there too
    first = {"type": "number", "name": "ten", "prompt": "Ten times {{third:1}}?", "answer": answer}
    own = choice("", ("It is above 6900.", "ten * 1000 > 6900"), ("It is not.", "ten * 1000 <= 6900"))
    second = {name: own[name] for name in ("type", "options")} | {"prompt": "And a thousand times that?"}
    body = choice("Two.", kind="parts", parts=[first, second])
    del body["options"]
    differs = message("makes “ten * 1000 > 6900” true, which is not right")
    assert refusal(body) == [("parts.0.prompt", differs)]
