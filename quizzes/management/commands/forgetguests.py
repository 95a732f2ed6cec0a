from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes import attempts


class Command(BaseCommand):
    help = "Forgets guests of 30 days ago who never answered anything."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{attempts.forget_guests(timezone.now())} guests forgotten.")
