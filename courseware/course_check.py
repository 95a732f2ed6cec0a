"""A whole course folder, looked at before any of it is used: every mistake of every file, without a database."""

import re
from collections.abc import Iterable, Iterator
from html import unescape as unquote_html
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from courseware.chapter_page import rendered
from courseware.chapters import FENCE, Chapter, fences, survey, text_of
from courseware.figures import FIGURES
from quizzes.formats import course
from quizzes.formats.concepts import SourceConcept
from quizzes.formats.course import nearest
from quizzes.formats.faults import CourseError, CourseFault
from quizzes.formats.quizzes import SourceQuiz
from quizzes.prose import CELLS, Addresses, Flaw, flattened, flaws, wordy_formulas
from quizzes.publishing.addresses import SITE
from quizzes.publishing.inspecting import BROKEN_FORMULA
from quizzes.publishing.loading import draw_all, first_look
from quizzes.questions.controls import UNSEEN
from quizzes.questions.signs import typed
from quizzes.questions.wording import stretches
from quizzes.rendering import RenderingError
from simulator.experiments.table import EXPERIMENTS

FENCES = (*FIGURES, "question")
NO_FENCE = "there is no fence “{}”, and no language that code is written in.{}"
TWO_NUMBERS = "Chapter {} has the number {} too. Give each its own."
CONTROL = "This line has the control character U+{}. Remove it."
NO_CHAPTER = "There is no chapter “{}”.{}"
NO_SECTION = "The chapter “{}” has no heading with the anchor “{}”.{}"
CHAPTERS, EXPERIMENT, QUIZ = "/chapters/", "/simulator/experiments/", "/quizzes/"


def check_course(folder: Path, *, variants: int | None = None) -> list[CourseFault]:
    """Everything that is wrong with a course; with `variants`, of so many drawn variants of each question too."""
    found, faults = course.survey(folder)
    seen = first_look(found.questions)
    faults += [*seen, *check_chapters(folder, found)]
    if variants:
        broken = {(one.file, one.question) for one in seen}
        sound = [question for question in found.questions if (question.file, question.id) not in broken]
        try:
            draw_all(sound, variants, None)
        except CourseError as error:
            faults += error.faults
    return in_order(faults)


def in_order(faults: Iterable[CourseFault]) -> list[CourseFault]:
    return sorted(dict.fromkeys(faults), key=lambda one: (one.file, one.line or 0))


def check_chapters(folder: Path, found: course.Course) -> list[CourseFault]:
    """The chapters, and what concepts and quizzes say of them. A folder without chapters has only a bank."""
    files = sorted((folder / "chapters").glob("*.md"))
    if not files:
        return []
    faults: list[CourseFault] = []
    chapters: dict[str, Chapter] = {}
    for file in files:
        chapter, errors = survey(file)
        faults += [fault_in(error.file, error.line, error.message) for error in errors]
        faults += misspelt_fences(file)
        if chapter is not None:
            chapters[file.stem] = chapter
    names = {file.stem for file in files}
    faults += same_numbers(folder, chapters.values())
    faults += [one for concept in found.concepts for one in concept_faults(concept, names, chapters)]
    faults += [one for quiz in found.quizzes for one in quiz_faults(quiz, names)]
    quizzes = {quiz.slug for quiz in found.quizzes}
    for slug, chapter in chapters.items():
        file = folder / "chapters" / f"{slug}.md"
        faults += chapter_flaws(file, chapter, addresses_of(slug, names, chapters, quizzes))
    return faults


def fault_in(file: Path, line: int | None, message: str) -> CourseFault:
    return CourseFault(f"chapters/{file.name}", "", line, message)


def misspelt_fences(file: Path) -> Iterator[CourseFault]:
    """Fences of no kind that a page knows: their lines would be shown as code."""
    try:
        blocks = list(fences(file, text_of(file).splitlines(), 1))
    except ValueError:  # told of already: it is not UTF-8, or the fence has no end
        return
    for line, block in blocks:
        opening = FENCE.match(block[0])
        kind = opening["kind"] if opening else ""
        if kind and kind not in FENCES and not is_language(kind):
            yield fault_in(file, line, NO_FENCE.format(kind, nearest(kind, FENCES)))


def is_language(name: str) -> bool:
    try:
        return bool(get_lexer_by_name(name))
    except ClassNotFound:
        return False


