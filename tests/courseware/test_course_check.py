"""A course folder is checked whole: every mistake of every file at once, with its file, question and line."""

import io
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from courseware.course_check import check_course
from quizzes.formats.toml_writing import write_question
from quizzes.models import Question
from simulator.experiments.table import EXPERIMENTS
from tests.courseware.conftest import CHAPTER
from tests.quizzes.bodies import SINGLE
from tests.quizzes.test_formats import write

EXPERIMENT = f"/simulator/experiments/{next(iter(EXPERIMENTS))}/"
CONCEPTS = """[[concept]]
slug = "layers"
title = "Layers"
chapter = "first"
anchor = "one"
"""
QUIZ = """slug = "check"
title = "Check"
chapter = "first"
mode = "check"
[[slot]]
question = "asked"
points = 1
"""


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "chapters/first.md", CHAPTER)
    write(tmp_path, "concepts.toml", CONCEPTS)
    write(tmp_path, "questions/asked.toml", write_question("asked", SINGLE))
    write(tmp_path, "quizzes/check.toml", QUIZ)
    return tmp_path


def told(folder):
    return [(fault.file, fault.line, fault.message) for fault in check_course(folder)]


def test_a_sound_course_has_no_mistake(folder):
    assert told(folder) == []


def test_the_shipped_course_has_no_mistake():
    assert check_course(settings.COURSE_DIR) == []


END = CHAPTER.count("\n") + 2
MISTAKES = [
    ("```decent\nat: a[1,1]\n```", 0, "Is “descent” meant?"),
    ("```pyhton\nx = 1\n```", 0, "no fence “pyhton”"),
    ("$\\nosuch{x}$ here", 0, "cannot be read"),
    ("It costs 5$ and $x today", 0, "dollar sign"),
    ("Here \\beta is", 0, "TeX outside"),
    ("![a plot](fig.png)", 0, "no image"),
    ("![a plot](https://example.org/x.png)", 0, "another site"),
    ("[there](/chapters/first/#nowhere)", 0, "leads nowhere"),
    ("[there](/chapters/second/)", 0, "leads nowhere"),
    ("[there](#nowhere)", 0, "leads nowhere"),
    ("[there](/no/such/page/)", 0, "leads nowhere"),
    ("[there](/simulator/experiments/no-such/)", 0, "leads nowhere"),
    ("[there](/quizzes/no-such/)", 0, "leads nowhere"),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", 2, "more cells"),
    ("So $5 - -3$", 0, "negative number"),
    ("{{movd}}", 0, "movd"),
    ("a\x0crac", 0, "U+000C"),
    ("```network\nat: a[1,1]\n\nMore.\n\n```\n", 0, "not closed: line"),
    ("```network\nat: a[1,1]\n\nMore.\n\n```python\nx = 1\n```", 0, "not closed"),
    ("```question\nid: asked\n```\n\n```question\nid: asked\n```", 5, "asked in line"),
    ("```question\nid: askd\n```", 1, "Is “asked” meant?"),
]


@pytest.mark.parametrize(("text", "further", "words"), MISTAKES, ids=[words for _, _, words in MISTAKES])
def test_a_mistake_in_a_chapter_is_told_with_its_line(folder, text, further, words):
    write(folder, "chapters/first.md", f"{CHAPTER}\n{text}\n")
    found = told(folder)
    assert [(file, line) for file, line, _ in found] == [("chapters/first.md", END + further)], found
    assert words in found[0][2]


@pytest.mark.parametrize(
    "text",
    ["[there](/chapters/first/#two)", "[x](#inside-one)", f"[x]({EXPERIMENT})", "[x](/quizzes/check/)",
     "```python\nx = 1\n```", "A price of $5 and $6.", "```question\nid: asked\n```", r"\(x\) and \[ y \]"],
)  # fmt: skip
def test_what_is_right_in_a_chapter_is_not_told(folder, text):
    write(folder, "chapters/first.md", f"{CHAPTER}\n{text}\n")
    assert told(folder) == []


def test_all_mistakes_of_all_files_are_told_at_once(folder):
    write(folder, "chapters/first.md", CHAPTER.replace("number: 1\n", "") + "\n{{movd}}\n\n```decent\n```\n")
    write(folder, "chapters/second.md", CHAPTER.replace("caption", "capton"))
    write(folder, "concepts.toml", CONCEPTS.replace('"first"', '"frist"'))
    write(folder, "quizzes/check.toml", QUIZ.replace('"asked"', '"asekd"'))
    bad = write_question("asked", SINGLE | {"explanation": "Here \\beta is", "level": "apply"})
    write(folder, "questions/asked.toml", bad.replace("'It lies between.'", "''").replace('"It lies between."', '""'))
    write(folder, "questions/other.toml", write_question("other", SINGLE | {"explanation": "Here \\beta is"}))
    found = {(file, line) for file, line, _ in told(folder)}
    first, second = "chapters/first.md", "chapters/second.md"
    assert {file for file, _ in found} == {
        first, second, "concepts.toml", "quizzes/check.toml", "questions/asked.toml", "questions/other.toml"
    }  # fmt: skip
    assert len([file for file, _ in found if file == first]) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"explanation": "Here \\beta is"}, "explanation ="),
        ({"hints": ["One.", "Let $x be"]}, "hints ="),
        ({"options": [SINGLE["options"][0], SINGLE["options"][1] | {"reason": "a $x"}]}, "reason ="),
        ({"options": [SINGLE["options"][0], SINGLE["options"][1] | {"text": "the output LAYER"}]}, "text ="),
        ({"concepts": ["layrs"]}, "concepts ="),
        ({"level": "none"}, "level ="),
    ],
)
def test_a_mistake_of_a_question_is_told_at_the_line_of_its_field(folder, change, field):
    source = "# A comment.\n\n" + write_question("asked", SINGLE | change)
    write(folder, "questions/asked.toml", source)
    [fault] = check_course(folder)
    assert (fault.file, fault.question) == ("questions/asked.toml", "asked")
    assert fault.line == max(number for number, line in enumerate(source.split("\n"), 1) if line.startswith(field))


