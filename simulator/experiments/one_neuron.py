"""1: what a bias does to one neuron."""

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.network import read_network
from simulator.engine.sums import spaced
from simulator.engine.trace import trace
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Change, Read
from simulator.experiments.parameters import Number, Values
from simulator.experiments.plots import Axis, Line, Plot, curve, drawn
from simulator.experiments.questions import Choice, Known, Option, Told
from simulator.experiments.questions import Number as NumberQuestion
from simulator.permalinks import simulator_url

FURTHEST = 6
BALANCED = 1.35  # −(−0.3·(−2) + −1.3·1.5)


def run(values: Values) -> Run:
    network = {
        "inputs": [values["x1"], values["x2"]],
        "layers": [
            {"weights": [[values["w1"], values["w2"]]], "biases": [values["bias"]], "activation": "sigmoid"},
        ],
    }
    traced = trace(read_network(network))
    z = traced["z[1,1]"]
    readings = {"sum": z, "output": traced["a[1,1]"], "slope": traced["slope[1,1]"], "balance": values["bias"] - z}
    return Run(readings, [_plot(z - values["bias"], values["bias"])], [("Step through it", simulator_url(network))])


def _plot(without: float, bias: float) -> dict:
    biases = spaced(-FURTHEST, FURTHEST, 121)
    series = {"output": curve(biases, ACTIVATIONS["sigmoid"].value(biases + without))}
    axes = Axis("bias"), Axis("output", low=0, high=1)
    return drawn("lines", "The output for every bias", *axes, series, [(bias, "this bias")])


EXPERIMENT = Experiment(
    slug="one-neuron",
    number=1,
    title="One neuron and its bias",
    about="A single neuron with a sigmoid. The inputs are −2 and 1.5, the weights −0.3 and −1.3. We move the bias "
    "from −3 to 3 and leave all else alone.",
    concept="weights-and-bias",
    anchor="weights-and-bias",
    section="Neural networks",
    ask=(
        NumberQuestion(
            "Inputs −2 and 1.5, weights −0.3 and −1.3, then a sigmoid. Which bias makes the output exactly 0.5?",
            Read("balance"),
            tolerance=0.005,
            decimals=2,
            known=Known(
                right=BALANCED,
                wrong=(
                    (-BALANCED, "The size is right. The bias has to cancel the products, so it has the opposite sign."),
                    (0.5, "One half is the output of the sigmoid. Ask which weighted sum gives it, then which bias."),
                    (0.5 + BALANCED, "You made the weighted sum one half. The sigmoid gives one half if the sum is 0."),
                    (1.6, "You left out the inputs: multiply each weight by its input first."),
                ),
            ),
            hint="A sigmoid outputs 0.5 if its sum is 0.",
        ),
    ),
    parameters=(
        Number("bias", "Bias b", 0.8, -6, 6, step=0.05),
        Number("w1", "Weight w₁", -0.3, -3, 3, step=0.1),
        Number("w2", "Weight w₂", -1.3, -3, 3, step=0.1),
        Number("x1", "Input x₁", -2, -3, 3, step=0.1),
        Number("x2", "Input x₂", 1.5, -3, 3, step=0.1),
    ),
    readings=(
        Reading("sum", "Weighted sum z", 3),
        Reading("output", "Output", 4),
        Reading("slope", "Slope of the sigmoid", 4),
        Reading("balance", "Bias for an output of 0.5", 3),
    ),
    sweep=tuple({"bias": bias} for bias in (-3, -2, -1, 0, 1, BALANCED, 2, 3)),
    run=run,
    plots=(
        Plot(
            "lines",
            "Output against bias",
            Axis("bias", "bias"),
            Axis("output", low=0, high=1),
            (Line("output", "output"),),
        ),
    ),
    seen=Choice(
        "The bias rose step by step. What did the output do?",
        Change(Read("slope", {"bias": BALANCED}), Read("slope", {"bias": -3}), is_factor=True),
        (
            Option(
                "It rose fastest near 0.5, and ever more slowly away from it",
                "The slope of the sigmoid is largest, 0.25, where the sum is 0, and small far from it.",
                high=0.9,
            ),
            Option("It rose by the same amount at each step", "The sum did. The sigmoid bends what the sum does."),
            Option("It jumped from 0 to 1", "A sigmoid has no jump: between any two outputs lie all others."),
        ),
    ),
    shows=Told(
        "A bias of {balance} makes up for what the inputs bring in, so the sum is 0 and the output one half. A bias "
        "moves the whole curve along, but does not change its shape: equal steps in the sum are unequal steps in the "
        "output, at most {steepest} for each 1 of bias.",
        {"balance": (Read("balance"), 2), "steepest": (Read("slope", {"bias": BALANCED}), 2)},
    ),
    is_live=True,
)
