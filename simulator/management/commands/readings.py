from typing import Any

from django.core.management.base import BaseCommand

from simulator.experiments.digit_reader import write_digit_reader
from simulator.experiments.stored import FILE, write_readings


class Command(BaseCommand):
    help = "Runs the sweep of every experiment and keeps the readings, which chapters quote and tests hold to."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{write_readings()} runs are in {FILE.name}.")
        write_digit_reader()
