"""Several parts in one: a later part is right where it follows from the learner's own numbers, and says so."""

from decimal import Decimal

import pytest

from quizzes.grading import feedback
from quizzes.questions.base import Unreadable
from quizzes.questions.making import check, make
from quizzes.questions.types import TYPES
from tests.quizzes.bodies import HOTSPOT, PARTS, TWO_TWO_ONE

KIND = TYPES["parts"]
# x = (1, 2): z = (0.5 + 1 - 0.5, -1 + 0.5 + 0.2) = (1, -0.3); a = (1, 0); z = 1 + 0.3; y = 0.7858; y² = 0.6175


def variant_of(body=PARTS):
    return make(body, list, 1, question="a-question")[0]


def graded(answer, body=PARTS):
    variant = variant_of(body)
    return KIND.grade(KIND.parse(answer, variant.shown["ask"]), variant.right, variant.wrong)


def option(text, body=PARTS):
    part = variant_of(body).shown["ask"]["parts"][4]
    return next(one["id"] for one in part["ask"]["options"] if one["text"] == text)


def test_the_right_numbers_earn_everything_and_use_nobody_elses():
    verdict = graded({"a": ["1", "0"], "b": "1.3", "y": "0.786", "d": "0.617", "e": option("the second")})
    assert verdict.fraction == 1
    assert all("used" not in part for part in verdict.detail["parts"].values())
    assert verdict.detail["notes"] == []


def test_the_right_method_on_a_wrong_number_earns_the_later_parts_in_full():
    # ReLU skipped: a = (1, -0.3). Then z = 1 + 0.6 + 0.3 = 1.9; y = 1 / (1 + e^-1.9) = 0.8699; y² = 0.7568
    verdict = graded({"a": ["1", "-0.3"], "b": "1.9", "y": "0.870", "d": "0.757"})
    # of 6 points: half of the first, all of b (1), y (2) and d (1)
    assert float(verdict.fraction) == pytest.approx(4.5 / 6)
    assert verdict.detail["parts"]["b"]["used"] == {"a[1,1]": 1.0, "a[1,2]": -0.3}
    assert verdict.detail["parts"]["b"]["right"] == "1.900"
    assert verdict.detail["parts"]["y"]["used"] == {"a[1,1]": 1.0, "a[1,2]": -0.3, "b": 1.9, "z[2,1]": 1.9}
    assert verdict.detail["notes"][0] == "Part b: right method on your own number, full credit."


def test_a_number_of_an_earlier_part_flows_into_expressions():
    # y = 0.5 is wrong; its square is 0.25, which is right of it
    verdict = graded({"y": "0.5", "d": "0.25"})
    assert verdict.detail["parts"]["d"]["fraction"] == 1
    assert verdict.detail["parts"]["y"]["fraction"] == 0


def test_a_slip_on_the_learners_own_number_is_told_apart_too():
    # With a = (2, 0) the output's sum is 2.3; without its bias it is 2.
    verdict = graded({"a": ["2", "0"], "b": "2"})
    assert "z.no_bias" in [one["id"] for one in verdict.diagnoses if one["part"] == "b"]
    # Twice the learner's own y, where its square was asked.
    verdict = graded({"y": "0.4", "d": "0.8"})
    assert [one["feedback"] for one in verdict.diagnoses if one["part"] == "d"] == [
        "To square is to multiply by itself."
    ]


def test_what_is_told_at_once_names_the_part():
    verdict = graded({"a": ["2", "0"], "b": "2", "y": "0.881"})
    said = feedback(verdict.detail, verdict.diagnoses, {}, None)
    assert "<p>Part b: " in said  # the bias was left out of b
    assert "<p>Part c: right method on your own number, full credit.</p>" in said  # sigmoid(2) = 0.881


def test_the_networks_own_number_stays_right_whatever_came_before():
    assert graded({"a": ["9", "9"], "b": "1.3"}).detail["parts"]["b"]["fraction"] == 1


def test_an_author_can_ask_for_the_networks_own_number_alone():
    parts = [PARTS["parts"][0], PARTS["parts"][1] | {"follow": False}]
    assert graded({"a": ["1", "-0.3"], "b": "1.9"}, PARTS | {"parts": parts}).detail["parts"]["b"]["fraction"] == 0


def test_a_change_of_a_weight_is_held_as_the_weight_that_follows_from_it():
    # One weight w = 0.5, x = 2, t = 1, identity, L = (a - t)²: a = 1 and nothing changes. The learner says -0.25:
    # then w = 0.25, a = 0.5 and L = 0.25.
    layers = [{"weights": [[0.5]], "biases": [0], "activation": "identity"}]
    network = {"inputs": [2], "target": [1], "layers": layers, "loss": "squared_error", "learning_rate": 0.5}
    parts = [
        {"type": "number", "prompt": "The change?", "answer": {"probe": "W_change[1,1,1]"}},
        {"type": "number", "prompt": "The loss then?", "answer": {"probe": "loss_new"}},
    ]
    body = PARTS | {"network": network | {"update_biases": False}, "parts": parts}
    assert graded({"a": "-0.25", "b": "0.25"}, body).detail["parts"]["b"]["fraction"] == 1


