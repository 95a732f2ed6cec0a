"""The seven data sets on the plane, how they are parted, and the features of their points."""

from itertools import pairwise

import numpy as np
import pytest

from simulator.engine.data.examples import Examples
from simulator.engine.data.features import FEATURES, featured
from simulator.engine.data.planes import SETS
from simulator.engine.randomness import Random

CLASS_SETS = [
    (name, classes) for name, row in SETS.items() for classes in range(2, row.most_classes + 1)
]  # circle with 2, 3 and 4 classes, xor with 2, …
VALUE_SETS = [name for name, row in SETS.items() if row.task == "values"]


def draw(name: str, count: int = 400, noise: float = 0, purpose: str = "train", classes: int = 2) -> Examples:
    return SETS[name].draw(count, noise, Random(1, purpose), classes)


def radius(x):
    return np.hypot(x[:, 0], x[:, 1])


def distances(one, other):
    return np.linalg.norm(one[:, None] - other[None], axis=2)


def test_the_sets_are_those_that_the_page_offers():
    assert list(SETS) == ["circle", "xor", "gaussians", "spiral", "moons", "plane", "waves"]
    assert {name: row.most_classes for name, row in SETS.items() if row.task == "classes"} == {
        "circle": 4, "xor": 2, "gaussians": 4, "spiral": 4, "moons": 2,
    }  # fmt: skip


@pytest.mark.parametrize("name, classes", CLASS_SETS)
@pytest.mark.parametrize("count", [2, 7, 400])
def test_classes_are_balanced_and_named(name, classes, count):
    examples = draw(name, count, 0.2, classes=classes)
    counts = np.bincount(examples.y, minlength=classes)
    assert counts.sum() == count
    assert np.ptp(counts) <= 1
    assert examples.classes == ("0", "1", "2", "3")[:classes]


@pytest.mark.parametrize("name", SETS)
def test_points_fill_the_plane_and_stay_on_it(name):
    size = np.abs(draw(name, 1000).x).max()
    assert 0.8 < size <= (1.1 if name == "gaussians" else 1)  # a cloud has no edge


@pytest.mark.parametrize("name", [name for name in SETS if name != "gaussians"])
@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_noise_moves_a_point_or_its_value_by_up_to_that_share(name, noise):
    clean, noisy = draw(name, 1000), draw(name, 1000, noise)
    moved = noisy.y - clean.y if SETS[name].task == "values" else noisy.x - clean.x
    assert 0.98 * noise < np.abs(moved).max() <= noise
    assert moved.mean() == pytest.approx(0, abs=0.05 * noise)


def test_noise_widens_the_clouds():
    spread = [draw("gaussians", 2000, noise).x[::2].std(axis=0).mean() for noise in (0, 0.5)]
    assert spread == pytest.approx([0.12, 0.32], rel=0.05)  # 0.12 + 0.4 · noise


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_a_circle_is_told_by_its_radius(classes):
    examples = draw("circle", classes=classes)
    distance = [radius(examples.x[examples.y == k]) for k in range(classes)]
    gap = 0.5 / (1.5 * classes - 0.5)  # 0.2 with two classes: a disc of 0.4, a gap of 0.2, a ring of 0.4
    for inner, outer in pairwise(distance):
        assert outer.min() - inner.max() >= gap


def test_xor_is_told_by_the_sign_of_the_product():
    examples = draw("xor")
    assert np.array_equal(examples.y == 1, examples.x[:, 0] * examples.x[:, 1] < 0)
    assert np.abs(examples.x).min() >= 0.08  # the free strip
    quadrants = set(map(tuple, np.sign(examples.x).astype(int).tolist()))
    assert quadrants == {(1, 1), (-1, -1), (1, -1), (-1, 1)}


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_a_cloud_is_told_by_the_nearest_middle(classes):
    examples = draw("gaussians", 2000, classes=classes)
    middles = np.array([examples.x[examples.y == k].mean(axis=0) for k in range(classes)])
    assert np.mean(distances(examples.x, middles).argmin(axis=1) == examples.y) > 0.999


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_the_arms_of_a_spiral_keep_apart(classes):
    examples = draw("spiral", 1000, classes=classes)
    arms = [examples.x[examples.y == k] for k in range(classes)]
    # the inner ends lie on a circle of 0.1 around the middle: at 90° from each other, if four, 0.14 apart
    assert min(distances(arms[0], arm).min() for arm in arms[1:]) > 0.12


def test_the_moons_keep_apart_though_no_line_parts_them():
    examples = draw("moons", 1000)
    upper, lower = examples.x[examples.y == 0], examples.x[examples.y == 1]
    assert distances(upper, lower).min() > 0.3  # 0.5 in radii of 1 / 1.5
    assert upper[:, 1].min() < lower[:, 1].max()
    assert upper[:, 0].max() > lower[:, 0].min()
    features = np.column_stack([examples.x, np.ones(1000)])
    line = np.linalg.lstsq(features, 2.0 * examples.y - 1, rcond=None)[0]
    assert np.mean((features @ line > 0) == examples.y) < 0.95


@pytest.mark.parametrize("name, names", [("plane", ["x1", "x2"]), ("waves", ["sin(x1)", "sin(x2)"])])
def test_values_are_linear_in_the_right_features(name, names):
    examples = draw(name)
    assert featured(examples.x, names) @ [0.5, 0.5] == pytest.approx(examples.y)
    assert np.abs(examples.y).max() <= 1
    assert examples.classes is None


