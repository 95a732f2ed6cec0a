"""Questions as TOML. Each keeps its own slice of the file, byte for byte; what stands before the first is its own."""

import re
import tomllib
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from quizzes.formats.faults import CourseFault
from quizzes.formats.field_lines import line_of_field
from quizzes.formats.toml_files import bare, headers, line_at, parse, read_text

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_SLUG = 80
ID_LINE = re.compile(r"^[ \t]*id[ \t]*=", re.MULTILINE)
HEADER = re.compile(r"^[ \t]*\[\[[ \t]*question[ \t]*\]\]", re.MULTILINE)
ID = re.compile(rf"^[ \t]*id[ \t]*=[ \t]*([\"'])({SLUG.pattern})\1", re.MULTILINE | re.ASCII)


@dataclass(frozen=True, slots=True)
class SourceQuestion:
    """A question as a file has it: its text, and the table that the text says. `line` is the line of its id, `first`
    the line with which its text begins.
    """

    id: str
    file: str
    line: int
    body: dict[str, Any]
    source: str
    first: int = 1

    @property
    def hash(self) -> str:
        return hash_of(self.source)

    def line_of(self, field: str) -> int:
        """The line of a field by its dotted path, or of the nearest thing above it."""
        return self.first - 1 + line_of_field(self.source, "question", field) if field else self.line

    def fault(self, field: str, message: str) -> CourseFault:
        return CourseFault(self.file, self.id, self.line_of(field), f"{field}: {message}".removeprefix(": "))


def hash_of(source: str) -> str:
    return sha256(source.encode()).hexdigest()


def read_source(source: str) -> dict[str, Any]:
    """The body of one question from its own text, such as `write_question` wrote it."""
    table = tomllib.loads(source)["question"][0]
    return {name: value for name, value in table.items() if name != "id"}


def read_questions(path: Path, name: str, faults: list[CourseFault]) -> list[SourceQuestion]:
    """The questions of one file; every fault is noted, and a file with faults gives what can be read of it."""
    text = read_text(path, name, faults)
    broken: list[CourseFault] = []
    data = parse(text, name, broken) if text is not None else None
    faults += [replace(one, question=question_at(text or "", one.line)) for one in broken]
    if text is None or data is None:
        return []
    others = [table for table in data if table != "question"]
    if others:
        faults.append(CourseFault(name, "", None, f"“{others[0]}” stands outside a [[question]]. Move it into one."))
    tables = data.get("question")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        faults.append(CourseFault(name, "", None, "Write each question under a line [[question]]."))
        return []
    slices = sliced(text)
    if len(slices) != len(tables):
        faults.append(CourseFault(name, "", None, "Begin each question with a line of its own that says [[question]]."))
        return []
    found = [read_one(table, name, *part, faults) for table, part in zip(tables, slices, strict=True)]
    return [question for question in found if question is not None]


def question_at(text: str, line: int | None) -> str:
    """The id of the question in which a line stands, as well as a text that is not TOML can say; "" if it cannot."""
    until = "".join(text.splitlines(keepends=True)[: line or 0])
    match = ID.search(HEADER.split(until)[-1])
    return match[2] if match else ""


def sliced(text: str) -> list[tuple[str, int, int]]:
    """The text of each question, the line of its id and the line with which the text begins."""
    starts = list(headers(text, "question"))
    cuts = [0, *starts[1:], len(text)]
    return [
        (text[cut:end], line_of_id(text, start, end), line_at(text, cut))
        for start, cut, end in zip(starts, cuts, cuts[1:], strict=False)
    ]


def line_of_id(text: str, start: int, end: int) -> int:
    match = ID_LINE.search(bare(text[start:end]))
    return line_at(text, start + (match.start() if match else 0))


def read_one(
    table: dict[str, Any], name: str, source: str, line: int, first: int, faults: list[CourseFault]
) -> SourceQuestion | None:
    body = dict(table)
    identity = body.pop("id", None)
    if not isinstance(identity, str) or not SLUG.fullmatch(identity) or len(identity) > LONGEST_SLUG:
        message = "Give every question an id of small letters, digits and hyphens, such as sigmoid-neuron."
        faults.append(CourseFault(name, str(identity or "")[:LONGEST_SLUG], line, message))
        return None
    return SourceQuestion(identity, name, line, body, source, first)
