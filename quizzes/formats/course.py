"""A course folder as plain data: course.toml, concepts.toml, questions/*.toml and quizzes/*.toml. Writes no rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from quizzes.formats.about import read_about
from quizzes.formats.concepts import SourceConcept, read_concepts
from quizzes.formats.decoding import roughly
from quizzes.formats.faults import CourseError, CourseFault
from quizzes.formats.quizzes import Names, SourceQuiz, read_quiz
from quizzes.formats.toml_files import line_at
from quizzes.formats.toml_questions import ID, SLUG, SourceQuestion, read_questions

FENCE = re.compile(
    rf"^ {{0,3}}(?:`{{3,}}|~{{3,}})[ \t]*question[ \t]*\n\s*id\s*:\s*(?P<id>{SLUG.pattern})", re.MULTILINE | re.ASCII
)
SLUG_LINE = re.compile(rf"^[ \t]*slug[ \t]*=[ \t]*([\"'])({SLUG.pattern})\1", re.MULTILINE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that a course folder says, in the order of its files."""

    concepts: list[SourceConcept]
    questions: list[SourceQuestion]
    quizzes: list[SourceQuiz]


def read_course(folder: Path) -> Course:
    """Read a course folder. Raises CourseError with every fault of every file."""
    course, faults = survey(folder)
    if faults:
        raise CourseError(faults)
    return course


def survey(folder: Path) -> tuple[Course, list[CourseFault]]:
    """What can be read of a course folder, and every fault of every file."""
    if not folder.is_dir():
        missing = CourseFault(str(folder), "", None, "There is no such folder. Name the folder of a course.")
        return Course([], [], []), [missing]
    faults: list[CourseFault] = []
    read_about(folder / "course.toml", faults)
    path = folder / "concepts.toml"
    concepts = read_concepts(path, path.name, faults) if path.exists() else []
    slugs = frozenset(concept.slug for concept in concepts) | named(SLUG_LINE, [path])
    questions = [
        question
        for path in sorted(folder.glob("questions/*.toml"))
        for question in read_questions(path, f"questions/{path.name}", faults)
    ]
    faults += twice(questions)
    faults += strangers(questions, slugs)
    faults += embedded_exams(folder, questions)
    quizzes = read_quizzes(folder, Names(named(ID, folder.glob("questions/*.toml")), slugs), faults)
    return Course(concepts, questions, quizzes), faults


def named(pattern: re.Pattern[str], paths: Iterable[Path]) -> frozenset[str]:
    """The names in files, also where a mistake keeps the rest from being read: what points to them is none."""
    texts = (roughly(path.read_bytes()) for path in paths if path.is_file())
    return frozenset(found[2] for text in texts for found in pattern.finditer(text))


def twice(questions: list[SourceQuestion]) -> list[CourseFault]:
    first: dict[str, SourceQuestion] = {}
    found = []
    for question in questions:
        other = first.setdefault(question.id, question)
        if other is not question:
            place = f"{other.file}:{other.line}"
            message = f"This id is given twice; the other is at {place}. Rename one."
            found.append(CourseFault(question.file, question.id, question.line, message))
    return found


def strangers(questions: list[SourceQuestion], concepts: frozenset[str]) -> list[CourseFault]:
    """Concepts that a question names and that do not exist."""
    return [
        question.fault(f"concepts.{number}", f"“{slug}” is not in concepts.toml. Correct it.{nearest(slug, concepts)}")
        for question in questions
        for number, slug in enumerate(listed(question.body.get("concepts")))
        if slug not in concepts
    ]


def embedded_exams(folder: Path, questions: list[SourceQuestion]) -> list[CourseFault]:
    """Fences of chapters that show a question which is kept for exams."""
    kept = {question.id for question in questions if question.body.get("use") == "exam"}
    message = "An exam question cannot stand in a chapter. Remove this fence, or change the use of the question."
    return [
        CourseFault(f"chapters/{path.name}", fence["id"], line_at(text, fence.start("id")), message)
        for path in sorted(folder.glob("chapters/*.md"))
        for text in [roughly(path.read_bytes())]
        for fence in FENCE.finditer(text)
        if fence["id"] in kept
    ]


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence with the name that was perhaps meant."""
    close = get_close_matches(name, list(known), n=1)
    return f" Is “{close[0]}” meant?" if close else ""


def listed(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def read_quizzes(folder: Path, known: Names, faults: list[CourseFault]) -> list[SourceQuiz]:
    quizzes: dict[str, SourceQuiz] = {}
    for path in sorted(folder.glob("quizzes/*.toml")):
        name = f"quizzes/{path.name}"
        quiz = read_quiz(path, name, known, faults)
        if quiz is not None and quizzes.setdefault(quiz.slug, quiz) is not quiz:
            faults.append(CourseFault(name, "", None, f"Another file has the slug “{quiz.slug}” too. Rename one."))
    return list(quizzes.values())
