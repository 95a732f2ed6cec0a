"""The traces of many ideas at once: each row is the trace of its own idea alone."""

import numpy as np
import pytest

from simulator.engine import diagnosis
from simulator.engine.differences import first_difference, first_differences
from simulator.engine.network import read_network
from simulator.engine.operations import NOTHING, OPERATIONS, Idea, Replacement
from simulator.engine.probes import parse
from simulator.engine.trace import Trace
from simulator.engine.traces import Traces
from simulator.engine.variants import variants
from tests.simulator.networks import BOTH, MAZUR, NEURON, RUNNING, TWO_TWO_ONE, with_layer

SOFTMAX = with_layer(TWO_TWO_ONE, 2, weights=[[1, -2], [0.5, 0.3]], biases=[0.3, -0.2], activation="softmax")
SEVERAL = [
    (NEURON | {"loss": "binary_cross_entropy", "target": [1]}, "loss_new", {}),
    (TWO_TWO_ONE, "dW[1,2,1]", {}),
    (TWO_TWO_ONE, "loss_new", {"a[1,1]": 0.4, "dW[2,1,1]": -0.3}),
    (SOFTMAX | {"loss": "cross_entropy", "target": [0, 1]}, "delta[1,1]", {}),
    (SOFTMAX | {"loss": "cross_entropy", "target": [0, 1]}, "loss", {"output[1]": 0.2}),
    (MAZUR, "b_change[1,1]", {}),
    (BOTH, "loss_new", {}),
    (BOTH, "a[2,1]@2", {"z[1,1]@2": 0.3}),
    (RUNNING["network"], "W_change[1,1,1]", {"slope[2,1]": 0.7}),
]


@pytest.mark.parametrize(("data", "probe", "pins"), SEVERAL)
def test_each_row_is_the_trace_of_its_own_idea(data, probe, pins):
    network, place = read_network(data), parse(probe)
    ideas = [NOTHING, *(made.replacement for made in variants(network, place))]
    alone = [Trace(network, idea, pins) for idea in ideas]
    together = Traces(network, ideas, pins)
    expected = [one.at(place) for one in alone]
    np.testing.assert_allclose(together.at(place), expected, rtol=1e-12, atol=1e-15, equal_nan=True)
    nodes = [first_difference(alone[0], one, place) for one in alone]
    assert [str(node) for node in first_differences(alone[0], together, place)] == nodes


def test_an_idea_of_all_layers_is_met_in_each():
    network, place = read_network(TWO_TWO_ONE), parse("a[2,1]")
    doubled = Replacement({("weighted_sum", None): Idea(lambda c: 2 * OPERATIONS["weighted_sum"](c), "2*z")})
    # z = (1, −0.3) doubled is (2, −0.6), a = (2, 0); 1·2 + 0.3 = 2.3, doubled 4.6: σ(4.6) = 0.990048
    assert Traces(network, [doubled, NOTHING]).at(place) == pytest.approx([0.990048, 0.785835], abs=1e-6)


def test_it_makes_no_difference_how_many_are_computed_at_once(monkeypatch):
    network = read_network(BOTH)
    together = diagnosis.wrong_values(network, "loss_new")
    monkeypatch.setattr(diagnosis, "ROOM", 50)
    few = diagnosis.wrong_values(network, "loss_new")
    assert list(few) == list(together)
    assert [one.node for one in few.values()] == [one.node for one in together.values()]
    assert [one.value for one in few.values()] == pytest.approx([one.value for one in together.values()], rel=1e-12)
