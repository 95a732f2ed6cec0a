"""10: what a forward pass costs, counted."""

from simulator.engine.counts import COUNTS, weights
from simulator.experiments.base import Experiment, Reading, Run
from simulator.experiments.outcomes import Change, Read
from simulator.experiments.parameters import Values, whole
from simulator.experiments.plots import Axis, Line, Plot
from simulator.experiments.questions import Choice, Option, Told
from simulator.experiments.questions import Number as NumberQuestion

INPUTS, OUTPUTS = 64, 10


def run(values: Values) -> Run:
    hidden = [values["width"]] * values["layers"]
    sizes = [INPUTS, *hidden, OUTPUTS]
    between = weights(hidden) if len(hidden) > 1 else 0
    counts = {name: COUNTS[name](sizes, 1) for name in ("multiplications", "parameters")}
    return Run({**{name: float(value) for name, value in counts.items() if isinstance(value, int)}, "between": between})


def _at(layers: int, width: int) -> dict:
    return {"layers": layers, "width": width}


EXPERIMENT = Experiment(
    slug="cost",
    number=10,
    title="What width costs",
    about="A network for pictures of 8×8 pixels and ten digits, with one or two hidden layers. We count, exactly, the "
    "multiplications for one picture, from 16 hidden units to 1,024.",
    concept="computational-cost",
    anchor="computational-cost",
    section="Challenges",
    ask=(
        NumberQuestion(
            "Two hidden layers, and you make both twice as wide, 64 to 128 units. By which factor does the number of "
            "multiplications between these two layers grow?",
            Change(Read("between", _at(2, 64)), Read("between", _at(2, 128)), is_factor=True),
            tolerance=0,
            hint="One multiplication for each connection: count the connections between the two layers.",
        ),
    ),
    parameters=(whole("layers", "Hidden layers", 2, 1, 3), whole("width", "Units of each", 64, 1, 1_024)),
    readings=(
        Reading("multiplications", "Multiplications", 0),
        Reading("between", "Of these between hidden layers", 0),
        Reading("parameters", "Parameters", 0),
    ),
    sweep=tuple(_at(layers, width) for layers in (1, 2) for width in (16, 32, 64, 128, 256, 512, 1_024)),
    run=run,
    plots=(
        Plot(
            "lines",
            "Multiplications for one picture",
            Axis("units of each hidden layer", "width", log=True),
            Axis("multiplications", log=True),
            (
                Line("multiplications", "two hidden", {"layers": 2}),
                Line("multiplications", "one hidden", {"layers": 1}),
            ),
        ),
    ),
    seen=Choice(
        "And with one hidden layer: from 64 to 128 units, what do the multiplications do?",
        Change(Read("multiplications", _at(1, 64)), Read("multiplications", _at(1, 128)), is_factor=True),
        (
            Option(
                "They double",
                "The 64 inputs and the ten outputs stay as many as they were: only one side of each product grows.",
                equals=2,
            ),
            Option("They grow fourfold", "That is so where both sides of the product grow, between two hidden layers."),
            Option("They stay the same", "Each new unit is joined to all 64 inputs and all ten outputs."),
        ),
    ),
    shows=Told(
        "With one hidden layer the count goes in step with the width, from {one16} at 16 units to {one1024} at "
        "1,024. With two it is {two16} and {two1024}: between the two layers it grows with the square, so that at "
        "1,024 units {between} of the multiplications lie there.",
        {
            "one16": (Read("multiplications", _at(1, 16)), 0),
            "one1024": (Read("multiplications", _at(1, 1_024)), 0),
            "two16": (Read("multiplications", _at(2, 16)), 0),
            "two1024": (Read("multiplications", _at(2, 1_024)), 0),
            "between": (Read("between", _at(2, 1_024)), 0),
        },
    ),
    is_live=True,
)
