"""The only writers of versions, variants and keys. Authors publish, course folders are loaded, the bank is dumped."""

from quizzes.formats.faults import CourseError, CourseFault
from quizzes.publishing.dumping import dump_course
from quizzes.publishing.keeping import ShortageError
from quizzes.publishing.loading import Report, load_course
from quizzes.publishing.versions import publish, publish_written, set_state

__all__ = [
    "CourseError", "CourseFault", "Report", "ShortageError", "dump_course", "load_course", "publish", "publish_written",
    "set_state",
]  # fmt: skip
