"""The ground stands on NumPy alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import importlib, pkgutil, sys
import simulator.engine, simulator.limits
names = [found.name for found in pkgutil.walk_packages(simulator.engine.__path__, "simulator.engine.")]
for name in [*names, *sys.argv[1:]]:
    importlib.import_module(name)
assert len(names) > 20, names
print([name for name in sys.modules if name.partition(".")[0] in ("django", "rest_framework", "courseware", "quizzes")])
"""


def pure(*more: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *more], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    return run.stdout.strip() or run.stderr


def test_the_engine_loads_without_django_and_without_the_rooms_above():
    assert pure() == "[]"


def test_the_drawing_and_the_misconceptions_load_without_django():
    assert pure("simulator.drawing", "simulator.engine.misconceptions") == "[]"
