"""One number, right within a tolerance or when rounded to the asked decimals; wrong numbers are told apart."""

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import AskedNumber, Body, Drawn, Fault, Samples, Unreadable, Verdict
from quizzes.questions.cases import explained_alone, places_at, stated_probes, usual_range
from quizzes.questions.computed import number_of
from quizzes.questions.defaults import Defaults, with_minus
from quizzes.questions.fields import Fields
from quizzes.questions.guard import RIGHT, too_close
from quizzes.questions.quantities import QUANTITIES
from quizzes.questions.quantity import Entry, Quantity
from quizzes.questions.ranges import (
    asked_precision,
    asked_terms,
    check_places,
    key_terms,
    precision_of,
    rule_of,
    told_right,
)
from quizzes.questions.wording import Hole, holes
from simulator.engine.diagnosis import ruled_out
from simulator.engine.numbers import MINUS
from simulator.engine.precision import Precision
from simulator.engine.typed_numbers import plain, read_number, read_typed

AS_TEXT = "Send the number as text, “{}” in quotes: a JSON number may lose digits."
MOST_TOLERANCE = 1_000_000
SAME = 1e-9
NOT_WRONG = (
    "Wrong number {} is right, or so close to the right number that an answer could be either. Change or remove it."
)
ANSWER_FIELDS = frozenset({"decimals", "digits", "tolerance", "unit", "wrong", "conventions"})
BY_CONVENTION = "Full credit: your number follows from another convention."


