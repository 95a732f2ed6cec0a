"""`python manage.py demo --accounts FILE`: two accounts to try the site with, in a database made for that."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from courseware.demonstration import is_marked, mark, prepare_accounts

NOT_MARKED = "This database was not made for trying out, so no demo accounts were made in it."


class Command(BaseCommand):
    help = "Make sure of the demo accounts, learner and instructor, in a database that was created for trying out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accounts", type=Path, required=True, metavar="FILE", help="where their passwords are kept"
        )

    def handle(self, *args: Any, accounts: Path, **options: Any) -> None:
        if os.environ.get("GRADED_DESCENT_NEW_DATABASE") == "1" and not is_marked():
            mark()
        if not is_marked():
            self.stdout.write(NOT_MARKED)
        elif prepare_accounts(accounts):
            self.stdout.write(f"The demo accounts are learner and instructor; their passwords are in {accounts}.")
        else:
            self.stdout.write("The demo accounts are as they were.")
