"""4: one forward pass through the network of the chapter."""

from simulator.engine.network import read_network
from simulator.engine.trace import trace
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.films import film_network
from simulator.experiments.outcomes import Read
from simulator.experiments.parameters import Number, Values
from simulator.experiments.plots import Axis, Line, Plot
from simulator.experiments.questions import Choice, Known, Option, Told
from simulator.experiments.questions import Number as NumberQuestion
from simulator.permalinks import simulator_url

NEW = {"action": 1, "talk": 1}
NETWORK = film_network((1, 1), 0.5)
PROBES = {"z1": "z[1,1]", "z2": "z[1,2]", "a1": "a[1,1]", "a2": "a[1,2]", "z": "z[2,1]", "output": "a[2,1]"}


def run(values: Values) -> Run:
    network = film_network((values["action"], values["talk"]), 0.5)
    traced = trace(read_network(network))
    readings = {name: traced[probe] for name, probe in PROBES.items()}
    return Run(readings, (), [("Step through this film", simulator_url(network, "a[2,1]"))])


EXPERIMENT = Experiment(
    slug="forward-pass",
    number=4,
    title="A film goes forward",
    about="The 2-2-1 network of the chapter says how much you will like a film. We send it films with the same talk, "
    "1, and ever more action, and read every unit.",
    concept="forward-propagation",
    anchor="forward-propagation",
    section="Training",
    ask=(
        NumberQuestion(
            "What does the network predict for a film with 1 of action (x₁) and 1 of talk (x₂)? Its hidden units are "
            "ReLUs, its output is a sigmoid.",
            Read("output", NEW),
            tolerance=0.002,
            decimals=3,
            known=Known(NETWORK, "a[2,1]"),
            hint="Each hidden sum first, then ReLU, then the output's sum, then the sigmoid.",
        ),
    ),
    parameters=(
        Number("action", "Action x₁", 1, -3, 3, step=0.5),
        Number("talk", "Talk x₂", 1, -3, 3, step=0.5),
    ),
    readings=(
        Reading("z1", "Sum of hidden unit 1", 3),
        Reading("z2", "Sum of hidden unit 2", 3),
        Reading("a1", "Hidden unit 1", 3),
        Reading("a2", "Hidden unit 2", 3),
        Reading("z", "Sum of the output", 3),
        Reading("output", "Output", 3),
    ),
    sweep=tuple({"action": action, "talk": 1} for action in (-3, -2, -1, 0, 1, 2, 3)),
    run=run,
    plots=(
        Plot(
            "lines",
            "Every unit, as the action grows",
            Axis("action", "action"),
            Axis("value", low=0),
            (Line("a1", "hidden 1"), Line("a2", "hidden 2"), Line("output", "output")),
        ),
    ),
    seen=Choice(
        "With 1 of action and 1 of talk, what did hidden unit 2 add to the output's sum?",
        Read("a2", NEW),
        (
            Option(
                "Nothing: its sum is below 0, and ReLU makes that 0",
                "Its weight of −1.5 is the largest in size, but a weight times 0 is 0.",
                equals=0,
            ),
            Option("1.35: its sum of −0.9 times −1.5", "The sum passes through ReLU first, and −0.9 becomes 0."),
            Option("−1.5: its weight", "A weight is multiplied with the value that flows through it."),
        ),
    ),
    shows=Told(
        "With 1 of action hidden unit 2 has a sum of {z2} and is off, so the output rests on unit 1 and the bias, "
        "and says {output}. With −3 it is the other way round: unit 1 is off, and unit 2 pulls the output down to "
        "{low}. Where a ReLU switches, the network goes over to another formula, and that is all the bending of its "
        "hidden layer.",
        {
            "z2": (Read("z2", NEW), 1),
            "output": (Read("output", NEW), 3),
            "low": (Read("output", {"action": -3}), 3),
        },
    ),
    is_live=True,
    network={name: part for name, part in film_network((1, 1), 0.5).items() if name in ("inputs", "layers")},
    look=4,
)
