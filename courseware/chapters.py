"""Chapters as they lie in the course folder: front matter, sections, figures, questions and quoted numbers.

Pure: no Django, no HTML.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify, unique

from courseware.example import Example, ExampleError, read_example
from courseware.figures import FIGURES, Figure, FigureError
from courseware.quoting import QuoteError, quoted
from quizzes.formats.toml_questions import ID, SLUG

FRONT_MATTER = re.compile(r"\A---\n(?P<lines>.*?)^---\n", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r" {0,3}(?P<ticks>`{3,}|~{3,})\s*(?P<kind>[\w-]*)")
HEADING = re.compile(r"(?P<signs>#{1,6})\s+(?P<title>.+?)\s*#*")
WHOLE = re.compile(r"[0-9]{1,4}")
QUESTION = re.compile(rf"\s*id\s*:\s*({SLUG.pattern})\s*", re.ASCII)
WORDS = ("title", "summary")
NUMBERS = ("number", "minutes")


class ChapterError(ValueError):
    """A chapter file that cannot be read; says where and what to do."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file.name}, line {line}: {message}")
        self.file, self.line, self.message = file, line, message


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 2 or 3 and the anchor it has on the page."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter file. `text` is its Markdown, with a paragraph where each figure and each question belongs: `place(i)`,
    `question_place(i)`. A question is named by its id in the bank.
    """

    slug: str
    title: str
    number: int
    minutes: int
    summary: str
    text: str
    figures: tuple[Figure, ...]
    questions: tuple[str, ...]
    sections: tuple[Section, ...]
    digest: str

    def __hash__(self) -> int:
        """By the file's content alone: pages are looked up by it on each request."""
        return hash((self.slug, self.digest))

    def place(self, index: int) -> str:
        return place(self.digest, index)

    def question_place(self, index: int) -> str:
        return question_place(self.digest, index)

    def section(self, anchor: str) -> Section | None:
        return next((section for section in self.sections if section.anchor == anchor), None)


def place(digest: str, index: int) -> str:
    """A word that no author writes, for Markdown to carry through to where a figure belongs."""
    return f"figure{digest[:16]}n{index}"


def question_place(digest: str, index: int) -> str:
    return f"question{digest[:16]}n{index}"


def in_order(chapters: Iterable[Chapter]) -> list[Chapter]:
    return sorted(chapters, key=lambda chapter: (chapter.number, chapter.slug))


def read_chapter(file: Path) -> Chapter:
    """Raises ChapterError with the line of what is wrong."""
    beside = numbers_beside(file)
    numbers = text_of(beside) if beside.is_file() else ""
    example = example_of(beside, numbers)
    source = with_quotes(file, text_of(file), example)
    front = FRONT_MATTER.match(source)
    if front is None:
        raise ChapterError(file, 1, "a chapter begins with its front matter between two lines of ---.")
    about = dict(front_matter(file, front["lines"]))
    digest = hashlib.sha256(f"{source}\0{numbers}".encode()).hexdigest()
    source, questions = without_questions(file, source, digest)
    lines, figures = without_figures(file, source, front.end(), digest, example)
    return Chapter(
        slug=file.stem,
        title=about["title"],
        number=int(about["number"]),
        minutes=int(about["minutes"]),
        summary=about["summary"],
        text="\n".join(lines),
        figures=tuple(figures),
        questions=tuple(questions),
        sections=tuple(sections(file, lines)),
        digest=digest,
    )


def text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise ChapterError(file, line, "this is not UTF-8 text; save the file as UTF-8.") from error


def numbers_beside(file: Path) -> Path:
    """Where the numbers of its running example are declared, if it has one."""
    return file.with_suffix(".toml")


def example_of(file: Path, text: str) -> Example:
    try:
        return read_example(text)
    except ExampleError as error:
        raise ChapterError(file, error.line, error.message) from error


def with_quotes(file: Path, source: str, example: Example) -> str:
    """The source with the numbers that it quotes: a new reading is new text, so it changes the digest too."""
    try:
        return quoted(source, example)
    except QuoteError as error:
        raise ChapterError(file, error.line + 1, str(error)) from error


