"""Probes: their order, their stages, and what each rests on."""

import pytest

from simulator.engine.network import read_network
from simulator.engine.probes import UnknownProbe, find, parse, probes, stage, upstream
from simulator.engine.trace import trace
from tests.simulator.networks import BOTH, MAZUR, NEURON, TWO_TWO_ONE, with_layer


def test_probes_come_in_the_order_in_which_a_person_computes_them():
    assert probes(read_network(NEURON)) == [
        "x[1]", "x[2]", "y[1]", "W[1,1,1]", "W[1,1,2]", "b[1,1]", "z[1,1]", "a[1,1]", "output[1]", "loss",
        "da[1,1]", "slope[1,1]", "delta[1,1]", "dW[1,1,1]", "dW[1,1,2]", "db[1,1]",
        "W_change[1,1,1]", "W_new[1,1,1]", "W_change[1,1,2]", "W_new[1,1,2]", "b_change[1,1]", "b_new[1,1]", "loss_new",
    ]  # fmt: skip


def test_stages_never_go_back():
    order = ["given", "forward", "loss", "backward", "update"]
    for data in (NEURON, TWO_TWO_ONE, MAZUR):
        found = [order.index(stage(probe)) for probe in probes(read_network(data))]
        assert found == sorted(found)


@pytest.mark.parametrize(
    "probe, name",
    [("W[1,2,1]", "given"), ("output[1]", "forward"), ("loss@2", "loss"), ("slope[1,1]", "backward"),
     ("W_change[1,1,1]", "update"), ("loss_new", "update")],
)  # fmt: skip
def test_every_probe_has_a_stage(probe, name):
    assert stage(probe) == name


def test_what_is_missing_is_not_listed():
    found = probes(read_network({**NEURON, "target": None, "learning_rate": None}))
    assert found == ["x[1]", "x[2]", "W[1,1,1]", "W[1,1,2]", "b[1,1]", "z[1,1]", "a[1,1]", "output[1]", "slope[1,1]"]
    assert "loss_new" not in probes(read_network({**NEURON, "learning_rate": None}))


def test_a_softmax_has_no_slopes_and_all_its_scores_come_first():
    data = with_layer(MAZUR, 2, activation="softmax") | {"loss": "cross_entropy", "target": [0, 1]}
    found = [probe for probe in probes(read_network(data)) if probe.startswith(("z[2", "a[2", "slope[2"))]
    assert found == ["z[2,1]", "z[2,2]", "a[2,1]", "a[2,2]"]


def test_a_probe_is_written_as_it_is_read():
    for probe in (*probes(read_network(BOTH)), *probes(read_network(MAZUR))):
        assert str(parse(probe)) == probe


@pytest.mark.parametrize("probe", ["", "w[1,1,1]", "z[1]", "loss[1]", None, 3, "z[1,1]\n"])
def test_what_names_nothing_is_refused_with_a_sentence(probe):
    with pytest.raises(UnknownProbe, match=r"Known are|Write "):
        parse(probe)


def test_an_example_counts_from_one_like_everything_else():
    network = read_network(NEURON)
    assert find(network, "z[1,1]@1") == find(network, str(parse("z[1,1]@1")))
    for probe in ("z[1,1]@0", "dW[1,1,1]@0", "loss@0"):
        with pytest.raises(UnknownProbe):
            find(network, str(parse(probe)))


def test_the_steps_of_an_output_are_the_whole_forward_pass():
    found = upstream(read_network(TWO_TWO_ONE), "output[1]")
    assert found == ["z[1,1]", "a[1,1]", "z[1,2]", "a[1,2]", "z[2,1]", "output[1]"]


def test_the_steps_of_a_hidden_weight_go_through_its_own_unit_alone():
    found = upstream(read_network(TWO_TWO_ONE), "W_new[1,2,1]")
    assert found == [
        "z[1,1]", "a[1,1]", "z[1,2]", "a[1,2]", "z[2,1]", "a[2,1]", "da[2,1]", "slope[2,1]", "delta[2,1]",
        "da[1,2]", "slope[1,2]", "delta[1,2]", "dW[1,2,1]", "W_new[1,2,1]",
    ]  # fmt: skip


def test_the_steps_of_a_batch_gradient_visit_every_example():
    found = upstream(read_network(BOTH), "db[2,1]")
    assert [probe for probe in found if probe.startswith("delta")] == ["delta[2,1]@1", "delta[2,1]@2"]


def test_cross_entropy_takes_the_short_way_back():
    found = upstream(read_network({**NEURON, "loss": "binary_cross_entropy"}), "delta[1,1]")
    assert found == ["z[1,1]", "a[1,1]", "delta[1,1]"]


def test_every_step_rests_on_earlier_ones():
    network = read_network(TWO_TWO_ONE)
    order = probes(network)
    found = trace(network)
    for probe in order:
        places = [order.index(step) for step in upstream(network, probe)]
        assert places == sorted(places)
        assert places[-1] == order.index(probe)
        assert all(isinstance(found[step], float) for step in upstream(network, probe))
