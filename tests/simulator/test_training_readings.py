"""The map of a film as shapes, and the thumbnails: every square is drawn once, in the tone that its byte says."""

import base64
import re

import pytest

from simulator.engine.data.planes import SETS
from simulator.training.readings import map_of, moments_of
from simulator.training.thumbnails import POINTS, pictures


def film(kind="value", shades=(0, 255, 128, 255), classes=("0", "1"), **more):
    """Of two frames, with a map of 2 by 2; row 0 lies at the bottom."""
    return {
        "classes": classes,
        "epochs": [0, 5],
        "points": {"x": [[-1, -1], [1, 1]], "y": [0, 1], "part": ["train", "validation"]},
        "train": {"loss": [0.5, None], "accuracy": [0.5, 1.0]},
        "validation": None,
        "maps": {"size": 2, "bounds": [-1, 1, -1, 1], "kind": kind, "frames": ["", base64.b64encode(bytes(shades))]},
    } | more


def squares(drawn):
    """The tone of each square, {(column, row from the top): tone}."""
    found = {}
    for tone, path in drawn.paths:
        for column, middle, length in re.findall(r"M(\d+) ([\d.]+)h(\d+)", path):
            for step in range(int(length)):
                assert found.setdefault((int(column) + step, float(middle)), tone) == tone
    return found


def test_each_square_is_drawn_once_with_row_0_at_the_bottom():
    # bottom row 0, 255: fully negative, fully positive; top row 128, 255: undecided (128/255 rounds to 0), positive
    assert squares(map_of(film())) == {(0, 1.5): "neg-8", (1, 1.5): "pos-8", (0, 0.5): "pos-0", (1, 0.5): "pos-8"}


def test_a_class_is_told_by_its_colour_and_its_share_by_the_strength():
    # 3·64 + 63 is class 3, quite sure; 1·64 + 32 is class 1 with about half: 32/63·8 = 4.06
    drawn = squares(map_of(film("class", (255, 96, 0, 63))))
    assert drawn == {(0, 1.5): "class-3-8", (1, 1.5): "class-1-4", (0, 0.5): "class-0-0", (1, 0.5): "class-0-8"}


def test_points_lie_where_the_map_says():
    first, second = map_of(film()).points
    assert (first.x, first.y, first.kind, first.part) == (0, 2, 0, "train")
    assert (second.x, second.y, second.kind, second.part) == (2, 0, 1, "validation")


def test_values_are_told_apart_by_their_sign():
    values = film(classes=None)
    values["points"]["y"] = [-0.4, 0.2]
    assert [point.kind for point in map_of(values).points] == [0, 1]


def test_a_film_without_maps_has_none():
    assert map_of(film(maps=None)) is None


def test_what_is_not_there_is_a_dash_and_not_a_zero():
    start, end = moments_of(film())
    assert (start.train_loss, start.train_right, start.validation_loss) == ("0.5", "50 %", "–")
    assert (end.train_loss, end.train_right, end.validation_right) == ("–", "100 %", "–")


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.name)
def test_a_thumbnail_has_all_its_points_inside(picture):
    assert picture.title == SETS[picture.name].title
    places = [tuple(map(int, place)) for _, path in picture.paths for place in re.findall(r"M(-?\d+) (-?\d+)", path)]
    assert len(places) == POINTS
    assert all(0 <= number <= 44 for place in places for number in place)
