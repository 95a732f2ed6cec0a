from typing import Any

from django.core.management.base import BaseCommand

from quizzes import attempts
from quizzes.models import Attempt


class Command(BaseCommand):
    help = "Adds up the points of every graded attempt anew from its grades."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{attempts.rebuild_points(Attempt.objects.all())} attempts had other points.")
