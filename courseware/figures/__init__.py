"""The figures of a chapter: each kind of fence has its own reading. A new kind is one file and one row here. Pure.

A figure has a `caption` (Markdown), a `url` where there is more of it, a `template`, the name of the module that makes
it `live` ("" for none), and `picture(label)`: what the template shows, every number of it computed by the engine.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from courseware.example import Example
from courseware.figures.activations import read_activations
from courseware.figures.descents import read_descent
from courseware.figures.digits import read_digit
from courseware.figures.fences import FigureError
from courseware.figures.networks import read_network_figure
from courseware.figures.rings import read_rings
from courseware.figures.runs import read_experiment, read_film
from courseware.figures.shapes import read_shapes
from courseware.figures.softmaxes import read_softmax
from courseware.figures.steps import read_steps

__all__ = ["FIGURES", "Figure", "FigureError"]


class Figure(Protocol):
    @property
    def caption(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def template(self) -> str: ...

    @property
    def live(self) -> str: ...

    def picture(self, label: str) -> dict[str, Any]: ...


FIGURES: dict[str, Callable[[Sequence[str], Example], Figure]] = {
    "rings": read_rings,
    "digit": read_digit,
    "network": read_network_figure,
    "steps": read_steps,
    "shapes": read_shapes,
    "activations": read_activations,
    "softmax": read_softmax,
    "descent": read_descent,
    "experiment": read_experiment,
    "film": read_film,
}
