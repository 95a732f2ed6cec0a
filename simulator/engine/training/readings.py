"""What a network has reached at each frame: loss, accuracy, and which classes it takes for which."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from simulator.engine.training.parts import Part, answers_of
from simulator.engine.training.spec import Spec

AT_ONCE = 1 << 18  # numbers of one layer: what stays in a processor's cache is computed fastest


def in_turns(thetas: np.ndarray, numbers: int) -> Iterator[np.ndarray]:
    """The frames, a few at a time, where one frame takes so many numbers a layer."""
    step = max(1, AT_ONCE // numbers)
    return (thetas[start : start + step] for start in range(0, len(thetas), step))


def of_frames(spec: Spec, thetas: np.ndarray, points: int, compute: Callable[[np.ndarray], Any]) -> Iterator[Any]:
    """`compute` for a few frames at a time, each of so many points. What is not finite is left to the reader."""
    with np.errstate(all="ignore"):
        for some in in_turns(thetas, points * max(spec.model.sizes)):
            yield compute(some)


def readings_of(spec: Spec, thetas: np.ndarray, part: Part) -> dict[str, Any] | None:
    """One entry a frame for thetas (frames, parameters); None where there are no examples."""
    if not len(part):
        return None
    model, x, targets = spec.model, part.x.astype(thetas.dtype), part.targets.astype(thetas.dtype)

    def reached(some: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        z, a = model.forward(some, x)
        losses = model.losses(z, a, targets).mean(axis=-1)
        return losses, confusion(answers_of(spec, a), part) if part.examples.classes else None

    found = list(of_frames(spec, thetas, len(part), reached))
    losses = np.concatenate([loss for loss, _ in found])
    if not part.examples.classes:
        return {"loss": plain(losses), "accuracy": None, "confusion": None}
    tables = np.concatenate([table for _, table in found])
    right = np.trace(tables, axis1=1, axis2=2) / len(part)
    return {"loss": plain(losses), "accuracy": plain(right), "confusion": tables.tolist()}


def confusion(answers: np.ndarray, part: Part) -> np.ndarray:
    """How often (frames, true class, answered class), for answers (frames, examples)."""
    classes = len(part.examples.classes or ())
    frame = np.arange(len(answers))[:, None]
    cells = (frame * classes + part.examples.y) * classes + answers
    return np.bincount(cells.ravel(), minlength=len(answers) * classes**2).reshape(-1, classes, classes)


def plain(values: np.ndarray) -> list[float | None]:
    """Numbers of six digits, as JSON knows them; None for what is not finite."""
    return [float(f"{value:.6g}") if np.isfinite(value) else None for value in values.tolist()]
