"""What a misconception is: one idea in place of another, with its formula and what to say to somebody who has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from simulator.engine.network import Network
from simulator.engine.operations import Idea, Operation

Fits = Callable[[Network, int], bool]  # whether a layer, counted from 1, can be computed with this idea


def everywhere(network: Network, layer: int) -> bool:
    return True


def hidden(network: Network, layer: int) -> bool:
    return layer < len(network.layers)


def activated_by(name: str) -> Fits:
    """Fits layers with this activation."""
    return lambda network, layer: network.layers[layer - 1].activation == name


@dataclass(frozen=True, slots=True)
class Misconception:
    """One entry of the catalogue.

    `ideas` names the operations that it replaces. Entries with the same `same_as` are one idea met at different
    quantities: the one that stands nearest to the asked quantity speaks. `formula` is for people; the formula with
    numbers is each idea's own. Entries about counts have no ideas; `counts` computes them.
    """

    id: str
    kind: str  # "slip", "concept" or "convention"
    quantity: str  # the section of the catalogue
    formula: str
    feedback: str
    concept: str  # the slug of the concept to read again
    ideas: Mapping[str, Idea] = field(default_factory=dict)
    fits: Fits = everywhere
    same_as: str = ""
    losses: frozenset[str] | None = None  # the losses that it is about; None for any
    needs_rate: bool = False

    @property
    def idea(self) -> str:
        return self.same_as or self.id


@dataclass(frozen=True, slots=True)
class Section:
    """Builds the entries of one section, which share a quantity, a concept and mostly one operation."""

    quantity: str
    concept: str
    operation: str = ""
    fits: Fits = everywhere
    losses: frozenset[str] | None = None

    def entry(
        self,
        name: str,
        kind: str,
        formula: str,
        written: str,
        compute: Operation,
        feedback: str,
        *,
        operation: str = "",
        also: Mapping[str, Idea] | None = None,
        fits: Fits | None = None,
        same_as: str = "",
        needs_rate: bool = False,
    ) -> Misconception:
        """`formula` is for people, `written` in the names of `names`."""
        ideas = {operation or self.operation: Idea(compute, written), **(also or {})}
        fits = fits or self.fits
        return Misconception(
            name, kind, self.quantity, formula, feedback, self.concept, ideas, fits, same_as, self.losses, needs_rate
        )