def same_numbers(folder: Path, chapters: Iterable[Chapter]) -> Iterator[CourseFault]:
    first: dict[int, Chapter] = {}
    for chapter in chapters:
        other = first.setdefault(chapter.number, chapter)
        if other is not chapter:
            file = folder / "chapters" / f"{chapter.slug}.md"
            line = line_of(text_of(file), "number:")
            yield fault_in(file, line, TWO_NUMBERS.format(other.slug, chapter.number))


def concept_faults(concept: SourceConcept, names: set[str], chapters: dict[str, Chapter]) -> Iterator[CourseFault]:
    assert concept.place is not None, "it comes from a file"
    if concept.chapter not in names:
        yield concept.place.fault("chapter", NO_CHAPTER.format(concept.chapter, nearest(concept.chapter, names)))
        return
    chapter = chapters.get(concept.chapter)
    if chapter is not None and chapter.section(concept.anchor) is None:
        known = [section.anchor for section in chapter.sections]
        message = NO_SECTION.format(concept.chapter, concept.anchor, nearest(concept.anchor, known))
        yield concept.place.fault("anchor", message)


def quiz_faults(quiz: SourceQuiz, names: set[str]) -> Iterator[CourseFault]:
    if quiz.chapter not in names:
        message = NO_CHAPTER.format(quiz.chapter, nearest(quiz.chapter, names))
        yield CourseFault(quiz.file, "", quiz.chapter_line, message)


def addresses_of(slug: str, names: set[str], chapters: dict[str, Chapter], quizzes: set[str]) -> Addresses:
    """What is at an address that is written in this chapter."""

    def has_page(address: str) -> bool:
        parts = urlsplit(urljoin(f"{CHAPTERS}{slug}/", address))
        name = parts.path.strip("/").rpartition("/")[2]
        if not SITE.has_page(parts.path):
            return False
        if parts.path.startswith(CHAPTERS):
            chapter = chapters.get(name)
            has_anchor = not parts.fragment or chapter is None or chapter.section(unquote(parts.fragment)) is not None
            return name in names and has_anchor
        if parts.path.startswith(EXPERIMENT) and parts.path != EXPERIMENT:
            return name in EXPERIMENTS
        return name in quizzes if parts.path.startswith(QUIZ) else True

    return Addresses(lambda address: SITE.has_image(urljoin(f"{CHAPTERS}{slug}/", address)), has_page)


def chapter_flaws(file: Path, chapter: Chapter, addresses: Addresses) -> Iterator[CourseFault]:
    """What a reader would see broken, each at the line where its words are."""
    source = text_of(file)
    for control in UNSEEN.finditer(source):
        yield fault_in(file, source.count("\n", 0, control.start()) + 1, CONTROL.format(f"{ord(control[0]):04X}"))
    try:
        stretches_of_text, captions = rendered(chapter)
    except RenderingError as error:
        yield fault_in(file, None, str(error))
        return
    texts = [chapter.text, *(figure.caption for figure in chapter.figures)]
    found = [flaw for html in ("".join(stretches_of_text), *captions) for flaw in flaws(html, addresses)]
    found += [flaw for html in (*stretches_of_text, *captions) for flaw in broken_formulas(html)]
    found += [flaw for text in texts for flaw in in_source(text)]
    for flaw in dict.fromkeys(found):
        yield fault_in(file, line_of(source, flaw.quote), flaw.message)


def broken_formulas(html: str) -> Iterator[Flaw]:
    for formula in BROKEN_FORMULA.finditer(html):
        reason = unquote_html(formula[1]).rstrip(".")
        tex = unquote_html(formula[2])
        yield Flaw(f"The formula {tex} cannot be read: {reason}. Correct it.", tex)


def in_source(text: str) -> Iterator[Flaw]:
    yield from flattened(text)
    yield from wordy_formulas(text)
    for part, place in stretches(text):
        if place != "code":
            for sentence in typed(part, place):
                yield Flaw(sentence, part.strip())


def line_of(source: str, quote: str) -> int | None:
    """Where the text has these words, or else the longest of them; None where numbers were filled in between."""
    if CELLS in quote:
        row = re.search(r"\s*\|\s*".join(map(re.escape, quote.split(CELLS))), source)
        return source.count("\n", 0, row.start()) + 1 if row else None
    for words in (quote, *sorted(quote.split(), key=len, reverse=True)[:1]):
        if words and (at := source.find(words)) >= 0:
            return source.count("\n", 0, at) + 1
    return None
