"""A learner's own data: what is read, how it is scaled, and what is said about the rest."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.data.csv import CSVError, read_csv
from simulator.limits import RUN_LIMITS

PLAIN = "x1,x2,label\n0,10,red\n4,20,blue\n2,20,red\n"


def faults(text: str, **limits: int) -> list[str]:
    with pytest.raises(CSVError) as caught:
        read_csv(text, replace(RUN_LIMITS, **limits))
    return [str(fault) for fault in caught.value.faults]


def points(examples) -> list:
    """The points in the learner's own units, with their answers."""
    (c1, h1), (c2, h2) = examples.scale[:2]
    answers = examples.y if examples.classes is None else [examples.classes[number] for number in examples.y]
    return [(x1 * h1 + c1, x2 * h2 + c2, answer) for (x1, x2), answer in zip(examples.x, answers, strict=True)]


def test_labels_become_classes_in_their_order_and_columns_are_scaled():
    # x1 is 0…4: centre 2, half-width 2; x2 is 10…20: centre 15, half-width 5
    examples = read_csv(PLAIN)
    assert examples.classes == ("red", "blue")
    assert examples.y.tolist() == [0, 1, 0]
    assert examples.x.tolist() == [[-1, -1], [1, 1], [0, 1]]
    assert examples.scale == ((2, 2), (15, 5))


def test_targets_are_values_and_scaled_too():
    # 100…300: centre 200, half-width 100
    examples = read_csv("x1,x2,target\n0,10,100\n4,20,300\n2,20,150\n")
    assert examples.classes is None
    assert examples.y.tolist() == [-1, 1, -0.5]
    assert examples.scale == ((2, 2), (15, 5), (200, 100))


def test_a_constant_column_has_half_width_one():
    examples = read_csv("5,1,a\n5,2,b\n")
    assert examples.x[:, 0].tolist() == [0, 0]
    assert examples.scale[0] == (5, 1)


@pytest.mark.parametrize(
    "text",
    [
        "0,10,red\n4,20,blue\n2,20,red",
        "X1, X2, Label\n0, 10, red\n4, 20, blue\n2, 20, red\n",
        "label,x2,x1\nred,10,0\nblue,20,4\nred,20,2\n",
        "x2;label;x1\n10;red;0\n20;blue;4,0\n20,0;red;2\n",
        "x1\tx2\tlabel\n0\t10\tred\n4,0\t20\tblue\n2\t2e1\tred\n",
        "\ufeffx1,x2,label\r\n0,10,red\r\n4,20,blue\r\n2,20,red\r\n",
        "x1,x2,label\r0,10,red\r4,20,blue\r2,20,red\r",
        '"x1","x2","label"\n"0","10","red"\n"4","20","blue"\n"2","20","red"\n',
        '"0,0","10,0",red\n"4,0","20,0",blue\n2,20,red\n',
        "\n\nx1,x2,label\n\n0,10,red\n   \n4,20,blue\n,,\n2,20,red\n;\n\n",
        "x1,x2,label,,\n0,10,red,\n4,20,blue,,\n2,20,red,\n",
        "x1;x2;label;\n0;10;red;\n4;20;blue;\n2;20;red;\n",
    ],
)
def test_what_spreadsheets_write_is_read(text):
    assert points(read_csv(text)) == points(read_csv(PLAIN))


def test_a_quoted_label_may_hold_a_separator():
    assert read_csv('0.1,0.2,"red; dark"\n0.3,0.4,"red, ""light"""\n').classes == ("red; dark", 'red, "light"')


def test_whole_numbers_are_classes_by_size_so_that_class_1_is_called_1():
    examples = read_csv("1,2,1\n3,4,0\n5,6,1.0\n")
    assert examples.classes == ("0", "1")
    assert examples.y.tolist() == [1, 0, 1]
    assert read_csv("1,2,1\n3,4,-1\n").classes == ("-1", "1")
    assert read_csv("1,2,10\n3,4,9\n").classes == ("9", "10")


