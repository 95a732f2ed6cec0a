"""The bank back into a course folder: every question's own source, byte for byte."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from quizzes.formats.concepts import read_concepts, write_concepts
from quizzes.formats.course import read_questions
from quizzes.formats.faults import CourseError, CourseFault
from quizzes.formats.quizzes import Names, SourceQuiz, read_quiz, write_quiz
from quizzes.formats.toml_questions import SourceQuestion
from quizzes.models import Question
from quizzes.publishing.offering import concepts_in_rows, quizzes_in_rows


def dump_course(folder: Path) -> list[Path]:
    """Write the published questions, the concepts and the quizzes into a folder, and give the files that changed.

    A question goes where the folder has it already, else into a file of its own. A file that says the same is left as
    it is, comments and all. Raises CourseError, and then writes nothing, where a file of the folder cannot be read.
    """
    texts = {**question_texts(folder), **concept_text(folder), **quiz_texts(folder)}
    changed = {path: text for path, text in texts.items() if not path.exists() or path.read_bytes() != text.encode()}
    for path, text in changed.items():
        replace(path, text)
    return list(changed)


def replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(text.encode())
    draft.replace(path)


def question_texts(folder: Path) -> dict[Path, str]:
    published = Question.objects.exclude(published=None).exclude(state=Question.State.RETIRED)
    sources = dict(published.order_by("slug").values_list("slug", "published__source"))
    texts = {}
    for path, questions in questions_there(folder).items():
        parts = [sources.pop(question.id, question.source) for question in questions]
        texts[path] = joined(parts)
    return texts | {folder / "questions" / f"{slug}.toml": source for slug, source in sources.items()}


def questions_there(folder: Path) -> Mapping[Path, list[SourceQuestion]]:
    faults: list[CourseFault] = []
    paths = sorted(folder.glob("questions/*.toml"))
    found = {path: read_questions(path, f"questions/{path.name}", faults) for path in paths}
    if faults:
        raise CourseError(faults)
    return found


def joined(parts: Iterable[str]) -> str:
    """Sources one after the other. One that ended its file without a line end needs one before the next."""
    whole = ""
    for part in parts:
        whole += "\n" if whole and not whole.endswith("\n") else ""
        whole += part
    return whole


def concept_text(folder: Path) -> dict[Path, str]:
    path, concepts = folder / "concepts.toml", concepts_in_rows()
    there = read_concepts(path, path.name, []) if path.exists() else []
    if sorted(there, key=lambda concept: concept.slug) == sorted(concepts, key=lambda concept: concept.slug):
        return {}
    return {path: write_concepts(concepts)}


def quiz_texts(folder: Path) -> dict[Path, str]:
    rows = quizzes_in_rows()
    there = quizzes_there(folder, rows)
    return {
        there[quiz.slug][0] if quiz.slug in there else folder / "quizzes" / f"{quiz.slug}.toml": write_quiz(quiz)
        for quiz in rows
        if quiz.slug not in there or there[quiz.slug][1] != quiz
    }


def quizzes_there(folder: Path, rows: list[SourceQuiz]) -> dict[str, tuple[Path, SourceQuiz]]:
    """The quizzes of the folder by slug. One that cannot be read is written anew."""
    named = [slot for quiz in rows for slot in quiz.slots]
    questions = frozenset(slot.question for slot in named if slot.question)
    known = Names(questions, frozenset(slot.concept for slot in named if slot.concept))
    found = ((path, read_quiz(path, path.name, known, [])) for path in sorted(folder.glob("quizzes/*.toml")))
    return {quiz.slug: (path, quiz) for path, quiz in found if quiz is not None}
