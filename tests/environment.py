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


def give_the_worker_a_folder_of_its_own(worker: str) -> None:
    """In the one that it inherited: what tests count and lock in files is then counted for one worker alone."""
    folder = Path(os.environ[MARK]) / worker
    (folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(folder)


if MARK not in os.environ:
    give_the_tests_a_data_folder()
if "PYTEST_XDIST_WORKER" in os.environ:
    give_the_worker_a_folder_of_its_own(os.environ["PYTEST_XDIST_WORKER"])