@pytest.mark.parametrize("third", ["1,2,3,4,5", "0.5,1,1,0,0", "0.1,0.2,0.3,0.4,0.5"])
def test_without_a_header_many_or_fractional_numbers_are_values(third):
    assert read_csv("\n".join(f"{k},{k},{value}" for k, value in enumerate(third.split(",")))).classes is None


def test_the_header_has_the_last_word_on_what_the_answers_are():
    assert read_csv("x1,x2,label\n1,2,0.5\n3,4,1\n").classes == ("0.5", "1")
    assert read_csv("x1,x2,target\n1,2,0\n3,4,1\n").classes is None


def test_up_to_the_limit_of_points_is_read():
    rows = [f"{k},{k % 7},{'ab'[k % 2]}" for k in range(RUN_LIMITS.points)]
    assert len(read_csv("\n".join(rows))) == 1000
    assert faults("\n".join(["x1,x2,label", "", *rows, "1,1,a", "1,1,b"])) == [
        "Line 1003: Leave some points out: there are 1,002, at most 1,000 fit."
    ]


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "There must be at least two points"),
        ("\ufeff\n \n,,\n", "There must be at least two points"),
        ("x1,x2,label\n", "There must be at least two points"),
        ("x1,x2,label\n1,2,a\n", "There must be at least two points"),
        ("1,2,a\n3,4,a\n", "All points are of class “a”. Add points of another"),
        ("x1,x2,label\n1,2,7\n3,4,7.0\n", "All points are of class “7”."),
        ("1,2,a\n3,4,b\n5,6\n", "Line 3: There are 2 columns here. Give three columns"),
        ("1,2,a\n3,4,b\n5\n", "Line 3: There is 1 column here."),
        ("0,1,0,2,a\n0,3,0,4,b", "Line 1: There are 5 columns here."),
        ("1 2 a\n3 4 b", "Line 1: There is 1 column here."),
        ("height,weight,label\n1,2,a\n3,4,b", "Line 1: Name the columns x1, x2, and label"),
        ("x1,x1,label\n1,2,a\n3,4,b", "Line 1: Name the columns"),
        ("x1,x2,label\n1,2,a\n3,,b", "Line 3, column 2: A number is missing here."),
        ("x1,x2,label\n1,2,a\n3,4,", "Line 3, column 3: A label is missing here."),
        ("x1,x2,target\n1,2,0.5\n3,4,", "Line 3, column 3: A number is missing here."),
        (
            "label,x1,x2\na,1,2\nb,3,oops",
            "Line 3, column 3: “oops” cannot be read as a number; write one such as 0.73.",
        ),
        ("1,2,a\n3,4,b\n5,1e13,a", "Line 3, column 2: “1e13” is too large; choose a unit in which it is at most 1e12."),
        ("1,2,0.5\n3,4,0.25\n5,6,0.x", "Line 3, column 3: “0.x” cannot be read"),
        ('1,2,a\n3,4,"b\n5,6,a\n', "Line 2: This cannot be cut into columns; give every opening quotation mark"),
        ('1,2,"a\n3,4,b\n5,6,a\n', "Line 1: This cannot be cut into columns"),
        ('1,2,"a"x\n3,4,b\n5,6,a\n', "Line 1: This cannot be cut into columns"),
        ("1,2," + "a" * 41 + "\n3,4,b", "Line 1, column 3: Choose a label of at most 40 letters"),
        ("1,2,a\u202eb\n3,4,b", "Line 1, column 3: Choose a label"),
        ("1,2,\ud800\n3,4,b", "Line 1, column 3: Choose a label"),
    ],
)
def test_a_fault_is_named_by_line_and_column(text, said):
    found = faults(text)
    assert found[0].startswith(said)
    assert len({fault.partition(":")[0] for fault in found}) == len(found)  # nothing is said twice of one place


@pytest.mark.parametrize(
    "raw", ["nan", "NaN", "inf", "-inf", "Infinity", "1e400", "1e999", "0x10", "1_000", "²", "1e", "="]
)
def test_what_is_no_finite_number_is_refused(raw):
    assert faults(f"x1,x2,target\n1,2,3\n{raw},2,3") == [
        f"Line 3, column 1: “{raw}” cannot be read as a number; write one such as 0.73."
    ]


