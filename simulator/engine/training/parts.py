"""A spec's examples as a network takes them: what goes in, what should come out, and what counts as right."""

from dataclasses import dataclass

import numpy as np

from simulator.engine.data.examples import Examples
from simulator.engine.data.features import featured
from simulator.engine.data.planes import SETS
from simulator.engine.randomness import Random
from simulator.engine.training.model import one_hot
from simulator.engine.training.spec import Generated, Spec


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The examples to train on, or those held back: x is (examples, features), targets (examples, outputs)."""

    examples: Examples
    x: np.ndarray
    targets: np.ndarray

    def __len__(self) -> int:
        return len(self.x)


def parts_of(spec: Spec) -> tuple[Part, Part]:
    """Training and validation."""
    train, validation = examples_of(spec).parts(spec.validation, Random(spec.seed, "parts"))
    return part_of(spec, train), part_of(spec, validation)


def examples_of(spec: Spec) -> Examples:
    data = spec.data
    if not isinstance(data, Generated):
        return data.examples
    return SETS[data.set].draw(data.count, data.noise, Random(data.seed, "data", data.set), data.classes or 2)


def part_of(spec: Spec, examples: Examples) -> Part:
    return Part(examples, featured(examples.x, spec.features), targets_of(spec, examples))


def targets_of(spec: Spec, examples: Examples) -> np.ndarray:
    """One output says by its two ends which class it is; several have one for each class."""
    outputs = spec.layers[-1].units
    if examples.classes is None:
        return examples.y[:, None]
    if outputs > 1:
        return one_hot(examples.y, outputs)
    low, high = ends_of(spec)
    return np.where(examples.y[:, None] == 1, high, low)


def ends_of(spec: Spec) -> tuple[float, float]:
    """The targets of classes 0 and 1 for a single output; values are drawn over −1…1."""
    return (-1.0, 1.0) if spec.layers[-1].activation == "tanh" or not spec.has_classes else (0.0, 1.0)


def answers_of(spec: Spec, outputs: np.ndarray) -> np.ndarray:
    """Class numbers (…, examples) from outputs (…, examples, outputs)."""
    if outputs.shape[-1] > 1:
        return outputs.argmax(axis=-1)
    return (outputs[..., 0] > sum(ends_of(spec)) / 2).astype(int)
