"""The fields of short texts, several numbers, pairs, orders, code lines, places and parts."""

import tomllib
from collections.abc import Mapping
from typing import Any

from django import forms

from quizzes.authoring.forms import as_before
from quizzes.authoring.number_forms import (
    CONVENTIONS,
    NO_STEPS,
    AnswerForm,
    IdeasField,
    decimals_field,
    digits_field,
    tolerance_field,
)
from quizzes.authoring.typed import (
    Expression,
    Line,
    Lines,
    Markdown,
    Whole,
    entries,
    entry,
    lines,
    split,
    without_blanks,
)
from quizzes.formats.toml_writing import table_lines
from quizzes.questions.part import MOST_POINTS
from quizzes.questions.ranges import DECIMALS
from quizzes.questions.whole import KINDS

CONDITION = "Ticked and under a condition at once. Take away one of the two."


class TextForm(forms.Form):
    """What is accepted as a short text."""

    accept = Lines(label="Accepted answers", help_text="One a line. Case and spaces make no difference.")
    pattern = Line(help_text="For what a list would not hold: over[- ]?fit(ted|ting)?")

    def body(self, wrong: list[dict[str, Any]]) -> dict[str, Any]:
        read = self.cleaned_data
        return {"answer": without_blanks({"accept": lines(read["accept"]), "pattern": read["pattern"], "wrong": wrong})}


class WrongTextForm(forms.Form):
    text = Line(label="Wrong answer")
    feedback = Markdown(required=False, label="What the learner is told", rows=1)
    misconception = Line(label="Belief behind it")

    def row(self) -> dict[str, Any]:
        return only_named(self.cleaned_data, "misconception")


class CellsForm(forms.Form):
    """Several numbers: what each cell is, and how the rows and columns are called."""

    cells = Lines(rows=3, help_text="One row a line: z[1,1], z[1,2]. Quantities or expressions.")
    rows = Lines(label="Names of the rows", help_text="One a line; formulas between dollar signs.")
    columns = Lines(label="Names of the columns", help_text="Only where there are several.")
    decimals = decimals_field(f"Default: {DECIMALS}.")
    digits = digits_field()
    tolerance = tolerance_field()
    unit = Line()
    steps = Line(label="Worked steps", help_text=f"Empty: all on the way. z[1,1], a[1,1] · {NO_STEPS}")
    separate = IdeasField()
    conventions = forms.BooleanField(required=False, label=CONVENTIONS)

    def body(self) -> dict[str, Any]:
        read = self.cleaned_data
        rows = [entries(row) for row in lines(read["cells"])]
        answer: dict[str, Any] = {
            "cells": rows if any(len(row) > 1 for row in rows) else [cell for row in rows for cell in row],
            "rows": lines(read["rows"]),
            "columns": lines(read["columns"]),
            "decimals": read["decimals"],
            "digits": read["digits"],
            "tolerance": None if read["tolerance"] is None else entry(f"{read['tolerance']:f}"),
            "unit": read["unit"],
            "separate": as_before(read["separate"], self.initial.get("separate", [])),
            "conventions": read["conventions"] or None,
        }
        steps = {"steps": [] if read["steps"] == NO_STEPS else split(read["steps"])} if read["steps"] else {}
        return {"answer": without_blanks(answer) | steps}


class AskedForm(forms.Form):
    """What options are the values of, where they are numbers."""

    KINDS = [("", "no number"), *AnswerForm.KINDS]
    kind = forms.ChoiceField(choices=KINDS, required=False, label="Options are values of")
    value = Expression(label="Namely", help_text="a[1,1] · ceil(n / batch) · parameters")
    sizes = Line(label="Sizes of the layers", help_text="Of a count: n, 16, 1")
    decimals = decimals_field()
    digits = digits_field()
    unit = Line()

    def body(self) -> dict[str, Any]:
        read = self.cleaned_data
        kept = {name: self.initial[name] for name in ("steps", "examples", "biases") if name in self.initial}
        answer = {read["kind"]: read["value"], "sizes": entries(read["sizes"]), **kept}
        answer |= {"decimals": read["decimals"], "digits": read["digits"], "unit": read["unit"]}
        return {"answer": without_blanks(answer)} if read["kind"] else {}


class DecoysForm(forms.Form):
    decoys = Lines(label="Belongs to none", help_text="One a line. They make it harder to match what is left over.")

    def body(self) -> dict[str, Any]:
        return without_blanks({"decoys": lines(self.cleaned_data["decoys"])})


class PairForm(forms.Form):
    left = Markdown(required=False, label="This", rows=1)
    right = Markdown(required=False, label="Belongs to", rows=1)
    reason = Markdown(required=False, label="Why", rows=1)
    misconception = Line(label="Belief behind a slip")

    def row(self) -> dict[str, Any]:
        return only_named(self.cleaned_data, "misconception")


