"""How long a chapter takes is computed from it: words, questions by type, experiments to try and figures that ask."""

import pytest

from courseware.chapters import read_chapter
from courseware.places import place_in
from courseware.times import question_seconds, reading_seconds
from tests.courseware.conftest import CHAPTER
from tests.courseware.test_bank import CONTENT, QUESTIONS

ASKED = '[[question]]\nid = "{}"\ntype = "{}"\n[[question.parts]]\ntype = "single"\n'
SHIPPED = CONTENT / "chapters" / "introduction.md"


@pytest.fixture
def chapter(tmp_path):
    """400 words, a computed question and a choice in its second section, and no more in the others than a few words."""
    for name in ("chapters", "questions"):
        (tmp_path / name).mkdir()
    (tmp_path / "questions" / "both.toml").write_text(
        ASKED.format("a-sum", "parts") + ASKED.format("a-choice", "single")
    )
    asked = "".join(f"\n```question\nid: {one}\n```\n" for one in ("a-sum", "a-choice"))
    words = "word " * 400
    file = tmp_path / "chapters" / "first.md"
    file.write_text(CHAPTER.replace("## Two\n", f"## Two\n\n{words}\n{asked}"))
    return read_chapter(file)


def test_words_are_read_at_200_a_minute():
    assert reading_seconds("one two, three-four $x$ five") == pytest.approx(5 * 60 / 200)


def test_linked_experiment_takes_two_minutes():
    assert reading_seconds("[Loss](/simulator/experiments/loss/)") == pytest.approx(120 + 60 / 200)


@pytest.mark.parametrize(("kind", "seconds"), [("single", 45), ("matching", 45), ("number", 120), ("parts", 120)])
def test_computed_question_takes_longer_than_a_choice(kind, seconds):
    assert question_seconds(kind) == seconds


def test_each_section_has_its_own_seconds(chapter):
    one, inside, two, three = chapter.seconds
    assert two == pytest.approx(120 + 120 + 45, abs=5)
    assert max(one, inside, three) < 5


def test_minutes_left_are_those_of_the_sections_ahead(chapter):
    assert [place_in(chapter, anchor).minutes_left for anchor in ("one", "two", "three")] == [5, 5, 5]
    shipped = read_chapter(SHIPPED)
    left = [place_in(shipped, one.anchor).minutes_left for one in shipped.sections if one.level == 2]
    assert left == sorted(left, reverse=True)
    assert left[0] == shipped.minutes


def test_shipped_chapter_takes_about_two_hours():
    shipped = read_chapter(SHIPPED)
    types = {question["id"]: question["type"] for question in QUESTIONS}
    asking = sum(question_seconds(types[slug]) for slug in shipped.questions) / 60
    assert 90 <= shipped.minutes <= 120
    assert asking < shipped.minutes
