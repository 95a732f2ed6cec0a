"""`manage.py drawquestions [QUESTION …]`: how often the numbers of questions serve, before learners meet them."""

from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quizzes.formats.course import read_course
from quizzes.formats.faults import CourseError
from quizzes.formats.toml_questions import SourceQuestion
from quizzes.questions.base import QuestionError
from quizzes.questions.surveying import Gap, Survey, survey

LEGEND = {
    "tried": "different drawings",
    "pass": "the share of them that serves",
    "apart": "wrong ideas and options that must be told apart, from the right one too",
    "nearest": "tolerances between the two that lie closest: more than 2; “differ” where any difference tells",
    "wrong": "different wrong answers that a drawing knows: the fewest–the median",
    "CPU s": "to draw and to compute, without rendering",
}


class Command(BaseCommand):
    help = "Draw questions of a course folder and tell how many drawings pass, what refuses the others, and how far "
    help += (
        "apart wrong numbers lie. Nothing is written. Fails where under 5 % pass or where numbers are not told apart."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("questions", nargs="*", help="ids of questions (else every one that draws numbers)")
        parser.add_argument("--course", type=Path, default=settings.COURSE_DIR, help="the course folder")
        parser.add_argument("--seeds", type=int, default=200, help="how many drawings that pass are looked for (200)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seeds"] < 1:
            raise CommandError("Give --seeds as 1 or more.")
        questions = asked_for(options["questions"], options["course"])
        self.width = max((len(question.id) for question in questions), default=0)
        self.say(self.row(("question", "type", "level", *LEGEND)))
        found = [one for question in questions if (one := self.look_at(question, options["seeds"]))]
        self.say("", *(f"{name:<8} {meaning}" for name, meaning in LEGEND.items()), "", summary(found))
        bad = len(questions) - sum(not one.faults for one in found)
        if bad:
            raise CommandError(
                f"{bad} of {len(questions)} questions need another look: see the lines that begin with →."
            )

    def look_at(self, question: SourceQuestion, seeds: int) -> Survey | None:
        """Tell of one question as soon as it is known. None where it cannot be drawn at all."""
        try:
            found = survey(question.body, seeds, question.id)
        except QuestionError as error:
            self.say(question.id, *(f"  → {fault.field}: {fault.message}" for fault in error.faults))
            return None
        refused = "; ".join(f"{reason} ({share:.0%})" for reason, share in found.refusals)
        notes = [f"    refused: {refused}"] if refused else []
        notes += [f"    warning: {one.field}: {one.message}" for one in found.warnings]
        self.say(self.row(cells(question, found)), *notes, *(f"  → {fault}" for fault in found.faults))
        return found

    def row(self, cells: tuple[str, ...]) -> str:
        name, kind, level, *numbers = cells
        return f"{name:<{self.width}}  {kind:<10} {level:<10} " + " ".join(f"{one:>7}" for one in numbers)

    def say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()


def asked_for(ids: list[str], folder: Path) -> list[SourceQuestion]:
    try:
        questions = read_course(folder).questions
    except CourseError as error:
        raise CommandError("\n".join(map(str, error.faults))) from error
    unknown = set(ids) - {question.id for question in questions}
    if unknown:
        raise CommandError(f"There is no question {', '.join(sorted(unknown))} in {folder}.")
    return [question for question in questions if (question.id in ids if ids else question.body.get("draw"))]


def cells(question: SourceQuestion, found: Survey) -> tuple[str, ...]:
    wrong = f"{min(found.wrong)}–{found.typical_wrong}" if any(found.wrong) else "–"
    return (
        question.id,
        str(question.body["type"]),
        str(question.body["level"]),
        str(len(found.tally.tried)),
        f"{found.tally.share:.1%}",
        str(found.apart),
        in_tolerances(found.nearest),
        wrong,
        f"{found.seconds:.2f}",
    )


def in_tolerances(gap: Gap | None) -> str:
    if gap is None:
        return "–"
    return f"{gap.size:.2f}" if gap.size < float("inf") else "differ"


def summary(found: list[Survey]) -> str:
    drawn, tried = sum(one.tally.accepted for one in found), sum(len(one.tally.tried) for one in found)
    shares = [one.tally.share for one in found] or [0]
    spread = f"{min(shares):.1%} to {max(shares):.1%} by question, median {median(shares):.1%}"
    return f"{drawn} of {tried} drawings pass: {spread}. CPU: {sum(one.seconds for one in found):.1f} s."
