"""Ratings by hidden tastes."""

import numpy as np
import pytest

from simulator.engine.data.ratings import ratings
from simulator.engine.randomness import Random


def test_no_rating_serves_two_purposes_and_a_quarter_stays_unseen():
    drawn = ratings(Random(1, "ratings"), people=200, films=100)
    uses = drawn.training.astype(int) + drawn.validation + drawn.report
    assert drawn.table.shape == uses.shape == (200, 100)
    assert uses.max() == 1
    shares = [mask.mean() for mask in (drawn.training, drawn.validation, drawn.report)]
    assert shares == pytest.approx([0.35, 0.2, 0.2], abs=0.02)


@pytest.mark.parametrize("tastes", [1, 2, 5])
def test_without_noise_the_table_has_as_many_ranks_as_tastes(tastes):
    assert np.linalg.matrix_rank(ratings(Random(1, "ratings"), tastes=tastes, noise=0).table) == tastes


def test_noise_is_what_two_tastes_cannot_explain():
    strengths = np.linalg.svd(ratings(Random(1, "ratings"), people=400, films=300).table, compute_uv=False)
    left = np.sqrt((strengths[2:] ** 2).sum() / (400 * 300))
    assert left == pytest.approx(0.2, rel=0.02)
    assert strengths[1] > 10 * strengths[2]


def test_every_person_and_every_film_has_ratings_to_learn_from_at_the_usual_size():
    drawn = ratings(Random(1, "ratings"))
    assert drawn.table.shape == (40, 30)
    assert drawn.training.sum(axis=0).min() > 2
    assert drawn.training.sum(axis=1).min() > 2


def test_the_same_seed_rates_the_same_for_ever():
    one, other = ratings(Random(7, "ratings")), ratings(Random(7, "ratings"))
    assert one.table.tobytes() == other.table.tobytes()
    assert one.training[0, :8].tolist() == [True, True, True, True, True, True, False, True]
    assert one.table[0, :3] == pytest.approx([-1.1446111952965075, -0.6900740012066959, -2.730452311482024], abs=1e-12)
