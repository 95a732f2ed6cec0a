"""A ```digit fence: a drawn digit on its way through a small deep network that has learned to read such. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from courseware.example import Example
from courseware.figures.fences import NOTHING, Words
from simulator.drawing.view import rounded
from simulator.experiments.digit_reader import pixels, reads

CELL, SIDE = 10, 8  # pixels of the drawing; cells along a picture
RADIUS, ROW, LINE = 13, 32, 18  # of a unit; from one to the next; from one output to the next
COLUMNS = ((112, 142), (186, 216))  # where the units of each hidden layer stand, in two columns
MIDDLE = 126  # of the height
SMALL = 0.05  # below, one decimal would be 0.0
BAR = 30  # length of a probability of 1


@dataclass(frozen=True, slots=True)
class Unit:
    """One hidden unit in its place; it is off if its output is 0."""

    x: int
    y: float
    text: str
    is_off: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Output:
    digit: int
    y: int
    text: str
    length: float


@dataclass(frozen=True, slots=True)
class DigitFigure:
    """The image, and the output of each unit. The weights into a unit are for its module to draw: pages stay light."""

    digit: int
    caption: str

    url: ClassVar[str] = ""
    template: ClassVar[str] = "courseware/figures/digit.html"
    live: ClassVar[str] = "digit"

    def picture(self, label: str) -> dict[str, Any]:
        found = reads(self.digit)
        first, second, last = (context.a[0] for context in found.forward)
        chosen, says = int(first.argmax()), int(last.argmax())
        return {
            "label": label,
            "words": ". ".join(in_words(name, a) for name, a in (("First layer", first), ("Second layer", second))),
            "ink": squares(pixels(self.digit)),
            "units": [*units(first, 0, chosen), *units(second, 1)],
            "outputs": [
                Output(k, 36 + k * LINE, f"{p:.2f}", rounded(BAR * float(p))) for k, p in enumerate(last)
            ],
            "counts": (len(first), len(second), len(last)),
            "chosen": chosen + 1,
            "digit": self.digit,
            "says": says,
            "sure": f"{last[says]:.2f}",
        }  # fmt: skip


def read_digit(lines: Sequence[str], example: Example = NOTHING) -> DigitFigure:
    about = Words(lines, ("show", "caption"))
    digit = about.one_of("show", "0123456789")
    return DigitFigure(int(digit or 0), about.get("caption"))


def units(values: Sequence[float], layer: int, chosen: int = -1) -> Iterator[Unit]:
    """The units of a layer in two columns, row by row."""
    top = MIDDLE - ROW * (len(values) / 2 - 1) / 2
    for i, value in enumerate(values):
        yield Unit(COLUMNS[layer][i % 2], top + i // 2 * ROW, output_text(value), value == 0, i == chosen)


def output_text(value: float) -> str:
    """With one decimal; exactly 0 is 0, and a small output has its first digit, so that the two are not the same."""
    return "0" if value == 0 else f"{value:.1g}" if value < SMALL else f"{value:.1f}"


def in_words(name: str, values: Sequence[float]) -> str:
    """The outputs of a layer, for those who do not see it."""
    return f"{name}: {', '.join(map(output_text, values))}"


def squares(values: Sequence[float], largest: float = 1) -> str:
    """A square for each number of a picture, row by row: its area is the share of the largest. As a path.

    A side is an even number of pixels, so that the middles stay and a chapter stays light.
    """
    path = ""
    for i, value in enumerate(values):
        half = math.floor(CELL / 2 * (value / largest) ** 0.5 + 0.5)
        if half:
            x, y = (CELL * place + CELL // 2 - half for place in (i % SIDE, i // SIDE))
            path += f"M{x} {y}h{2 * half}v{2 * half}h-{2 * half}z"
    return path
