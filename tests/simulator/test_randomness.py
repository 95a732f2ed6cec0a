"""Randomness that stays the same. The literal numbers were drawn once: another version of NumPy must draw them too."""

from hashlib import sha256

import numpy as np
import pytest

from simulator.engine.randomness import Random


def test_a_seed_and_a_purpose_draw_the_same_numbers_for_ever():
    random = Random(1, "train")
    assert random.uniform(3).tolist() == [0.487683187422131, 0.4532005308696966, 0.25906250685789245]
    # sines and logarithms may differ in their last bits between machines, so not to the byte
    assert random.normal(3) == pytest.approx([-0.32092546772117936, -0.47174752351782195, 0.9337012987476191], 1e-12)
    assert random.whole(5, 10).tolist() == [3, 4, 0, 1, 0]
    assert random.order(6).tolist() == [5, 3, 4, 1, 2, 0]


def test_the_stream_is_the_word_stream_that_numpy_promises_to_keep():
    seed = int.from_bytes(sha256(b'[1, "train"]').digest())
    words = np.random.PCG64(seed).random_raw(100)
    assert (Random(1, "train").uniform(100) * 2**53).tolist() == [word >> 11 for word in words.tolist()]


@pytest.mark.parametrize(
    "one, other",
    [
        (Random(1, "train"), Random(1, "test")),
        (Random(1, "train"), Random(2, "train")),
        (Random(1), Random(1, "train")),
        (Random(1, "ab", "c"), Random(1, "a", "bc")),
        (Random(12, "3"), Random(1, "23")),
        (Random(1, "2"), Random(1, "2", "")),
        (Random(0), Random(-1)),
    ],
)
def test_another_seed_or_purpose_is_another_stream(one, other):
    assert np.intersect1d(one.uniform(10_000), other.uniform(10_000)).size == 0


@pytest.mark.parametrize("seed", [0, -1, 2**64, 10**30])
def test_any_whole_number_is_a_seed(seed):
    assert Random(seed).uniform(3).tolist() == Random(seed).uniform(3).tolist()


def test_a_seed_from_an_array_is_the_same_seed():
    assert Random(np.int64(7), "x").uniform(3).tolist() == Random(7, "x").uniform(3).tolist()


def test_uniform_numbers_fill_their_range_evenly():
    drawn = Random(1).uniform((100, 1000), -2, 6)
    assert drawn.shape == (100, 1000)
    assert -2 <= drawn.min() < -1.99
    assert 5.99 < drawn.max() < 6
    assert np.histogram(drawn, 8, (-2, 6))[0] == pytest.approx([12_500] * 8, rel=0.03)


def test_normal_numbers_have_their_mean_deviation_and_tails():
    drawn = Random(1).normal((100, 1000), mean=3, deviation=2)
    assert drawn.shape == (100, 1000)
    assert drawn.mean() == pytest.approx(3, abs=0.03)
    assert drawn.std() == pytest.approx(2, abs=0.03)
    assert np.mean(np.abs(drawn - 3) < 2) == pytest.approx(0.6827, abs=0.006)
    assert np.mean(np.abs(drawn - 3) < 4) == pytest.approx(0.9545, abs=0.003)
    assert np.isfinite(drawn).all()


def test_neighbouring_normal_numbers_are_independent():
    # both of a pair come from one radius: their squares would move together if the angle were wrong
    drawn = Random(1).normal((50_000, 2))
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0, abs=0.02)
    assert np.corrcoef((drawn**2).T)[0, 1] == pytest.approx(0, abs=0.02)


def test_whole_numbers_stay_below_and_come_equally_often():
    drawn = Random(1).whole(60_000, 6)
    assert drawn.dtype == np.int64
    assert np.bincount(drawn) == pytest.approx([10_000] * 6, rel=0.04)


def test_an_order_is_a_permutation_and_every_one_comes():
    random = Random(1)
    orders = {tuple(random.order(4).tolist()) for _ in range(1000)}
    assert len(orders) == 24  # 4 · 3 · 2 · 1
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)


@pytest.mark.parametrize(
    "draw, draws",
    [
        (lambda random: random.uniform((3, 4)), 12),
        (lambda random: random.order(7), 7),
        (lambda random: random.whole(5, 3), 5),
        (lambda random: random.normal(6), 6),
        (lambda random: random.normal(5), 6),
    ],
)
def test_skipping_is_the_same_as_having_drawn(draw, draws):
    drawing, skipping = Random(1, "order"), Random(1, "order")
    draw(drawing)
    skipping.skip(draws)
    assert drawing.uniform(5).tolist() == skipping.uniform(5).tolist()


def test_no_numbers_and_a_single_number_can_be_drawn():
    assert Random(1).uniform((0, 2)).shape == (0, 2)
    assert Random(1).normal(0).shape == (0,)
    assert Random(1).order(0).shape == (0,)
    assert Random(1).normal(()).shape == ()


def test_the_worlds_own_random_state_is_not_touched():
    before = np.random.get_state()[1].tolist()
    Random(1).normal(100)
    assert np.random.get_state()[1].tolist() == before
