"""6: a gradient, and the wiggle that checks it."""

from copy import deepcopy

from simulator.engine.network import read_network
from simulator.engine.sums import added
from simulator.engine.trace import trace
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.films import FILM_A, FILM_B, film_network
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import Number, OneOf, Values
from simulator.experiments.plots import Axis, Line, Plot
from simulator.experiments.questions import Choice, Known, Option, Told
from simulator.experiments.questions import Number as NumberQuestion
from simulator.permalinks import simulator_url

FILMS = {"a": FILM_A, "b": FILM_B}
WEIGHTS = {
    "1,1,1": "x₁ to hidden 1",
    "1,1,2": "x₂ to hidden 1",
    "1,2,1": "x₁ to hidden 2",
    "1,2,2": "x₂ to hidden 2",
    "2,1,1": "hidden 1 to output",
    "2,1,2": "hidden 2 to output",
}
ASKED = {"weight": "2,1,2", "wiggle": 0.01}


def run(values: Values) -> Run:
    network = film_network(*FILMS[values["film"]])
    traced = trace(read_network(network))
    raised = trace(read_network(_raised(network, values["weight"], values["wiggle"])))
    gradient = traced[f"dW[{values['weight']}]"]
    difference = added(raised["loss"], -traced["loss"]) / values["wiggle"]
    readings = {
        "gradient": gradient,
        "difference": difference,
        "apart": abs(difference - gradient),
        "loss": traced.loss,
        "raised": raised.loss,
    }
    return Run(readings, (), [("See where it comes from", simulator_url(network, f"dW[{values['weight']}]"))])


def _raised(network: dict, weight: str, by: float) -> dict:
    layer, unit, source = (int(number) - 1 for number in weight.split(","))
    changed = deepcopy(network)
    row = changed["layers"][layer]["weights"][unit]
    row[source] = added(row[source], by)
    return changed


EXPERIMENT = Experiment(
    slug="wiggle",
    number=6,
    title="Wiggle a weight",
    about="Film B of the chapter: the network predicts 0.1947, the target is 0.9. For each weight we compare what "
    "backpropagation says with an honest trial: raise the weight by 0.01, run the network again, and see how the loss "
    "has changed.",
    concept="backpropagation",
    anchor="backpropagation",
    section="Training",
    ask=(
        NumberQuestion(
            "Hidden unit 2 sends 1.4 to the output, whose delta is −0.2211. What is the gradient of the weight between "
            "them? Mind the sign.",
            Read("gradient", ASKED),
            tolerance=0.005,
            decimals=3,
            known=Known(film_network(*FILM_B), "dW[2,1,2]", told=("delta[2,1]", "a[1,2]")),
            hint="The delta of the unit that the weight leads to, times the value that flows through it.",
        ),
    ),
    parameters=(
        OneOf("weight", "Weight", WEIGHTS, default="2,1,2"),
        Number("wiggle", "Raised by", 0.01, 0.001, 0.5, step=0.001),
        OneOf("film", "Film", {"b": "film B", "a": "film A"}),
    ),
    readings=(
        Reading("gradient", "Gradient", 4),
        Reading("difference", "Change of the loss, over the wiggle", 4),
        Reading("apart", "Distance of the two", 5),
        Reading("loss", "Loss", 4),
        Reading("raised", "Loss after the wiggle", 4),
    ),
    sweep=(
        *({"weight": weight, "wiggle": 0.01} for weight in WEIGHTS),
        *({"weight": "2,1,2", "wiggle": wiggle} for wiggle in (0.3, 0.1, 0.001)),
    ),
    run=run,
    plots=(
        Plot(
            "bars",
            "Gradient and trial, weight by weight",
            Axis("weight", "weight"),
            Axis("change of the loss for each 1 of weight"),
            (
                Line("gradient", "backpropagation", {"wiggle": 0.01}),
                Line("difference", "wiggle of 0.01", {"wiggle": 0.01}),
            ),
        ),
        Plot(
            "lines",
            "How far the trial is off, hidden 2 to output",
            Axis("wiggle", "wiggle", log=True),
            Axis("distance", log=True),
            (Line("apart", "distance", {"weight": "2,1,2"}),),
        ),
    ),
    seen=Choice(
        "How close does the trial come to the gradient, and how does that change with the wiggle?",
        Read("apart", ASKED),
        (
            Option(
                "Close but not equal; a smaller wiggle comes closer",
                "The gradient is the slope at this point. A wiggle looks a little ahead, where the slope is no "
                "longer quite the same.",
                low=1e-12,
                high=0.01,
            ),
            Option("Equal to the last digit", "Only if the loss were a straight line in this weight.", high=1e-12),
            Option(
                "Not close at all",
                "Then one of the two would be wrong, and this is how such errors are found.",
                low=0.01,
            ),
        ),
    ),
    shows=Told(
        "Backpropagation says {gradient}, and a wiggle of 0.01 says {difference}; with a wiggle of 0.001 they are "
        "{apart} apart. The sign says that raising this weight lowers the loss, and all six gradients came out of "
        "one backward sweep, while the trial needs a run for each weight.",
        {
            "gradient": (Read("gradient", ASKED), 4),
            "difference": (Read("difference", ASKED), 4),
            "apart": (Read("apart", {"weight": "2,1,2", "wiggle": 0.001}), 5),
        },
    ),
    is_live=True,
)
