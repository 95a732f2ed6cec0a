"""The units: a disc holds a value, a square holds a slope; what is to be found holds a question mark."""

from dataclasses import dataclass

from simulator.drawing.edges import GIVEN_DECIMALS, subscript
from simulator.drawing.layout import Layout, Spot
from simulator.drawing.shapes import Node
from simulator.drawing.view import View, brief, quantity_of, rounded

IN_THE_UNIT = frozenset({"x", "z", "a", "da", "slope", "delta", "loss", "loss_new"})
SLOPES = frozenset({"da", "slope", "delta"})
ASKED = {"z": "z", "da": "∂L/∂a", "slope": "f′", "delta": "δ", "y": "t", "W": "w", "b": "b", "db": "∂L/∂b"}
NUMBERED = frozenset({"z", "delta", "y", "b"})
LEAST_FONT = 9
HALO = 5  # from the rim of the chosen unit


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be found, and the wrong step, where they already stand on an edge or beside a unit."""

    asked: bool
    fault: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """What a unit holds before it has a size."""

    probe: str
    name: str
    number: float | None
    decimals: int
    fewest: int
    asked: bool
    fault: bool
    square: bool


def nodes_of(view: View, plan: Layout, marks: Marks) -> list[Node]:
    spots = [spot for layer in plan.layers for spot in layer] + ([plan.loss] if plan.loss else [])
    return [_node(spot, _inside(spot, view, plan, marks), view, plan) for spot in spots]


def _inside(spot: Spot, view: View, plan: Layout, marks: Marks) -> Inside:
    asked = _is_here(view.hidden, marks.asked, spot, view)
    wanted = quantity_of(view.hidden) if asked else ""
    back = view.stage == "backward" and spot.layer > 0 and spot is not plan.loss and wanted not in ("a", "z")
    square = back or wanted in SLOPES
    quantity = "delta" if square else _value(spot, view, plan)
    probe = view.probe(quantity, *_indices(spot, quantity))
    name = _asked_name(wanted, spot) if wanted in ASKED else _name(spot, quantity, plan)
    number = None if asked or view.plain else view.shown(probe)
    decimals = (3 if plan.size.names else 2) + square
    fewest = 0 if number is not None and abs(number) >= 10 else 1  # a 0.97 must not read as 1 for want of room
    if quantity == "x":
        decimals = fewest = GIVEN_DECIMALS  # a learner computes with it
    fault = _is_here(view.fault, marks.fault, spot, view)
    return Inside(probe, name, number, decimals, fewest, asked, fault, square)


def _is_here(probe: str, stands_elsewhere: bool, spot: Spot, view: View) -> bool:
    if not probe or view.unit_of(probe) != (spot.layer, spot.unit):
        return False
    return quantity_of(probe) in IN_THE_UNIT or not stands_elsewhere


def _value(spot: Spot, view: View, plan: Layout) -> str:
    if spot is plan.loss:
        new = view.probe("loss_new")
        is_new = view.stage == "update" and not view.several and (view.is_open(new) or view.hidden == new)
        return "loss_new" if is_new else "loss"
    return "a" if spot.layer else "x"


def _indices(spot: Spot, quantity: str) -> tuple[int, ...]:
    if quantity in ("loss", "loss_new"):
        return ()
    return (spot.layer, spot.unit + 1) if spot.layer else (spot.unit + 1,)


def _asked_name(quantity: str, spot: Spot) -> str:
    return ASKED[quantity] + (subscript(spot.unit + 1) if quantity in NUMBERED else "")


def _name(spot: Spot, quantity: str, plan: Layout) -> str:
    number = subscript(spot.unit + 1)
    if quantity in ("loss", "loss_new"):
        return "L" if quantity == "loss" else "new L"
    if quantity == "delta":
        return f"δ{number}"
    if spot.layer == len(plan.layers) - 1:
        return "y" + (number if len(plan.layers[-1]) > 1 else "")
    return ("h" if spot.layer else "x") + number


def _node(spot: Spot, inside: Inside, view: View, plan: Layout) -> Node:
    size, radius = plan.size, plan.size.radius
    value = "?" if inside.asked and radius >= 7 else _fitted(inside, plan)
    is_named = radius >= 10 and ((size.names and radius >= 21) or (spot is plan.loss and not value))
    named = inside.name if is_named and not view.plain else ""
    font = size.font + (3 if named else 5) if inside.asked else min(size.font, _fit(value, plan))
    lift, drop = (0.5, 0.34) if inside.asked else (0.42, 0.24)
    is_chosen = view.has_chosen(spot.layer, spot.unit)
    outline = _square if inside.square else _disc
    return Node(
        classes=_classes(spot, inside, view, plan),
        probe=inside.probe,
        x=rounded(spot.x),
        y=rounded(spot.y),
        radius=rounded(radius),
        body=outline(spot, radius),
        halo=outline(spot, radius + _halo(plan)) if is_chosen else "",
        name=named,
        name_y=rounded(spot.y - (radius * lift if value else 0)),
        name_size=size.small - 0.5,
        value=value,
        value_y=rounded(spot.y + (radius * drop if named else 0)),
        value_size=rounded(min(font, radius * 1.2)),
    )


def _halo(plan: Layout) -> float:
    """Nearer where units stand close together, to stay clear of the next one."""
    return min(HALO, plan.size.pitch - 2 * plan.size.radius - 1)


def _disc(spot: Spot, radius: float) -> str:
    reach = rounded(radius)
    width = rounded(2 * reach)  # exactly twice: a chord that is a little short makes an egg of the two arcs
    arc = f"a{reach} {reach} 0 1 0 "
    return f"M{rounded(spot.x - radius)} {rounded(spot.y)}{arc}{width} 0{arc}{-width} 0z"


def _square(spot: Spot, radius: float) -> str:
    """A little lower than wide, so that it is no larger than a disc to the eye."""
    width, height = rounded(2 * radius), rounded(2 * radius - 4)
    return f"M{rounded(spot.x - radius)} {rounded(spot.y - radius + 2)}h{width}v{height}h{rounded(-2 * radius)}z"


def _fitted(inside: Inside, plan: Layout) -> str:
    """Fewer decimals before smaller type; no number at all before unreadable type."""
    decimals = inside.decimals
    text = brief(inside.number, decimals)
    while _fit(text, plan) < 10 and decimals > inside.fewest:
        decimals -= 1
        text = brief(inside.number, decimals)
    return text if _fit(text, plan) >= LEAST_FONT else ""


def _fit(text: str, plan: Layout) -> float:
    """The largest type in which the text stands within a unit."""
    return (2 * plan.size.radius - (12 if plan.size.names else 6)) / (len(text) * 0.6 or 1)


def _classes(spot: Spot, inside: Inside, view: View, plan: Layout) -> str:
    states = {
        "chosen": view.has_chosen(spot.layer, spot.unit),
        "asked": inside.asked,
        "unknown": inside.number is None and not inside.asked and not view.plain,
        "fault": inside.fault,
        "input": spot.layer == 0,
        "back": inside.square,
        "loss": spot is plan.loss,
    }
    return " ".join(["node", *(name for name, holds in states.items() if holds)])
