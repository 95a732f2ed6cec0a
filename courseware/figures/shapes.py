"""A ```shapes fence: the weights and biases of a dense network of some layer sizes, drawn and counted. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from courseware.example import Example
from courseware.figures.fences import NOTHING, Words
from simulator.engine.counts import parameters, weights

LARGEST, FEWEST, MOST = 8, 2, 4  # units of a layer; sizes
PITCH, APART = 12, 8  # pixels from one number to the next; between the weights and the biases


@dataclass(frozen=True, slots=True)
class Layer:
    """`weights` and `biases` are paths whose dashes are the numbers: a line for each unit."""

    name: str
    units: int
    inputs: int

    @property
    def weights(self) -> str:
        return self.rows(0, self.inputs)

    @property
    def biases(self) -> str:
        return self.rows(self.inputs * PITCH + APART, 1)

    def rows(self, left: int, count: int) -> str:
        return "".join(f"M{left} {row * PITCH + PITCH // 2}h{count * PITCH}" for row in range(self.units))


@dataclass(frozen=True, slots=True)
class ShapesFigure:
    sizes: tuple[int, ...]
    caption: str

    url: ClassVar[str] = ""
    template: ClassVar[str] = "courseware/figures/shapes.html"
    live: ClassVar[str] = "shapes"

    def picture(self, label: str) -> dict[str, Any]:
        names = names_of(self.sizes)
        layers = [
            Layer(name, units, inputs) for name, (inputs, units) in zip(names[1:], pairwise(self.sizes), strict=True)
        ]
        all_weights, total = weights(self.sizes), parameters(self.sizes)
        return {
            "layers": layers,
            "sizes": list(zip(names, self.sizes, strict=True)),
            "largest": LARGEST,
            "side": LARGEST * PITCH,
            "width": LARGEST * PITCH + APART + PITCH,
            "weights": f"{' + '.join(f'{one.units} · {one.inputs}' for one in layers)} = {all_weights}",
            "biases": f"{' + '.join(str(one.units) for one in layers)} = {total - all_weights}",
            "total": f"{all_weights} + {total - all_weights} = {total}",
        }


def read_shapes(lines: Sequence[str], example: Example = NOTHING) -> ShapesFigure:
    """Raises FigureError."""
    about = Words(lines, ("sizes", "caption"))
    words = about.needed("sizes", "4 6 3").split()
    if not FEWEST <= len(words) <= MOST or not {*words} <= {*"12345678"}:
        message = f"sizes are {FEWEST} to {MOST} whole numbers from 1 to {LARGEST}, the inputs first, such as 4 6 3."
        raise about.fault("sizes", message)
    return ShapesFigure(tuple(map(int, words)), about.get("caption"))


def names_of(sizes: Sequence[int]) -> list[str]:
    """What each layer is called, the inputs included."""
    hidden = len(sizes) - 2
    return ["inputs", *(f"hidden units {i}" if hidden > 1 else "hidden units" for i in range(1, hidden + 1)), "outputs"]
