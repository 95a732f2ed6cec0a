"""Counting parameters, multiplications, units and shapes."""

import pytest

from simulator.engine.counts import COUNTS, MISCOUNTS, count, wrong_counts
from simulator.engine.misconceptions import MISCONCEPTIONS


def test_the_parameters_of_the_chapters_network_are_counted():
    # 4·6 + 6 + 6·3 + 3 = 51
    assert count("parameters", [4, 6, 3]) == 51


def test_the_miscounts_of_the_chapter_come_out():
    # 42 no biases; 13 neurons; 44 one bias a layer; 19 added; 55 biases on the inputs
    found = wrong_counts("parameters", [4, 6, 3])
    assert found == {
        "pc.no_bias": 42, "pc.neurons": 13, "pc.layer_bias": 44, "pc.added": 19, "pc.input_bias": 55,
        "pc.no_output": 30, "pc.first_last": 12,
    }  # fmt: skip


def test_without_biases_the_parameters_are_the_weights():
    # 4·6 + 6·3 = 42; 51 with biases; 13 neurons; 19 added; 24 without the output layer; 12 inputs times outputs
    assert count("weights", [4, 6, 3]) == 42
    assert wrong_counts("weights", [4, 6, 3]) == {
        "pc.biases": 51, "pc.neurons": 13, "pc.added": 19, "pc.no_output": 24, "pc.first_last": 12,
    }  # fmt: skip


def test_multiplications_shapes_and_neurons_are_counted():
    assert count("multiplications", [64, 16, 10]) == 1184
    assert count("multiplications", [64, 32, 10], 5) == 11840
    assert count("output_shape", [3, 5, 2], 8) == (8, 2)
    assert count("neurons", [4, 6, 3]) == 9


def test_a_miscount_that_comes_to_the_right_count_is_left_out():
    assert "mc.one_example" not in wrong_counts("multiplications", [3, 2], 1)
    assert "sh.transposed" not in wrong_counts("output_shape", [3, 2], 2)
    assert wrong_counts("neurons", [4, 6, 3]) == {}


def test_every_miscount_is_in_the_catalogue_and_has_a_kind():
    assert set(MISCOUNTS) == {name for name, entry in MISCONCEPTIONS.items() if not entry.ideas}
    assert {miscount.kind for miscount in MISCOUNTS.values()} <= set(COUNTS)


@pytest.mark.parametrize(
    "kind, sizes, examples",
    [("edges", [1, 2], 1), ("parameters", [3], 1), ("parameters", [], 1), ("parameters", [3, 0], 1),
     ("parameters", [3, 2.5], 1), ("parameters", [3, True], 1), ("parameters", [3, 10**9], 1),
     ("parameters", [2] * 65, 1), ("multiplications", [3, 2], 0), ("multiplications", [3, 2], True)],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_a_sentence(kind, sizes, examples):
    with pytest.raises(ValueError, match=r"(Choose|Give) .*\.$"):
        count(kind, sizes, examples)
    with pytest.raises(ValueError, match=r"(Choose|Give) .*\.$"):
        wrong_counts(kind, sizes, examples)
