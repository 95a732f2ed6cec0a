"""A whole training as data: from a spec to frames that a page can play, go back in, and open in the stepper.

A film is a pure function of its spec. Weights have 32 bits, as everywhere in deep learning, and as a film keeps them:
what a frame shows is exactly what was trained.
"""

import base64
import time
from typing import Any

import numpy as np

from simulator.engine.training.checkpoints import read_checkpoint, write_checkpoint
from simulator.engine.training.maps import maps_of
from simulator.engine.training.model import Model
from simulator.engine.training.readings import readings_of
from simulator.engine.training.run import Run
from simulator.engine.training.spec import VERSION, Spec, as_json, hash_of
from simulator.engine.training.stops import told_of

DECIMALS = 6  # of the points
TRIALS = 2  # the first map of a size takes longer, since its memory is new
SPARED = 1.25  # times the measured work is left for it, since other work may slow it down
MOST_DRAWING = 0.5  # of the time: a run whose maps would take all of it learns something too


def film_of(spec: Spec, checkpoint: str | None = None, deadline: float | None = None) -> dict[str, Any]:
    """The film of a run, in JSON's own types. It ends early at `deadline`, a time of time.monotonic().

    Raises SpecError for a checkpoint that does not belong to this spec.
    """
    run = Run(spec)
    if checkpoint is not None:
        read_checkpoint(checkpoint, run)
    frames = list(run.frames(end_of_training(run, deadline)))
    epochs, thetas = [epoch for epoch, _ in frames], np.array([theta for _, theta in frames])
    examples, train, validation = run.train.examples, *readings_of_parts(run, thetas)
    return {
        "version": VERSION,
        "hash": hash_of(spec, checkpoint),
        "spec": as_json(spec),
        "task": "classes" if spec.has_classes else "values",
        "classes": examples.classes,
        "scale": examples.scale,
        "points": points_of(run),
        "epochs": epochs,
        "theta": encoded(spec.model, thetas),
        "train": train,
        "validation": validation,
        "maps": maps_of(spec, thetas, plane_of(run)),
        "best": best_of(epochs, validation),
        "stopped": told_of(run, train["loss"] if checkpoint is None else [], deadline),
        "checkpoint": write_checkpoint(run),
    }


def end_of_training(run: Run, deadline: float | None) -> float | None:
    """When to stop, so that all frames are read and drawn by the deadline too: what one of them takes is tried out."""
    if deadline is None:
        return None
    drawing = SPARED * run.spec.frames * min(time_of_a_frame(run) for _ in range(TRIALS))
    return deadline - min(drawing, MOST_DRAWING * max(0, deadline - time.monotonic()))


def time_of_a_frame(run: Run) -> float:
    began, theta = time.monotonic(), run.trainer.theta[None]
    readings_of_parts(run, theta)
    maps_of(run.spec, theta, plane_of(run))
    return time.monotonic() - began


def readings_of_parts(run: Run, thetas: np.ndarray) -> tuple[dict[str, Any], dict[str, Any] | None]:
    train = readings_of(run.spec, thetas, run.train)
    assert train is not None  # there is always something to train on
    return train, readings_of(run.spec, thetas, run.validation)


def plane_of(run: Run) -> np.ndarray:
    """Where all examples lie, which the maps are to show."""
    return np.concatenate([part.examples.x for part in (run.train, run.validation)])


def points_of(run: Run) -> dict[str, Any]:
    """All examples as they lie on the plane, those to train on first."""
    parts = [run.train.examples, run.validation.examples]
    return {
        "x": np.concatenate([part.x for part in parts]).round(DECIMALS).tolist(),
        "y": np.concatenate([part.y for part in parts]).round(DECIMALS).tolist(),
        "part": ["train"] * len(parts[0]) + ["validation"] * len(parts[1]),
    }


def encoded(model: Model, thetas: np.ndarray) -> list[str]:
    """Each frame's numbers as little-endian float32: layer by layer, W row by row, then b."""
    places = model.layers(np.arange(model.parameters))
    order = np.concatenate([numbers.ravel() for layer in places for numbers in layer])
    return [base64.b64encode(theta.tobytes()).decode() for theta in thetas[:, order].astype("<f4")]


def best_of(epochs: list[int], validation: dict[str, Any] | None) -> dict[str, Any] | None:
    """The frame with the lowest validation loss."""
    losses = validation["loss"] if validation else []
    known = [(loss, epoch) for loss, epoch in zip(losses, epochs, strict=bool(losses)) if loss is not None]
    return {"epoch": min(known)[1], "loss": min(known)[0]} if known else None
