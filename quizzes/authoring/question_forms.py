"""All forms of one question together: read into a body, and given back the faults of that body at their fields."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from quizzes.authoring.forms import (
    DrawForm,
    LetForm,
    NamedRows,
    OptionForm,
    ShuffleForm,
    TruthForm,
    WordsForm,
)
from quizzes.authoring.number_forms import AnswerForm, LayerForm, NetworkForm, WrongForm
from quizzes.authoring.placing import Place, place
from quizzes.authoring.type_forms import (
    AskedForm,
    CellsForm,
    CodeLineForm,
    DecoysForm,
    ItemForm,
    PairForm,
    PartForm,
    SpotForm,
    TextForm,
    WrongTextForm,
)
from quizzes.authoring.typed import without_blanks
from quizzes.questions import hotspot, line, matching, ordering, part
from quizzes.questions.base import Fault
from quizzes.questions.choices import MOST
from quizzes.questions.draws import MOST_NAMES
from quizzes.questions.types import TYPES

FORMS = {
    "words": WordsForm,
    "order": ShuffleForm,
    "truth": TruthForm,
    "network": NetworkForm,
    "asked": AskedForm,
    "answer": AnswerForm,
    "cells": CellsForm,
    "text": TextForm,
    "decoys": DecoysForm,
}
ROWS = {
    "options": formset_factory(OptionForm, extra=4, max_num=MOST),
    "draw": formset_factory(DrawForm, formset=NamedRows, extra=4, max_num=MOST_NAMES),
    "let": formset_factory(LetForm, formset=NamedRows, extra=3, max_num=MOST_NAMES),
    "layers": formset_factory(LayerForm, extra=2, max_num=8),
    "wrong": formset_factory(WrongForm, extra=3, max_num=20),
    "wrong_texts": formset_factory(WrongTextForm, extra=3, max_num=20),
    "pairs": formset_factory(PairForm, extra=4, max_num=matching.MOST),
    "items": formset_factory(ItemForm, extra=4, max_num=ordering.MOST),
    "lines": formset_factory(CodeLineForm, extra=4, max_num=line.MOST),
    "spots": formset_factory(SpotForm, extra=4, max_num=hotspot.MOST),
    "parts": formset_factory(PartForm, extra=2, max_num=part.MOST),
}
PAGE = (
    *("words", "options", "order", "asked", "truth", "pairs", "decoys", "items", "lines", "text", "wrong_texts"),
    *("draw", "let", "network", "layers", "answer", "wrong", "cells", "spots", "parts"),
)
OF_EVERY_TYPE = ("words", "draw", "let", "network", "layers")
OF_TYPE = {
    "single": ("options", "order", "asked"),
    "multiple": ("options", "order"),
    "true_false": ("truth",),
    "number": ("answer", "wrong"),
    "numbers": ("cells",),
    "text": ("text", "wrong_texts"),
    "matching": ("pairs", "decoys"),
    "ordering": ("items",),
    "line": ("lines",),
    "hotspot": ("spots",),
    "parts": ("parts",),
}
STANDS_IN = {"wrong": "answer", "wrong_texts": "text"}  # rows that belong to what another form gives
NOUNS = {
    "options": "Option",
    "draw": "Drawn number",
    "let": "Expression",
    "layers": "Layer",
    "wrong": "Wrong number",
    "wrong_texts": "Wrong answer",
    "pairs": "Pair",
    "items": "Line",
    "lines": "Line",
    "spots": "Place",
    "parts": "Part",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, where it stands and the id of what to correct."""

    where: str
    message: str
    target: str