def front_matter(file: Path, text: str) -> Iterator[tuple[str, str]]:
    found = {}
    for number, line in enumerate(text.splitlines(), 2):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or name not in WORDS + NUMBERS:
            raise ChapterError(file, number, f"“{line}” is none of title, number, minutes and summary, with a colon.")
        if name in NUMBERS and not WHOLE.fullmatch(value):
            raise ChapterError(file, number, f"{name} is a whole number, such as {name}: 1.")
        found[name] = value
    for name in WORDS + NUMBERS:
        if not found.get(name):
            raise ChapterError(file, 1, f"the front matter needs a line {name}: …")
        yield name, found[name]


def without_questions(file: Path, source: str, digest: str) -> tuple[str, list[str]]:
    """The source with a place for each ```question fence, line for line, and the questions that they name."""
    lines: list[str] = []
    questions: list[str] = []
    known: frozenset[str] | None = None
    for first, fence in fences(file, source.splitlines(), 1):
        opening = FENCE.match(fence[0])
        if opening is None or opening["kind"] != "question":
            lines += fence
            continue
        known = question_ids(file.parent.parent / "questions") if known is None else known
        questions.append(question_of(file, first, fence, known - set(questions)))
        lines += ["", question_place(digest, len(questions) - 1), ""]
    return "\n".join(lines), questions


def question_of(file: Path, first: int, fence: list[str], free: frozenset[str]) -> str:
    named = QUESTION.fullmatch(fence[1])
    if len(fence) != 3 or named is None:
        raise ChapterError(file, first, "a question fence holds one line, such as id: sigmoid-neuron.")
    if named[1] not in free:
        message = f"no file in questions/ has the question {named[1]}, or this chapter has it already."
        raise ChapterError(file, first + 1, message)
    return named[1]


def question_ids(folder: Path) -> frozenset[str]:
    """Of the questions in the files of a course. That these can be read is seen to when they are loaded."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("*.toml"))
    return frozenset(found[2] for text in texts for found in ID.finditer(text))


def without_figures(
    file: Path, source: str, start: int, digest: str, example: Example
) -> tuple[list[str], list[Figure]]:
    """The lines after the front matter with a place for each fence of a figure, and these figures."""
    lines: list[str] = []
    figures: list[Figure] = []
    for first, fence in fences(file, source[start:].splitlines(), source[:start].count("\n") + 1):
        opening = FENCE.match(fence[0])
        read = opening and FIGURES.get(opening["kind"])
        if not read:
            lines += fence
            continue
        try:
            figures.append(read(fence[1:-1], example))
        except FigureError as error:
            raise ChapterError(file, first + error.line, error.message) from error
        lines += ["", place(digest, len(figures) - 1), ""]
    return lines, figures


def fences(file: Path, lines: list[str], number: int) -> Iterator[tuple[int, list[str]]]:
    """Each fenced block as a whole and every other line alone, with the number of its first line in the file."""
    block: list[str] = []
    ticks = ""
    for at, line in enumerate(lines, number):
        opening = FENCE.match(line)
        if block:
            block.append(line)
            if opening and opening["ticks"].startswith(ticks) and line.strip() == opening["ticks"]:
                yield at - len(block) + 1, block
                block = []
        elif opening:
            block, ticks = [line], opening["ticks"]
        else:
            yield at, [line]
    if block:
        raise ChapterError(file, number + len(lines) - len(block), "this fence is never closed.")


def sections(file: Path, lines: list[str]) -> Iterator[Section]:
    """The headings of level 2 and 3, with the anchors that the rendered page gives them."""
    taken: set[str] = set()
    for _, block in fences(file, lines, 1):
        if heading := HEADING.fullmatch(block[0]):
            title = plain(heading["title"])
            anchor = unique(slugify(title, "-"), taken)
            if len(heading["signs"]) in (2, 3):
                yield Section(len(heading["signs"]), title, anchor)


def plain(markdown: str) -> str:
    """A line of Markdown without its signs, for where only words can stand."""
    return re.sub(r"[*`$\\]", "", markdown)
