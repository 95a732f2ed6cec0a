"""The only writers of versions, variants and keys. Authors publish, course folders are loaded, the bank is dumped."""

from quizzes.formats.faults import CourseError, CourseFault
from quizzes.publishing.dumping import dump_course
from quizzes.publishing.keeping import ShortageError
from quizzes.publishing.loading import Report, load_course
from quizzes.publishing.renewing import Renewal, renew_bank
from quizzes.publishing.versions import publish, publish_written, set_state

__all__ = [
    "CourseError", "CourseFault", "Renewal", "Report", "ShortageError", "dump_course", "load_course", "publish",
    "publish_written", "renew_bank", "set_state",
]  # fmt: skip