class QuestionForms:
    """All forms of one question. `body` is there once `is_valid()` said so."""

    def __init__(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        initial = initial or {}
        self.bound = data is not None
        data = with_spare_rows(data) if self.bound else None
        self.one: dict[str, Any] = {
            name: kind(data, prefix=name, initial=initial.get(name)) for name, kind in FORMS.items()
        }
        self.one["words"].fields["slug"].disabled = bool(initial)  # files and past attempts know it by this name
        # Rows that were sent stand for themselves: beside rows of before, one that is equal would count as untouched.
        self.rows: dict[str, BaseFormSet] = {
            name: kind(data, prefix=name, initial=None if self.bound else initial.get(name))
            for name, kind in ROWS.items()
        }

    @property
    def slug(self) -> str:
        return str(self.one["words"].cleaned_data["slug"])

    @property
    def kind(self) -> str:
        """The chosen type, also before everything is right."""
        return str(self.one["words"]["type"].value() or next(iter(TYPES)))

    @property
    def relevant(self) -> dict[str, Any]:
        """The forms that this type of question has, in the order of the page. Others keep what was written in them."""
        names = (*OF_EVERY_TYPE, *OF_TYPE.get(self.kind, ()))
        return {name: (self.one | self.rows)[name] for name in PAGE if name in names}

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.relevant.values()]  # all, so that every mistake is shown at once
        return all(valid)

    def table(self, name: str) -> list[dict[str, Any]]:
        return [form.row() for form in self.filled(name)]

    def filled(self, name: str) -> list[Any]:
        return [form for form in self.rows[name].forms if any(form.cleaned_data.values())]

    @property
    def body(self) -> dict[str, Any]:
        own = {name: self.own(name) for name in OF_TYPE[self.kind]}
        body = {
            **self.one["words"].body(),
            "draw": {row["name"]: row["spec"] for row in self.table("draw")},
            "let": {row["name"]: row["expression"] for row in self.table("let")},
            **self.one["network"].body(self.table("layers")),
        }
        return without_blanks(body | {name: value for part in own.values() for name, value in part.items()})

    def own(self, name: str) -> dict[str, Any]:
        """What a part gives that not every type of question has."""
        if name in STANDS_IN:
            return {}
        for rows, form in STANDS_IN.items():
            if form == name:
                return dict(self.one[name].body(self.table(rows)))
        return {name: self.table(name)} if name in ROWS else dict(self.one[name].body())

    def show(self, faults: Iterable[Fault]) -> None:
        """Put each fault at the field that it names; what names none of them stands at the head of its part."""
        placed = [(place(self, fault.field), fault.message) for fault in faults]  # errors empty the cleaned data
        for spot, message in placed:
            self.add(spot, message)

    def add(self, spot: Place, message: str) -> None:
        if spot.number is None and spot.part in self.rows:
            self.rows[spot.part].non_form_errors().append(message)
            return
        form = self.one[spot.part] if spot.number is None else self.rows[spot.part].forms[spot.number]
        form.add_error(spot.field if spot.field in form.fields else None, f"{spot.before}{message}")

    def located(self, faults: Iterable[Fault]) -> list[Problem]:
        """Where each sentence belongs, for what is no mistake and stops nothing."""
        placed = [(place(self, fault.field), fault.message) for fault in faults]
        for spot, message in placed:
            self.mark(spot, message)
        return [self.at(spot, message) for spot, message in placed]

    def mark(self, spot: Place, message: str) -> None:
        """Have the field say it too."""
        if spot.number is not None or spot.part in self.one:
            form = self.one[spot.part] if spot.number is None else self.rows[spot.part].forms[spot.number]
            if spot.field in form.fields:
                form.fields[spot.field].warning = f"{spot.before}{message}"

    def at(self, spot: Place, message: str) -> Problem:
        if spot.number is None and spot.part in self.rows:
            return Problem(f"{NOUNS[spot.part]}s", message, spot.part)
        row = "" if spot.number is None else f"{NOUNS[spot.part]} {spot.number + 1}"
        form = self.one[spot.part] if spot.number is None else self.rows[spot.part].forms[spot.number]
        return problem_at(form, spot.part, row, spot.field, f"{spot.before}{message}")

    @property
    def problems(self) -> list[Problem]:
        """Every mistake in the order of the page."""
        if not self.bound:
            return []
        return [problem for name, part in self.relevant.items() for problem in problems_of(name, part)]


def with_spare_rows(data: Any) -> Any:
    """What was sent, with some empty rows after the filled ones: without a script there is no other way to get more."""
    data = data.copy()
    for name, kind in ROWS.items():
        total = data.get(f"{name}-TOTAL_FORMS", "")
        numbers = [key.split("-")[1] for key in data if key.startswith(f"{name}-") and data[key].strip()]
        last = max((int(number) for number in numbers if is_count(number)), default=-1)
        if is_count(total) and last < kind.max_num:
            data[f"{name}-TOTAL_FORMS"] = str(max(int(total), min(last + 1 + kind.extra, kind.max_num)))
    return data


def is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def problems_of(name: str, part: Any) -> Iterator[Problem]:
    if not isinstance(part, BaseFormSet):
        yield from problems_in(part, name, "")
        return
    for message in part.non_form_errors():
        yield Problem(f"{NOUNS[name]}s", str(message), name)
    for number, form in enumerate(part.forms, start=1):
        yield from problems_in(form, name, f"{NOUNS[name]} {number}")


def problems_in(form: forms.BaseForm, name: str, row: str) -> Iterator[Problem]:
    for field, messages in form.errors.items():
        for message in messages:
            yield problem_at(form, name, row, field, str(message))


def problem_at(form: forms.BaseForm, name: str, row: str, field: str, message: str) -> Problem:
    bound = form[field] if field in form.fields else None
    label = str(bound.label) if bound else ""
    where = f"{row}, {label[:1].lower()}{label[1:]}" if row and label else row or label
    return Problem(where, message, (bound.id_for_label or f"{bound.auto_id}_field") if bound else name)
