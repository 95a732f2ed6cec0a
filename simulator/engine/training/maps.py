"""What the network says at each point of a grid, as one byte a point, for each frame."""

import base64
from typing import Any

import numpy as np

from simulator.engine.data.features import featured
from simulator.engine.training.parts import ends_of
from simulator.engine.training.readings import of_frames
from simulator.engine.training.spec import Spec

MARGIN = 1.05  # a little more than the farthest point
SHADES = 63  # of a class; its number is worth one more than the strongest


def maps_of(spec: Spec, thetas: np.ndarray, points: np.ndarray) -> dict[str, Any] | None:
    """Maps over the square that holds all points (examples, 2); row 0 is at the bottom. None where none is wanted."""
    if not spec.map:
        return None
    reach = float(f"{max(1, np.abs(points).max()) * MARGIN:.3g}")
    x = featured(grid(spec.map, reach), spec.features).astype(thetas.dtype)
    low, high = ends_of(spec)
    shade = of_classes if spec.layers[-1].units > 1 else lambda outputs: of_values(outputs[..., 0], low, high)
    model = spec.model
    frames = of_frames(spec, thetas, len(x), lambda some: shade(model.outputs(some, x)))
    return {
        "size": spec.map,
        "bounds": [-reach, reach, -reach, reach],
        "kind": "class" if spec.layers[-1].units > 1 else "value",
        "low": low,
        "high": high,
        "frames": [base64.b64encode(frame.tobytes()).decode() for some in frames for frame in some],
    }


def grid(size: int, reach: float) -> np.ndarray:
    """Points (size², 2), row by row from the bottom, each row from left to right."""
    along = np.linspace(-reach, reach, size)
    return np.stack([np.tile(along, size), np.repeat(along, size)], axis=1)


def of_values(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """low…high as 0…255."""
    share = np.nan_to_num((values - low) / (high - low), nan=0)
    return np.rint(255 * np.clip(share, 0, 1)).astype(np.uint8)


def of_classes(outputs: np.ndarray) -> np.ndarray:
    """The number of the largest output times 64, and its share of all as 0…63."""
    positive = np.maximum(np.nan_to_num(outputs, nan=0), 0)
    largest, total = positive.max(axis=-1), positive.sum(axis=-1)
    share = np.divide(largest, total, out=np.zeros_like(total), where=total > 0)
    return (outputs.argmax(axis=-1) * (SHADES + 1) + np.rint(SHADES * share)).astype(np.uint8)
