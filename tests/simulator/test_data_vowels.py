"""Spoken vowels by their formants."""

import numpy as np
import pytest

from simulator.engine.data.vowels import FORMANTS, vowels
from simulator.engine.randomness import Random


def test_the_five_vowels_are_balanced_and_their_formants_in_hertz():
    examples = vowels(500, Random(1, "train"))
    assert examples.x.shape == (500, 2)
    assert examples.classes == ("a", "e", "i", "o", "u")
    assert np.bincount(examples.y).tolist() == [100] * 5
    assert examples.x.min() > 150
    assert examples.x.max() < 4000


def test_each_vowel_lies_around_its_formants():
    examples = vowels(5000, Random(1, "train"))
    for number, name in enumerate(examples.classes):
        middle = np.exp(np.log(examples.x[examples.y == number]).mean(axis=0))
        assert middle == pytest.approx(FORMANTS[name], rel=0.02)


def test_a_speaker_moves_both_formants_together():
    examples = vowels(5000, Random(1, "train"))
    deviation = np.log(examples.x) - np.log(np.array([*FORMANTS.values()])[examples.y])
    # 0.12² of the variance is the speaker's, 0.05² the moment's: the correlation is 0.0144 / 0.0169 = 0.852
    assert np.corrcoef(deviation.T)[0, 1] == pytest.approx(0.852, abs=0.02)
    assert deviation.std(axis=0) == pytest.approx([0.13, 0.13], rel=0.04)  # √0.0169


def test_most_vowels_are_told_by_the_nearest_average_on_a_logarithmic_scale():
    examples = vowels(1000, Random(1, "test"))
    apart = np.log(examples.x)[:, None] - np.log([*FORMANTS.values()])
    right = np.mean(np.linalg.norm(apart, axis=2).argmin(axis=1) == examples.y)
    assert 0.8 < right < 0.97  # a and o, o and u lie close: nobody gets all of them right


def test_training_and_test_draws_of_one_seed_share_no_vowel():
    training, test = (vowels(500, Random(1, purpose)).x for purpose in ("train", "test"))
    assert not set(training[:, 0]) & set(test[:, 0])


def test_the_same_seed_draws_the_same_vowels_for_ever():
    one, other = vowels(50, Random(7, "train")), vowels(50, Random(7, "train"))
    assert one.x.tobytes() == other.x.tobytes()
    assert one.y[:10].tolist() == [1, 1, 1, 2, 4, 3, 0, 4, 2, 1]
    assert one.x[0] == pytest.approx([546.5583951368278, 2060.7327923487464], abs=1e-9)
