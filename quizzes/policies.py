"""The rules of a quiz: three modes, what each field may be, and the terms that an attempt keeps. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

GRACE = timedelta(seconds=5)  # for the way here, not for thinking
SURE = 3  # as certainty counts, in practice: 1 is a guess, 2 about 2 in 3, 3 above 80 %

# What holds where a quiz says nothing. `credit` is for the first right try, the second, and so on.
DEFAULTS: dict[str, Any] = {
    "attempts": 0,
    "counts": "best",
    "tries": 1,
    "credit": ["1", "2/3", "1/3"],
    "minutes": 0,
    "release": "submit",
    "shuffle": True,
    "pass_mark": 70,
    "simulator": "open",
}
MODES: dict[str, dict[str, Any]] = {
    "practice": {"counts": "last"},
    "check": {},
    "exam": {"attempts": 1, "release": "by hand", "simulator": "closed"},
}


class PolicyError(ValueError):
    """A policy that cannot hold: `faults` gives a sentence for each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults.items()))
        self.faults = faults


def whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: value in words


def is_credit(value: Any) -> bool:
    if not isinstance(value, list | tuple) or not value:
        return False
    try:
        shares = [Fraction(str(share)) for share in value]
    except (ValueError, ZeroDivisionError):
        return False
    return all(0 <= share <= 1 for share in shares)


FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "attempts": (whole(0, 1000), "Give a whole number; 0 is for any number of attempts."),
    "counts": (one_of("best", "last", "first", "average"), "Choose best, last, first or average."),
    "tries": (whole(1, 10), "Give a whole number from 1 to 10."),
    "credit": (is_credit, 'Give a list of shares from 0 to 1, such as [1, "2/3", "1/3"].'),
    "minutes": (whole(0, 100_000), "Give a whole number of minutes; 0 is for no limit."),
    "release": (one_of("submit", "close", "by hand"), "Choose submit, close or by hand."),
    "shuffle": (lambda value: isinstance(value, bool), "Say true or false."),
    "pass_mark": (whole(0, 100), "Give a whole number of percent, 0 to 100."),
    "simulator": (one_of("open", "closed"), "Choose open or closed."),
}


@dataclass(frozen=True, slots=True)
class Policy:
    mode: str
    attempts: int
    counts: str
    tries: int
    credit: tuple[str, ...]
    minutes: int
    release: str
    shuffle: bool
    pass_mark: int
    simulator: str

    @property
    def takes_guests(self) -> bool:
        return self.mode != "exam"

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"credit": list(self.credit)}


def policy_of(mode: str, given: Mapping[str, Any]) -> Policy:
    """A quiz's policy: what it gives, what its mode sets, and the defaults. Raises PolicyError."""
    faults = policy_faults(mode, given)
    if faults:
        raise PolicyError(faults)
    fields = DEFAULTS | MODES[mode] | dict(given)
    if mode == "exam":
        fields["tries"] = 1  # a second try would tell what the first was worth, before the release
    return Policy(mode=mode, **fields | {"credit": tuple(str(share) for share in fields["credit"])})


def policy_faults(mode: str, given: Any) -> dict[str, str]:
    """A sentence for each field that cannot hold."""
    if mode not in MODES:
        return {"mode": f"Choose {', '.join(MODES)}."}
    if not isinstance(given, Mapping):
        return {"policy": "Give a table of fields."}
    strange = f"There is no such rule. Known are {', '.join(FIELDS)}."
    unknown = {str(name): strange for name in given if name not in FIELDS}
    return unknown | {name: FIELDS[name][1] for name in given if name in FIELDS and not FIELDS[name][0](given[name])}


@dataclass(frozen=True, slots=True)
class Terms:
    """What an attempt keeps from its start, whatever becomes of the quiz."""

    mode: str
    minutes: int
    factor: Decimal  # what the time limit was multiplied by for this learner
    tries: int
    credit: tuple[Fraction, ...]
    points: Decimal
    shuffle: bool

    @property
    def tells_at_once(self) -> bool:
        """Whether an answer that the learner has checked is judged there and then."""
        return self.mode == "practice" or self.tries > 1

    @property
    def is_graded(self) -> bool:
        """Practice is the learner's own: it has verdicts and no score."""
        return self.mode != "practice"

    def tries_left(self, used: int) -> int | None:
        """None where tries are not counted: one try only, or practice."""
        return None if self.mode == "practice" or self.tries == 1 else max(self.tries - used, 0)

    def has_try(self, number: int) -> bool:
        return self.mode == "practice" or number <= self.tries

    def credit_for(self, number: int) -> Fraction:
        """The share that a right answer earns at its nth try. Practice costs nothing."""
        if self.mode == "practice" or self.tries == 1:
            return Fraction(1)
        return self.credit[min(number, len(self.credit)) - 1] if number <= self.tries else Fraction(0)


def write_terms(policy: Policy, points: Decimal, factor: Decimal) -> dict[str, Any]:
    return {
        "mode": policy.mode,
        "minutes": policy.minutes,
        "factor": str(factor),
        "tries": policy.tries,
        "credit": list(policy.credit),
        "points": str(points),
        "shuffle": policy.shuffle,
    }


def read_terms(stored: Mapping[str, Any]) -> Terms:
    credit = tuple(Fraction(share) for share in stored["credit"])
    numbers = {name: Decimal(stored[name]) for name in ("points", "factor")}
    return Terms(**dict(stored) | numbers | {"credit": credit})


def deadline_of(terms: Terms, started: datetime, closes: datetime | None, factor: Decimal) -> datetime | None:
    """The earlier of the end of the time limit and the end of the window; None where there is neither."""
    limit = started + timedelta(minutes=float(terms.minutes * factor)) if terms.minutes else None
    return min((moment for moment in (limit, closes) if moment), default=None)


def is_over(deadline: datetime | None, moment: datetime) -> bool:
    return deadline is not None and moment > deadline + GRACE


def result(counts: str, scores: Sequence[float]) -> float | None:
    """Which of the scores of one learner's attempts, in their order, counts; None where there is none."""
    if not scores:
        return None
    if counts == "average":
        return sum(scores) / len(scores)
    return {"best": max(scores), "last": scores[-1], "first": scores[0]}[counts]
