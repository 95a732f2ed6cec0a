"""Course files: byte for byte, every fault with its file, question and line, and what is written reads back."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats.concepts import write_concepts
from quizzes.formats.course import read_course
from quizzes.formats.faults import CourseError
from quizzes.formats.quizzes import write_quiz
from quizzes.formats.toml_questions import read_questions, read_source, sliced
from quizzes.formats.toml_writing import write_question
from tests.quizzes.bodies import BODIES

COURSE = Path(settings.COURSE_DIR)
CONCEPTS = """[[concept]]
slug = "layers"
title = "Layers"
chapter = "introduction"
anchor = "layers"

[[concept]]
slug = "relu"
title = "ReLU"
chapter = "introduction"
anchor = "relu"
prerequisites = ["layers"]
"""
QUESTION = """
[[question]]
id = "one"
type = "true_false"
concepts = ["relu"]
"""
QUIZ = """slug = "check"
title = "Check"
chapter = "introduction"
mode = "check"

[policy]
pass_mark = 70

[[slot]]
question = "one"
points = 1.5

[[slot]]
concept = "relu"
pick = 2
points = 1
"""


@pytest.fixture
def folder(tmp_path):
    """A small course without a fault."""
    write(tmp_path, "course.toml", 'title = "A course"\n')
    write(tmp_path, "concepts.toml", CONCEPTS)
    write(tmp_path, "questions/one.toml", QUESTION)
    write(tmp_path, "quizzes/check.toml", QUIZ)
    return tmp_path


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def faults_of(folder):
    with pytest.raises(CourseError) as caught:
        read_course(folder)
    return caught.value.faults


def test_a_small_course_is_read(folder):
    course = read_course(folder)
    assert [concept.prerequisites for concept in course.concepts] == [(), ("layers",)]
    assert [(question.id, question.file, question.line) for question in course.questions] == [
        ("one", "questions/one.toml", 3)
    ]
    assert [(slot.question, slot.concept, slot.pick, float(slot.points)) for slot in course.quizzes[0].slots] == [
        ("one", None, 1, 1.5),
        (None, "relu", 2, 1.0),
    ]


def test_the_course_of_the_house_is_in_canonical_form():
    course = read_course(COURSE)
    assert write_concepts(course.concepts) == (COURSE / "concepts.toml").read_text()
    for question in course.questions:
        assert read_source(write_question(question.id, question.body)) == question.body


SEVERAL = """# Two questions, and a trap between them.
[[question]]
id = "one"
prompt = '''
[[question]]
id = "not-this"
'''  # [[question]]
text = "[[question]]\\" [[question]]"

  [[ question ]]   # the second
# id = "nor-this"
prompt = \"\"\"
id = "nor this"
\"\"\"
  id = "two"
[[question.options]]
text = '[[question]]'
[[question]]
id = "three\""""


def test_every_question_keeps_its_own_text_byte_for_byte(tmp_path):
    write(tmp_path, "several.toml", SEVERAL)
    faults = []
    questions = read_questions(tmp_path / "several.toml", "several.toml", faults)
    assert faults == []
    assert [(question.id, question.line) for question in questions] == [("one", 3), ("two", 15), ("three", 19)]
    assert "".join(question.source for question in questions) == SEVERAL
    assert [read_source(question.source) for question in questions] == [question.body for question in questions]
    assert questions[0].source.startswith("# Two questions")


def test_line_ends_of_windows_are_kept(tmp_path):
    text = SEVERAL.replace("\n", "\r\n")
    write(tmp_path, "several.toml", text)
    questions = read_questions(tmp_path / "several.toml", "several.toml", [])
    assert "".join(question.source for question in questions) == text
    assert [question.line for question in questions] == [3, 15, 19]


