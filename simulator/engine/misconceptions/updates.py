"""Wrong ideas of the batch and of the step."""

from simulator.engine.misconceptions.base import Misconception, Section
from simulator.engine.operations import Context, Operation
from simulator.engine.trace import Reading


def _of_gradients(compute: Operation) -> Operation:
    """In place of the mean of gradients; the mean of the losses stays."""
    return lambda c: c.each.mean(axis=0) if c.quantity == "loss" else compute(c)


def _sum(c: Context) -> object:
    return c.each.sum(axis=0)


def _of_change(name: str) -> Operation:
    """Another quantity of the same weight or bias copied down in place of its change."""

    def compute(reading: Reading) -> float:
        kind, _, asked = reading.place.name.partition("_")
        if asked != "change":
            return reading.value
        return reading.other(f"{kind}_new" if name == "new" else f"d{kind}")

    return compute


BATCH = Section("batch gradient", "training-loop", "batch")
STEP = Section("new weight", "weight-update", "step")
CHANGE = Section("weight change", "weight-update", "step")
COPIED = Section("weight change", "weight-update", "read")
ONE = "That is one example's gradient; average over the whole batch."

ENTRIES: list[Misconception] = [
    BATCH.entry(
        "bg.sum",
        "convention",
        "Σg",
        "sum(g)",
        _of_gradients(_sum),
        "That is the sum; this loss is a mean, so its gradient is the mean too.",
    ),
    BATCH.entry("bg.first", "slip", "g of the first example", "g_first", _of_gradients(lambda c: c.each[0]), ONE),
    BATCH.entry("bg.last", "slip", "g of the last example", "g_last", _of_gradients(lambda c: c.each[-1]), ONE),
    BATCH.entry(
        "bg.abs",
        "concept",
        "mean|g|",
        "mean(abs(g))",
        _of_gradients(lambda c: abs(c.each).mean(axis=0)),
        "Keep the signs: examples that pull in opposite directions partly cancel in the one shared step.",
    ),
    STEP.entry(
        "up.ascent",
        "concept",
        "w + ηg",
        "w+eta*g",
        lambda c: c.old + c.eta * c.gradient,
        "This step climbs the loss. Subtract η times the gradient, and mind that subtracting a negative number raises "
        "the weight.",
        same_as="sign",
    ),
    STEP.entry(
        "up.no_eta",
        "slip",
        "w − g",
        "w-g",
        lambda c: c.old - c.gradient,
        "Scale the step by the learning rate before you subtract it.",
        same_as="no_eta",
    ),
    STEP.entry(
        "up.step_only",
        "slip",
        "ηg",
        "eta*g",
        lambda c: c.eta * c.gradient,
        "That is the learning rate times the gradient; subtract it from the old weight.",
    ),
    STEP.entry(
        "up.minus_step",
        "slip",
        "−ηg",
        "-(eta*g)",
        lambda c: -c.eta * c.gradient,
        "That is the change; add it to the old weight to get the new one.",
    ),
    STEP.entry(
        "up.unchanged",
        "concept",
        "w",
        "w",
        lambda c: 1 * c.old,
        "The gradient is not zero, so the weight moves: subtract η times the gradient from it.",
        same_as="unchanged",
    ),
    STEP.entry(
        "up.gradient",
        "concept",
        "g",
        "g",
        lambda c: 1 * c.gradient,
        "That is the gradient; the question asks for the weight after one step.",
    ),
    STEP.entry(
        "up.scaled",
        "concept",
        "w(1 − ηg)",
        "w*(1-eta*g)",
        lambda c: c.old * (1 - c.eta * c.gradient),
        "The step is subtracted from the weight; it does not multiply it.",
    ),
    STEP.entry(
        "up.eta_only",
        "concept",
        "w − η",
        "w-eta",
        lambda c: c.old - c.eta,
        "The learning rate scales the gradient; it is not the step on its own.",
    ),
    STEP.entry(
        "up.divided",
        "slip",
        "w − g/η",
        "w-g/eta",
        lambda c: c.old - c.gradient / c.eta,
        "Multiply by the learning rate; a small rate must make a small step.",
    ),
    CHANGE.entry(
        "ch.sign",
        "concept",
        "ηg",
        "eta*g",
        lambda c: c.old + c.eta * c.gradient,
        "The change goes against the gradient: where the loss rises with the weight, the weight must fall.",
        same_as="sign",
    ),
    CHANGE.entry(
        "ch.no_eta",
        "slip",
        "−g",
        "-g",
        lambda c: c.old - c.gradient,
        "Scale the gradient by the learning rate.",
        same_as="no_eta",
    ),
    COPIED.entry(
        "ch.new_weight",
        "slip",
        "w − ηg",
        "w-eta*g",
        _of_change("new"),
        "That is the new weight; the question asks by how much it changed.",
    ),
    COPIED.entry(
        "ch.gradient",
        "concept",
        "g",
        "g",
        _of_change("gradient"),
        "That is the gradient; the change is a step against it, scaled by the learning rate.",
    ),
    CHANGE.entry(
        "ch.zero",
        "concept",
        "0",
        "0",
        lambda c: 1 * c.old,
        "A gradient other than zero moves the weight.",
        same_as="unchanged",
    ),
]