def test_a_fifth_class_is_named_where_it_first_appears():
    text = "".join(f"{k},{k},{'abcdeefa'[k]}\n" for k in range(8))
    assert faults("x1,x2,label\n" + text) == [
        "Line 6, column 3: “e” is one class too many: at most 4 fit. If these are values, name the column target."
    ]


def test_every_fault_is_found_at_once_in_the_order_of_the_lines():
    text = 'x1,x2,label\n1,b,red\n,2,blue\n3,4,"red\n5\n5,6,\n7,8,blue\n'
    places = [fault.partition(":")[0] for fault in faults(text)]
    assert places == ["Line 2, column 2", "Line 3, column 1", "Line 4", "Line 5", "Line 6, column 3"]


def test_twenty_faults_are_enough():
    found = faults("x1,x2,label\n" + "a,b,red\n" * 30)
    assert len(found) == 20
    assert found[-1].startswith("Line 11, column 2")


def test_a_quoted_cell_is_short_and_visible():
    [fault] = faults("x1,x2,label\n1,2,a\n" + "z\u202e" * 500 + ",2,b")
    assert "z\ufffdz\ufffd" in fault
    assert len(fault) < 100


def test_the_smallest_and_the_largest_numbers_are_scaled_without_a_warning():
    with np.errstate(all="raise"):
        examples = read_csv("-1e12,0,a\n1e12,1e-320,b\n0,0,a\n")
    assert examples.x[:, 0].tolist() == [-1, 1, 0]
    assert np.abs(examples.x).max() <= 1


@given(
    st.lists(
        st.tuples(*[st.floats(-1e12, 1e12, allow_subnormal=False)] * 2, st.sampled_from("abcd")),
        min_size=2,
        max_size=20,
    ).filter(lambda rows: len({label for *_, label in rows}) > 1),
    st.sampled_from(",;\t"),
)
def test_any_numbers_are_scaled_onto_the_plane_and_back(rows, separator):
    examples = read_csv("\n".join(separator.join(map(str, row)) for row in rows))
    assert np.abs(examples.x).max() <= 1
    for (x1, x2, label), (given_x1, given_x2, given_label) in zip(points(examples), rows, strict=True):
        assert x1 == pytest.approx(given_x1, rel=1e-9, abs=1e-12 * examples.scale[0][1])
        assert x2 == pytest.approx(given_x2, rel=1e-9, abs=1e-12 * examples.scale[1][1])
        assert label == given_label


@given(st.text(alphabet='0123456789.,;\t\n\r"x1label -+eE\ufeff\x00é', max_size=200) | st.text(max_size=200))
def test_any_text_is_read_or_refused_in_sentences(text):
    examples, found = None, []
    try:
        examples = read_csv(text)
    except CSVError as error:
        found = error.faults
    if examples is None:
        assert 1 <= len(found) <= 20
        assert all(str(fault).endswith(".") for fault in found)
    else:
        assert len(examples) >= 2
        assert np.isfinite(examples.x).all()


@pytest.mark.parametrize(
    "other, value",
    [("0,5", 1.234), ("12,25", 1.234), ("1.234,5", 1.234), ("0.5", 1234), ("1,234.5", 1234), ("1,234,567", 1234)],
)
def test_one_comma_is_read_as_the_other_numbers_say(other, value):
    x = read_csv(f"1,234;{other};a\n0;0;b\n").x[:, 0]
    known = read_csv(f"{value};{other};a\n0;0;b\n").x[:, 0]
    assert x.tolist() == known.tolist()
    assert read_csv(f"1,234;{other};a\n0;0;b\n").scale[0] == (value / 2, value / 2)


def test_a_comma_with_two_meanings_is_named():
    assert faults("1,234;5;a\n0;0;b") == [
        "Line 1, column 1: “1,234” could be 1.234 or 1234. Write it without the comma."
    ]
