"""The numbers of people who round on the way, by hand."""

import pytest

from simulator.engine.network import read_network
from simulator.engine.operations import NOTHING
from simulator.engine.probes import find
from simulator.engine.rounding import RoundedTraces, Way, ways_to_round
from simulator.engine.trace import trace
from tests.simulator.networks import MAZUR, NEURON

TENTHS = {"inputs": [0.25, 0.35], "layers": [{"weights": [[0.5, 0.7]], "biases": [0.4], "activation": "sigmoid"}]}


def rounded(data, probe, *ways):
    network = read_network(data)
    return RoundedTraces(network, [NOTHING] * len(ways), ways, find(network, probe)).at(find(network, probe)).tolist()


def test_each_product_can_be_rounded_before_the_sum():
    # 0.25·0.5 = 0.125 → 0.13, 0.35·0.7 = 0.245 → 0.25: 0.13 + 0.25 + 0.4 = 0.78 for 0.77; σ(0.78) = 0.68568
    assert rounded(TENTHS, "z[1,1]", Way(2, False), Way(2, True)) == pytest.approx([0.77, 0.78])
    assert rounded(TENTHS, "a[1,1]", Way(2, True))[0] == pytest.approx(0.68568, abs=1e-5)


def test_the_asked_number_itself_is_not_rounded():
    # z = 0.68, a = σ(0.68) = 0.66374; to one decimal z is 0.7, and a keeps all its decimals: σ(0.7) = 0.66819
    assert rounded(NEURON, "a[1,1]", Way(1, False))[0] == pytest.approx(0.66819, abs=1e-5)


def test_a_gradient_is_made_of_rounded_factors():
    # z = 0.68, a = 0.664, 2(a − 0.2) = 0.928, a(1 − a) = 0.223, δ = 0.207; times 1.5
    assert rounded(NEURON, "dW[1,1,1]", Way(3, False))[0] == pytest.approx(0.207 * 1.5)


@pytest.mark.parametrize("probe", ["z[2,1]", "a[2,2]", "loss", "delta[1,1]", "dW[1,2,1]", "W_new[2,1,1]", "loss_new"])
def test_twelve_decimals_change_nothing(probe):
    assert rounded(MAZUR, probe, Way(12, True))[0] == pytest.approx(trace(read_network(MAZUR))[probe], abs=1e-10)


def test_a_pin_is_not_rounded():
    network, place = read_network(NEURON), find(read_network(NEURON), "a[1,1]")
    held = RoundedTraces(network, [NOTHING], [Way(1, False)], place, {"z[1,1]": 0.4321}).at(place)
    assert held[0] == pytest.approx(0.60637, abs=1e-5)  # σ(0.4321)


def test_people_round_to_three_decimals_even_if_more_are_asked():
    assert ways_to_round(3) == [Way(3, False), Way(3, True)]
    assert ways_to_round(4)[-1] == Way(3, True)
