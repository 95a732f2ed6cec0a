"""Reviews as bags of words, with and without "not"."""

from itertools import pairwise

import numpy as np
import pytest

from simulator.engine.data.reviews import (
    BAD,
    GOOD,
    NOT,
    PAIRS,
    PLAIN,
    WORDS,
    Reviews,
    bag_of_words,
    reviews,
    with_pairs,
)
from simulator.engine.randomness import Random


def opinions(text: tuple[str, ...]) -> list[int]:
    """What each opinion of a review says, at its word: 1 good, −1 bad; "not" turns it round."""
    turned = [-1 if before == NOT else 1 for before in ("", *text[:-1])]
    return [turn * (1 if word in GOOD else -1) for turn, word in zip(turned, text, strict=True) if word in GOOD + BAD]


def test_no_word_has_two_meanings():
    assert len(set(WORDS)) == len(WORDS) == len(GOOD) + len(BAD) + len(PLAIN) + 1
    assert len(GOOD) == len(BAD)


def test_a_review_is_six_plain_words_and_one_to_three_opinions():
    drawn = reviews(400, Random(1, "train"), negated=0.3)
    assert all(set(text) <= set(WORDS) for text in drawn.texts)
    assert {sum(word in PLAIN for word in text) for text in drawn.texts} == {6}
    assert {len(opinions(text)) for text in drawn.texts} == {1, 2, 3}
    assert np.bincount(drawn.verdicts).tolist() == [200, 200]


def test_nobody_can_do_better_than_the_slips_allow():
    # one opinion, or two that may disagree: 0.85; the majority of three: 0.85³ + 3 · 0.85² · 0.15 = 0.93925
    best = (0.85 + 0.85 + 0.93925) / 3
    drawn = reviews(6000, Random(1, "test"))
    sums = np.array([sum(opinions(text)) for text in drawn.texts])
    right = np.where(sums == 0, 0.5, (sums > 0) == drawn.verdicts)
    assert right.mean() == pytest.approx(best, abs=0.012)


def test_what_is_said_with_not_is_always_meant():
    drawn = reviews(2000, Random(1, "train"), negated=0.3)
    negated = [
        (word, verdict)
        for text, verdict in zip(drawn.texts, drawn.verdicts, strict=True)
        for before, word in pairwise(text)
        if before == NOT
    ]
    assert all((word in BAD) == verdict for word, verdict in negated)
    said = sum(len(opinions(text)) for text in drawn.texts)
    assert len(negated) / said == pytest.approx(0.3, abs=0.03)


def test_nothing_is_negated_unless_it_is_asked_for():
    assert not any(NOT in text for text in reviews(400, Random(1, "train")).texts)


def test_a_bag_counts_words_and_forgets_their_order():
    one = Reviews((("good", "not", "weak", "the", "the"), ("the", "not", "good", "weak", "the")), np.array([1, 0]))
    x = bag_of_words(one).x
    assert x[0].tolist() == x[1].tolist()
    assert {word: count for word, count in zip(WORDS, x[0], strict=True) if count} == {
        "good": 1, "weak": 1, "the": 2, "not": 1,
    }  # fmt: skip


def test_pairs_tell_what_the_bag_cannot():
    one = Reviews((("good", "not", "weak"), ("not", "good", "weak")), np.array([1, 0]))
    x = with_pairs(one).x
    assert x.shape == (2, len(WORDS) + len(PAIRS))
    assert x[:, : len(WORDS)].tolist() == bag_of_words(one).x.tolist()
    found = [[pair for pair, count in zip(PAIRS, row[len(WORDS) :], strict=True) if count] for row in x]
    assert found == [[("not", "weak")], [("not", "good")]]


def test_the_classes_are_the_verdicts():
    drawn = reviews(10, Random(1, "train"))
    assert bag_of_words(drawn).classes == ("bad", "good")
    assert bag_of_words(drawn).y.tolist() == drawn.verdicts.tolist()


def test_training_and_test_draws_of_one_seed_are_drawn_apart():
    # a review is so short that two may be alike by chance: what must not be shared is the sequence
    training, test = (reviews(400, Random(1, purpose)).texts for purpose in ("train", "test"))
    assert sum(one == other for one, other in zip(training, test, strict=True)) == 0
    assert len(set(training) & set(test)) < 4


def test_the_same_seed_writes_the_same_reviews_for_ever():
    drawn = reviews(20, Random(7, "train"), negated=0.3)
    assert drawn.texts == reviews(20, Random(7, "train"), negated=0.3).texts
    assert " ".join(drawn.texts[0]) == "scene film was with had and weak"
    assert drawn.verdicts[:8].tolist() == [0, 1, 0, 1, 0, 1, 1, 0]
