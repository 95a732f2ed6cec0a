"""Every type of question, over every question of the course and over bodies of our own. New types join by the table."""

import contextlib
import copy
import json
from decimal import Decimal

import pytest
from django.conf import settings

from quizzes.formats.course import read_course
from quizzes.questions.base import QuestionError, Unreadable
from quizzes.questions.making import check, make
from quizzes.questions.types import TYPES
from simulator.engine.misconceptions import MISCONCEPTIONS
from tests.quizzes.bodies import BODIES, LAYER, MULTIPLE, NUMBER, SINGLE, TRUE_FALSE, VALUES

QUESTIONS = {question.id: question.body for question in read_course(settings.COURSE_DIR).questions}
EVERY = BODIES | QUESTIONS


def as_typed(texts):
    """Stands in for rendering: what was filled in is what comes out."""
    return list(texts)


def variants(body, count=3, name="a-question"):
    return make(body, as_typed, count, question=name)


def graded(body, variant, raw):
    kind = TYPES[body["type"]]
    return kind.grade(kind.parse(raw, variant.shown["ask"]), variant.right, variant.wrong)


def samples_of(body, variant):
    return TYPES[body["type"]].samples(variant.shown["ask"], variant.right, variant.wrong)


def test_every_type_of_the_table_is_tried_here():
    assert {body["type"] for body in BODIES.values()} == set(TYPES)
    assert all(name == kind.name and kind.title for name, kind in TYPES.items())


@pytest.mark.parametrize("name", EVERY)
def test_a_question_has_no_fault_and_makes_variants(name):
    assert check(EVERY[name]) == []
    assert variants(EVERY[name])


@pytest.mark.parametrize("name", EVERY)
def test_its_own_samples_are_graded_as_they_say(name):
    body = EVERY[name]
    for variant in variants(body):
        samples = samples_of(body, variant)
        assert samples.right
        assert samples.wrong
        assert all(graded(body, variant, raw).fraction == 1 for raw in samples.right)
        assert all(graded(body, variant, raw).fraction < 1 for raw in samples.wrong)
        assert all(graded(body, variant, raw).fraction >= 0 for raw in samples.wrong)


@pytest.mark.parametrize("name", BODIES)
def test_an_unreadable_answer_is_asked_again_with_a_sentence(name):
    body = BODIES[name]
    kind, (variant, *_) = TYPES[body["type"]], variants(body)
    for raw in samples_of(body, variant).unreadable:
        with pytest.raises(Unreadable, match=r"[.?]$"):
            kind.parse(raw, variant.shown["ask"])


@pytest.mark.parametrize("name", BODIES)
def test_whatever_json_arrives_is_read_or_refused(name):
    body = BODIES[name]
    kind, (variant, *_) = TYPES[body["type"]], variants(body)
    for raw in (
        0,
        -1.5,
        True,
        None,
        "",
        "x" * 10_000,
        "\ud800",
        "\0",
        [],
        [[]],
        [None],
        {},
        {"a": 1},
        ["x"] * 1000,
        "1e999999999",
    ):
        with contextlib.suppress(Unreadable):
            kind.echo(kind.parse(raw, variant.shown["ask"]), variant.shown["ask"])


@pytest.mark.parametrize("name", EVERY)
def test_a_stored_key_grades_as_a_fresh_one(name):
    body = EVERY[name]
    (variant, *_) = variants(body, 1)
    stored = json.loads(json.dumps({"right": variant.right, "wrong": variant.wrong, "ask": variant.shown["ask"]}))
    kind = TYPES[body["type"]]
    for raw in samples_of(body, variant).right + samples_of(body, variant).wrong:
        answer = kind.parse(raw, stored["ask"])
        assert kind.grade(answer, stored["right"], stored["wrong"]) == graded(body, variant, raw)


@pytest.mark.parametrize("name", EVERY)
def test_what_is_shown_tells_nothing_of_what_is_right(name):
    """A canary in every text that belongs to the key."""
    body = copy.deepcopy(EVERY[name])
    body["explanation"] += " CANARY"
    for field in ("reason_true", "reason_false", "misconception"):
        if field in body:
            body[field] += " CANARY"
    for option in body.get("options", []):
        option["reason"] = option.get("reason", "") + " CANARY"
        option["misconception"] = "canary"
    for rows in ("pairs", "items", "lines", "spots"):
        for row in body.get(rows, []):
            row["reason"] += " CANARY"
            row |= {"misconception": "canary"} if rows != "items" else {}
    for part in body.get("parts", []):
        for row in part.get("options", []) + part.get("answer", {}).get("wrong", []):
            row["reason" if "reason" in row else "feedback"] += " CANARY"
    for wrong in body.get("answer", {}).get("wrong", []):
        wrong["feedback"] += " CANARY"
    for variant in variants(body):
        assert "canary" not in json.dumps(variant.shown).lower()
        assert set(variant.shown) == {"prompt", "ask", "network", "blank"} | ({"hints"} & set(body))


