"""Which questions fill the places of a quiz. Pure: no rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked, by its version."""

    question: int
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """A slot with everything that may fill it. `named` is the question that it names, else it asks about a concept."""

    position: int
    points: Decimal
    pick: int
    pool: tuple[Candidate, ...]
    named: str = ""
    concept: str = ""

    def as_json(self) -> dict[str, Any]:
        pool = [[one.question, one.version] for one in self.pool]
        plain = {"position": self.position, "points": str(self.points), "pick": self.pick, "pool": pool}
        return plain | {"named": self.named, "concept": self.concept}


Wanted = Mapping[int, Sequence[Candidate]]  # by position


def read_place(stored: Mapping[str, Any]) -> Place:
    pool = tuple(Candidate(*pair) for pair in stored["pool"])
    return Place(**dict(stored) | {"points": Decimal(stored["points"]), "pool": pool})


def fill(places: Sequence[Place], preferred: Callable[[Place], list[Candidate]]) -> dict[int, list[Candidate]]:
    """Return the questions of each place by its position. A place gets fewer than it asks for only if no choice would
    fill all. What a place draws from a concept is asked nowhere else in the quiz.
    """
    named = {one.question for place in places if place.named for one in place.pool}
    drawing = [place for place in places if not place.named]
    wanted = {place.position: [one for one in preferred(place) if one.question not in named] for place in drawing}
    taken: dict[int, int] = {}  # the position of the place that asks a question
    for place in sorted(drawing, key=lambda place: len(place.pool)):  # the scarcest first
        for _ in range(place.pick):
            _seat(place.position, wanted, taken, set())
    found = {place.position: list(place.pool) for place in places if place.named}
    return found | {at: [one for one in pool if taken.get(one.question) == at] for at, pool in wanted.items()}


def _seat(position: int, wanted: Wanted, taken: dict[int, int], seen: set[int]) -> bool:
    """Give a place one more question; another place moves to a different one if that makes room."""
    free = next((one for one in wanted[position] if one.question not in taken), None)
    if free:
        taken[free.question] = position
        return True
    for one in wanted[position]:
        if taken[one.question] != position and one.question not in seen:
            seen.add(one.question)
            if _seat(taken[one.question], wanted, taken, seen):
                taken[one.question] = position
                return True
    return False


def shortages(places: Sequence[Place]) -> dict[int, str]:
    """Return a sentence for each place that cannot be filled, by its position."""
    filled = fill(places, lambda place: list(place.pool))
    return {place.position: shortage(place, len(filled[place.position])) for place in short(places, filled)}


def short(places: Iterable[Place], filled: Mapping[int, Sequence[Candidate]]) -> list[Place]:
    return [place for place in places if len(filled[place.position]) < place.pick]


def shortage(place: Place, found: int) -> str:
    if place.named:
        return f"Slot {place.position} asks “{place.named}”, which is not open to this quiz."
    asked = f"{place.pick} question{'' if place.pick == 1 else 's'} on {place.concept}"
    there = f"There {'is' if found == 1 else 'are'} {found}"
    others = " that no other slot asks" if found < len(place.pool) else ""
    return f"Slot {place.position} asks for {asked}. {there}{others}."
