"""A network as a drawing: placed shapes that a template writes as SVG. Pure, without Django.

The same geometry is written for browsers in `static/simulator/network.js`; a test holds the two together.
"""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from simulator.drawing.captions import captions_of
from simulator.drawing.edges import heaviest, labels_of, line_of, weights_of, wires_of
from simulator.drawing.labels import Box, box_round
from simulator.drawing.layout import Layout, layout
from simulator.drawing.nodes import Marks, nodes_of
from simulator.drawing.shapes import Caption, Drawing, Label, Line, Node, Slip
from simulator.drawing.view import (
    ALL,
    Known,
    View,
    as_value,
    example_of,
    numbers_of,
    opened,
    rounded,
    stage_of,
    stage_to_draw,
    unit_of,
)
from simulator.drawing.words import in_words
from simulator.engine.network import Network, as_json, read_network
from simulator.engine.trace import trace

__all__ = ["ALL", "NARROW", "Caption", "Drawing", "Label", "Line", "Node", "Slip", "draw", "draw_both", "place"]

WIDE, NARROW = 680, 340


class Options(TypedDict, total=False):
    """What may be asked of a drawing; `place` says what each does."""

    known: Known
    hidden: str | None
    fault: str | None
    chosen: str | None
    stage: str | None
    plain: bool
    example: int | None
    label: str


def draw_both(network: Network | Mapping, **options: Unpack[Options]) -> dict[str, Drawing]:
    """The drawing for a wide and for a narrow column; the style sheet shows one of them."""
    return {"wide": draw(network, WIDE, **options), "narrow": draw(network, NARROW, **options)}


def draw(network: Network | Mapping, width: int = WIDE, **options: Unpack[Options]) -> Drawing:
    """Draw a network, as data or as read, `width` pixels wide. Options: see `place`.

    Raises NetworkError where the data is no network.
    """
    read = network if isinstance(network, Network) else read_network(network)
    return place(as_json(read), trace(read).as_json(), width, **options)


def place(
    network: Mapping,
    traced: Mapping,
    width: int = WIDE,
    *,
    known: Known = (),
    hidden: str | None = None,
    fault: str | None = None,
    chosen: str | None = None,
    stage: str | None = None,
    plain: bool = False,
    example: int | None = None,
    label: str = "",
) -> Drawing:
    """Place a network (data form) with its trace (data form).

    `known`: the probes whose numbers may be shown besides inputs, targets, weights and biases; "all" for a network
    without secrets. `hidden`: the probe to find, never shown. `fault`: the probe of a wrong step. `chosen`: any probe
    of the unit in focus. `stage`: forward, backward or update, else that of `hidden` or `fault`. `plain`: no numbers.
    `example`, counted from 1: with several, which to draw, else the one that `hidden`, `chosen` or `fault` names.
    `label`: a title that the words for a screen reader begin with.
    """
    counts = (_width(network["inputs"]), *(len(layer["weights"]) for layer in network["layers"]))
    hidden, fault = as_value(hidden or "", len(counts) - 1), as_value(fault or "", len(counts) - 1)
    example = example or example_of(hidden or chosen or fault or "")
    numbers = numbers_of(network, traced, example)
    view = View(
        counts=counts,
        numbers=numbers,
        example=example,
        several=isinstance(network["inputs"][0], list),
        stage=stage_to_draw(stage or stage_of(hidden or fault), numbers),
        known=opened(known),
        hidden=hidden,
        fault=fault,
        chosen=unit_of(chosen, counts) if chosen else None,
        plain=plain,
    )
    has_loss = bool(network.get("loss") and network.get("target")) and not plain
    return _drawn(view, layout(counts, width, loss=has_loss), f"{label}. " if label else "", in_words(network, view))


def _width(inputs: list) -> int:
    return len(inputs[0]) if isinstance(inputs[0], list) else len(inputs)


def _drawn(view: View, plan: Layout, title: str, words: str) -> Drawing:
    taken = [_room(view, plan, layer, unit) for layer, unit in _units(plan)]
    captions, stubs = captions_of(view, plan, taken)
    gaps = [weights_of(view, plan, gap) for gap in range(len(plan.layers) - 1)]
    largest = heaviest([weight for gap in gaps for weight in gap])
    labels = [label for gap in gaps for label in labels_of(gap, view, plan, taken)]
    wires, targets = wires_of(view, plan, taken)
    # What belongs to the chosen unit lies on top.
    edges = [line_of(w, view, plan, largest) for gap in gaps for w in sorted(gap, key=lambda weight: weight.lit)]
    shown: list[Caption | Label] = [*captions, *labels, *targets]
    marks = Marks(asked=_any(shown, "asked"), fault=_any(shown, "fault"))
    return Drawing(
        width=plan.width,
        height=plan.height,
        stage=view.stage,
        label=title + words,
        lines=(*edges, *wires, *stubs),
        slips=tuple(_slip(shape) for shape in shown if "fault" in shape.classes.split()),
        captions=tuple(captions),
        labels=(*labels, *targets),
        nodes=tuple(nodes_of(view, plan, marks)),
    )


def _units(plan: Layout) -> list[tuple[int, int]]:
    units = [(spot.layer, spot.unit) for layer in plan.layers for spot in layer]
    return units + ([(plan.loss.layer, 0)] if plan.loss else [])


def _room(view: View, plan: Layout, layer: int, unit: int) -> Box:
    """A unit with the air around it, and with its halo where it is chosen."""
    spot = plan.loss if plan.loss and layer == plan.loss.layer else plan.layers[layer][unit]
    side = 2 * plan.size.radius + (14 if view.has_chosen(layer, unit) else 6)
    return box_round(spot.x, spot.y, side, side)


def _any(shapes: list[Caption | Label], mark: str) -> bool:
    return any(mark in shape.classes.split() for shape in shapes)


def _slip(shape: Caption | Label) -> Slip:
    return Slip(rounded(shape.left - 3), rounded(shape.top - 3), rounded(shape.width + 6), rounded(shape.height + 6))
