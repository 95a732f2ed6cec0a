"""Where a run ended, as a text that it can go on from, as if there had been no break."""

import base64
import binascii

import numpy as np

from simulator.engine.reading import Fault
from simulator.engine.training.run import Run
from simulator.engine.training.spec import SpecError

NUMBERS = np.dtype("<f4")
MOST_EPOCHS = 1_000_000
DAMAGED = "This checkpoint is damaged, or belongs to another run. Start that run from its beginning."


def write_checkpoint(run: Run) -> str:
    numbers = [np.array([run.trainer.epochs, run.lowest, run.waited]), *run.trainer.state()]
    return base64.b64encode(np.concatenate(numbers).astype(NUMBERS).tobytes()).decode()


def read_checkpoint(text: str, run: Run) -> None:
    """Put a fresh run where the text says. Raises SpecError if it does not fit."""
    try:
        numbers = np.frombuffer(base64.b64decode(text, validate=True), NUMBERS)
    except (binascii.Error, ValueError) as error:
        raise SpecError([Fault("checkpoint", DAMAGED)]) from error
    state = run.trainer.state()
    ends = np.cumsum([3, *(len(array) for array in state)])
    if len(numbers) != ends[-1] or not _is_sound(numbers):
        raise SpecError([Fault("checkpoint", DAMAGED)])
    head, *arrays = np.split(numbers, ends[:-1])
    run.trainer.restore(arrays, int(head[0]))
    if not run.spec.biases and run.trainer.theta[run.spec.model.weight_places == 0].any():
        raise SpecError([Fault("checkpoint", DAMAGED)])  # of a run with biases
    run.lowest, run.waited = float(head[1]), int(head[2])


def _is_sound(numbers: np.ndarray) -> bool:
    """Counts that are counts, and numbers that can be computed with; the lowest loss may still be infinite."""
    epochs, lowest, waited = numbers[:3].tolist()
    counts = epochs.is_integer() and waited.is_integer() and 0 <= waited <= epochs <= MOST_EPOCHS
    return counts and lowest == lowest and bool(np.isfinite(numbers[3:]).all())  # NaN alone is not itself
