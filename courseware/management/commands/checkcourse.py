"""`manage.py checkcourse [FOLDER]`: everything that is wrong with a course folder, without a database."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courseware.course_check import check_course
from quizzes.questions.making import VARIANTS

WAIT = 0.5  # seconds between two looks at the files
Stamps = dict[Path, tuple[int, int]]


class Command(BaseCommand):
    help = "List every mistake of a course folder with its file and line. Nothing is written. Fails if there is any."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.COURSE_DIR)
        parser.add_argument("--variants", type=int, default=VARIANTS, help="how many variants to draw of a question")
        parser.add_argument("--watch", action="store_true", help="check again whenever a file changes, with 2 variants")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        if options["variants"] < 1:
            raise CommandError("Give --variants as 1 or more.")
        if options["watch"]:
            self.watch(folder)
        faults = check_course(folder, variants=options["variants"])
        if faults:
            raise CommandError("\n".join(map(str, faults)))
        self.stdout.write("No mistakes.")

    def watch(self, folder: Path) -> None:
        """Check after each change, until interrupted."""
        seen: Stamps | None = None
        while True:
            if (now := stamps(folder)) != seen:
                seen = now
                faults = check_course(folder)
                self.stdout.write("\n".join(map(str, faults)) if faults else "No mistakes.")
                self.stdout.write(f"— {time.strftime('%H:%M:%S')}, {len(faults)} to correct. Watching {folder}.")
                self.stdout.flush()
            time.sleep(WAIT)


def stamps(folder: Path) -> Stamps:
    """When each file changed last, and its size."""
    files = [path for path in folder.rglob("*") if path.suffix in (".toml", ".md")]
    return {path: (state.st_mtime_ns, state.st_size) for path in files if (state := path.stat())}
