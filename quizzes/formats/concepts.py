"""concepts.toml: what questions are about, and where the chapter explains it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizzes.formats.faults import CourseFault
from quizzes.formats.field_lines import line_of_field
from quizzes.formats.toml_files import headers, line_at, parse, read_text
from quizzes.formats.toml_questions import SLUG
from quizzes.formats.toml_writing import plain_lines

FIELDS = ("slug", "title", "chapter", "anchor", "prerequisites")


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a file that a concept comes from, and the line with which it begins."""

    file: str
    line: int
    source: str

    def fault(self, name: str, message: str) -> CourseFault:
        return CourseFault(self.file, "", self.line - 1 + line_of_field(self.source, "concept", name), message)


@dataclass(frozen=True, slots=True)
class SourceConcept:
    slug: str
    title: str
    chapter: str
    anchor: str
    prerequisites: tuple[str, ...]
    place: Slice | None = field(default=None, compare=False, repr=False)  # None for one that comes from rows


def read_concepts(path: Path, name: str, faults: list[CourseFault]) -> list[SourceConcept]:
    text = read_text(path, name, faults)
    data = parse(text, name, faults) if text is not None else None
    if text is None or data is None:
        return []
    tables = data.get("concept", [])
    starts = list(headers(text, "concept"))
    lines = [line_at(text, start) for start in starts]
    if set(data) - {"concept"} or not isinstance(tables, list) or len(lines) != len(tables):
        faults.append(CourseFault(name, "", None, "Write each concept under a line [[concept]], and nothing else."))
        return []
    before = len(faults)
    slices = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    for table, line, source in zip(tables, lines, slices, strict=True):
        faults += [Slice(name, line, source).fault(own, message) for own, message in slips(table)]
    if len(faults) > before:
        return []
    concepts = [
        SourceConcept(
            **{**table, "prerequisites": tuple(table.get("prerequisites", []))}, place=Slice(name, line, source)
        )
        for table, line, source in zip(tables, lines, slices, strict=True)
    ]
    faults += [CourseFault(name, "", lines[number], message) for number, message in tangles(concepts)]
    return concepts


def slips(table: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with each field."""
    found = [(name, f"There is no field “{name}” in a concept. Remove it.") for name in table if name not in FIELDS]
    for name, most in (("slug", 50), ("title", 120), ("chapter", 50), ("anchor", 120)):
        value = table.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            found.append((name, f"A concept needs a {name}: a text of at most {most} characters."))
        elif name in ("slug", "chapter") and not SLUG.fullmatch(value):
            found.append((name, f"The {name} “{value}” must be of small letters, digits and hyphens."))
    prerequisites = table.get("prerequisites", [])
    if not isinstance(prerequisites, list) or not all(isinstance(one, str) for one in prerequisites):
        found.append(("prerequisites", 'Write prerequisites as a list of slugs, such as ["layers"].'))
    return found


def tangles(concepts: list[SourceConcept]) -> list[tuple[int, str]]:
    """Slugs given twice, prerequisites that are no concept, and circles among them."""
    found = []
    known = {concept.slug: concept for concept in concepts}
    for number, concept in enumerate(concepts):
        if known[concept.slug] is not concept:
            found.append((number, f"The slug “{concept.slug}” is given twice. Rename one."))
        for one in concept.prerequisites:
            if one not in known:
                found.append((number, f"“{concept.slug}” builds on “{one}”, which is no concept. Correct its name."))
        if concept.slug in before(concept, known):
            found.append((number, f"“{concept.slug}” builds on itself in a circle. Remove one of its prerequisites."))
    return found


def before(concept: SourceConcept, known: dict[str, SourceConcept]) -> set[str]:
    """Everything that a concept builds on."""
    seen: set[str] = set()
    waiting = list(concept.prerequisites)
    while waiting:
        slug = waiting.pop()
        if slug not in seen and slug in known:
            seen.add(slug)
            waiting.extend(known[slug].prerequisites)
    return seen


def write_concepts(concepts: Iterable[SourceConcept]) -> str:
    tables = [{name: getattr(concept, name) for name in FIELDS} for concept in concepts]
    return "\n".join("[[concept]]\n" + "\n".join(plain_lines(table)) + "\n" for table in tables)
