"""`manage.py dumpcourse FOLDER`: write the bank into a course folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.publishing import CourseError, dump_course


class Command(BaseCommand):
    help = "Write concepts, questions and quizzes into a course folder. Files that say the same are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = dump_course(options["folder"])
        except CourseError as error:
            faults = "\n".join(map(str, error.faults))
            raise CommandError(f"{faults}\nNothing was written.") from error
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be written: {error.strerror}. Choose another folder."
            ) from error
        self.stdout.write(f"Wrote {len(changed)} files.")
