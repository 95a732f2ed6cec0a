"""The numbers beside the units: the bias on a short edge of its own, and z where there is room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.drawing.labels import Box, box_round
from simulator.drawing.layout import ROOMY_PITCH, Layout, Spot
from simulator.drawing.shapes import Caption, Line
from simulator.drawing.view import View, brief, rounded, sign

FONT = 12.5  # as the style sheet has it for .caption
ASKED = {"b": "b ?", "b_new": "new b ?", "b_change": "Δb ?", "db": "∂L/∂b ?"}


@dataclass(frozen=True, slots=True)
class Note:
    """A caption before it has a place."""

    spot: Spot
    probe: str
    text: str
    number: float | None
    asked: bool


def captions_of(view: View, plan: Layout, taken: list[Box]) -> tuple[list[Caption], list[Line]]:
    """The biases and weighted sums of every layer, all of a layer or none, and the biases' edges."""
    captions: list[Caption] = []
    lines: list[Line] = []
    for layer in () if view.plain else plan.layers[1:]:
        notes = [_bias(view, spot) for spot in layer if _has_bias(view, spot)]
        above = _placed(notes, view, plan, taken, [_beside, _below] if plan.down else [_above])
        captions += [_caption(note, box, view) for note, box in above]
        lines += [] if plan.down else [_edge(note, box, plan) for note, box in above]
        captions += [_caption(note, box, view) for note, box in _sums(view, plan, taken, layer)]
    return captions, lines


def _has_bias(view: View, spot: Spot) -> bool:
    return view.probe("b", spot.layer, spot.unit + 1) in view.numbers


def _bias(view: View, spot: Spot) -> Note:
    place = (spot.layer, spot.unit + 1)
    for quantity, text in ASKED.items():
        if view.hidden == view.probe(quantity, *place):
            return Note(spot, view.hidden, text, view.shown(view.probe("b", *place)), True)
    new = view.shown(view.probe("b_new", *place)) if view.stage == "update" else None
    number = view.shown(view.probe("b", *place)) if new is None else new
    probe = view.probe("b" if new is None else "b_new", *place)
    return Note(spot, probe, f"b {brief(number, 4)}", number, False)


def _sums(view: View, plan: Layout, taken: list[Box], layer: Sequence[Spot]) -> list[tuple[Note, Box]]:
    if view.stage != "forward" or plan.size.pitch <= ROOMY_PITCH:
        return []
    probes = [(spot, view.probe("z", spot.layer, spot.unit + 1)) for spot in layer]
    numbers = [(spot, probe, view.shown(probe)) for spot, probe in probes]
    notes = [Note(s, probe, f"z {brief(z, 3)}", z, False) for s, probe, z in numbers if z is not None]
    return _placed(notes, view, plan, taken, [_under_beside if plan.down else _below])


def _above(spot: Spot, radius: float, width: float) -> tuple[float, float]:
    return spot.x, spot.y - radius - 17


def _beside(spot: Spot, radius: float, width: float) -> tuple[float, float]:
    return spot.x + radius + width / 2 + 8, spot.y


def _under_beside(spot: Spot, radius: float, width: float) -> tuple[float, float]:
    return spot.x + radius + width / 2 + 8, spot.y + 17


def _below(spot: Spot, radius: float, width: float) -> tuple[float, float]:
    return spot.x, spot.y + radius + 16


Where = Callable[[Spot, float, float], tuple[float, float]]


def _placed(
    notes: list[Note], view: View, plan: Layout, taken: list[Box], sides: list[Where]
) -> list[tuple[Note, Box]]:
    """The notes with their boxes at the first side where all fit, else those that must be there, else none."""
    needed = [note for note in notes if view.has_chosen(note.spot.layer, note.spot.unit) or _matters(note, view)]
    for group in ([notes] if plan.size.names else []) + [needed]:
        for side in sides:
            boxes = [_box(note, side, plan) for note in group]
            if boxes and _all_fit(boxes, plan, taken):
                taken += boxes
                return list(zip(group, boxes, strict=True))
    return []


def _matters(note: Note, view: View) -> bool:
    return note.asked or note.probe == view.fault


def _box(note: Note, side: Where, plan: Layout) -> Box:
    width = len(note.text) * FONT * 0.56 + 4
    return box_round(*side(note.spot, plan.size.radius, width), width, FONT + 3)


def _all_fit(boxes: list[Box], plan: Layout, taken: list[Box]) -> bool:
    others = [[*taken, *boxes[:n]] for n in range(len(boxes))]
    return all(
        box.inside(plan) and not any(box.touches(other) for other in near)
        for box, near in zip(boxes, others, strict=True)
    )


def _caption(note: Note, box: Box, view: View) -> Caption:
    classes = "caption" + (" asked" if note.asked else "") + (" fault" if note.probe == view.fault else "")
    x, y = rounded((box.left + box.right) / 2), rounded((box.top + box.bottom) / 2)
    size = (rounded(box.right - box.left), rounded(box.bottom - box.top))
    return Caption(classes, note.probe, note.text, x, y, rounded(box.left), rounded(box.top), *size)


def _edge(note: Note, box: Box, plan: Layout) -> Line:
    top, bottom = (box.top + box.bottom) / 2 + 7, note.spot.y - plan.size.radius
    x = rounded(note.spot.x)
    return Line(f"edge {sign(note.number)}", note.probe, f"M{x} {rounded(top)}L{x} {rounded(bottom)}", 1.5)
