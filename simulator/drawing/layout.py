"""Where the units stand. A wide drawing flows to the right, a narrow one down; all else is the same."""

import math
from dataclasses import dataclass, replace

LEAST_WIDTH = 240
LEAST_GAP = 78  # between the rims of two units, for a weight to be read on its edge
MOST_GAP = 290
ROOMY_PITCH = 100  # from here on there is room for z under a unit


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing's parts are; the tallest layer decides."""

    up_to: int
    radius: float
    pitch: float
    font: float
    small: float
    names: bool


SIZES = (
    Size(3, 28, 108, 15, 12.5, True),
    Size(5, 23, 78, 13, 12, True),
    Size(8, 19, 54, 11.5, 11.5, False),
    Size(10_000, 11, 28, 11.5, 11.5, False),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """The centre of a unit. Layer 0 holds the inputs; units count from 0."""

    layer: int
    unit: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The units of each layer and, where there is one, the loss after the last."""

    layers: tuple[tuple[Spot, ...], ...]
    loss: Spot | None
    size: Size
    down: bool
    width: int
    height: int


def layout(counts: tuple[int, ...], width: int, *, loss: bool = False) -> Layout:
    """Place layers of `counts` units, the inputs first, in a drawing `width` pixels wide."""
    width = max(LEAST_WIDTH, width)
    size, tallest, gaps = _size(max(counts), width), max(counts), len(counts) - 1
    last_gap = (2 * size.radius + 92) if loss else 0
    gap = min(MOST_GAP, (width - 2 * size.radius - 76 - last_gap) / gaps)
    down = gap - 2 * size.radius < LEAST_GAP
    if down:
        size = _narrowed(size, tallest, width)
        gap = 2 * size.radius + (112 if size.names else 76)
        last_gap = (2 * size.radius + 44) if loss else 0
    length = gaps * gap + last_gap
    rim = size.radius + 14
    across = width if down else tallest * size.pitch + _margin(size)
    start = rim if down else (width - length) / 2
    layers = tuple(_layer(n, count, start + n * gap, across, size, tallest, down) for n, count in enumerate(counts))
    end = _layer(len(counts), 1, start + length, across, size, tallest, down)[0] if loss else None
    # Flowing down, the last layer's biases may stand below it.
    height = rim + length + (rim if loss else max(rim, size.radius + 26)) if down else across
    return Layout(layers, end, size, down, width, math.ceil(height))


def _size(tallest: int, width: int) -> Size:
    size = next(size for size in SIZES if tallest <= size.up_to)
    if tallest <= 3 and width > 640:
        return replace(size, radius=31, pitch=134, font=16, small=13)
    return size


def _narrowed(size: Size, tallest: int, width: int) -> Size:
    pitch = min(size.pitch * 1.25, (width - 16) / tallest)
    return replace(size, pitch=pitch, radius=max(2, min(size.radius, (pitch - 6) / 2)))


def _margin(size: Size) -> int:
    if size.pitch > ROOMY_PITCH:
        return 22
    return 48 if size.names else 14


def _layer(
    layer: int, count: int, along: float, across: float, size: Size, tallest: int, down: bool
) -> tuple[Spot, ...]:
    pitch = min(size.pitch * 1.5, size.pitch * tallest / count)
    middles = [across / 2 + (unit - (count - 1) / 2) * pitch for unit in range(count)]
    return tuple(
        Spot(layer, unit, middle, along) if down else Spot(layer, unit, along, middle)
        for unit, middle in enumerate(middles)
    )