class Number(Defaults):
    name = "number"
    title = "Number"
    fields = frozenset({"answer"})

    def check(self, body: Body) -> list[Fault]:
        faults: list[Fault] = []
        answer = body.get("answer")
        if not isinstance(answer, Mapping):
            return [Fault("answer", "Please say what is asked for in a table [question.answer].")]
        fields = Fields(body, faults).inside("answer", answer)
        check_asked(fields, ANSWER_FIELDS)
        check_form(fields)
        check_wrong(fields)
        if fields.truth("conventions") and "probe" not in answer:
            fields.fault("conventions", "Conventions are known of a quantity of a network alone. Remove this.")
        return faults

    def numbers(self, body: Body) -> dict[str, Any]:
        answer = body["answer"]
        wrong = {f"answer.wrong.{number}.value": one["value"] for number, one in enumerate(answer.get("wrong", []))}
        return quantity(body).numbers(answer) | wrong

    def try_out(self, body: Body, drawn: Drawn) -> list[Fault]:
        return given_away(body) + quantity(body).try_out(body["answer"], drawn)

    def blank(self, body: Body) -> str | None:
        return body["answer"].get("probe")

    def right_value(self, body: Body, drawn: Drawn) -> float:
        return quantity(body).right(body["answer"], drawn)

    def asked(self, body: Body, drawn: Drawn) -> list[AskedNumber]:
        assert drawn.right is not None
        return [AskedNumber("answer", "", drawn.right, asked_precision(body["answer"]))]

    def contradictions(self, body: Body, drawn: Drawn) -> list[Fault]:
        return [Fault(f"answer.wrong.{n - 1}.value", NOT_WRONG.format(n)) for n in taken_for_right(body, drawn)]

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        assert drawn.right is not None
        answer = body["answer"]
        if taken := taken_for_right(body, drawn):
            return f"wrong number {taken[0]} and {RIGHT} lie too close together"
        asked = answer.get("separate")
        separate = asked or quantity(body).separate(answer, drawn)
        wrong = quantity(body).wrong_among(answer, drawn, separate) if separate else {}
        blur = asked_precision(answer).blur(drawn.right)
        if not asked and not body.get("draw"):  # nothing else could be drawn: what is the same number is said together
            apart = {key: value for key, value in wrong.items() if abs(value - drawn.right) > SAME}
            alone = (too_close(drawn.right, apart, [key], blur, strict=False) for key in apart)
            return next(filter(None, alone), None)
        return too_close(drawn.right, wrong, separate, blur, strict=bool(asked))

    def coinciding(self, body: Body, drawn: Drawn) -> frozenset[str]:
        assert drawn.right is not None
        answer, told = body["answer"], stated_probes(body)
        excluded = ruled_out(drawn.trace.network, told) if drawn.trace and told else ()
        reach = asked_precision(answer).tolerance_at(drawn.right) + SAME
        found = quantity(body).by_mistake(answer, drawn).items()
        return frozenset(
            key for key, (value, node) in found if abs(value - drawn.right) <= reach and node not in excluded
        )

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        return {**asked_terms(body["answer"]), "unit": body["answer"].get("unit", "")}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        assert drawn.right is not None
        answer = body["answer"]
        right = {
            "value": drawn.right,
            **key_terms(answer, drawn.right),
            "probe": answer.get("probe"),
            "steps": list(answer["steps"]) if "steps" in answer else quantity(body).steps(answer, drawn),
        }
        found = quantity(body).wrong(answer, drawn, places_at(answer, drawn.right)) | own_wrong(answer, drawn)
        wrong = {identity: one for identity, one in found.items() if abs(one["value"] - drawn.right) > SAME}
        network = drawn.trace.network if drawn.trace else None
        right["range"] = list(usual_range(network, right["probe"], drawn.right, wrong))
        return right | allowed(answer) | {"told": stated_probes(body)}, wrong

    def parse(self, raw: object, ask: Mapping[str, Any]) -> Decimal:
        """Only text is read: a number that passed through a float may have lost what the learner typed."""
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raise Unreadable(AS_TEXT.format(json.dumps(raw)))
        typed = read_typed(raw if isinstance(raw, str) else "", is_whole=is_whole(ask), unit=ask.get("unit", ""))
        if typed.value is None:
            raise Unreadable(typed.problem, typed.choices)
        return typed.value

    def echo(self, answer: Decimal, ask: Mapping[str, Any]) -> str:
        return plain(answer, is_whole=is_whole(ask))

    def grade(self, answer: Decimal, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        precision = precision_of(right)
        if precision.is_right(answer, right["value"]):
            return Verdict(Fraction(1))
        other = by_convention(diagnosed(answer, precision, wrong), right)
        if other:
            return Verdict(Fraction(1), other, {"notes": [BY_CONVENTION]})
        found, finding = explained_alone(answer, right, wrong)
        return Verdict(Fraction(0), found, {"finding": finding})

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> str:
        return told_right(right["value"], right)

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        return {**ask, "rule": rule_of(ask)}

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        ends = item.get("accepted") or {}
        accepted = [with_minus(end) for end in dict.fromkeys(ends.values())]
        return {
            "given": with_minus(item["read"] or item["answer"] or ""),
            "right_number": with_minus(item["right"]),
            "accepted_words": " to ".join(accepted) if len(accepted) > 1 else "",
            "rule": rule_of(item["ask"]),
        }

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        value, tolerance = right["value"], right["tolerance"]
        exact = told_right(value, right)
        far = [f"{value + distance:.9e}" for distance in (10 * tolerance + 1, -10 * tolerance - 1)]
        wrong_values = [
            f"{one['value']:.12e}" for one in wrong.values() if abs(one["value"] - value) > 2 * tolerance + SAME
        ]
        return Samples(
            right=[exact, f" {exact} ", with_comma(exact), exact.replace("-", MINUS)],
            wrong=far + [raw for raw in wrong_values if self.grade(Decimal(raw), right, wrong).fraction < 1],
            unreadable=[
                "",
                " ",
                "abc",
                "nan",
                "1_000",
                "1/2",
                "0x1F",
                two_meanings(ask),
                0.5,
                7,
                True,
                [],
                [exact],
                {},
            ],
        )


def is_whole(ask: Mapping[str, Any]) -> bool:
    """Whether a question asks for a whole number, so that 1,234 has one meaning."""
    return ask.get("decimals") == 0


def with_comma(number: str) -> str:
    """A number with a decimal comma that nobody takes for thousands."""
    text = number.replace(".", ",")
    return text if read_number(text) is not None else f"{text}0"


def two_meanings(ask: Mapping[str, Any]) -> str:
    return "1.234" if is_whole(ask) else "1,234"


def given_away(body: Body) -> list[Fault]:
    """Names in the prompt that stand for just what is asked."""
    asked = {body["answer"].get("probe"), body["answer"].get("expression")}
    names = [name for name, text in body.get("let", {}).items() if text in asked]
    told = [hole.name for hole in holes(body["prompt"]) if isinstance(hole, Hole) and hole.name in names]
    return [Fault("prompt", f"“{name}” is the right answer. Remove it from the prompt.") for name in told]


def quantity(body: Body) -> Quantity:
    return next(QUANTITIES[name] for name in QUANTITIES if name in body["answer"])


def allowed(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What a key holds where the author lets numbers by another convention count."""
    return {"conventions": True} if answer.get("conventions") else {}


def by_convention(found: Sequence[Mapping[str, Any]], right: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of the ideas behind a number, those that are another convention, where such a number counts."""
    return [dict(one) for one in found if right.get("conventions") and one.get("kind") == "convention"]


def own_wrong(answer: Mapping[str, Any], drawn: Drawn) -> dict[str, Entry]:
    """The wrong values that the author names, where they can be computed at these numbers."""
    found = {}
    for number, one in enumerate(answer.get("wrong", []), start=1):
        try:
            value = number_of(one["value"], drawn)
        except Uncomputable:
            continue
        found[f"own.{number}"] = {
            "value": value,
            "node": None,
            "feedback": one["feedback"],
            "kind": "concept",
            "formula": str(one["value"]),
        }
    return found


def taken_for_right(body: Body, drawn: Drawn) -> list[int]:
    """The author's wrong numbers, counted from 1, that an answer could not tell from the right one."""
    assert drawn.right is not None
    answer = body["answer"]
    values = {int(key.removeprefix("own.")): one["value"] for key, one in own_wrong(answer, drawn).items()}
    blur = asked_precision(answer).blur(drawn.right)
    return [n for n, one in values.items() if too_close(drawn.right, {"": one}, [""], blur, strict=False)]


def check_asked(fields: Fields, more: Collection[str]) -> None:
    """Exactly one quantity, and no field but its own and `more`."""
    asked = [name for name in QUANTITIES if name in fields.table]
    if len(asked) != 1:
        fields.fault(asked[1] if asked else "probe", f"Please give exactly one of: {', '.join(QUANTITIES)}.")
    for name in asked[:1]:
        QUANTITIES[name].check(fields)
    fields.only(set(more).union(QUANTITIES, *(QUANTITIES[name].fields for name in asked or QUANTITIES)))


def check_form(fields: Fields) -> None:
    """How the number is to be given: decimals or significant digits, tolerance and unit."""
    check_places(fields)
    fields.text("unit")
    tolerance = fields.table.get("tolerance")
    good = isinstance(tolerance, int | float) and not isinstance(tolerance, bool)
    if tolerance is not None and not (good and 0 <= tolerance <= MOST_TOLERANCE):
        fields.fault("tolerance", f"Please give a number from 0 to {MOST_TOLERANCE}, without quotes.")


def check_wrong(fields: Fields) -> None:
    for entry, table in fields.tables("wrong"):
        entry.only(("value", "feedback"))
        if "value" not in table:
            entry.fault("value", "Please write the expression that gives this wrong number.")
        feedback = entry.text("feedback", "Please say in one sentence what to do about it.")
        if feedback and "{{" in feedback:
            entry.fault("feedback", "Numbers are not filled in here. Please say it without them.")


def diagnosed(answer: Decimal, precision: Precision, wrong: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every stored misconception within the tolerance of this number, the closest first, to find conventions.

    A key "z.no_bias@2" is the idea in layer 2 alone; the idea is said once.
    """
    near = [
        (abs(float(answer) - one["value"]), key)
        for key, one in wrong.items()
        if precision.is_right(answer, one["value"])
    ]
    found: dict[str, dict[str, Any]] = {}
    for _, key in sorted(near, key=lambda item: round(item[0], 9)):
        told = {name: wrong[key][name] for name in ("feedback", "value", "node", "kind")}
        found.setdefault(key.split("@")[0], {"id": key.split("@")[0], "key": key, **told})
    return list(found.values())
