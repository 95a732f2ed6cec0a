"""Why a run ended before its last epoch, or worse than it began, in words that say what to do."""

from collections.abc import Sequence
from typing import Any

from simulator.engine.training.divergence import Growth, growth_of, rate_that_holds
from simulator.engine.training.run import Run, Stop


def told_of(run: Run, losses: Sequence[float | None], deadline: float | None) -> dict[str, Any] | None:
    """The "stopped" of a film; None for a run that reached its end with a loss no higher than at its start.

    `losses` are those of the frames, the start first; none for a run that goes on from elsewhere.
    """
    if run.stop is None:
        return of_rise(run, losses, deadline) if losses and has_risen(losses) else None
    told: dict[str, Any] = {"reason": run.stop.reason, "epoch": run.stop.epoch, "layer": None, "growth": None}
    if run.stop.reason != "diverged":
        return told | {"words": of_reason(run.stop, run.spec.patience), "rate": None}
    growth, rate = growth_of(run), rate_that_holds(run, deadline)
    if growth:
        told |= {"layer": growth.layer, "growth": float(f"{growth.factor:.3g}")}
    return told | {"words": of_divergence(run.stop.epoch, growth, rate), "rate": rate}


RISEN = 1.01  # times the loss at the start: less is no more than the last batch


def has_risen(losses: Sequence[float | None]) -> bool:
    """A loss that cannot be written is larger than any."""
    first, last = losses[0], losses[-1]
    return first is not None and (last is None or last > RISEN * first)


def of_rise(run: Run, losses: Sequence[float | None], deadline: float | None) -> dict[str, Any]:
    """A large rate need not lead astray: saturated units hold the weights where the first steps threw them."""
    rate = rate_that_holds(run, deadline)
    last = "beyond all bounds" if losses[-1] is None else f"{losses[-1]:.3g}"
    if rate is None:
        why = "No smaller learning rate that was tried does better: start from other weights, or ease the penalties."
    else:
        why = f"The learning rate is too large. One of {rate:g} would hold."
    words = f"The loss ended above where it began: {losses[0]:.3g} at the start, {last} at the end. {why}"
    return {"reason": "risen", "epoch": run.trainer.epochs, "layer": None, "growth": None, "words": words, "rate": rate}


WORDS = {
    "patience": "Stopped at epoch {epoch}: the validation loss had not fallen for {patience}.",
    "time": "Stopped at epoch {epoch}, since the time for one run is over. Go on from here, or choose fewer epochs, "
    "points or units.",
}


def of_reason(stop: Stop, patience: int | None) -> str:
    epochs = "1 epoch" if patience == 1 else f"{patience} epochs"
    return WORDS[stop.reason].format(epoch=stop.epoch, patience=epochs)


def of_divergence(epoch: int, growth: Growth | None, rate: float | None) -> str:
    words = [f"The loss grew without bound at epoch {epoch}."]
    if growth:
        words.append(f"The gradient of layer {growth.layer} {of_growth(growth.factor)} at each step.")
    if rate is None:
        words.append("No learning rate that was tried would hold; start from smaller weights or inputs.")
    else:
        words.append(f"A learning rate of {rate:g} would hold.")
    return " ".join(words)


def of_growth(factor: float) -> str:
    if factor > 1000:
        return "grew more than a thousandfold"
    return f"became {factor:.2g} times as large" if factor < 100 else f"became {factor:.0f} times as large"
