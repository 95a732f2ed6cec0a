"""Several numbers, a vector or a grid with labelled cells: each right cell earns its share, and ideas are looked for in
all cells together, since one idea leaves its trace in each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard

from quizzes.questions.base import AskedNumber, Body, Drawn, Fault, Samples, Sent, Unread, Unreadable, Verdict
from quizzes.questions.cases import explained_alone, stated_probes
from quizzes.questions.cells import Cells, check_cells, in_cell, right_cells, wrong_cells
from quizzes.questions.defaults import Defaults, given, with_minus
from quizzes.questions.guard import APART
from quizzes.questions.number import (
    BY_CONVENTION,
    Number,
    allowed,
    by_convention,
    diagnosed,
    two_meanings,
    with_comma,
)
from quizzes.questions.ranges import asked_precision, asked_terms, cell_terms, precision_of, rule_of, told_right
from simulator.engine.precision import Precision

EMPTY = "Enter a number in each cell, such as 0.73."
SAME = 1e-9
MOST_NAMED = 2
ONE = Number()


class Numbers(Defaults):
    name = "numbers"
    title = "Several numbers"
    fields = frozenset({"answer"})

    def check(self, body: Body) -> list[Fault]:
        return check_cells(body)

    def numbers(self, body: Body) -> dict[str, Any]:
        return Cells(body["answer"]).expressions()

    def texts(self, body: Body) -> dict[str, str]:
        return Cells(body["answer"]).labels()

    def right_value(self, body: Body, drawn: Drawn) -> None:
        right_cells(body["answer"], drawn)  # raises Uncomputable

    def values(self, body: Body, drawn: Drawn) -> dict[str, float]:
        return {f"cell {number}": value for number, value in enumerate(right_cells(body["answer"], drawn), start=1)}

    def try_out(self, body: Body, drawn: Drawn) -> list[Fault]:
        return Cells(body["answer"]).try_out(drawn)

    def asked(self, body: Body, drawn: Drawn) -> list[AskedNumber]:
        values = enumerate(right_cells(body["answer"], drawn), start=1)
        return [
            AskedNumber("answer", f"Number {number}", value, asked_precision(body["answer"]))
            for number, value in values
        ]

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        """An idea is told apart where it changes at least one cell by more than the tolerance lets pass."""
        answer, right = body["answer"], right_cells(body["answer"], drawn)
        margins = [APART * asked_precision(answer).blur(value) * (1 + SAME) + SAME for value in right]
        found = {"the right answer": right}
        wrong = wrong_cells(answer, drawn) if answer.get("separate") else {}
        for idea in answer.get("separate", []):
            values = wrong[idea]["values"] if idea in wrong else right
            for other, known in found.items():
                if all(abs(one - two) <= most for one, two, most in zip(values, known, margins, strict=True)):
                    return f"{idea} and {other} lie too close together"
            found[idea] = values
        return None

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        answer = body["answer"]
        labels = {
            name: [told[f"answer.{name}.{number}"] for number in range(len(answer.get(name, [])))]
            for name in ("rows", "columns")
        }
        width = Cells(answer).width
        return {**asked_terms(answer), "unit": answer.get("unit", ""), "width": width, **labels}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        answer, right = body["answer"], right_cells(body["answer"], drawn)
        key = {"values": right, **cell_terms(answer), "probes": Cells(answer).probes, "told": stated_probes(body)}
        return key | allowed(answer) | Cells(answer).working(drawn), wrong_cells(answer, drawn)

    def parse(self, raw: object, ask: Mapping[str, Any]) -> list[Decimal | None]:
        """A cell that is empty or cannot be read is None: it earns nothing, and the others are graded."""
        if not has_all_cells(raw, ask):
            raise Unreadable(EMPTY)
        unread = {one.place for one in self.unread(raw, ask)}
        cells = [None if is_blank(one) or str(n) in unread else ONE.parse(one, ask) for n, one in enumerate(raw)]
        if all(one is None for one in cells):
            raise Unreadable(" ".join(one.sentence for one in self.unread(raw, ask)) or EMPTY)
        return cells

    def unread(self, raw: object, ask: Mapping[str, Any]) -> list[Unread]:
        if not has_all_cells(raw, ask) or all(map(is_blank, raw)):
            return [Unread(EMPTY)]
        found = [(n, one) for n, cell in enumerate(raw) if not is_blank(cell) for one in ONE.unread(cell, ask)]
        return [replace(one, place=str(n), label=f"Number {n + 1}") for n, one in found]

    def completed(self, raw: Any, before: Any, ask: Mapping[str, Any]) -> Any:
        if not has_all_cells(raw, ask) or not has_all_cells(before, ask):
            return raw
        unread = {one.place for one in self.unread(raw, ask)}
        return [before[n] if str(n) in unread else one for n, one in enumerate(raw)]

    def echo(self, answer: list[Decimal | None], ask: Mapping[str, Any]) -> str:
        return "; ".join("–" if one is None else ONE.echo(one, ask) for one in answer)

    def grade(self, answer: list[Decimal | None], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        precision = precision_of(right)
        hits = [
            one is not None and precision.is_right(one, value)
            for one, value in zip(answer, right["values"], strict=True)
        ]
        other = by_convention(one_by_one(answer, hits, precision, wrong), right)
        cells = [
            hit or any(says(wrong[one["key"]], at, answer, precision) for one in other) for at, hit in enumerate(hits)
        ]
        found, finding = self.explain(answer, cells, right, wrong)
        notes = {"notes": [BY_CONVENTION]} if other else {}
        told = list({one["feedback"]: one for one in other}.values())  # one convention has a name at each quantity
        detail = {"cells": cells, **notes} | ({"finding": finding} if finding else {})
        return Verdict(Fraction(sum(cells), len(cells)), told + found, detail)

    def explain(
        self, answer: list[Decimal | None], hits: list[bool], right: Mapping[str, Any], wrong: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Two wrong cells that agree on one mistake are no coincidence. Else the first wrong cell tells what it can."""
        wrong_at = [number for number, one in enumerate(answer) if one is not None and not hits[number]]
        if not wrong_at:
            return [], {}
        if len(wrong_at) > 1 and (agreed := agreeing(answer, hits, precision_of(right), wrong)):
            return agreed[:MOST_NAMED], agreement(len(agreed))
        first = wrong_at[0]
        found, finding = explained_alone(
            answer[first] or Decimal(0), right_in_cell(first, hits, right), in_cell(first, wrong)
        )
        probes = {one["key"]: wrong[one["key"]]["probe"] for one in found}
        return [{**one, "probe": at_cell(first, right) or probes[one["key"]]} for one in found], finding

    def from_form(self, ask: Mapping[str, Any], sent: Sent) -> Any:
        size = len(ask["rows"]) * ask["width"]
        typed = [next(reversed(given(sent, f"-{number}")), "") for number in range(size)]
        return typed if any(typed) else None

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
        return [told_right(value, right) for value in right["values"]]

    def marks(self, ask: Mapping[str, Any], right: Mapping[str, Any], detail: Mapping[str, Any]) -> list[bool]:
        return detail.get("cells") or [False] * len(right["values"])

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        """The cells as rows of a table, each with its label, its value and whether it can be read."""
        size = len(ask["rows"]) * ask["width"]
        typed = answer if isinstance(answer, list) and len(answer) == size else [""] * size
        unread = {one.place: one for one in self.unread(typed, ask)}
        cells = [{"number": n, "value": one, "unread": unread.get(str(n))} for n, one in enumerate(typed)]
        return {**ask, "grid": in_rows(cells, ask), "rule": rule_of(ask)}

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        typed = item["answer"] or [""] * len(item["right"])
        unread = {one.place for one in self.unread(typed, item["ask"])}
        counted = ["" if str(n) in unread else one for n, one in enumerate(typed)]
        cells = [
            {"given": with_minus(one.strip()), "right": with_minus(right), "tone": tone(one, hit)}
            for one, right, hit in zip(counted, item["right"], item["marks"], strict=True)
        ]
        return {"grid": in_rows(cells, item["ask"]), "rule": rule_of(item["ask"])}

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        exact = self.right_answer(ask, right)
        first = right["values"][0]
        far = f"{first + 10 * precision_of(right).tolerance_at(first) + 1:.9e}"
        ideas = [[f"{value:.12e}" for value in one["values"]] for one in wrong.values() if self.differs(one, right)]
        return Samples(
            right=[exact, [with_comma(one) for one in exact], [f" {one} " for one in exact]],
            wrong=[
                [far, *exact[1:]],
                *([bad, *exact[1:]] for bad in ("", "abc", two_meanings(ask), 1.5) if len(exact) > 1),
                *(one for one in ideas if self.is_wrong(one, ask, right, wrong)),
            ],
            unreadable=["", exact[0], [], [""] * len(exact), [*exact, "1"], ["abc"] * len(exact), [1.5] * len(exact)],
        )

    def is_wrong(
        self, raw: list[str], ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]
    ) -> bool:
        return self.grade(self.parse(raw, ask), right, wrong).fraction < 1

    def differs(self, one: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
        precision, pairs = precision_of(right), zip(one["values"], right["values"], strict=True)
        return any(abs(value - exact) > 2 * precision.tolerance_at(exact) + SAME for value, exact in pairs)


def has_all_cells(raw: object, ask: Mapping[str, Any]) -> TypeGuard[list[Any]]:
    return isinstance(raw, list) and len(raw) == len(ask["rows"]) * ask["width"]


def is_blank(cell: object) -> bool:
    return isinstance(cell, str) and not cell.strip()


def in_rows(cells: list[dict[str, Any]], ask: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The cells under the label of their row; each knows the label of its column too, for whoever hears the page."""
    width, columns = ask["width"], ask["columns"] or [""] * ask["width"]
    named = [{**cell, "column": columns[number % width]} for number, cell in enumerate(cells)]
    return [{"label": label, "cells": named[row * width :][:width]} for row, label in enumerate(ask["rows"])]


def tone(typed: str, hit: bool) -> str:
    return "right" if hit else "wrong" if typed.strip() else "open"


def agreeing(
    answer: Sequence[Decimal | None], hits: Sequence[bool], precision: Precision, wrong: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The misconceptions that give every wrong cell; of these the ones that say most of the right cells too."""
    wrong_at = [number for number, one in enumerate(answer) if one is not None and not hits[number]]
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for key, one in wrong.items():
        if all(says(one, number, answer, precision) for number in wrong_at):
            odd = sum(hit and not says(one, number, answer, precision) for number, hit in enumerate(hits))
            told = {name: one[name] for name in ("feedback", "node", "kind", "probe")}
            told |= {"id": key.split("@")[0], "key": key, "value": one["values"][wrong_at[0]]}
            found.setdefault(told["id"], (odd, told))
    least = min((odd for odd, _ in found.values()), default=0)
    return [told for odd, told in found.values() if odd == least]


def agreement(count: int) -> dict[str, Any]:
    """How sure cells that agree make us. It is not put in numbers: charts know of one cell at a time."""
    verdict = "one" if count == 1 else "two" if count == MOST_NAMED else "several"
    return {"verdict": verdict, "confidence": None, "by_chance": None, "decimals_to_tell": None}


def right_in_cell(number: int, hits: Sequence[bool], right: Mapping[str, Any]) -> dict[str, Any]:
    """What is right in one cell, as in a question of its own. What the right cells hold was not mistaken."""
    probes = right.get("probes") or [None] * len(hits)
    known = [probe for probe, hit in zip(probes, hits, strict=True) if probe and hit]
    told = [*right.get("told", []), *known]
    return {**right, "value": right["values"][number], "probe": probes[number], "told": told}


def at_cell(number: int, right: Mapping[str, Any]) -> str | None:
    return right["probes"][number] if right.get("probes") else None


def says(one: Mapping[str, Any], number: int, answer: Sequence[Decimal | None], precision: Precision) -> bool:
    typed = answer[number]
    return typed is not None and precision.is_right(typed, one["values"][number])


def one_by_one(
    answer: Sequence[Decimal | None], hits: Sequence[bool], precision: Precision, wrong: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What lies within the tolerance of each wrong cell by itself, to find conventions."""
    found: dict[str, dict[str, Any]] = {}
    for number, typed in enumerate(answer):
        if typed is not None and not hits[number]:
            for told in diagnosed(typed, precision, in_cell(number, wrong)):
                found.setdefault(told["id"], told | {"probe": wrong[told["key"]]["probe"]})
    return list(found.values())