class ItemForm(forms.Form):
    text = Markdown(required=False, label="Line", rows=1)
    reason = Markdown(required=False, label="Why it stands here", rows=1)

    def row(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TrueWhereForm(forms.Form):
    """A row that is right always, never, or under a condition; `truth` is its name in a course file."""

    truth = "right"

    def clean(self) -> dict[str, Any]:
        read = self.cleaned_data
        if read.get(self.truth) and read.get("condition"):
            self.add_error("condition", CONDITION)
        return read

    def row(self) -> dict[str, Any]:
        read = dict(self.cleaned_data)
        read[self.truth] = read.pop("condition") or read[self.truth]
        return only_named(read, "misconception", "faulty")


class CodeLineForm(TrueWhereForm):
    truth = "faulty"
    code = forms.CharField(required=False, strip=False, label="Line of code")
    reason = Markdown(required=False, label="What is wrong with it, or why it is right", rows=1)
    faulty = forms.BooleanField(required=False, label="It is the faulty one")
    condition = Line(label="Faulty only where")
    misconception = Line(label="Belief behind it")


class SpotForm(TrueWhereForm):
    probe = Line(label="Place", help_text="x[1], a[1,2] or W[1,2,1]")
    reason = Markdown(required=False, label="Why it is right or wrong", rows=1)
    right = forms.BooleanField(required=False, label="It is right")
    condition = Line(label="Right only where")
    misconception = Line(label="Belief behind it")


class PartForm(forms.Form):
    """One part: what it asks and, for a number, what is right; any other kind says the rest as a course file does."""

    NUMBER = ("decimals", "digits", "tolerance", "unit")
    type = forms.ChoiceField(
        label="Kind", required=False, choices=lambda: [("", "—"), *((name, kind.title) for name, kind in KINDS.items())]
    )
    name = Line(help_text="Later parts may use its number under this name.")
    points = Whole(required=False, min_value=1, max_value=MOST_POINTS, help_text="Empty: 1.")
    prompt = Markdown(required=False, label="What it asks")
    kind = forms.ChoiceField(choices=[("", "—"), *AnswerForm.KINDS], required=False, label="The number is")
    value = Expression(label="Namely")
    decimals = decimals_field()
    digits = digits_field()
    tolerance = tolerance_field()
    unit = Line()
    alone = forms.BooleanField(required=False, label="Do not go on from the learner’s own earlier numbers")
    rest = Lines(rows=3, label="What else it has", help_text="As in a course file: [answer], [[options]], …")

    def clean_rest(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.cleaned_data["rest"])
        except tomllib.TOMLDecodeError as error:
            raise forms.ValidationError(f"This is not TOML: {error}.") from error
        except RecursionError as error:
            raise forms.ValidationError("This is nested too deeply. Please simplify it.") from error

    def row(self) -> dict[str, Any]:
        read = self.cleaned_data
        names = ("type", "name", "prompt", "points")
        own = without_blanks({name: read[name] for name in names}) | ({"follow": False} if read["alone"] else {})
        rest = dict(read["rest"])
        tolerance = None if read["tolerance"] is None else entry(f"{read['tolerance']:f}")
        typed = {read["kind"]: read["value"]} if read["kind"] else {}
        places = {name: read[name] for name in ("decimals", "digits")}
        typed |= without_blanks({**places, "tolerance": tolerance, "unit": read["unit"]})
        more = rest.pop("answer", {})
        answer = {"answer": typed | more if isinstance(more, dict) else more} if typed or more else {}
        return own | answer | rest


def only_named(row: Mapping[str, Any], *optional: str) -> dict[str, Any]:
    """The row without what may be left out and is."""
    return {name: value for name, value in row.items() if value or name not in optional}


def part_row(part: Mapping[str, Any]) -> dict[str, Any]:
    """The way back from `PartForm.row`: what has no field of its own is written as a course file would."""
    answer = dict(part.get("answer", {}))
    kind = next((name for name, _ in AnswerForm.KINDS if name in answer), "") if part["type"] == "number" else ""
    typed = {"kind": kind, "value": answer.pop(kind, "")} if kind else {}
    for name in PartForm.NUMBER if kind else ():
        typed[name] = answer.pop(name, None)
    rest = {name: value for name, value in part.items() if name not in ("type", "name", "prompt", "points", "follow")}
    rest |= {"answer": answer}
    return {
        **{name: part.get(name) for name in ("type", "name", "prompt", "points")},
        **typed,
        "alone": part.get("follow") is False,
        "rest": "\n".join(table_lines("", without_blanks(rest))).strip(),
    }
