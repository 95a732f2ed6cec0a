"""How somebody stands in a concept, by what they answered. Pure: no Django.

Right answers count while no wrong or half right one has come after them. Three of them on different variants carry a
concept for the day; one more on another day masters it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from quizzes.policies import SURE

ENOUGH = 3  # right answers on different variants
CERTAINTIES = {1: "Guess", 2: "Think so", SURE: "Sure"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One judged answer: on which drawn variant, on which day of the learner's, and how certain they were (or None)."""

    variant: int
    fraction: float
    day: date
    certainty: int | None = None

    @property
    def is_right(self) -> bool:
        return self.fraction == 1

    @property
    def was_sure_in_vain(self) -> bool:
        return self.fraction == 0 and self.certainty == SURE


@dataclass(frozen=True, slots=True)
class Standing:
    """`carried` is the day on which the third right answer came; `left` is how many are missing until then."""

    answers: int
    right: int
    carried: date | None
    left: int
    is_mastered: bool


@dataclass(frozen=True, slots=True)
class Again:
    """Why a concept is asked again: because of what happened on that day."""

    day: date
    was_sure: bool  # in vain; else three right answers carried it


@dataclass(frozen=True, slots=True)
class Judgement:
    """How often somebody who was as certain as this was right."""

    name: str
    right: int
    answers: int


def standing(answers: Sequence[Answer]) -> Standing:
    """Of the answers on one concept, in the order of time."""
    run = list(since_the_last_slip(answers))
    variants: set[int] = set()
    carried = None
    for answer in run:
        variants.add(answer.variant)
        if carried is None and len(variants) >= ENOUGH:
            carried = answer.day
    return Standing(
        answers=len(answers),
        right=sum(answer.is_right for answer in answers),
        carried=carried,
        left=max(0, ENOUGH - len(variants)),
        is_mastered=carried is not None and run[-1].day > carried,
    )


def again(answers: Sequence[Answer], today: date) -> Again | None:
    """Whether a concept is to be asked again today: from the day after somebody was sure in vain until one right answer
    on a later day, and from the day after three right answers until one more masters it.
    """
    vain = max((answer.day for answer in answers if answer.was_sure_in_vain), default=None)
    if vain and not any(answer.is_right and answer.day > vain for answer in answers):
        return Again(vain, was_sure=True) if vain < today else None
    found = standing(answers)
    if found.carried is None or found.is_mastered or found.carried >= today:
        return None
    return Again(found.carried, was_sure=False)


def since_the_last_slip(answers: Sequence[Answer]) -> Iterator[Answer]:
    slips = [number for number, answer in enumerate(answers) if not answer.is_right]
    return iter(answers[slips[-1] + 1 if slips else 0 :])


def judgements(answers: Iterable[Answer]) -> list[Judgement]:
    """For each degree of certainty that was given at all."""
    given = [answer for answer in answers if answer.certainty in CERTAINTIES]
    by_degree = {degree: [one for one in given if one.certainty == degree] for degree in CERTAINTIES}
    return [
        Judgement(CERTAINTIES[degree], sum(one.is_right for one in found), len(found))
        for degree, found in by_degree.items()
        if found
    ]
