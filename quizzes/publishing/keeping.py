"""No change of the bank leaves a slot of a quiz short."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from quizzes.pools import shortages_of, startable


class ShortageError(ValueError):
    """A change would leave slots short that were not. `lines` has a sentence for each, with the title of its quiz."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(" ".join(lines))
        self.lines = lines


@contextmanager
def slots_kept_filled() -> Iterator[None]:
    """Watch over a change within a transaction. Raises ShortageError, and the transaction undoes the change."""
    before = lacking()
    yield
    lines = [line for line in lacking() if line not in before]
    if lines:
        raise ShortageError(lines)


def lacking() -> list[str]:
    """Return what the quizzes lack that somebody may still start."""
    quizzes = startable(timezone.now()).prefetch_related("slots__question", "slots__concept")
    return [f"{quiz.title}: {line}" for quiz in quizzes for line in shortages_of(quiz, list(quiz.slots.all())).values()]
