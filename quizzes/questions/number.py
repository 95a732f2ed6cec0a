"""One number, right within a tolerance or when rounded to the asked decimals; wrong numbers are told apart."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from quizzes.questions.base import Samples, Unreadable, Verdict
from simulator.engine.numbers import MINUS, is_right, read_number

PLEASE = "Please enter a number, such as 0.73."


class Number:
    name = "number"
    title = "Number"
    fields = frozenset({"answer", "show_network"})

    def parse(self, raw: object, ask: Mapping[str, Any]) -> Decimal:
        """Only text is read: a number that passed through a float may have lost what the learner typed."""
        value = read_number(raw) if isinstance(raw, str) else None
        if value is None:
            raise Unreadable(PLEASE)
        return value

    def echo(self, answer: Decimal, ask: Mapping[str, Any]) -> str:
        plain = -7 <= answer.adjusted() <= 20
        return f"We read {answer:f}".replace("-", MINUS) if plain else f"We read {answer}".replace("-", MINUS)

    def grade(self, answer: Decimal, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        if is_right(answer, right["value"], right["decimals"], right["tolerance"]):
            return Verdict(Fraction(1))
        return Verdict(Fraction(0), diagnosed(answer, right["tolerance"], wrong))

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        value, decimals = right["value"], right["decimals"]
        exact = f"{value:.{decimals}f}"
        far = value + 10 * right["tolerance"] + 1
        return Samples(
            right=[exact, f" {exact} ", exact.replace(".", ","), exact.replace("-", MINUS)],
            wrong=[f"{far:.{decimals}f}", *(f"{entry['value']:.{decimals + 4}f}" for entry in wrong.values())],
            unreadable=["", " ", "abc", "nan", "inf", "1_000", "0.", "1/2", "0x1", "١٢", 0.5, 7, True, [], [exact], {}],
        )


def diagnosed(answer: Decimal, tolerance: float, wrong: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every stored idea that leads to this number, the closest first: ideas that give the same number are said together."""
    matches = [
        (abs(answer - Decimal(repr(entry["value"]))), identity)
        for identity, entry in wrong.items()
        if is_right(answer, entry["value"], None, tolerance)
    ]
    return [
        {"id": identity, **{name: wrong[identity][name] for name in ("feedback", "value", "node", "kind")}}
        for _, identity in sorted(matches)
    ]
