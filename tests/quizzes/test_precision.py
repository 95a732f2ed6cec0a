"""How exactly an author asks, what a learner is told of it, and what an author is warned of."""

import io
from fractions import Fraction

import pytest
from django.conf import settings
from django.core.management import call_command

from quizzes.formats.course import read_course
from quizzes.formats.toml_questions import read_source
from quizzes.formats.toml_writing import write_question
from quizzes.grading import judge, wants_more_decimals
from quizzes.questions.making import check, make, try_pool
from quizzes.questions.plausible import accepted_of
from quizzes.questions.ranges import accepted
from quizzes.questions.types import TYPES
from simulator.engine.typed_numbers import read_number
from tests.quizzes.asking import NEURON, cells, number, parts
from tests.quizzes.bodies import COUNT
from tests.quizzes.test_formats import CONCEPTS, write


def first(body, count=1):
    return make(body, list, count, question="q")[0]


def verdict(body, answer):
    made = first(body)
    return (
        TYPES[body["type"]].grade(TYPES[body["type"]].parse(answer, made.shown["ask"]), made.right, made.wrong).fraction
    )


def is_right(body, answer):
    return verdict(body, answer) == 1


def warned(body, count=20):
    return {one.field: one.message for one in try_pool(body, count, question="q")[0].warnings}


# ---- what is right by default


@pytest.mark.parametrize(
    "body, right, wrong",
    [
        (number("2", decimals=0), ["2", "2.0"], ["0", "1", "3", "4"]),
        (number("2.4", decimals=0), ["2"], ["3", "2.3"]),
        (number("-7", decimals=0), ["-7"], ["7", "-8"]),
        (number("2", decimals=0, tolerance=2), ["0", "4"], ["5"]),
        (number("403.2079999999", tolerance=0), ["403.208"], ["403.209"]),
        (number("0.366"), ["0.364", "0.368"], ["0.369"]),
        (number("0.00012345", digits=3), ["0.000123", "0.0001235"], ["0", "0.001", "-0.0001"]),
        (number("999.5", digits=3), ["1.00e3", "1000", "999"], ["990", "1010"]),
    ],
)
def test_default_tolerance_fits_what_is_asked(body, right, wrong):
    assert [answer for answer in right if not is_right(body, answer)] == []
    assert [answer for answer in wrong if is_right(body, answer)] == []


def test_count_is_a_whole_number_by_default():
    body = COUNT | {"answer": {"count": "parameters", "sizes": [3, 4, 2]}}  # 3·4 + 4 + 4·2 + 2 = 26
    made = first(body)
    assert made.shown["ask"]["decimals"] == 0
    assert accepted(made.right) == {"lowest": "26", "highest": "26"}
    assert not is_right(body, "27")


def test_count_in_significant_digits_takes_only_its_rounding():
    body = COUNT | {"answer": {"count": "parameters", "sizes": [30, 40, 20], "digits": 2}}  # 1,240 + 820 = 2,060
    assert [is_right(body, answer) for answer in ("2060", "2100", "2000", "2061")] == [True, True, False, False]


def test_each_cell_has_significant_digits_of_its_own():
    body = cells("0.00012345", "12345", "0", digits=3)
    assert verdict(body, ["0.000123", "12300", "0"]) == 1
    assert verdict(body, ["0.0002", "12344", "0.001"]) == Fraction(1, 3)
    assert TYPES["numbers"].right_answer({}, first(body).right) == ["0.000123", "1.23e4", "0"]


def test_part_in_significant_digits_follows_the_learners_own_number():
    body = parts({"probe": "z[1,1]", "digits": 2}, {"probe": "a[2,1]", "digits": 3})
    body |= {"network": NEURON | {"inputs": [1, 2]}}  # z = 0.37 − 0.8 + 0.1 = −0.33; 9σ(−0.33) + 1 = 4.764
    assert is_right(body, {"a": "-0.33", "b": "4.76"})
    own = verdict(body, {"a": "0.33", "b": "6.24"})  # 9σ(0.33) + 1 = 6.236
    assert own == Fraction(1, 2)


