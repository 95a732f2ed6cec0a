"""Where the numbers on the edges stand: all of one gap or none, for a half-labelled gap misleads."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from simulator.drawing.layout import Layout, Spot

# Along the edge, the middle first and then ever further to both sides.
PLACES = tuple(0.5 + (-1 if i % 2 else 1) * math.ceil(i / 2) * 0.025 for i in range(27))
CLEARANCE = 3  # between a label and an edge that is not its own


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the drawing, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def inside(self, plan: Layout) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= plan.width and self.bottom <= plan.height


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight edge from unit `a` to unit `b`, and the number to write on it."""

    a: Spot
    b: Spot
    text: str

    def at(self, t: float) -> tuple[float, float]:
        return self.a.x + (self.b.x - self.a.x) * t, self.a.y + (self.b.y - self.a.y) * t

    def length(self) -> float:
        dx, dy = self.b.x - self.a.x, self.b.y - self.a.y
        return math.sqrt(dx * dx + dy * dy)


@dataclass(frozen=True, slots=True)
class Place:
    """One place for the number of one edge; `cost` counts the other edges that run through it."""

    x: float
    y: float
    box: Box
    free: bool
    cost: int


def box_round(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def crosses(edge: Edge, box: Box) -> bool:
    """Whether the edge passes through the box (Liang–Barsky clipping)."""
    low, high = 0.0, 1.0
    dx, dy = edge.b.x - edge.a.x, edge.b.y - edge.a.y
    across = ((-dx, edge.a.x - box.left), (dx, box.right - edge.a.x))
    down = ((-dy, edge.a.y - box.top), (dy, box.bottom - edge.a.y))
    for p, q in across + down:
        if p == 0:
            if q < 0:
                return False
        elif p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
    return low < high


def place_labels(edges: Sequence[Edge], every: Sequence[Edge], taken: Sequence[Box], plan: Layout) -> list[Place]:
    """One place for each of `edges`, clear of what is `taken` and of each other; empty where they do not all fit.

    A straight column of labels is tried first, then two columns, then one label after the other.
    `every` is all edges of the gap: places that few of them cross are preferred.
    """
    tables = [[_place(edge, t, every, taken, plan) for t in PLACES] for edge in edges]
    return _column(tables) or _two_columns(edges, tables) or _one_by_one(tables)


def _place(edge: Edge, t: float, every: Sequence[Edge], taken: Sequence[Box], plan: Layout) -> Place:
    x, y = edge.at(t)
    size = plan.size
    letters = max(len(edge.text), 3)  # a lone "?" should look like a place to write in
    box = box_round(x, y, letters * size.small * 0.58 + (12 if size.names else 8), size.small + 6)
    free = box.inside(plan) and not any(box.touches(other) for other in taken)
    near = box.grown(CLEARANCE)
    return Place(x, y, box, free, sum(crosses(other, near) for other in every if other is not edge) if free else 0)


def _column(tables: list[list[Place]]) -> list[Place]:
    options = [(PLACES[n], [n] * len(tables)) for n in range(len(PLACES))]
    return _cheapest(tables, ((abs(t - 0.5) * 4, choice) for t, choice in options))


def _two_columns(edges: Sequence[Edge], tables: list[list[Place]]) -> list[Place]:
    """Odd and even units take turns, first of the layer that an edge leaves, then of the one it enters."""
    ends: tuple[Callable[[Edge], int], ...] = (lambda edge: edge.a.unit, lambda edge: edge.b.unit)
    count = range(len(PLACES))
    options = (
        (abs(PLACES[s] - 0.5) + abs(PLACES[t] - 0.5), [t if end(edge) % 2 else s for edge in edges])
        for end in ends
        for s in count
        for t in count
    )
    return _cheapest(tables, options)


def _cheapest(tables: list[list[Place]], options: Iterable[tuple[float, list[int]]]) -> list[Place]:
    priced = []
    for penalty, choice in options:
        places = [table[n] for table, n in zip(tables, choice, strict=True)]
        if all(place.free for place in places):
            priced.append((2 * sum(place.cost for place in places) + penalty, places))
    priced.sort(key=lambda option: option[0])
    return next((places for _, places in priced if _are_apart(places)), [])


def _are_apart(places: list[Place]) -> bool:
    return not any(p.box.touches(q.box) for n, p in enumerate(places) for q in places[:n])


def _one_by_one(tables: list[list[Place]]) -> list[Place]:
    chosen: list[Place] = []
    for table in tables:
        free = [place for place in table if place.free and not any(place.box.touches(p.box) for p in chosen)]
        if not free:
            return []
        chosen.append(min(free, key=lambda place: place.cost))
    return chosen