def test_concepts_and_quizzes_that_point_nowhere_are_told_at_their_field(folder):
    write(folder, "concepts.toml", CONCEPTS.replace('anchor = "one"', 'anchor = "onne"'))
    write(folder, "quizzes/check.toml", QUIZ.replace('"first"', '"frist"'))
    assert told(folder) == [
        ("concepts.toml", 5, "The chapter “first” has no heading with the anchor “onne”. Is “one” meant?"),
        ("quizzes/check.toml", 3, "There is no chapter “frist”. Is “first” meant?"),
    ]


def test_two_chapters_with_one_number_are_told(folder):
    write(folder, "chapters/second.md", CHAPTER)
    assert told(folder) == [("chapters/second.md", 3, "Chapter first has the number 1 too. Give each its own.")]


def test_a_renamed_chapter_leaves_its_concepts_and_quizzes_told(folder):
    (folder / "chapters" / "first.md").rename(folder / "chapters" / "begin.md")
    assert [(file, line) for file, line, _ in told(folder)] == [("concepts.toml", 4), ("quizzes/check.toml", 3)]


def test_a_mistake_in_the_numbers_beside_a_chapter_names_their_file(folder):
    write(folder, "chapters/first.toml", "[let]\nx = \n")
    assert [(file, line) for file, line, _ in told(folder)] == [("chapters/first.toml", 2)]


def test_a_broken_file_makes_no_mistakes_of_what_points_to_it(folder):
    write(folder, "questions/asked.toml", '[[question]]\nid = "asked"\nprompt = "$\\frac$ \\beta"\nx = yes\n')
    [(file, line, message)] = told(folder)
    assert (file, line) == ("questions/asked.toml", 4)
    assert "“x = yes”" in message


def test_a_backslash_that_toml_refuses_is_told_with_what_to_write(folder):
    write(folder, "questions/asked.toml", '[[question]]\nid = "asked"\nprompt = "$\\sigma$"\n')
    [(_, line, message)] = told(folder)
    assert line == 3
    assert "'''…'''" in message


def test_checkcourse_needs_no_database_and_fails_with_all_mistakes(folder):
    out = io.StringIO()
    call_command("checkcourse", folder, variants=3, stdout=out)
    assert "No mistakes." in out.getvalue()
    write(folder, "chapters/first.md", CHAPTER + "\n```decent\n```\n")
    write(folder, "concepts.toml", CONCEPTS.replace('"one"', '"onne"'))
    with pytest.raises(CommandError, match=r"chapters/first.md:\d+: (?s:.*)concepts.toml:5: "):
        call_command("checkcourse", folder, variants=3)
    with pytest.raises(CommandError, match="no such folder"):
        call_command("checkcourse", folder / "nowhere")


@pytest.mark.django_db
def test_loadcourse_tells_all_mistakes_and_loads_nothing(folder, monkeypatch):
    monkeypatch.setattr("quizzes.publishing.loading.draw", lambda *args: pytest.fail("drawn"), raising=True)
    write(folder, "chapters/first.md", CHAPTER + "\n```decent\n```\n")
    write(folder, "questions/asked.toml", write_question("asked", SINGLE | {"level": "none"}))
    with pytest.raises(CommandError, match=r"chapters/first.md:\d+: (?s:.*)asked: level: (?s:.*)Nothing was loaded"):
        call_command("loadcourse", folder, stderr=io.StringIO())
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_loadcourse_names_what_is_asked_and_in_no_file_any_more(folder):
    write(folder, "questions/other.toml", write_question("other", SINGLE))
    call_command("loadcourse", folder, variants=1, stdout=io.StringIO(), stderr=io.StringIO())
    (folder / "questions" / "other.toml").unlink()
    shutil.rmtree(folder / "quizzes")
    said = io.StringIO()
    call_command("loadcourse", folder, variants=1, stdout=io.StringIO(), stderr=said)
    assert "questions: other: No file has this question any more" in said.getvalue()
    assert "quizzes: check: No file has this quiz any more" in said.getvalue()


@pytest.mark.django_db
def test_loadcourse_tells_warnings_and_loads(folder):
    write(folder, "questions/asked.toml", write_question("asked", SINGLE | {"prompt": "Which layer is not last?"}))
    said = io.StringIO()
    call_command("loadcourse", folder, variants=1, stdout=io.StringIO(), stderr=said)
    assert "Check questions/asked.toml:6: asked: prompt: “not”" in said.getvalue()
    assert Question.objects.get().published