def test_tolerance_of_an_old_key_is_kept():
    old = {"value": 2.0, "decimals": 0, "tolerance": 2.0}
    assert judge(TYPES["number"], "4", {}, type("Key", (), {"right": old, "wrong": {}})).fraction == 1


# ---- the fields of an author


def test_decimals_beside_significant_digits_are_refused():
    both = number("2", decimals=1, digits=2)
    assert [one.field for one in check(both)] == ["answer.digits"]
    assert [one.field for one in check(cells("1", "2", decimals=1, digits=2))] == ["answer.digits"]
    both_in_part = parts({"expression": "2"}, {"expression": "2", "decimals": 1, "digits": 2})
    assert [one.field for one in check(both_in_part)] == ["parts.1.answer.digits"]


@pytest.mark.parametrize("digits", [0, 11, 2.5, "3", True])
def test_impossible_number_of_digits_is_refused(digits):
    assert [one.field for one in check(number("2", digits=digits))] == ["answer.digits"]


@pytest.mark.parametrize(
    "body",
    [number("2", digits=3), cells("1", "2", digits=3), parts({"expression": "2"}, {"expression": "2", "digits": 3})],
)
def test_significant_digits_survive_a_course_file(body):
    assert read_source(write_question("q", body)) == body


def test_options_are_written_in_significant_digits():
    single = number("999.5", digits=3) | {"type": "single"}
    single["options"] = [
        {"right": True, "reason": "Yes."},
        {"value": "1234.5", "reason": "No."},
        {"value": "0.00012345", "reason": "No."},
    ]
    assert sorted(one["text"] for one in first(single).shown["ask"]["options"]) == ["0.000123", "1.00e3", "1.23e3"]


# ---- what a learner is told


@pytest.mark.parametrize(
    "answer, rule",
    [
        ({"decimals": 0}, "Enter a whole number."),
        ({}, "Round to 3 decimals. Answers within 0.002 are right."),
        ({"decimals": 1, "tolerance": 0}, "Round to 1 decimal."),
        ({"decimals": 2, "tolerance": 0.02}, "Round to 2 decimals. Answers within 0.02 are right."),
        ({"digits": 3}, "Give 3 significant digits."),
    ],
)
def test_every_field_for_a_number_says_how_exact(answer, rule):
    for body in (number("5", **answer), cells("5", "6", **answer)):
        made = first(body)
        assert TYPES[body["type"]].as_answered(made.shown["ask"], None)["rule"] == rule
    part = first(parts({"expression": "5", **answer}, {"expression": "6"})).shown["ask"]["parts"][0]
    assert TYPES["number"].as_answered(part["ask"], None)["rule"] == rule


def test_digits_do_not_give_away_the_size_of_the_number():
    small, large = (first(number(text, digits=3)).shown["ask"] for text in ("0.00012345", "12345"))
    assert small == large == {"digits": 3, "unit": ""}


def test_variant_of_before_says_its_decimals_alone():
    assert TYPES["number"].as_answered({"decimals": 3, "unit": ""}, None)["rule"] == "Round to 3 decimals."


@pytest.mark.parametrize(
    "answer, message",
    [
        ("0.00012", "Please give 3 significant digits. This costs nothing."),
        ("0.0001", "Please give 3 significant digits. This costs nothing."),
        ("0.000120", None),  # three digits, and wrong
        ("0.000123", None),
        ("0", None),
        ("0.0002", None),
    ],
)
def test_too_few_significant_digits_are_asked_again(answer, message):
    right = first(number("0.00012345", digits=3)).right
    assert wants_more_decimals(read_number(answer), right) == message


def test_zeros_of_a_whole_number_may_be_no_digits():
    right = first(number("12345", digits=3)).right
    assert wants_more_decimals(read_number("12000"), right) == "Please give 3 significant digits. This costs nothing."
    assert wants_more_decimals(read_number("12100"), right) is None


# ---- warnings


