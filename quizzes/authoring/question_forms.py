"""All forms of one question together: read into a body, and given back the faults of that body at their fields."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from quizzes.authoring.forms import (
    AnswerForm,
    ComputedForm,
    DrawForm,
    LayerForm,
    LetForm,
    OptionForm,
    TruthForm,
    WordsForm,
    WrongForm,
)
from quizzes.questions.base import Fault
from quizzes.questions.types import TYPES

OPTION_FIELDS = {"": "text"}
DRAW_FIELDS = {"from": "start", "to": "end", "step": "step", "not": "left_out", "choices": "choices"}
ROWS = {
    "options": formset_factory(OptionForm, extra=4, max_num=8),
    "draw": formset_factory(DrawForm, extra=4, max_num=40),
    "let": formset_factory(LetForm, extra=2, max_num=40),
    "layers": formset_factory(LayerForm, extra=2, max_num=8),
    "wrong": formset_factory(WrongForm, extra=3, max_num=20),
}


class QuestionForms:
    """All forms of one question. `body` is there once `is_valid()` said so."""

    def __init__(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        initial = initial or {}
        self.words = WordsForm(data, prefix="words", initial=initial.get("words"))
        self.words.fields["slug"].disabled = bool(initial)  # course files and past attempts know it by this name
        self.truth = TruthForm(data, prefix="truth", initial=initial.get("truth"))
        self.computed = ComputedForm(data, prefix="computed", initial=initial.get("computed"))
        self.answer = AnswerForm(data, prefix="answer", initial=initial.get("answer"))
        self.rows: dict[str, BaseFormSet] = {
            name: kind(data, prefix=name, initial=initial.get(name)) for name, kind in ROWS.items()
        }

    @property
    def parts(self) -> list[Any]:
        return [self.words, self.truth, self.computed, self.answer, *self.rows.values()]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.parts]  # all of them, so that every mistake is shown at once
        return all(valid)

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows that were filled in."""
        return [form.row() for form in self.filled(name)]

    def filled(self, name: str) -> list[Any]:
        return [form for form in self.rows[name].forms if any(form.cleaned_data.values())]

    @property
    def body(self) -> dict[str, Any]:
        kind = TYPES[self.words.cleaned_data["type"]]
        body = {
            **self.words.body(),
            "draw": {row["name"]: row["spec"] for row in self.table("draw")},
            "let": {row["name"]: row["expression"] for row in self.table("let")},
            **self.computed.body(self.table("layers")),
        }
        own = {"options": self.table("options"), **self.truth.body(), **self.answer.body(self.table("wrong"))}
        body |= {name: own[name] for name in own if name in kind.fields}
        return {name: value for name, value in body.items() if value not in ("", None, [], {})}

    def show(self, faults: Iterable[Fault]) -> None:
        """Put each fault at the field that it names; what names none of them stands at the head."""
        placed = [(*self.place(fault.field), fault.message) for fault in faults]  # before errors empty the cleaned data
        for form, field, message in placed:
            form.add_error(field if field in form.fields else None, message)

    def place(self, path: str) -> tuple[forms.Form, str | None]:
        """The form and field of a path of a body, such as options.2.reason or network.layers[0].weights[1]."""
        parts = re.findall(r"\w+", path)
        name, rest = parts[0], parts[1:]
        if name == "network":
            return self.place_in_network(rest)
        if name == "answer":
            return self.place_in_answer(rest)
        if name == "options" and rest:
            return self.row("options", int(rest[0]), OPTION_FIELDS.get("".join(rest[1:2]), "".join(rest[1:2])))
        if name in ("draw", "let") and rest:
            names = [row["name"] for row in self.table(name)]
            number = names.index(rest[0]) if rest[0] in names else 0
            return self.row(name, number, DRAW_FIELDS.get("".join(rest[1:2]), "name"))
        for form in (self.words, self.truth, self.computed):
            if name in form.fields:
                return form, name
        return self.words, None

    def place_in_network(self, rest: list[str]) -> tuple[forms.Form, str | None]:
        if rest[:1] == ["layers"] and len(rest) > 1:
            return self.row("layers", int(rest[1]), rest[2] if len(rest) > 2 else "weights")
        return self.computed, rest[0] if rest and rest[0] != "layers" else "inputs"

    def place_in_answer(self, rest: list[str]) -> tuple[forms.Form, str | None]:
        if rest[:1] == ["wrong"] and len(rest) > 1:
            return self.row("wrong", int(rest[1]), rest[2] if len(rest) > 2 else "value")
        asked = dict(AnswerForm.KINDS)
        return self.answer, "value" if not rest or rest[0] in asked else rest[0]

    def row(self, name: str, number: int, field: str) -> tuple[forms.Form, str | None]:
        filled = self.filled(name)
        return (filled[number], field) if number < len(filled) else (self.words, None)
