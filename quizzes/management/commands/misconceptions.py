"""`manage.py misconceptions [WORD …]`: the catalogue, with the ids that question files name."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from simulator.engine.misconceptions import MISCONCEPTIONS


class Command(BaseCommand):
    help = "List the misconceptions of the catalogue: id, quantity, formula and the feedback that learners see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs="*", help="list only entries that contain all of these words")

    def handle(self, *args: Any, **options: Any) -> None:
        words = [word.casefold() for word in options["words"]]
        entries = [
            f"{one.id}\n    {one.quantity}: {one.formula}\n    {one.feedback}" for one in MISCONCEPTIONS.values()
        ]
        found = [text for text in entries if all(word in text.casefold() for word in words)]
        if not found:
            raise CommandError("No misconception contains these words. Give fewer, or none to list all.")
        self.stdout.write("\n".join(found))
