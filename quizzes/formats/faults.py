"""What is wrong with a course folder: file, question, line and a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseFault:
    """`question` and `line` are empty where the fault is about the whole file."""

    file: str
    question: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.question}: {self.message}" if self.question else f"{place}: {self.message}"


class CourseError(ValueError):
    """A course that cannot be loaded. `faults` lists everything that was found; nothing was loaded."""

    def __init__(self, faults: list[CourseFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