def test_option_ids_are_fresh_in_every_variant_and_their_order_follows_them():
    shown = [variants(SINGLE, name=f"question-{number}")[0].shown["ask"]["options"] for number in range(60)]
    firsts = {options[0]["text"] for options in shown}
    assert all([one["id"] for one in options] == sorted(one["id"] for one in options) for options in shown)
    assert firsts == {option["text"] for option in SINGLE["options"]}  # any of them may come first


def test_an_author_can_keep_the_written_order():
    options = variants(SINGLE | {"shuffle": False})[0].shown["ask"]["options"]
    assert [option["text"] for option in options] == [option["text"] for option in SINGLE["options"]]


@pytest.mark.parametrize(
    "ticked, fraction",
    [("", 0), ("2", 0.5), ("24", 1), ("23", 0), ("243", 0.5), ("2435", 0), ("3", 0), ("35", 0)],
)
def test_part_credit_is_the_share_of_right_ticks_less_the_share_of_wrong_ones(ticked, fraction):
    (variant,) = variants(MULTIPLE)
    ids = {option["text"]: option["id"] for option in variant.shown["ask"]["options"]}
    assert graded(MULTIPLE, variant, [ids[text] for text in ticked]).fraction == fraction


def test_a_tick_sent_twice_counts_once():
    (variant,) = variants(MULTIPLE)
    assert graded(MULTIPLE, variant, variant.right["ids"] * 2).fraction == 1


def test_a_choice_tells_the_belief_that_its_author_named():
    (variant,) = variants(SINGLE)
    ids = {option["text"]: option["id"] for option in variant.shown["ask"]["options"]}
    assert [one["id"] for one in graded(SINGLE, variant, ids["The input layer"]).diagnoses] == ["input-computes"]
    assert graded(SINGLE, variant, ids["A hidden layer"]).diagnoses == []


@pytest.mark.parametrize("truth", [True, False])
def test_true_or_false_has_a_reason_for_either_answer(truth):
    (variant,) = variants(TRUE_FALSE | {"right": truth})
    yes, no = (option["id"] for option in variant.shown["ask"]["options"])
    assert variant.right["ids"] == [yes if truth else no]
    assert variant.right["reasons"] == {yes: "Right.", no: "Look at z below 0."}


def worked_example():
    """z = -2*-0.3 + 1.5*-1.3 + 0.8 = -0.55; sigmoid(-0.55) = 0.3659."""
    fixed = {"x1": "-2", "x2": "1.5", "w1": "-0.3", "w2": "-1.3", "b": "0.8"}
    body = NUMBER | {"draw": {name: {"choices": [value]} for name, value in fixed.items()}}
    return body, variants(body)[0]


@pytest.mark.parametrize("raw", ["0.366", "0,366", " 0.366 ", "0.368", "0.364", ".366", "3.66e-1", "0.36586"])
def test_a_number_is_right_within_the_tolerance_ends_included(raw):
    body, variant = worked_example()
    # two units of the last asked place: 0.3659 ± 0.002
    assert variant.right["value"] == pytest.approx(0.36586, abs=5e-6)
    assert graded(body, variant, raw).fraction == (1 if raw != "0.368" else 0)


@pytest.mark.parametrize(
    "raw, idea",
    [
        ("-0.55", "sig.preact"),
        ("\u22120.55", "sig.preact"),
        ("0.206", "z.no_bias"),
        ("0.634", "sig.exp_sign"),
        ("-0.501", "sig.as_tanh"),
        ("0.232", "sig.derivative"),
        ("0.950", "z.crossed"),
    ],
)
def test_a_wrong_number_is_diagnosed(raw, idea):
    body, variant = worked_example()
    verdict = graded(body, variant, raw)
    assert verdict.fraction == 0
    assert idea in [one["id"] for one in verdict.diagnoses]
    assert all(set(one) >= {"id", "feedback", "value", "node"} and one["feedback"] for one in verdict.diagnoses)


def test_a_number_that_no_idea_gives_has_no_diagnosis():
    body, variant = worked_example()
    assert graded(body, variant, "77").diagnoses == []


def test_ideas_that_give_the_same_number_are_said_together():
    wrong = {
        name: {"value": value, "feedback": name, "node": None, "kind": "slip"}
        for name, value in {"far": 2.0, "one": 1.0005, "twin": 1.0, "twin@2": 1.0}.items()
    }
    verdict = TYPES["number"].grade(
        TYPES["number"].parse("1", {}), {"value": 5.0, "decimals": 3, "tolerance": 0.002}, wrong
    )
    assert [one["id"] for one in verdict.diagnoses] == ["twin", "one"]


def test_a_misconception_that_is_right_by_chance_is_right():
    """With a bias of 0, leaving it out changes nothing: never a wrong value."""
    network = {"inputs": [-2, 1.5], "layers": [{"weights": [[-0.3, -1.3]], "biases": [0], "activation": "sigmoid"}]}
    plain = {name: value for name, value in NUMBER.items() if name not in ("draw", "let", "require")}
    words = {"prompt": "What comes out?", "explanation": "A sigmoid."}
    (variant,) = variants(plain | words | {"network": network, "answer": {"probe": "a[1,1]"}})
    assert "z.no_bias" not in variant.wrong
    assert all(abs(one["value"] - variant.right["value"]) > 1e-9 for one in variant.wrong.values())


