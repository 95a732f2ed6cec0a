"""The edges of a drawing and the numbers on them: weights, slopes, new weights, and the wires to the loss."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.drawing.labels import Box, Edge, Place, box_round, place_labels
from simulator.drawing.layout import Layout, Spot
from simulator.drawing.shapes import Label, Line
from simulator.drawing.view import View, brief, rounded, sign

MOST_LABELLED = 16  # edges; of a gap with more, only the chosen unit's numbers are written
WRITTEN = {"forward": "W", "backward": "dW", "update": "W_new"}
GIVEN_DECIMALS = 4
ARROW = 12  # along the edge


@dataclass(frozen=True, slots=True)
class Weight:
    """One edge with what it stands for at this stage; `number` is None while it is not to be seen."""

    edge: Edge
    probe: str
    number: float | None
    asked: bool
    fault: bool
    lit: bool  # belongs to the chosen unit
    written: bool


def weights_of(view: View, plan: Layout, gap: int) -> list[Weight]:
    """The edges from layer `gap` to the next."""
    return [_weight(view, plan, a, b) for a in plan.layers[gap] for b in plan.layers[gap + 1]]


def _weight(view: View, plan: Layout, a: Spot, b: Spot) -> Weight:
    place = (b.layer, b.unit + 1, a.unit + 1)
    probe, weight = view.probe(WRITTEN[view.stage], *place), view.probe("W", *place)
    change = view.probe("W_change", *place)
    asked = view.hidden == probe or view.hidden == weight or (view.stage == "update" and view.hidden == change)
    number = None if view.hidden == weight else view.shown(probe)
    text = "?" if asked else brief(number, GIVEN_DECIMALS if probe == weight else _decimals(plan))
    if number is None and view.stage == "update":  # the old weight stands until its step
        number = view.shown(weight)
        text = text or brief(number, GIVEN_DECIMALS)
    lit = view.has_chosen(b.layer, b.unit) or (
        view.has_chosen(a.layer, a.unit) and (a.layer == 0 or view.stage == "backward")
    )
    fault = view.fault in (probe, weight, change)
    # A slope that is not yet known takes the room of one, so that its size tells nothing.
    return Weight(Edge(a, b, text or "−0.000"), probe, number, asked, fault, lit, bool(text))


def _decimals(plan: Layout) -> int:
    """Of a computed number on an edge."""
    if plan.size.names:
        return 4
    return 2 if plan.down else 3


def heaviest(weights: Sequence[Weight]) -> float:
    """The largest number to be seen, which is drawn thickest. What is not to be seen has no say in it."""
    return max((abs(weight.number) for weight in weights if weight.number is not None), default=0) or 1


def line_of(weight: Weight, view: View, plan: Layout, largest: float) -> Line:
    """The edge from rim to rim, as thick as its number is large."""
    state = _state(weight, view, plan)
    path = _between_rims(weight.edge, plan)
    if not weight.number or (weight.asked and view.stage != "update"):
        return Line(f"edge nil{state}", weight.probe, path, 1.2)
    thickness = 0.9 + (4.1 if plan.size.names else 2.1) * math.sqrt(abs(weight.number) / largest)
    if view.stage != "backward":
        return Line(f"edge {sign(weight.number)}{state}", weight.probe, path, rounded(thickness))
    if view.chosen and not weight.lit and not plan.size.names:
        return Line(f"edge nil{state}", weight.probe, path, 1.2)
    outer = rounded(thickness) + 3.6
    classes = f"slope {sign(weight.number)}{state}"
    return Line(classes, weight.probe, path, rounded(outer), rounded(outer - 3.2), _arrow(weight.edge, plan))


def _state(weight: Weight, view: View, plan: Layout) -> str:
    if weight.lit:
        return " lit"
    if not view.chosen:
        return ""
    return " dim" if plan.size.names else " far"


def _between_rims(edge: Edge, plan: Layout) -> str:
    share = plan.size.radius / edge.length()
    (x1, y1), (x2, y2) = edge.at(share), edge.at(1 - share)
    return f"M{rounded(x1)} {rounded(y1)}L{rounded(x2)} {rounded(y2)}"


def _arrow(edge: Edge, plan: Layout) -> str:
    """A triangle at the unit that the edge leaves: slopes flow back."""
    length = edge.length()
    x, y = edge.at((plan.size.radius + 3) / length)
    ux, uy = (edge.b.x - edge.a.x) / length * ARROW, (edge.b.y - edge.a.y) / length * ARROW
    corners = ((ux - uy * 0.6, uy + ux * 0.6), (uy * 1.2, -ux * 1.2))
    return f"M{rounded(x)} {rounded(y)}" + "".join(f"l{rounded(dx)} {rounded(dy)}" for dx, dy in corners) + "z"


def labels_of(weights: Sequence[Weight], view: View, plan: Layout, taken: list[Box]) -> list[Label]:
    """The numbers of one gap: all, or those of the chosen unit, or none. `taken` is added to."""
    if view.plain:
        return []
    if view.stage == "backward":
        pointing = [weight for weight in weights if weight.number and (weight.lit or not view.chosen)]
        taken += [_arrow_box(weight.edge, plan) for weight in pointing]
    every = [weight.edge for weight in weights]
    for group in _groups(weights, plan):
        places = place_labels([weight.edge for weight in group], every, taken, plan)
        if places:
            pairs = [(weight, place) for weight, place in zip(group, places, strict=True) if weight.written]
            taken += [place.box for _, place in pairs]
            return [_label(weight, place, view, plan) for weight, place in pairs]
    return []


def _groups(weights: Sequence[Weight], plan: Layout) -> list[Sequence[Weight]]:
    """What to write, the most first: all, what belongs to the chosen unit, or only what is asked for or wrong."""
    needed = [weight for weight in weights if weight.asked or weight.fault]
    groups: list[Sequence[Weight]] = [weights] if plan.size.names else []
    groups += [[weight for weight in weights if weight.lit or weight in needed], needed]
    return [group for group in groups if len(group) <= MOST_LABELLED]


def _arrow_box(edge: Edge, plan: Layout) -> Box:
    x, y = edge.at((plan.size.radius + 9) / edge.length())
    return box_round(x, y, 18, 18)


def _label(weight: Weight, place: Place, view: View, plan: Layout) -> Label:
    tone = "asked" if weight.asked else sign(weight.number)
    classes = f"weight {tone}" + (" fault" if weight.fault else "")
    return _boxed(classes, weight.probe, weight.edge.text, place, 0 if view.stage == "backward" else 8, plan)


def _boxed(classes: str, probe: str, text: str, place: Place, corner: float, plan: Layout) -> Label:
    box = place.box
    left, top = rounded(box.left), rounded(box.top)
    width, height = rounded(box.right - box.left), rounded(box.bottom - box.top)
    x, y = rounded(place.x), rounded(place.y)
    return Label(classes, probe, text, x, y, left, top, width, height, corner, plan.size.small)


def wires_of(view: View, plan: Layout, taken: list[Box]) -> tuple[list[Line], list[Label]]:
    """From each output to the loss, with the target that it is compared with."""
    if plan.loss is None:
        return [], []
    edges, probes = [], []
    for output in plan.layers[-1]:
        probe = view.probe("y", output.unit + 1)
        number = "?" if probe == view.hidden else brief(view.shown(probe), GIVEN_DECIMALS)
        edges.append(Edge(output, plan.loss, f"{_target(output, plan)} {number}"))
        probes.append(probe)
    places = place_labels(edges, edges, taken, plan)
    lines = [Line("edge wire", "", _between_rims(edge, plan), 1.2) for edge in edges]
    pairs = zip(edges, probes, places, strict=True) if places else ()
    return lines, [_boxed(_tone(probe, view), probe, edge.text, place, 8, plan) for edge, probe, place in pairs]


def _target(output: Spot, plan: Layout) -> str:
    return "t" + (subscript(output.unit + 1) if len(plan.layers[-1]) > 1 else "")


def _tone(probe: str, view: View) -> str:
    return "weight target" + (" asked" if probe == view.hidden else "") + (" fault" if probe == view.fault else "")


def subscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
