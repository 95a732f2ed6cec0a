"""Chapters as they lie in the course folder: front matter, sections, figures, questions and quoted numbers.

Pure: no Django, no HTML.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify, unique

from courseware.example import Example, ExampleError, read_example
from courseware.figures import FIGURES, Figure, FigureError
from courseware.front_matter import front_matter
from courseware.quoting import QuoteError, quoted
from courseware.times import minutes_of, question_seconds, reading_seconds, seconds_of_sections, work_seconds
from quizzes.formats.course import nearest
from quizzes.formats.decoding import DecodingError, decoded, roughly
from quizzes.formats.toml_questions import ID, SLUG

FRONT_MATTER = re.compile(r"\A---\n(?P<lines>.*?)^---\n", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r" {0,3}(?P<ticks>`{3,}|~{3,})\s*(?P<kind>[\w-]*)")
HEADING = re.compile(r"(?P<signs>#{1,6})\s+(?P<title>.+?)\s*#*")
TYPE = re.compile(r"^[ \t]*type[ \t]*=[ \t]*[\"'](\w+)", re.MULTILINE)  # the first is the question's, then its parts'
QUESTION = re.compile(rf"\s*id\s*:\s*({SLUG.pattern})\s*", re.ASCII)
NOT_CLOSED = "this fence is not closed: {}. End it with a line of ``` of its own."


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
    summary: str
    text: str
    figures: tuple[Figure, ...]
    questions: tuple[str, ...]
    sections: tuple[Section, ...]
    seconds: tuple[float, ...]  # to read and work through each section; what comes before the first counts for it
    digest: str

    @property
    def minutes(self) -> int:
        return minutes_of(self.seconds)

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
    chapter, faults = survey(file)
    if chapter is None or faults:
        raise faults[0]
    return chapter


def survey(file: Path) -> tuple[Chapter | None, list[ChapterError]]:
    """What can be read of a chapter, and everything that is wrong with its file, in the order of its lines."""
    faults: list[ChapterError] = []
    try:
        chapter = read_noting(file, faults)
    except ChapterError as error:  # nothing after it can be read
        chapter = None
        faults.append(error)
    return chapter, sorted(faults, key=lambda fault: fault.line)


def read_noting(file: Path, faults: list[ChapterError]) -> Chapter | None:
    beside = numbers_beside(file)
    numbers = text_of(beside) if beside.is_file() else ""
    example = example_of(beside, numbers)
    source = with_quotes(file, text_of(file), example, faults)
    front = FRONT_MATTER.match(source)
    if front is None:
        raise ChapterError(file, 1, "a chapter begins with its front matter between two lines of ---.")
    about, wrong = front_matter(front["lines"])
    faults += [ChapterError(file, line, message) for line, message in wrong]
    digest = hashlib.sha256(f"{source}\0{numbers}".encode()).hexdigest()
    source, types = without_questions(file, source, digest, faults)
    lines, figures = without_figures(file, source, front.end(), digest, example, faults)
    if about is None:
        return None
    asking = {place(digest, n): reading_seconds(one.caption) + work_seconds(one) for n, one in enumerate(figures)}
    asking |= {question_place(digest, n): question_seconds(one) for n, one in enumerate(types.values())}
    return Chapter(
        slug=file.stem,
        title=about["title"],
        number=int(about["number"]),
        summary=about["summary"],
        text="\n".join(lines),
        figures=tuple(figures),
        questions=tuple(types),
        sections=tuple(sections(file, lines)),
        seconds=seconds_of_sections([block for _, block in fences(file, lines, 1)], asking),
        digest=digest,
    )


def text_of(file: Path) -> str:
    try:
        return re.sub(r"\r\n?", "\n", decoded(file.read_bytes()))
    except DecodingError as error:
        raise ChapterError(file, error.line or 1, str(error)) from error


def numbers_beside(file: Path) -> Path:
    """Where the numbers of its running example are declared, if it has one."""
    return file.with_suffix(".toml")


def example_of(file: Path, text: str) -> Example:
    try:
        return read_example(text)
    except ExampleError as error:
        raise ChapterError(file, error.line, error.message) from error


def with_quotes(file: Path, source: str, example: Example, faults: list[ChapterError]) -> str:
    """The source with the numbers that it quotes: a new reading is new text, so it changes the digest too."""
    found: list[QuoteError] = []
    text = quoted(source, example, found)
    faults += [ChapterError(file, error.line + 1, str(error)) for error in found]
    return text


def without_questions(file: Path, source: str, digest: str, faults: list[ChapterError]) -> tuple[str, dict[str, str]]:
    """The source with a place for each ```question fence, line for line, and the types of the questions by name."""
    lines: list[str] = []
    questions: dict[str, int] = {}
    known: Mapping[str, str] | None = None
    for first, fence in fences(file, source.splitlines(), 1):
        opening = FENCE.match(fence[0])
        if opening is None or opening["kind"] != "question":
            lines += fence
            continue
        known = question_types(file.parent.parent / "questions") if known is None else known
        try:
            questions[question_of(file, first, fence, known, questions)] = first + 1
        except ChapterError as error:
            faults.append(error)
            lines += [""] * len(fence)
            continue
        lines += ["", question_place(digest, len(questions) - 1), ""]
    return "\n".join(lines), {slug: (known or {})[slug] for slug in questions}


def question_of(file: Path, first: int, fence: list[str], known: Mapping[str, str], before: Mapping[str, int]) -> str:
    """The id that a fence names. `before` are those of earlier fences, each with its line."""
    named = QUESTION.fullmatch(fence[1])
    if len(fence) != 3 or named is None:
        raise not_closed(file, first, fence) or ChapterError(
            file, first, "a question fence holds one line, such as id: sigmoid-neuron."
        )
    if named[1] in before:
        message = f"the question {named[1]} is asked in line {before[named[1]]} already. Ask it once in a chapter."
        raise ChapterError(file, first + 1, message)
    if named[1] not in known:
        raise ChapterError(
            file, first + 1, f"no file in questions/ has the question {named[1]}.{nearest(named[1], known)}"
        )
    return named[1]


def not_closed(file: Path, first: int, fence: list[str]) -> ChapterError | None:
    """Of a fence that cannot be read: whether it goes on into what follows, since nobody closed it."""
    for number, line in enumerate(fence[1:-1], first + 1):
        inner = FENCE.match(line)
        if inner and inner["kind"]:
            return ChapterError(file, first, NOT_CLOSED.format(f"another begins in line {number}"))
        if not line.strip():
            return ChapterError(file, first, NOT_CLOSED.format(f"line {number} is empty"))
    return None


def question_types(folder: Path) -> dict[str, str]:
    """The types of the questions in the files of a course, by id. That these can be read is seen to on loading."""
    texts = (roughly(path.read_bytes()) for path in folder.glob("*.toml"))
    found = ((TYPE.search(one), ID.finditer(one)) for text in texts for one in text.split("[[question]]"))
    return {own[2]: kind[1] if kind else "" for kind, ids in found for own in ids}


def without_figures(
    file: Path, source: str, start: int, digest: str, example: Example, faults: list[ChapterError]
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
            faults.append(not_closed(file, first, fence) or ChapterError(file, first + error.line, error.message))
            continue
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