PIECES = st.sampled_from(
    [
        "[[question]]\n",
        'id = "a"\n',
        "'''",
        '"""',
        '"',
        "'",
        "\\",
        "#",
        "\n",
        "a = 1\n",
        "[[question.options]]\n",
        "[x]\n",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_toml_reads_is_cut_where_toml_cuts_it(text):
    try:
        tables = tomllib.loads(text).get("question", [])
    except tomllib.TOMLDecodeError:
        return
    tables = tables if isinstance(tables, list) else []  # [[question.options]] alone makes a table of it
    parts = sliced(text) if tables else []
    assert [tomllib.loads(part)["question"][0] for part, *_ in parts] == tables
    assert "".join(part for part, *_ in parts) == (text if tables else "")


FAULTS = [
    # file, its text, file of the fault, question, line, a word of the message
    ("questions/one.toml", "[[question]]\nid = \n", "questions/one.toml", "", 2, "not TOML"),
    ("questions/one.toml", '[[question]]\nid = "one\n\nx = 1', "questions/one.toml", "", 2, "not TOML"),
    ("questions/one.toml", "[[question]]\nprompt = '''", "questions/one.toml", "", 2, "not TOML"),
    (
        "questions/one.toml",
        QUESTION + "x = \n" + QUESTION,
        "questions/one.toml",
        "one",
        QUESTION.count("\n") + 1,
        "not TOML",
    ),
    ("questions/one.toml", b"[[question]]\nid = '\xff'", "questions/one.toml", "", 2, "UTF-8"),
    ("questions/one.toml", "", "questions/one.toml", "", None, "[[question]]"),
    ("questions/one.toml", "[question]\nid = 'one'", "questions/one.toml", "", None, "[[question]]"),
    ("questions/one.toml", "question = [{id = 'one'}]", "questions/one.toml", "", None, "[[question]]"),
    ("questions/one.toml", "title = 'x'\n" + QUESTION, "questions/one.toml", "", None, "title"),
    ("questions/one.toml", "[[question]]\n\nid = 'One!'", "questions/one.toml", "One!", 3, "small letters"),
    ("questions/one.toml", "[[question]]\nprompt = ''", "questions/one.toml", "", 1, "id"),
    ("questions/one.toml", QUESTION.replace("relu", "tanh"), "questions/one.toml", "one", 5, "tanh"),
    ("questions/two.toml", "\n" + QUESTION, "questions/two.toml", "one", 4, "questions/one.toml:3"),
    ("concepts.toml", CONCEPTS.replace('["layers"]', '["layer"]'), "concepts.toml", "", 7, "layer"),
    ("concepts.toml", CONCEPTS.replace('"relu"', '"layers"'), "concepts.toml", "", 7, "twice"),
    ("concepts.toml", CONCEPTS.replace('["layers"]', '["relu"]'), "concepts.toml", "", 7, "circle"),
    ("concepts.toml", CONCEPTS.replace("title", "name"), "concepts.toml", "", 1, "name"),
    ("concepts.toml", CONCEPTS.replace('["layers"]', "3"), "concepts.toml", "", 12, "list"),
    ("concepts.toml", "x = 1", "concepts.toml", "", None, "[[concept]]"),
    ("course.toml", "title = 3", "course.toml", "", None, "title"),
    ("quizzes/check.toml", QUIZ.replace('"one"', '"two"'), "quizzes/check.toml", "", 9, "two"),
    ("quizzes/check.toml", QUIZ.replace('"relu"', '"tanh"'), "quizzes/check.toml", "", 13, "tanh"),
    ("quizzes/check.toml", QUIZ.replace('"relu"', "[]"), "quizzes/check.toml", "", 13, "concept"),
    ("quizzes/check.toml", QUIZ.replace("points = 1.5", "points = 0"), "quizzes/check.toml", "", 9, "points"),
    ("quizzes/check.toml", QUIZ.replace("points = 1.5", "points = nan"), "quizzes/check.toml", "", 9, "points"),
    ("quizzes/check.toml", QUIZ.replace("pick = 2", "pick = '2'"), "quizzes/check.toml", "", 13, "pick"),
    ("quizzes/check.toml", QUIZ.replace("pick = 2", "marks = 2"), "quizzes/check.toml", "", 13, "marks"),
    ("quizzes/check.toml", QUIZ.replace('mode = "check"', 'mode = "test"'), "quizzes/check.toml", "", 4, "practice"),
    ("quizzes/check.toml", QUIZ.replace("70", "170"), "quizzes/check.toml", "", 7, "percent"),
    ("quizzes/check.toml", QUIZ.replace("slug", "name"), "quizzes/check.toml", "", None, "slug"),
    ("quizzes/check.toml", QUIZ.split("[[slot]]")[0], "quizzes/check.toml", "", None, "slot"),
    ("quizzes/other.toml", QUIZ, "quizzes/other.toml", "", None, "check"),
]


@pytest.mark.parametrize("name, text, file, question, line, word", FAULTS)
def test_a_fault_names_file_question_and_line(folder, name, text, file, question, line, word):
    write(folder, name, text)
    found = faults_of(folder)
    assert (file, question, line) in [(fault.file, fault.question, fault.line) for fault in found]
    assert any(word in fault.message for fault in found)
    assert all(fault.message.endswith(".") for fault in found)


def test_the_faults_of_all_files_are_told_at_once(folder):
    write(folder, "questions/broken.toml", "[[question]")
    write(folder, "concepts.toml", CONCEPTS + "[[concept]]\n")
    assert {fault.file for fault in faults_of(folder)} >= {"questions/broken.toml", "concepts.toml"}


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert "no such folder" in str(faults_of(tmp_path / "missing")[0])


@pytest.mark.parametrize("name", BODIES)
def test_a_written_question_reads_back(name):
    assert read_source(write_question("a-question", BODIES[name])) == BODIES[name]


def test_texts_are_written_as_an_author_would():
    text = write_question(
        "a-question", BODIES["single"] | {"prompt": "Which of\n$\\frac{1}{2}$?\n", "explanation": "$\\sigma$"}
    )
    assert "prompt = '''\nWhich of\n$\\frac{1}{2}$?\n'''" in text
    assert "explanation = '$\\sigma$'" in text
    assert "\n[[question.options]]\ntext = " in text


VALUES = st.recursive(
    st.one_of(
        st.text(),
        st.booleans(),
        st.integers(-(2**40), 2**40),
        st.floats(allow_nan=False),
        st.sampled_from(["'''", '"""\n', "\\\n'", "'\n"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)


def line_ends(value):
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, list):
        return [line_ends(one) for one in value]
    return {name: line_ends(one) for name, one in value.items()} if isinstance(value, dict) else value


@given(
    st.dictionaries(
        st.text(max_size=8).filter(lambda name: name not in ("id", "options", "wrong", "answer")), VALUES, max_size=5
    ),
    st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=2), max_size=2),
)
def test_whatever_is_written_reads_back(body, options):
    body = body | {"options": options} if options else body
    assert read_source(write_question("a", body)) == line_ends(body)


def test_a_quiz_is_written_as_it_is_read(folder):
    assert write_quiz(read_course(folder).quizzes[0]) == QUIZ
