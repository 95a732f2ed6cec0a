"""The drawn digits."""

import numpy as np
import pytest

from simulator.engine.data.digits import PICTURES, digits
from simulator.engine.randomness import Random


def best_fit(x: np.ndarray) -> np.ndarray:
    """The digit whose drawing, moved anywhere by up to a pixel, is most like each picture (by correlation)."""
    margin = np.pad(PICTURES, ((0, 0), (1, 1), (1, 1)))
    places = [margin[:, down : down + 8, right : right + 8].reshape(10, 64) for down in range(3) for right in range(3)]
    patterns = np.stack([place - place.mean(axis=1, keepdims=True) for place in places])  # (places, 10, 64)
    patterns /= np.linalg.norm(patterns, axis=2, keepdims=True)
    return (patterns @ x.T).max(axis=0).argmax(axis=0)


def test_the_ten_drawings_are_ten_different_ones_with_room_at_their_sides():
    assert PICTURES.shape == (10, 8, 8)
    assert len({picture.tobytes() for picture in PICTURES}) == 10
    assert PICTURES[:, :, [0, 7]].sum() == 0  # moved by one pixel, nothing is cut off at the sides
    # a 1: its stem is 2 wide, and its foot 6
    assert PICTURES[1].sum(axis=1).tolist() == [2, 3, 2, 2, 2, 2, 2, 6]


def test_pixels_are_shares_of_ink_and_classes_are_balanced():
    examples = digits(200, Random(1, "train"))
    assert examples.x.shape == (200, 64)
    assert examples.x.min() == 0
    assert 0.95 < examples.x.max() <= 1
    assert np.bincount(examples.y).tolist() == [20] * 10
    assert examples.classes == ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
    assert examples.y[:20].tolist() != sorted(examples.y[:20])


def test_without_noise_a_picture_is_its_drawing_moved_smeared_and_made_paler():
    examples = digits(300, Random(1, "train"), noise=0)
    for picture, digit in zip(examples.x.reshape(-1, 8, 8), examples.y, strict=True):
        pale = picture.max()
        assert 0.6 <= pale <= 1
        margin = np.pad(PICTURES[digit], 2)
        moved = [margin[2 - down :, 2 - right :][:8, :8] for down in (-1, 0, 1) for right in (-1, 0, 1)]
        assert any(np.array_equal(picture > 0.99 * pale, place == 1) for place in moved)
        assert set(np.round(np.unique(picture) / pale, 6)) <= {0, 0.6, 1}


def test_each_move_and_both_pens_come():
    ones = digits(2000, Random(1, "train"), noise=0)
    pictures = ones.x[ones.y == 1].reshape(-1, 8, 8)
    feet = {(int(row), int(column)) for row, column in map(foot, pictures)}
    assert {column for _, column in feet} == {0, 1, 2}
    # the foot stands in row 7; moved up it is in row 6, moved down it is cut off, and the stem ends in row 7
    assert {row for row, _ in feet} == {6, 7}
    smeared = [len(np.unique(picture)) == 3 for picture in pictures]  # paper, ink, and the lighter smear
    assert np.mean(smeared) == pytest.approx(0.5, abs=0.1)


def foot(picture: np.ndarray) -> tuple[np.intp, np.intp]:
    """The row and the first column of the widest row of ink, or of the last row if the foot is cut off."""
    ink = picture > 0.99 * picture.max()
    row = ink.sum(axis=1).argmax() if ink.sum(axis=1).max() == 6 else np.intp(7)
    first = ink[row].argmax()
    return row, first if ink[row].sum() == 6 else first - 2


def test_noise_leaves_the_digits_readable():
    examples = digits(500, Random(1, "test"))
    assert np.mean(best_fit(examples.x) == examples.y) > 0.97
    noisy = digits(500, Random(1, "test"), noise=0.6)
    assert np.mean(best_fit(noisy.x) == noisy.y) < 0.9


def test_training_and_test_draws_of_one_seed_share_no_picture():
    training, test = (digits(500, Random(1, purpose)).x for purpose in ("train", "test"))
    assert not {picture.tobytes() for picture in training} & {picture.tobytes() for picture in test}


def test_the_same_seed_draws_the_same_pictures_for_ever():
    one, other = digits(50, Random(7, "train")), digits(50, Random(7, "train"))
    assert one.x.tobytes() == other.x.tobytes()
    assert one.y[:10].tolist() == [6, 6, 6, 7, 9, 8, 5, 9, 2, 1]
    assert one.x[0, 8:14] == pytest.approx(
        [0.5382948862514955, 0.0, 0.14363345881790393, 0.0, 0.033989901031199164, 0.3300808387541869], abs=1e-12
    )