def test_waves_are_not_linear_in_the_plain_features():
    examples = draw("waves", 1000)
    x = np.column_stack([examples.x, np.ones(1000)])
    left = examples.y - x @ np.linalg.lstsq(x, examples.y, rcond=None)[0]
    # a line explains part of a sine: of ½, the mean of sin², it takes ½ · 6/π² = 0.30
    assert left.var() / examples.y.var() == pytest.approx(1 - 6 / np.pi**2, abs=0.05)


@pytest.mark.parametrize("name", SETS)
def test_training_and_test_draws_of_one_seed_share_no_example(name):
    training, test = draw(name, purpose="train"), draw(name, purpose="test")
    assert not set(map(tuple, training.x.tolist())) & set(map(tuple, test.x.tolist()))


@pytest.mark.parametrize("name", SETS)
def test_the_same_seed_draws_the_same_bytes(name):
    one, other = draw(name, noise=0.3), draw(name, noise=0.3)
    assert one.x.tobytes() == other.x.tobytes()
    assert one.y.tobytes() == other.y.tobytes()


def test_the_draw_of_a_seed_is_the_one_it_always_was():
    # drawn once; a change of the stream, or of a set, changes every film and reading that was ever linked to
    assert draw("xor", 3, 0.1).x[:2].tolist() == [
        [0.43530495819951776, 0.424152146771404],
        [0.23500982729939834, -0.17422979260550636],
    ]
    assert draw("circle", 2, 0.1).x[1] == pytest.approx([0.39270537307147413, 0.5952127454684332], abs=1e-12)
    assert draw("waves", 2, 0.1).y == pytest.approx([-0.15258609907924928, -0.8325331385485536], abs=1e-12)


def numbered(*sizes: int) -> Examples:
    """Classes of these sizes; each example holds its own number, to be told apart."""
    y = np.repeat(np.arange(len(sizes)), sizes)
    return Examples(np.arange(float(len(y)))[:, None], y, tuple("abcd"[: len(sizes)]))


@pytest.mark.parametrize(
    "sizes, share, kept",
    [
        ((50, 50), 0.3, [15, 15]),
        ((10, 90), 0.3, [3, 27]),
        ((5, 5), 0.5, [3, 2]),  # 2.5 each: five in all, the first class takes the odd one
        ((4, 3), 0.5, [2, 2]),  # 2 and 1.5: round(3.5) is 4
        ((1, 9), 0.1, [0, 1]),  # 0.1 and 0.9: the larger remainder
        ((2, 2), 0.01, [1, 0]),  # at least one
        ((2, 2), 0.99, [2, 1]),  # never all
        ((7, 3), 0, [0, 0]),
        ((1,), 0.5, [0]),
        ((6, 0, 4), 0.5, [3, 0, 2]),
        ((1, 4), 0.3, [0, 2]),  # 0.3 and 1.2: a class with one example keeps it to train on
        ((1, 1, 1), 0.4, [1, 0, 0]),  # one is held back, although each class has only one
    ],
)
def test_parts_keep_the_classes_in_proportion(sizes, share, kept):
    training, validation = numbered(*sizes).parts(share, Random(1, "parts"))
    assert np.bincount(validation.y, minlength=len(sizes)).tolist() == kept
    assert len(training) + len(validation) == sum(sizes)


def test_parts_share_no_example_and_lose_none():
    whole = numbered(40, 30, 30)
    training, validation = whole.parts(0.3, Random(1, "parts"))
    assert sorted([*training.x[:, 0], *validation.x[:, 0]]) == whole.x[:, 0].tolist()
    for part in (training, validation):
        assert np.array_equal(part.y, whole.y[part.x[:, 0].astype(int)])  # each still has its own answer
        assert part.classes == ("a", "b", "c")


def test_both_parts_are_shuffled():
    for part in numbered(40, 40).parts(0.5, Random(1, "parts")):
        assert part.y.tolist() != sorted(part.y)


def test_values_are_parted_too_and_keep_their_scale():
    whole = Examples(np.zeros((10, 2)), np.arange(10.0), None, ((0, 1), (0, 1), (4.5, 4.5)))
    training, validation = whole.parts(0.3, Random(1, "parts"))
    assert sorted([*training.y, *validation.y]) == list(range(10))
    assert len(validation) == 3
    assert validation.scale == whole.scale


@pytest.mark.parametrize("share", [1, 1.5, -0.1, float("nan")])
def test_a_share_that_leaves_nothing_to_train_on_is_refused(share):
    with pytest.raises(ValueError, match="choose one from 0"):
        numbered(5, 5).parts(share, Random(1))


def test_features_are_worked_by_hand():
    # sin(π · 0.5) = 1, sin(π · −0.25) = −0.70710678
    x = np.array([[0.5, -0.25]])
    assert list(FEATURES) == ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]
    assert featured(x, list(FEATURES))[0] == pytest.approx([0.5, -0.25, 0.25, 0.0625, -0.125, 1, -0.70710678])


def test_features_come_in_the_order_of_their_names():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert featured(x, ["x2", "x1"]).tolist() == [[2, 1], [4, 3]]
