"""Course files are read as editors write them, or refused with the true cause."""

import shutil

import pytest

from courseware.chapters import ChapterError, read_chapter
from quizzes.formats.course import read_course, survey
from quizzes.formats.decoding import DecodingError, decoded
from tests.courseware.conftest import CHAPTER
from tests.quizzes.test_formats import write

TEXT = 'title = "Naïve “maths”"\r\n'
READ = {"UTF-8": "utf-8", "UTF-8 with a mark": "utf-8-sig", "UTF-16 with a mark": "utf-16"}


@pytest.mark.parametrize("encoding", [*READ.values()])
def test_text_is_read_by_its_mark(encoding):
    assert decoded(TEXT.encode(encoding)) == TEXT


def test_utf_16_of_either_order_is_read():
    assert decoded(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


@pytest.mark.parametrize(
    "content, words, line",
    [
        ("one\ntwo “x”".encode("cp1252"), "the byte 0x93. In Windows-1252 it is ““”. Save the file as UTF-8.", 2),
        ("Größe".encode("latin-1"), "In Windows-1252 it is “ö”.", 1),
        ("title = 3".encode("utf-16-le"), "UTF-16 without a byte order mark", None),
        (TEXT.encode("utf-16")[:-1], "UTF-16 that breaks off", None),
        (b"{\\rtf1\\ansi", "an RTF document, not text", None),
        (b"PK\x03\x04rest", "a document of an office program", None),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_cause(content, words, line):
    with pytest.raises(DecodingError) as caught:
        decoded(content)
    assert words in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize("encoding", [*READ.values()])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whole_course_is_read_in_the_encoding_of_an_editor(tmp_path, settings, encoding, end):
    shutil.copytree(settings.COURSE_DIR, tmp_path / "course")
    for file in [*tmp_path.rglob("*.toml"), *tmp_path.rglob("*.md")]:
        text = file.read_text(encoding="utf-8")
        file.write_bytes(text.replace("\n", end).encode(encoding))
    course, faults = survey(tmp_path / "course")
    assert faults == []
    assert len(course.questions) > 50
    assert [question.id for question in course.questions] == [
        one.id for one in read_course(settings.COURSE_DIR).questions
    ]


@pytest.mark.parametrize("encoding", [*READ.values()])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_chapter_is_read_in_the_encoding_of_an_editor(tmp_path, encoding, end):
    file = tmp_path / "first.md"
    file.write_bytes(CHAPTER.replace("\n", end).encode(encoding))
    assert read_chapter(file).title == "A first chapter"


def test_chapter_in_windows_1252_is_refused_with_its_line(tmp_path):
    file = tmp_path / "first.md"
    file.write_bytes((CHAPTER + "Größe\n").encode("cp1252"))
    with pytest.raises(ChapterError, match="In Windows-1252 it is “ö”"):
        read_chapter(file)


def test_typographic_quotation_marks_are_named(tmp_path):
    write(tmp_path, "course.toml", "title = “A course”\n")
    assert "typographic quotation marks" in survey(tmp_path)[1][0].message