@pytest.mark.parametrize("huge", ["1e300", "-1e300"])
def test_a_number_with_which_the_network_cannot_go_on_is_only_wrong(huge):
    assert graded({"a": [huge, huge], "b": "1", "y": "1", "d": "5"}).fraction == 0


def test_an_open_part_earns_nothing_and_the_others_are_graded():
    assert float(graded({"b": "1.3"}).fraction) == pytest.approx(1 / 6)


@pytest.mark.parametrize("raw", [{"y": "1/2"}, {"a": ["1"]}, {"b": 1.3}])
def test_a_part_that_cannot_be_read_is_named(raw):
    with pytest.raises(Unreadable, match=r"^Part [abc]: "):
        KIND.parse(raw, variant_of().shown["ask"])


def test_unread_parts_are_named_and_the_others_are_read():
    ask = variant_of().shown["ask"]
    raw = {"a": ["1", "abc"], "b": "1.3", "y": "1,234"}
    assert KIND.parse(raw, ask) == {"a": [Decimal("1"), None], "b": Decimal("1.3")}
    cell, part = KIND.unread(raw, ask)
    assert (cell.place, cell.label) == ("a.1", "Part a, number 2")
    assert (part.place, part.choices) == ("y", ("1.234", "1234"))
    before = {"a": ["5", "6"], "y": "7", "d": "8"}
    assert KIND.completed(raw, before, ask) == {"a": ["1", "6"], "b": "1.3", "y": "7"}


def test_the_form_of_a_page_gives_what_the_api_takes():
    variant = variant_of()
    sent = {"-a-0": ["1"], "-a-1": [" "], "-b": ["1.3"], "-y": [""], "-e": [option("the second")]}
    assert KIND.from_form(variant.shown["ask"], sent) == {"a": ["1", ""], "b": "1.3", "e": option("the second")}
    assert KIND.from_form(variant.shown["ask"], {"-a-0": [""], "-b": [" "]}) is None


def part(number, **changes):
    parts = [dict(one) for one in PARTS["parts"]]
    parts[number] |= changes
    return PARTS | {"parts": parts}


@pytest.mark.parametrize(
    "body, field",
    [
        (PARTS | {"parts": PARTS["parts"][:1]}, "parts"),
        (part(0, type="parts"), "parts.0.type"),
        (part(1, prompt=""), "parts.1.prompt"),
        (part(1, points=0), "parts.1.points"),
        (part(1, points=True), "parts.1.points"),
        (part(1, follow="no"), "parts.1.follow"),
        (part(1, answer={"probe": "z[9,1]"}), "parts.1.answer.probe"),
        (part(1, answer={"expression": "y"}), "parts.1.answer.expression"),
        (part(2, name="a"), "parts.2.name"),
        (part(2, name="exp"), "parts.2.name"),
        (part(2, name="y") | {"draw": {"y": {"choices": ["1"]}}}, "parts.2.name"),
        (part(2, name="2"), "parts.2.name"),
        (part(2, unit="m"), "parts.2.unit"),
        (part(3, answer={"expression": "q"}), "parts.3.answer.expression"),
        (part(4, options=PARTS["parts"][4]["options"][:1]), "parts.4.options"),
        (part(4, options=[{}, *PARTS["parts"][4]["options"]]), "parts.4.options.0.text"),
        (part(4, prompt="{{q}}"), "parts.4.prompt"),
    ],
)
def test_a_slip_of_an_author_is_named_at_its_field(body, field):
    assert check(body)[0].field == field


def test_a_place_in_the_network_is_chosen_by_its_probe_and_told_in_words():
    variant = variant_of(HOTSPOT)
    assert variant.shown["ask"]["options"] == [
        {"id": "a[1,1]", "text": "Hidden unit 1"},
        {"id": "a[1,2]", "text": "Hidden unit 2"},
        {"id": "W[2,1,1]", "text": "The weight from hidden unit 1 to the output"},
    ]
    kind = TYPES["hotspot"]
    assert kind.grade("a[1,2]", variant.right, variant.wrong).fraction == 1
    assert [one["id"] for one in kind.grade("a[1,1]", variant.right, variant.wrong).diagnoses] == ["first-is-off"]


@pytest.mark.parametrize(
    "changes, field",
    [
        (
            {
                "network": TWO_TWO_ONE | {"inputs": [[1, 2], [2, 1]]},
                "spots": [one | {"right": number == 1} for number, one in enumerate(HOTSPOT["spots"])],
            },
            "network.inputs",
        ),
        ({"show_network": False}, "show_network"),
        ({"spots": [HOTSPOT["spots"][0], HOTSPOT["spots"][0]]}, "spots.1.probe"),
        ({"spots": [HOTSPOT["spots"][0], HOTSPOT["spots"][1] | {"probe": "a[1,9]"}]}, "spots.1.probe"),
        ({"spots": [HOTSPOT["spots"][0], HOTSPOT["spots"][1] | {"probe": "dW[1,1,1]"}]}, "spots.1.probe"),
    ],
)
def test_a_place_must_be_in_the_drawing(changes, field):
    assert field in [fault.field for fault in check(HOTSPOT | changes)]
