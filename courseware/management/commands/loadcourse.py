"""`manage.py loadcourse [FOLDER]`: load a course folder into the bank."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courseware.course_check import check_course
from quizzes.publishing import CourseError, load_course, renew_bank
from quizzes.statistics import gather_statistics


class Command(BaseCommand):
    help = "Load concepts, questions and quizzes from a course folder. All of it is loaded, or nothing."
    requires_system_checks = []  # of chapters, where the first mistake would hide the others: all are listed here

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.COURSE_DIR)
        parser.add_argument("--variants", type=int, help="how many variants to draw of a question (usually 100)")

    def handle(self, *args: Any, **options: Any) -> None:
        variants = options["variants"]
        if variants is not None and variants < 1:
            raise CommandError("Give --variants as 1 or more.")
        try:
            if faults := check_course(options["folder"]):
                raise CourseError(faults)
            report = load_course(options["folder"], variants=variants, progress=self.say, is_checked=True)
        except CourseError as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        renewal = renew_bank(
            lambda slug: self.stderr.write(f"{slug}: drawn again by the new engine", lambda text: text)
        )
        for fault in renewal.faults:
            self.stderr.write(fault)
        gather_statistics()
        for warning in report.warnings:
            self.stderr.write(f"Check {warning}", lambda text: text)
        published, unchanged = len(report.published), len(report.noted) + len(report.unchanged)
        self.stdout.write(
            f"Published {published}, left {unchanged} unchanged; "
            f"{report.concepts} concepts and {report.quizzes} quizzes written."
        )
        if renewal.published:
            self.stdout.write(f"Published again, since the computation changed: {', '.join(renewal.published)}.")

    def say(self, slug: str, number: int, total: int, variants: int) -> None:
        count = f"{variants} variants" if variants > 1 else "1 variant"
        self.stderr.write(f"{number:>3}/{total} {slug}: {count}", lambda text: text)
