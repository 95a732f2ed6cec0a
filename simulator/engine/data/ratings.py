"""Ratings of films by people, made by us with hidden tastes, so that we know what a model ought to find.

Each person has a liking for each of a few tastes, each film has some of it; a rating is the sum of liking times
having, and some noise. It imitates what a film service knows, in its one important way: most pairs of a person and a
film are never rated, and the gaps are what one wants to know.
"""

from dataclasses import dataclass

import numpy as np

from simulator.engine.randomness import Random


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """A table of ratings (people, films) and three masks of that shape, true where a rating may be used for a purpose.

    No rating serves two purposes; those of none stay unseen. A rating is about 0 where somebody does not care, and
    mostly within −3…3.
    """

    table: np.ndarray
    training: np.ndarray
    validation: np.ndarray
    report: np.ndarray


def ratings(random: Random, people: int = 40, films: int = 30, tastes: int = 2, noise: float = 0.2) -> Ratings:
    """Ratings with so many hidden tastes; 35 % are to learn from, 20 % to choose with, and 20 % for the report."""
    liking = random.normal((people, tastes))
    having = random.normal((films, tastes))
    table = liking @ having.T + random.normal((people, films), deviation=noise)
    lot = random.uniform((people, films))
    return Ratings(table, lot < 0.35, (lot >= 0.35) & (lot < 0.55), (lot >= 0.55) & (lot < 0.75))
