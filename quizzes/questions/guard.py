"""The guard: a draw is unfit while a number that must be told apart lies too close to the right one, or to another."""

from collections.abc import Mapping, Sequence
from itertools import combinations

RIGHT = "the right answer"
LAST_BITS = 1e-9
APART = 2  # tolerances: within one an answer is taken for a value, so two values need two


def too_close(
    right: float, wrong: Mapping[str, float], separate: Sequence[str], tolerance: float, strict: bool
) -> str | None:
    """The first pair that an answer could not tell apart. A missing wrong value is no number, or is no idea here:
    unfit where the author asked for it (`strict`), no matter where it came from the table of defaults.
    """
    margin = APART * tolerance * (1 + 1e-9) + LAST_BITS
    for identity in separate:
        if identity not in wrong:
            if strict:
                return f"{identity} and {RIGHT} lie too close together"
        elif abs(wrong[identity] - right) <= margin:
            return f"{identity} and {RIGHT} lie too close together"
    present = [identity for identity in separate if identity in wrong]
    for one, other in combinations(present, 2):
        if abs(wrong[one] - wrong[other]) <= margin:
            return f"{one} and {other} lie too close together"
    return None
