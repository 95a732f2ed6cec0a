"""`manage.py countquestions`: how many questions each concept has at each level, and which concepts have too few."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quizzes.formats.course import read_course
from quizzes.formats.faults import CourseError
from quizzes.questions.checking import LEVELS

ENOUGH_FIXED = 5  # without a drawn question: fewer are known by heart after a few attempts


class Command(BaseCommand):
    help = "Count the questions of a course folder by concept and level, drawn + fixed. The command fails if a concept "
    help += f"has neither a drawn question nor {ENOUGH_FIXED} fixed ones, and names it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--course", type=Path, default=settings.COURSE_DIR, help="the course folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            course = read_course(options["course"])
        except CourseError as error:
            raise CommandError("\n".join(map(str, error.faults))) from error
        self.stdout.write(row("concept", [*LEVELS, "all"]))
        few = []
        for concept in course.concepts:
            own = [question.body for question in course.questions if concept.slug in question.body["concepts"]]
            by_level = [drawn_and_fixed(body for body in own if body["level"] == level) for level in LEVELS]
            drawn, fixed = drawn_and_fixed(own)
            self.stdout.write(row(concept.slug, [f"{one} + {other}" for one, other in (*by_level, (drawn, fixed))]))
            if not drawn and fixed < ENOUGH_FIXED:
                few.append(concept.slug)
        if few:
            raise CommandError(f"Too few questions on {', '.join(few)}.")


def row(name: str, cells: list[str]) -> str:
    return f"{name:<24}" + "".join(f"{cell:>12}" for cell in cells)


def drawn_and_fixed(bodies: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    is_drawn = [bool(body.get("draw")) for body in bodies]
    return sum(is_drawn), len(is_drawn) - sum(is_drawn)
