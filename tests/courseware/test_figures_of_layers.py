"""Figures of many numbers at once: rings, a digit on its way through a network, and the shapes of layers."""

from itertools import pairwise

import numpy as np
import pytest

from courseware.figures.digits import squares
from quizzes.questions.grammar import Scope, read_expression
from simulator.engine.counts import count
from simulator.experiments.digit_reader import MODEL, kept, pixels
from tests.courseware.test_figures import picture


def test_each_ring_lies_within_the_one_before():
    rings = picture("rings", "names: intelligence | learning | deep learning")["rings"]
    for outer, inner in pairwise(rings):
        assert outer.x < inner.x < inner.x + inner.width < outer.x + outer.width
        assert outer.y < inner.y < inner.y + inner.height < outer.y + outer.height


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_is_read_by_the_kept_network_as_the_trainer_s_own_arithmetic_reads_it(digit):
    found, layers = picture("digit", f"show: {digit}"), kept()["layers"]
    theta = np.concatenate([np.column_stack([one["weights"], one["biases"]]).ravel() for one in layers])
    shares = MODEL.outputs(theta, np.array([pixels(digit)]))[0]
    assert [one.text for one in found["outputs"]] == [f"{share:.2f}" for share in shares]
    assert (found["says"], found["sure"]) == (int(shares.argmax()), f"{shares.max():.2f}")
    assert len(found["units"]) == 20


def test_a_square_is_as_large_as_its_number():
    # 0.36 of the ink is a square of 0.6 of the side, 6 of 10, in the middle of its cell; no ink draws nothing
    assert squares([0, 0.36, 1]) == "M12 2h6v6h-6zM20 0h10v10h-10z"


@pytest.mark.parametrize("sizes", ["4 6 3", "2 2 1", "8 8 8 8", "1 5"])
def test_shapes_are_counted_as_the_engine_counts_them(sizes):
    found, numbers = picture("shapes", f"sizes: {sizes}"), list(map(int, sizes.split()))
    assert found["total"].endswith(f" = {count('parameters', numbers)}")
    assert [(one.units, one.inputs) for one in found["layers"]] == list(zip(numbers[1:], numbers[:-1], strict=True))
    for text in (found["weights"], found["biases"], found["total"]):
        left, _, right = text.replace("·", "*").rpartition("=")
        assert read_expression(left).value(Scope({})) == float(right)


def test_the_layers_of_the_chapter_have_the_parameters_that_were_counted_by_hand():
    found = picture("shapes", "sizes: 4 6 3")
    assert (found["weights"], found["biases"], found["total"]) == ("6 · 4 + 3 · 6 = 42", "6 + 3 = 9", "42 + 9 = 51")
    assert found["layers"][1].weights == "M0 6h72M0 18h72M0 30h72"  # three units with six weights each
