"""A course folder into rows: all of it or nothing. It acts only where a file changed since it was last loaded."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from quizzes.formats.course import Course, read_course
from quizzes.formats.faults import CourseError, CourseFault
from quizzes.formats.toml_questions import SourceQuestion
from quizzes.models import Question, Quiz
from quizzes.publishing.drafts import Draft, draw, finish, rendered_together
from quizzes.publishing.keeping import lacking
from quizzes.publishing.offering import BOTH_CHANGED, write_concepts, write_quizzes
from quizzes.publishing.versions import write
from quizzes.questions.base import QuestionError
from quizzes.questions.making import Pool, check

TOGETHER = 10  # questions rendered in one process; each process takes a moment to start
STILL_ASKED = "No file has this question any more, and it is still asked. Retire it in the admin, or restore its file."
STILL_OFFERED = "No file has this quiz any more, and it is still offered. Close it in the admin, or restore its file."
FEW = 2  # variants, to look at a question before all are drawn
LATE = "Somebody changed this question while the course was being loaded. Please load it again."
Progress = Callable[[str, int, int, int], None]  # question, its number, how many there are, its variants


@dataclass(slots=True)
class Report:
    """What a load did: slugs of questions published, of those whose file alone was noted, and of the rest."""

    published: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    concepts: int = 0
    quizzes: int = 0
    warnings: list[CourseFault] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What is to be done with the questions of a course."""

    publish: list[SourceQuestion] = field(default_factory=list)
    note: list[SourceQuestion] = field(default_factory=list)
    leave: list[SourceQuestion] = field(default_factory=list)


def load_course(
    folder: Path,
    *,
    by: Any = None,
    variants: int | None = None,
    progress: Progress | None = None,
    is_checked: bool = False,
) -> Report:
    """Load a course folder. Raises CourseError with every fault, and then nothing is loaded.

    Every question whose file changed is checked before any is drawn, unless the caller did so. Drawing and rendering
    come before the transaction.
    """
    course = read_course(folder)
    planned = plan(course.questions).publish
    if not is_checked and (faults := first_look(planned)):
        raise CourseError(faults)
    drafts = draw_all(planned, variants, progress)
    with transaction.atomic():
        report = write_course(course, drafts, by)
    report.warnings += left_behind(course)
    return report


def left_behind(course: Course) -> list[CourseFault]:
    """What was loaded from a file once, is offered still and is in no file any more."""
    asked = Question.objects.filter(state=Question.State.READY).exclude(published=None).exclude(loaded_hash="")
    gone = asked.exclude(slug__in=[one.id for one in course.questions]).values_list("slug", flat=True)
    offered = Quiz.objects.written().exclude(loaded_hash="").exclude(slug__in=[one.slug for one in course.quizzes])
    return [
        *(CourseFault("questions", slug, None, STILL_ASKED) for slug in gone.order_by("slug")),
        *(CourseFault("quizzes", slug, None, STILL_OFFERED) for slug in offered.values_list("slug", flat=True)),
    ]


def plan(questions: list[SourceQuestion], *, lock: bool = False) -> Plan:
    """Compare the files with the rows. Raises CourseError where both changed since the file was loaded."""
    found, conflicts = Plan(), []
    rows = rows_of(questions, lock)
    for question in questions:
        row = rows.get(question.id)
        if row is None or row.published is None:
            found.publish.append(question)
        elif row.loaded_hash == question.hash:
            found.leave.append(question)
        elif row.published.source_hash == question.hash:
            found.note.append(question)
        elif row.published.source_hash == row.loaded_hash:
            found.publish.append(question)
        else:
            conflicts.append(fault(question, BOTH_CHANGED))
    if conflicts:
        raise CourseError(conflicts)
    return found


def rows_of(questions: list[SourceQuestion], lock: bool) -> dict[str, Question]:
    rows = Question.objects.filter(slug__in=[question.id for question in questions]).select_related("published")
    return {row.slug: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}


def fault(question: SourceQuestion, message: str) -> CourseFault:
    return CourseFault(question.file, question.id, question.line, message)


def first_look(questions: list[SourceQuestion]) -> list[CourseFault]:
    """What can be said of questions before all their variants are drawn: each is checked, then shown with a few."""
    faults = [question.fault(one.field, one.message) for question in questions for one in check(question.body)]
    broken = {(one.file, one.question) for one in faults}
    sound = [question for question in questions if (question.file, question.id) not in broken]
    try:
        draw_all(sound, FEW, None)
    except CourseError as error:
        faults += error.faults
    return faults


def draw_all(questions: list[SourceQuestion], variants: int | None, progress: Progress | None) -> dict[str, Draft]:
    """Draw and render what is to be published. Raises CourseError with the faults of every question."""
    drafts: dict[str, Draft] = {}
    faults: list[CourseFault] = []
    for first in range(0, len(questions), TOGETHER):
        pools = draw_some(questions[first : first + TOGETHER], variants, faults)
        html = rendered_together([pool for _, pool in pools])
        for question, pool in pools:
            with noted(question, faults):
                drafts[question.id] = finish(pool, question.source, html)
                if progress:
                    progress(question.id, questions.index(question) + 1, len(questions), len(pool.fits))
    if faults:
        raise CourseError(faults)
    return drafts


def draw_some(
    questions: list[SourceQuestion], variants: int | None, faults: list[CourseFault]
) -> list[tuple[SourceQuestion, Pool]]:
    pools = []
    for question in questions:
        with noted(question, faults):
            pools.append((question, draw(question.id, question.body, variants)))
    return pools


@contextmanager
def noted(question: SourceQuestion, faults: list[CourseFault]) -> Iterator[None]:
    """Note the faults of a question and go on, so that an author sees all of them at once."""
    try:
        yield
    except QuestionError as error:
        faults += [question.fault(one.field, one.message) for one in error.faults]


def write_course(course: Course, drafts: dict[str, Draft], by: Any) -> Report:
    """Within a transaction. The rows are compared once more, since drawing took its time."""
    planned = plan(course.questions, lock=True)
    before = lacking() if planned.publish else []
    late = [fault(question, LATE) for question in planned.publish if question.id not in drafts]
    if late:
        raise CourseError(late)
    report = Report(concepts=write_concepts(course.concepts))
    for question in planned.publish:
        draft = drafts[question.id]
        row, _ = Question.objects.get_or_create(slug=question.id, defaults={"level": draft.body["level"]})
        write(row, draft, by)
        report.published.append(question.id)
        report.warnings += [question.fault(one.field, one.message) for one in draft.warnings]
    for question in planned.publish + planned.note:
        Question.objects.filter(slug=question.id).update(loaded_hash=question.hash)
    report.noted += [question.id for question in planned.note]
    report.unchanged += [question.id for question in planned.leave]
    report.quizzes = write_quizzes(course.quizzes, by)
    if report.published or report.quizzes:
        refuse_shortages(course, before if report.published else None)
    return report


def refuse_shortages(course: Course, before: list[str] | None) -> None:
    """Raises CourseError for each slot that is short: of the course's own quizzes, or of others because of questions
    that were loaded; `before` says what was lacking.
    """
    own = tuple(f"{quiz.title}: " for quiz in course.quizzes)
    lines = [line for line in lacking() if line.startswith(own) or (before is not None and line not in before)]
    if lines:
        raise CourseError([CourseFault("quizzes", "", None, line) for line in lines])