@pytest.mark.parametrize(
    "body, field, part",
    [
        (
            number("0.00012345"),
            "answer.decimals",
            "With −0.001 to 0.002 accepted, 0 would be right for a value of 0.000123.",
        ),
        (number("-0.00012345"), "answer.decimals", "0 would be right for a value of −0.000123."),
        (number("0.3", decimals=0), "answer.decimals", "With 0 accepted, 0 would be right for a value of 0.3."),
        (number("5", decimals=0, tolerance=5), "answer.tolerance", "With 0 to 10 accepted, 0 would be right"),
        (number("5", tolerance=6), "answer.tolerance", "With −1.000 to 11.000 accepted"),
        (number("0.03"), "answer.decimals", "the range is 13% of the value."),
        (cells("1", "0.001"), "answer.decimals", "0 would be right for a value of 0.001."),
        (number("1.0", digits=1), "answer.digits", "With −1 to 3 accepted, 0 would be right for a value of 1."),
    ],
)
def test_too_much_is_accepted_with_a_warning(body, field, part):
    warnings = warned(body)
    assert list(warnings) == [field]
    assert part in warnings[field]


def test_warning_in_a_part_names_its_field():
    assert list(warned(parts({"expression": "5"}, {"expression": "0.001"}))) == ["parts.1.answer.decimals"]


@pytest.mark.parametrize(
    "body",
    [
        number("2", decimals=0),
        number("0"),
        number("0.04"),
        number("0.00012345", digits=3),
        number("0.15", decimals=2, tolerance=0),
        cells("0", "5"),
    ],
)
def test_what_is_asked_exactly_enough_gives_no_warning(body):
    assert warned(body) == {}


def test_worst_variant_is_named():
    body = number("a", draw={"a": {"choices": ["5", "0.5", "0.03", "0.01"]}})
    assert "for a value of 0.01, the range is 40% of the value" in warned(body)["answer.decimals"]


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_rendering")
def test_commands_print_warnings_but_do_their_work(tmp_path):
    write(tmp_path, "concepts.toml", CONCEPTS)
    write(
        tmp_path, "questions/rough.toml", write_question("rough", number("a", draw={"a": {"choices": ["0.001", "1"]}}))
    )
    out, error = io.StringIO(), io.StringIO()
    call_command("loadcourse", tmp_path, stdout=out, stderr=error)
    assert "Published 1" in out.getvalue()
    assert "Check questions/rough.toml:14: rough: answer.decimals: With −0.001 to 0.003 accepted" in error.getvalue()
    call_command("drawquestions", course=tmp_path, stdout=out)
    assert "warning: answer.decimals: With −0.001 to 0.003 accepted, 0 would be right" in out.getvalue()


@pytest.mark.parametrize("question", read_course(settings.COURSE_DIR).questions, ids=lambda question: question.id)
def test_question_of_the_course_asks_exactly_enough(question):
    assert warned(question.body, 30) == {}


# ---- what an author sees of it


def test_plausible_answers_are_listed_with_their_verdict():
    made = first(number("0.36649", wrong=[{"value": "0.4", "feedback": "No."}]))
    (one,) = accepted_of(made.right, made.wrong)
    assert one.words == "0.365 to 0.368"
    assert [(answer.answer, answer.why, answer.is_right) for answer in one.answers] == [
        ("0.366", "rounded as asked", True),
        ("0.37", "rounded to 1 place fewer", False),
        ("0.4", "rounded to 2 places fewer", False),
        ("−0.366", "with the sign reversed", False),
        ("0", "zero", False),
    ]


def test_zero_is_listed_as_accepted_where_it_is():
    (one,) = accepted_of(*key_of(number("0.00012345")))
    assert [answer.is_right for answer in one.answers if answer.answer == "0.000"] == [True]


def test_cells_and_parts_are_listed_one_by_one():
    assert [one.label for one in accepted_of(*key_of(cells("1", "2")))] == ["Number 1", "Number 2"]
    listed = accepted_of(*key_of(parts({"expression": "1"}, {"expression": "2", "decimals": 0})))
    assert [(one.label, one.words) for one in listed] == [("Part a", "0.998 to 1.002"), ("Part b", "only 2")]


def key_of(body):
    made = first(body)
    return made.right, made.wrong
