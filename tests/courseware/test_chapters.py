"""A chapter file becomes a chapter; a file with a slip is named with the line of the slip."""

import re
from pathlib import Path

import pytest

from courseware.chapters import ChapterError, in_order, read_chapter
from quizzes.rendering import render
from tests.courseware.conftest import CHAPTER

SHIPPED = sorted((Path(__file__).parents[2] / "courseware" / "content" / "chapters").glob("*.md"))


def chapter_of(tmp_path, source, name="first.md"):
    file = tmp_path / name
    file.write_text(source, encoding="utf-8")
    return read_chapter(file)


def test_the_front_matter_and_the_file_name_say_what_a_chapter_is(tmp_path):
    chapter = chapter_of(tmp_path, CHAPTER)
    assert (chapter.slug, chapter.title, chapter.number, chapter.minutes) == ("first", "A first chapter", 1, 5)


def test_sections_are_the_headings_with_their_anchors(tmp_path):
    sections = chapter_of(tmp_path, CHAPTER).sections
    assert [(s.level, s.anchor) for s in sections] == [(2, "one"), (3, "inside-one"), (2, "two"), (2, "three")]


def test_a_heading_in_code_is_no_section_and_equal_headings_get_anchors_of_their_own(tmp_path):
    source = CHAPTER + "```python\n## a comment\n```\n\n~~~\n## more\n```\n~~~\n\n## One\n"
    assert [s.anchor for s in chapter_of(tmp_path, source).sections][3:] == ["three", "one_1"]


def test_a_network_fence_is_a_figure_and_leaves_a_place_in_the_text(tmp_path):
    chapter = chapter_of(tmp_path, CHAPTER)
    [figure] = chapter.figures
    assert (figure.at, figure.stage, figure.caption) == ("a[1,1]", None, "One *neuron*.")
    assert figure.url.startswith("/simulator/?n=")
    assert chapter.text.count(chapter.place(0)) == 1
    assert "weights" not in chapter.text


def test_other_fences_stay_code(tmp_path):
    source = CHAPTER + "\n````text\n```network\nno figure\n```\n````\n"
    assert len(chapter_of(tmp_path, source).figures) == 1


@pytest.mark.parametrize(
    "was, becomes, line, says",
    [
        ("---\ntitle", "title", 1, "front matter"),
        ("number: 1", "number: one", 3, "whole number"),
        ("number: 1", "number: ²", 3, "whole number"),
        ("summary:", "sumary:", 5, "not one of title"),
        ("title: A first chapter\n", "", 1, "needs a line title"),
        ("at: a[1,1]", "at: a[9,9]", 18, "no quantity a[9,9]"),
        ("at: a[1,1]", "where: a[1,1]", 18, "none of network, at"),
        ("at: a[1,1]", "stage: sideways", 18, "stage is one of"),
        ('"biases": [0.1]', '"biases": [0.1', 21, "not JSON"),
        ('"biases": [0.1]', '"biases": [0.1, 2]', 20, "layers[0]"),
        ('"biases": [0.1]', '"biases": [NaN]', 20, "layers[0].biases[0]"),
        ("```\n\nAfter", "\n\nAfter", 17, "never closed"),
    ],
)
def test_a_slip_is_named_with_its_file_and_line(tmp_path, was, becomes, line, says):
    with pytest.raises(ChapterError) as error:
        chapter_of(tmp_path, CHAPTER.replace(was, becomes, 1))
    assert says in str(error.value)
    assert str(error.value).startswith(f"first.md, line {line}: ")


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path):
    file = tmp_path / "first.md"
    file.write_bytes(CHAPTER.replace("A first", "A fi\u0152rst").encode("cp1252"))
    with pytest.raises(ChapterError, match=r"first\.md, line 2: This is not UTF-8"):
        read_chapter(file)


def test_a_fence_without_a_network_says_what_it_should_hold(tmp_path):
    with pytest.raises(ChapterError, match="beginning with a brace"):
        chapter_of(tmp_path, CHAPTER + "\n```network\nat: a[1,1]\n```\n")


def test_chapters_stand_in_the_order_of_their_numbers(tmp_path):
    later = chapter_of(tmp_path, CHAPTER.replace("number: 1", "number: 2"), "a.md")
    first = chapter_of(tmp_path, CHAPTER, "b.md")
    assert in_order([later, first]) == [first, later]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_page_gives_each_heading_the_anchor_that_the_contents_name(file):
    chapter = read_chapter(file)
    assert re.findall(r'<h[23] id="([^"]+)"', render(chapter.text)) == [s.anchor for s in chapter.sections]
