"""Every experiment, in the order of the chapter. A new one is one file and one row here."""

from simulator.experiments import (
    activations,
    black_box,
    cost,
    depth,
    digits,
    exclusive_or,
    forward_pass,
    loss,
    one_neuron,
    optimisers,
    overfitting,
    rates,
    reviews,
    starts,
    tastes,
    tents,
    vowels,
    wiggle,
)
from simulator.experiments.base import Experiment

EXPERIMENTS: dict[str, Experiment] = {
    module.EXPERIMENT.slug: module.EXPERIMENT
    for module in (
        one_neuron,
        exclusive_or,
        activations,
        forward_pass,
        loss,
        wiggle,
        depth,
        rates,
        tents,
        digits,
        cost,
        reviews,
        vowels,
        tastes,
        black_box,
        overfitting,
        starts,
        optimisers,
    )
}
