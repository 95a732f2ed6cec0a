"""A ```rings fence: names of which each holds the next, as rings one inside the other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from courseware.example import Example
from courseware.figures.fences import NOTHING, Words

NARROWER, DOWN, UP = 7, 30, 14  # each ring than the one around it: per cent at each side; pixels at its top, and below


@dataclass(frozen=True, slots=True)
class Ring:
    """Places along are per cent of the width, across pixels."""

    name: str
    x: int
    width: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class RingsFigure:
    names: tuple[str, ...]
    caption: str

    url: ClassVar[str] = ""
    template: ClassVar[str] = "courseware/figures/rings.html"
    live: ClassVar[str] = ""

    def picture(self, label: str) -> dict[str, Any]:
        height = (DOWN + UP) * len(self.names)
        rings = [
            Ring(name, NARROWER * i, 100 - 2 * NARROWER * i, DOWN * i, height - (DOWN + UP) * i)
            for i, name in enumerate(self.names)
        ]
        return {"rings": rings, "height": height, "label": f"{label}: {', in it '.join(self.names)}"}


def read_rings(lines: Sequence[str], example: Example = NOTHING) -> RingsFigure:
    """The names from the widest to the innermost. Raises FigureError."""
    about = Words(lines, ("names", "caption"))
    names = about.needed("names", "machine learning | deep learning").split("|")
    return RingsFigure(tuple(name.strip() for name in names), about.get("caption"))
