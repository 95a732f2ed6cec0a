"""How long it takes to read and to work through the parts of a chapter, in seconds. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

from courseware.figures import Figure

WORDS_EACH_MINUTE = 200
CHOICE_SECONDS = 45
WORK_SECONDS = 120  # a number to compute, or an experiment to try
COMPUTED = frozenset({"number", "numbers", "parts"})  # question types
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
ADDRESS = re.compile(r"(?<=\])\([^)]*\)")  # of a link: only its text is read
HEADING = re.compile(r"#{2,3}\s")
EXPERIMENT = re.compile(r"\]\(/simulator/experiments/")


def reading_seconds(markdown: str) -> float:
    """Words are read, and an experiment that is linked is tried."""
    words = len(WORD.findall(ADDRESS.sub("", markdown)))
    return words * 60 / WORDS_EACH_MINUTE + len(EXPERIMENT.findall(markdown)) * WORK_SECONDS


def question_seconds(question_type: str) -> int:
    """A type that is not known is taken for a choice."""
    return WORK_SECONDS if question_type in COMPUTED else CHOICE_SECONDS


def work_seconds(figure: Figure) -> int:
    """What a figure asks: numbers to work out, a reason to choose, a bar to guess."""
    if figure.live == "steps":
        return WORK_SECONDS
    return CHOICE_SECONDS if figure.live == "guess" or getattr(figure, "why", None) else 0


def seconds_of_sections(blocks: Iterable[Sequence[str]], asking: Mapping[str, float]) -> tuple[float, ...]:
    """How long each section of level 2 or 3 takes; what comes before the first counts for it. A block is a line, or all
    lines of a fence. `asking` has the seconds of each figure and question, by the line that stands for it.
    """
    found = [0.0]
    begun = False
    for block in blocks:
        if HEADING.match(block[0]):
            found += [0.0] if begun else []
            begun = True
        found[-1] += sum(asking[line] if line in asking else reading_seconds(line) for line in block)
    return tuple(found)


def minutes_of(seconds: Iterable[float]) -> int:
    """An estimate, so in steps of five."""
    return max(5, 5 * round(sum(seconds) / 300))
