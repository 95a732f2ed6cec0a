"""A number stands in a chapter because a run gave it; a quotation that fits no run is named with its line."""

import re
from pathlib import Path

import pytest

import courseware
from courseware import quoting
from courseware.chapters import ChapterError, read_chapter
from courseware.quoting import QuoteError, quoted
from simulator.experiments.table import EXPERIMENTS
from tests.courseware.conftest import CHAPTER

CONTENT = Path(courseware.__file__).parent / "content"
LINK = re.compile(r"/simulator/experiments/([\w-]*)/")
RUNS = [
    {"parameters": {"count": 500, "pixels": "plain"}, "readings": {"accuracy": 0.87449}},
    {"parameters": {"count": 1000.0, "pixels": "plain"}, "readings": {"accuracy": 0.5}},
    {"parameters": {"count": 1000.0, "pixels": "fixed"}, "readings": {"training": -0.25}},
]


@pytest.fixture(autouse=True)
def runs(monkeypatch):
    monkeypatch.setattr(quoting, "stored_readings", lambda: {"digits": RUNS})


def test_a_reading_is_that_of_the_run_with_these_parameters():
    assert quoted("from {{reading digits.accuracy count=500}} to") == "from 0.874 to"
    assert quoted("{{ reading digits.accuracy count=1000 pixels=plain }}") == "0.5"


def test_a_reading_has_the_decimals_that_mean_something_unless_the_author_wants_others():
    assert quoted("{{reading digits.accuracy count=500 decimals=1}}") == "0.9"
    assert quoted("{{reading digits.training pixels=fixed decimals=2}}") == "−0.25"


def test_an_experiment_is_linked_under_its_title():
    title = EXPERIMENTS["digits"].title
    assert quoted("See {{experiment digits}}.") == f"See [{title}](/simulator/experiments/digits/)."


def test_single_braces_stay_as_they_are():
    assert quoted("{x1} $\\frac{ {a} }{b}$") == "{x1} $\\frac{ {a} }{b}$"


@pytest.mark.parametrize(
    "quote, says",
    [
        ("experiment digit", "there is no experiment “digit”"),
        ("experiment", "there is no experiment “”"),
        ("readings digits.accuracy", "cannot be read here"),
        ("reading", "an experiment, a dot and a name"),
        ("reading digits", "an experiment, a dot and a name"),
        ("reading digit.accuracy", "there is no experiment “digit”"),
        ("reading digits.precision", "no reading “precision”; it has accuracy"),
        ("reading digits.accuracy count", "“count” is no parameter"),
        ("reading digits.accuracy size=500", "no parameter “size”; it has count"),
        ("reading digits.accuracy count=some", "none of the stored runs of digits fit this"),
        ("reading digits.accuracy count=7", "none of the stored runs of digits fit this"),
        ("reading digits.accuracy pixels=plain", "2 of the stored runs of digits fit this. Say more of count"),
        ("reading digits.accuracy count=500 decimals=few", "decimals is a digit"),
        ("reading digits.accuracy pixels=fixed", "this run of digits has no accuracy; it has training"),
    ],
)
def test_a_quotation_that_names_no_single_number_says_what_there_is(quote, says):
    with pytest.raises(QuoteError, match=re.escape(says)):
        quoted(f"It was {{{{{quote}}}}}.")


def test_the_chapter_names_the_file_and_the_line_of_the_quotation(tmp_path):
    file = tmp_path / "first.md"
    file.write_text(CHAPTER + "\n{{reading digits.accuracy count=7}}\n", encoding="utf-8")
    line = len(CHAPTER.splitlines()) + 2
    with pytest.raises(ChapterError, match=rf"first\.md, line {line}: .* none of the stored runs"):
        read_chapter(file)


def test_a_new_reading_is_a_new_text_of_the_chapter(tmp_path, monkeypatch):
    file = tmp_path / "first.md"
    file.write_text(CHAPTER + "\nIt was {{reading digits.accuracy count=500}}.\n", encoding="utf-8")
    before = read_chapter(file)
    better = {"parameters": RUNS[0]["parameters"], "readings": {"accuracy": 0.9}}
    monkeypatch.setattr(quoting, "stored_readings", lambda: {"digits": [better]})
    after = read_chapter(file)
    assert "It was 0.874." in before.text
    assert "It was 0.9." in after.text
    assert before.digest != after.digest
    assert before.sections == after.sections


# ---- the chapter and the experiments lead to each other


def linked_from():
    """The experiments that each section of the course links to; a section holds what its subsections hold."""
    found, under = {}, []
    for line in (CONTENT / "chapters" / "introduction.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"(#{2,3}) (.+)", line):
            level = len(heading[1])
            under = [*under[: level - 2], re.sub(r"\W+", "-", heading[2].lower()).strip("-")]
        for slug in re.findall(r"\{\{experiment ([\w-]+)\}\}", line) + LINK.findall(line):
            for anchor in under:
                found.setdefault(anchor, set()).add(slug)
    return found


def test_the_section_that_an_experiment_belongs_to_links_to_it():
    linked = linked_from()
    lost = [one.slug for one in EXPERIMENTS.values() if one.slug not in linked.get(one.anchor, ())]
    assert lost == []


def test_every_experiment_leads_back_to_a_section_of_the_chapter(monkeypatch):
    monkeypatch.undo()  # the chapter quotes the true runs
    chapter = read_chapter(CONTENT / "chapters" / "introduction.md")
    assert {one.anchor for one in EXPERIMENTS.values()} <= {section.anchor for section in chapter.sections}
    assert set(LINK.findall(chapter.text)) == EXPERIMENTS.keys()
