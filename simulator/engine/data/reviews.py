"""Short reviews of films with a verdict, made by us: to see what a bag of words knows, and what it has lost.

A review has a few words that say nothing and one to three opinions. An opinion agrees with the verdict 85 times in
100; the rest is slips, irony and taste, so nobody can get every verdict right. Where `negated` says so, an opinion is
said by its opposite: "not dull" for "good"; such a detour is always meant. A bag of words counts words and forgets
their order, so it cannot tell "good not weak" from "not good weak"; pairs of neighbours can.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.engine.data.examples import Examples
from simulator.engine.randomness import Random

GOOD = ("brilliant", "clever", "fresh", "funny", "good", "great", "lovely", "moving", "superb", "warm")
BAD = ("awful", "bad", "boring", "cold", "dull", "flat", "poor", "silly", "stale", "weak")
PLAIN = ("a", "actors", "and", "film", "had", "it", "music", "plot", "scene", "story", "the", "was", "with")
NOT = "not"
WORDS = (*GOOD, *BAD, *PLAIN, NOT)
PAIRS = tuple((NOT, word) for word in (*GOOD, *BAD))  # the pairs of neighbours that say more than their words
AGREES = 0.85
VERDICTS = ("bad", "good")


@dataclass(frozen=True, slots=True, eq=False)
class Reviews:
    """Reviews as lists of words, and their verdicts: 1 is good, 0 is bad."""

    texts: tuple[tuple[str, ...], ...]
    verdicts: np.ndarray  # (reviews,)


def reviews(count: int, random: Random, negated: float = 0) -> Reviews:
    """So many reviews, half of them good; a share `negated` of the opinions is said with "not"."""
    verdicts = random.order(count) % 2
    return Reviews(tuple(_review(verdict, random, negated) for verdict in verdicts), verdicts)


def _review(verdict: int, random: Random, negated: float) -> tuple[str, ...]:
    words = [PLAIN[number] for number in random.whole(6, len(PLAIN))]
    for _ in range(1 + int(random.whole((), 3))):
        words += _opinion(verdict, random, negated)
    return tuple(words)


def _opinion(verdict: int, random: Random, negated: float) -> list[str]:
    negation, agreement, choice = random.uniform(3)
    said = (BAD, GOOD)[verdict if agreement < AGREES else 1 - verdict]
    opposite = (GOOD, BAD)[verdict]
    place = int(choice * len(GOOD))
    return [NOT, opposite[place]] if negation < negated else [said[place]]


def bag_of_words(given: Reviews) -> Examples:
    """How often each of WORDS occurs in each review: (reviews, words)."""
    return _examples(_counts(given.texts, WORDS), given)


def with_pairs(given: Reviews) -> Examples:
    """The bag of words, and how often each of PAIRS occurs, side by side: (reviews, words + pairs)."""
    neighbours = [tuple(pairwise(text)) for text in given.texts]
    return _examples(np.hstack([_counts(given.texts, WORDS), _counts(neighbours, PAIRS)]), given)


def _counts(texts: Sequence[Sequence[object]], entries: Sequence[object]) -> np.ndarray:
    """How often each entry occurs in each text: (texts, entries)."""
    return np.array([[text.count(entry) for entry in entries] for text in texts], dtype=float)


def _examples(x: np.ndarray, given: Reviews) -> Examples:
    return Examples(x, given.verdicts, VERDICTS)
