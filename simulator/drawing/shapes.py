"""The placed shapes of one drawing: plain values in CSS pixels, ready for a template to write.

Colours and dashes are never here: a shape has classes, and the style sheet knows what they mean.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A weight, a slope (a double line with an arrow), a bias's short edge or a wire to the loss."""

    classes: str
    probe: str
    path: str
    thickness: float
    core: float = 0  # the paper between the two rails of a slope
    arrow: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A number on an edge, in a box that hides the edge behind it."""

    classes: str
    probe: str
    text: str
    x: float
    y: float
    left: float
    top: float
    width: float
    height: float
    corner: float
    size: float


@dataclass(frozen=True, slots=True)
class Caption:
    """A number beside a unit, in the box that it keeps clear."""

    classes: str
    probe: str
    text: str
    x: float
    y: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Node:
    """A unit: a disc holds a value, a square holds a slope."""

    classes: str
    probe: str
    x: float
    y: float
    radius: float
    body: str  # path data, as is the halo round the chosen unit
    halo: str
    name: str
    name_y: float
    name_size: float
    value: str
    value_y: float
    value_size: float


@dataclass(frozen=True, slots=True)
class Slip:
    """The box round a wrong step."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One network at one width; `label` says in words what the drawing shows."""

    width: int
    height: int
    stage: str
    label: str
    lines: tuple[Line, ...]
    slips: tuple[Slip, ...]
    captions: tuple[Caption, ...]
    labels: tuple[Label, ...]
    nodes: tuple[Node, ...]
