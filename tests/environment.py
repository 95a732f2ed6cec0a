"""What the settings read from the environment, set before Django reads it: a data folder of the tests' own."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

MARK = "GRADED_DESCENT_TESTS"


def give_the_tests_a_data_folder() -> None:
    folder = Path(tempfile.mkdtemp(prefix="graded-descent-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    key = folder / "secret-key"
    key.touch(mode=0o600)
    key.write_text(secrets.token_urlsafe(50), encoding="ascii")
    os.environ.update({MARK: str(folder), "DATA_DIR": str(folder), "SECRET_KEY_FILE": str(key), "DEBUG": ""})
    for name in ("COURSE_DIR", "ALLOWED_HOSTS", "GRADED_DESCENT_DEMO"):
        os.environ.pop(name, None)


if MARK not in os.environ:  # the workers of a parallel run inherit the folder of the process that started them
    give_the_tests_a_data_folder()
