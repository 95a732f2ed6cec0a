"""From an answer and a key to a verdict. Pure: works on plain values, writes nothing, and never decides what counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

from quizzes.questions.base import QuestionType, Unread, Unreadable, Verdict
from quizzes.questions.cases import lead_of_stored
from quizzes.questions.ranges import precision_of
from simulator.engine.precision import Precision

SIX_PLACES = Decimal("0.000001")
FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as we read it. `unread` are the places that cannot be read, `readable` is whether anything can."""

    value: Any = None
    echo: str | None = None
    readable: bool = True
    unread: Sequence[Unread] = ()

    @property
    def message(self) -> str | None:
        """The sentences for the learner; None if all of it can be read."""
        return " ".join(one.sentence for one in self.unread) or None


def read(kind: QuestionType, raw: Any, ask: Mapping[str, Any]) -> Read:
    """Read an answer without raising Unreadable: an answer that cannot be read is saved too. None takes one back."""
    if raw is None:
        return Read()
    unread = kind.unread(raw, ask)
    try:
        value = kind.parse(raw, ask)
    except Unreadable:
        return Read(readable=False, unread=unread)
    return Read(value, kind.echo(value, ask) or None, unread=unread)


def effective(kind: QuestionType, answers: Iterable[Any], ask: Mapping[str, Any]) -> Any:
    """What counts of readable answers in their order: the last, whose unread places have what was there before."""
    found = None
    for answer in answers:
        found = answer if answer is None or found is None else kind.completed(answer, found, ask)
    return found


def judge(kind: QuestionType, raw: Any, ask: Mapping[str, Any], key: Any) -> Verdict:
    """The verdict on a readable answer.

    One that was read when fewer texts had two meanings counts as it was read then: by the first of them.
    """
    try:
        value = kind.parse(raw, ask)
    except Unreadable as error:
        if not error.choices:
            return Verdict(Fraction(0))
        value = kind.parse(error.choices[0], ask)
    return kind.grade(value, key.right, key.wrong)


def as_decimal(fraction: Fraction | float) -> Decimal:
    """A fraction as it is stored, to six places."""
    exact = Fraction(fraction)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(SIX_PLACES)


def earned(points: Decimal, shares: Iterable[tuple[Fraction, Decimal]]) -> Decimal:
    """The points of an item: the best of credit × fraction over its tries."""
    best = max((credit * Fraction(fraction) for credit, fraction in shares), default=Fraction(0))
    return Decimal(points) * as_decimal(best)


def total(earnings: Iterable[Decimal]) -> Decimal:
    """Two thirds of 3 points are 2.000001 before this rounding, and 2 after it."""
    return sum(earnings, Decimal(0)).quantize(FOUR_PLACES)


def try_number(value: Any, earlier: Iterable[Any]) -> int:
    """Which try an answer is, among the earlier ones in their order: an identical repeat is the same try."""
    seen: list[Any] = []
    for one in earlier:
        if one not in seen:
            seen.append(one)
    return seen.index(value) + 1 if value in seen else len(seen) + 1


def tries_used(answers: Iterable[Any]) -> int:
    """How many tries these answers are: each different one is one."""
    seen: list[Any] = []
    for one in answers:
        if one not in seen:
            seen.append(one)
    return len(seen)


def wants_more_decimals(value: Any, right: Mapping[str, Any]) -> str | None:
    """The sentence for a number that is right at its own fewer places only, where the verdict is shown at once."""
    if not isinstance(value, Decimal) or right.get("decimals") is None:
        return None
    asked = precision_of(right)
    own = as_typed(value, asked)
    if own.places >= asked.places or asked.is_right(value, right["value"]) or not own.is_right(value, right["value"]):
        return None
    return f"Please give {asked.words}. This costs nothing."


def as_typed(value: Decimal, asked: Precision) -> Precision:
    """How exactly a number was typed. Zeros at the end of a whole number may be no digits of it."""
    _, digits, exponent = value.as_tuple()
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    if asked.digits is None:
        return Precision(decimals=decimals, tolerance=0.0)
    typed = "".join(map(str, digits))
    return Precision(digits=max(1, len(typed if decimals else typed.rstrip("0"))), tolerance=0.0)


def feedback(
    detail: Mapping[str, Any],
    diagnoses: Sequence[Mapping[str, Any]],
    right: Mapping[str, Any],
    message: str | None,
    line: str = "",
) -> str:
    """What a learner reads straight away, as HTML: the reasons of what was chosen, or what the number tells. `line` is
    MathML: the first line worth checking.
    """
    reasons = right.get("reasons", {})
    chosen = [reasons[one] for one in detail.get("chosen", []) if one in reasons]
    told = [spoken(one) for one in diagnoses if one.get("feedback")] or ([message] if message else [])
    if diagnoses and (lead := lead_of_stored(detail.get("finding"), len(told))):
        told.insert(0, lead)
    told += detail.get("notes", [])
    first = f'<div class="scroll">{line}</div>' if line else ""
    return "".join([*chosen, *(f"<p>{escape(sentence)}</p>" for sentence in told), first])


def spoken(diagnosis: Mapping[str, Any]) -> str:
    """Its sentence; of a question of several parts, with the part that it is about and how sure we are."""
    part = f"Part {diagnosis['label']}: " if diagnosis.get("label") else ""
    lead = f"{diagnosis['lead']} " if diagnosis.get("lead") else ""
    return f"{part}{lead}{diagnosis['feedback']}"


def separation(idea: str, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> tuple[float, float]:
    """How well numbers tell an idea apart, in tolerances: the distance of what it gives from what is nearest to it,
    be that right or another idea's, then from what is right. Nothing where it gives no number here.

    Ideas that give the same number by their nature count as nearest at every drawing, so the second decides.
    """
    entry = wrong.get(idea)
    if "value" not in right or not isinstance(entry, Mapping) or not isinstance(entry.get("value"), int | float):
        return (0.0, 0.0)
    unit = max(right.get("tolerance") or 0.0, 1e-9)
    others = [one["value"] for name, one in wrong.items() if name.split("@")[0] != idea.split("@")[0]]
    from_right = abs(entry["value"] - right["value"]) / unit
    nearest = min((abs(entry["value"] - other) / unit for other in others), default=from_right)
    return (min(from_right, nearest), from_right)