@pytest.mark.parametrize(
    "raw, echo",
    [("0.50", "0.50"), ("−,5", "-0.5"), ("1e3", "1000"), ("1e-300", "1e-300"), ("1,234,567", "1234567")],
)
def test_the_page_says_what_was_read(raw, echo):
    assert TYPES["number"].echo(TYPES["number"].parse(raw, {}), {}) == echo


def numbers_of_a_layer():
    """x = (2, -1), W = ((0.5, 0.25), (0.25, 0.5)), b = (0.5, 0.3): z = 1.25 and 0.3, a the same; no bias 0.75 and 0."""
    fixed = {"x1": "2", "x2": "-1", "w1": "0.5", "w2": "0.25", "b": "0.5"}
    body = LAYER | {"draw": {name: {"choices": [value]} for name, value in fixed.items()}}
    return body, variants(body)[0]


@pytest.mark.parametrize(
    "cells, fraction",
    [
        (["1.25", "0.3", "1.25", "0.3"], 1),
        (["1,25", "0.30", "1.25", ""], 0.75),
        (["1.25", "7", "1.25", "7"], 0.5),
        (["", "", "", "0.3"], 0.25),
    ],
)
def test_each_right_cell_earns_its_share(cells, fraction):
    assert graded(*numbers_of_a_layer(), cells).fraction == fraction


def test_an_idea_is_looked_for_in_all_cells_together():
    ideas = [one["id"] for one in graded(*numbers_of_a_layer(), ["0.75", "0", "0.75", "0"]).diagnoses]
    assert ideas == ["z.no_bias"]
    alone = graded(*numbers_of_a_layer(), ["0.75", "0.3", "0.75", "9"]).diagnoses  # one cell is explained, one is not
    assert "z.no_bias" in [one["id"] for one in alone]


def test_unread_cells_are_named_and_the_others_are_read():
    _, variant = numbers_of_a_layer()
    kind, ask = TYPES["numbers"], variant.shown["ask"]
    raw = ["1", "1/2", "", "1,234"]
    assert kind.parse(raw, ask) == [Decimal("1"), None, None, None]
    second, fourth = kind.unread(raw, ask)
    assert (second.place, second.label, second.choices) == ("1", "Number 2", ())
    assert second.message == "“/” cannot be read here. Write 0.5 instead of 1/2."
    assert (fourth.place, fourth.label, fourth.choices) == ("3", "Number 4", ("1.234", "1234"))
    assert kind.completed(raw, ["9", "2", "9", "x"], ask) == ["1", "2", "", "x"]
    with pytest.raises(Unreadable, match=r"^Number 2: “/” cannot be read here\."):
        kind.parse(["", "1/2", "", ""], ask)


def test_options_may_be_the_right_number_and_those_of_misconceptions():
    """z = -2*-0.3 + 1.5*-1.3 + 0.8 = -0.55: 0.37; without the bias sigmoid(-1.35) = 0.21; sign 0.63."""
    fixed = {"x1": "-2", "x2": "1.5", "w1": "-0.3", "w2": "-1.3", "b": "0.8"}
    body = VALUES | {"draw": {name: {"choices": [value]} for name, value in fixed.items()}}
    (variant,) = variants(body)
    ids = {option["text"]: option["id"] for option in variant.shown["ask"]["options"]}
    assert set(ids) == {"0.37", "0.21", "0.63", "0.50", "None of these"}
    assert variant.right["ids"] == [ids["0.37"]]
    assert [one["id"] for one in graded(body, variant, ids["0.21"]).diagnoses] == ["z.no_bias"]
    assert variant.right["reasons"][ids["0.21"]] == MISCONCEPTIONS["z.no_bias"].feedback
    assert variant.right["reasons"][ids["0.63"]] == "The sign of the exponent."
    assert variant.right["steps"] == ["z[1,1]", "a[1,1]"]


def test_numbers_at_which_two_options_read_the_same_are_drawn_again():
    for variant in variants(VALUES, 20):
        texts = [option["text"] for option in variant.shown["ask"]["options"]]
        assert len(set(texts)) == len(texts)
    same = VALUES | {"options": [*VALUES["options"], {"value": "0.5", "reason": "The same."}]}
    with pytest.raises(QuestionError, match="option 4 and option 6 read the same"):
        variants(same)


@pytest.mark.parametrize(
    "number, option, field",
    [
        (1, {"idea": "z.nothing"}, "options.1.idea"),
        (1, {"idea": 3}, "options.1.idea"),
        (1, {"idea": "up.ascent"}, "options.1.idea"),
        (1, {"idea": "z.no_bias", "right": True}, "options.1.right"),
        (1, {"idea": "z.no_bias", "text": "no bias"}, "options.1.idea"),
        (3, {"value": "1 +", "reason": "x"}, "options.3.value"),
        (3, {"value": "1"}, "options.3.reason"),
    ],
)
def test_a_slip_in_an_option_that_is_a_number_is_named_at_its_field(number, option, field):
    options = list(VALUES["options"])
    options[number] = option
    assert field in [fault.field for fault in check(VALUES | {"options": options})]
