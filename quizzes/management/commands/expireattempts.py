from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes import attempts
from quizzes.statistics import keep_statistics


class Command(BaseCommand):
    help = "Ends attempts that are past their deadline, grading what was saved, and grades what a failing grader left."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{attempts.expire_due(timezone.now())} attempts graded.")
        keep_statistics()
