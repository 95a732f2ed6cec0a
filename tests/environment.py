"""What the settings read from the environment, set before Django reads it: a data folder of the tests' own.

`python3 dev.py test` starts pytest in this environment already; this is for pytest started by hand.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from dev import environment_for_tests

MARK = "GRADED_DESCENT_TESTS"


def give_the_tests_a_data_folder() -> None:
    folder = Path(tempfile.mkdtemp(prefix="graded-descent-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()
    environment = environment_for_tests() | {MARK: str(folder), "DATA_DIR": str(folder)}
    os.environ.clear()
    os.environ.update(environment)


if MARK not in os.environ:  # the workers of a parallel run inherit the folder of the process that started them
    give_the_tests_a_data_folder()
