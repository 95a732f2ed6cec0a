"""What the settings read from the environment, set before Django reads it: a data folder of the tests' own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MARK = "GRADED_DESCENT_TESTS"
OF_ANOTHER_SITE = ("SECRET_KEY_FILE", "COURSE_DIR", "ALLOWED_HOSTS", "DEBUG", "HTTPS", "GRADED_DESCENT_DEMO")


def give_the_tests_a_data_folder() -> None:
    folder = Path(tempfile.mkdtemp(prefix="graded-descent-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()
    os.environ.update({MARK: str(folder), "DATA_DIR": str(folder)})
    for name in OF_ANOTHER_SITE:
        os.environ.pop(name, None)


if MARK not in os.environ:  # the workers of a parallel run inherit the folder of the process that started them
    give_the_tests_a_data_folder()
