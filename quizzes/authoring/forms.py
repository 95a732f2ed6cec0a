"""The fields that an instructor fills in: what every question has, options, and what is drawn."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from quizzes.authoring.typed import Expression, Line, Lines, Markdown, lines, one_line, split, without_blanks
from quizzes.formats.toml_questions import LONGEST_SLUG, SLUG
from quizzes.models import Concept, Question
from quizzes.questions.draws import NAME_LENGTH
from quizzes.questions.grammar import NAME
from quizzes.questions.types import TYPES

TWICE = "“{}” stands here twice. Choose another name for one of them."


USES: dict[str, dict[str, Any]] = {
    "any": {},
    "exam": {"use": "exam"},
    "closed": {"use": "exam", "open_after_release": False},
}


def use_in(body: Mapping[str, Any]) -> str:
    """Return the choice of the form that says what a body does."""
    if body.get("use", "any") == "any":
        return "any"
    return "exam" if body.get("open_after_release", True) else "closed"


class ConceptsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": "Please tick what this question is about.",
        "invalid_choice": "There is no concept “%(value)s” any more. Tick another one.",
    }

    def __init__(self) -> None:
        super().__init__(Concept.objects.all(), to_field_name="slug", label="What it is about")

    def label_from_instance(self, obj: models.Model) -> str:
        return str(obj)


class WordsForm(forms.Form):
    """What every question has."""

    slug = forms.CharField(
        max_length=LONGEST_SLUG,
        label="Name",
        help_text="Such as sigmoid-neuron. It stays for good.",
        error_messages={"required": "Please give it a name, such as sigmoid-neuron."},
    )
    type = forms.ChoiceField(label="Kind", choices=lambda: [(name, kind.title) for name, kind in TYPES.items()])
    level = forms.ChoiceField(choices=Question.Level.choices)
    use = forms.ChoiceField(
        choices=[
            ("any", "practice and exams"),
            ("exam", "exams, then practice once each of them is released"),
            ("closed", "exams only, also after their release"),
        ],
        required=False,
        label="Where it may be asked",
        help_text="A question for exams reaches nobody outside them before. It cannot stand in a chapter.",
    )
    prompt = Markdown(
        rows=6,
        label="What is asked",
        help_text="Markdown; formulas between dollar signs. {{x1}} writes the number drawn as x1.",
        error_messages={"required": "Please write what is asked."},
    )
    explanation = Markdown(
        rows=5,
        help_text="Shown in the review, after release.",
        error_messages={"required": "Please write the explanation that a learner reads afterwards."},
    )
    hints = Lines(
        rows=3,
        label="Hints, one a line",
        help_text="For practice, one after the other; the last leads to one like it, worked with other numbers.",
    )
    concepts = ConceptsField()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not self.fields["slug"].disabled and not SLUG.fullmatch(slug):
            raise forms.ValidationError("Please use small letters, digits and hyphens, such as sigmoid-neuron.")
        return slug

    def clean_use(self) -> str:
        """A request that leaves it out opens nothing."""
        chosen: str = self.cleaned_data["use"]
        return chosen or self.initial.get("use", "any")

    def body(self) -> dict[str, Any]:
        read = self.cleaned_data
        slugs = [concept.slug for concept in read["concepts"]]
        return {
            "type": read["type"],
            "concepts": as_before(slugs, self.initial.get("concepts", [])),
            "level": read["level"],
            **USES[read["use"]],
            **{name: read[name] for name in ("prompt", "explanation")},
            **without_blanks({"hints": lines(read["hints"])}),
        }


def as_before(chosen: list[str], before: list[str]) -> list[str]:
    """Ticks come in the order of the page; what was there before keeps its own."""
    return sorted(chosen, key=lambda one: before.index(one) if one in before else len(before))


class ShuffleForm(forms.Form):
    shuffle = forms.BooleanField(required=False, initial=True, label="Every learner gets them in another order")

    def body(self) -> dict[str, Any]:
        return {} if self.cleaned_data["shuffle"] else {"shuffle": False}


class OptionForm(forms.Form):
    text = Markdown(required=False, label="Option")
    reason = Markdown(required=False, label="Why it is right or wrong")
    right = forms.BooleanField(required=False, label="It is right")
    condition = Line(label="Right only where")
    misconception = Line(label="Belief behind it")
    value = Expression(label="Or the number of", help_text="An expression.")
    idea = Line(label="Or of the misconception", help_text="Such as z.no_bias.")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("right") and self.cleaned_data.get("condition"):
            self.add_error("condition", "It is ticked as right everywhere. Take away the tick or the condition.")
        return self.cleaned_data

    def row(self) -> dict[str, Any]:
        read = self.cleaned_data
        right = read["condition"] or read["right"]
        told = {"text": read["text"], "right": right, "reason": read["reason"]}
        if read["value"] or read["idea"] or (right is True and not read["text"]):  # a number in place of a text
            told = without_blanks({"value": read["value"], "idea": read["idea"], **told, "right": right or None})
        return told | without_blanks({"misconception": read["misconception"]})


class TruthForm(forms.Form):
    right = forms.ChoiceField(
        choices=[("true", "true"), ("false", "false"), ("where", "true only where…")],
        label="The statement is",
        required=False,
    )
    condition = Line(label="True only where", help_text="A condition on drawn numbers, such as w1*x1 < 0.")
    reason_true = Markdown(required=False, label="Said to whoever answers “true”")
    reason_false = Markdown(required=False, label="Said to whoever answers “false”")
    misconception = Line(label="Belief behind the wrong answer", help_text="A name of your own, such as relu-clips.")

    def clean(self) -> dict[str, Any]:
        read = self.cleaned_data
        if read.get("right") == "where" and not read.get("condition"):
            self.add_error("condition", "Please write the condition, or choose true or false.")
        elif read.get("right") != "where" and read.get("condition"):
            self.add_error("condition", "Remove this, or choose “true only where…”.")
        return read

    def body(self) -> dict[str, Any]:
        read = self.cleaned_data
        right = read["condition"] if read["right"] == "where" else read["right"] == "true"
        reasons = {name: read[name] for name in ("reason_true", "reason_false")}
        return {"right": right, **reasons, **without_blanks({"misconception": read["misconception"]})}


class NamedForm(forms.Form):
    """A row that gives something a name."""

    def clean(self) -> dict[str, Any]:
        read = self.cleaned_data
        if any(read.values()) and not read.get("name") and "name" not in self.errors:
            self.add_error("name", "Please give it a name, such as x1.")
        return read

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name and (not NAME.fullmatch(name) or len(name) > NAME_LENGTH):
            raise forms.ValidationError(f"Use letters, digits and _, at most {NAME_LENGTH}, a letter first.")
        return name


class DrawForm(NamedForm):
    name = Line()
    start = Line(label="From")
    end = Line(label="To")
    step = Line()
    left_out = Line(label="Never")
    choices = Line(label="Or one of")

    def clean(self) -> dict[str, Any]:
        read = super().clean()
        if read.get("choices") and any(read.get(name) for name in ("start", "end", "step")):
            self.add_error("choices", "Give either from, to and step, or a list. Remove one of the two.")
        return read

    def row(self) -> dict[str, Any]:
        read = self.cleaned_data
        grid = {"from": read["start"], "to": read["end"], "step": read["step"]}
        listed = {"choices": split(read["choices"]), "not": split(read["left_out"])}
        return {"name": read["name"], "spec": without_blanks({**grid, **listed})}


class LetForm(NamedForm):
    name = Line()
    expression = Line()

    def row(self) -> dict[str, Any]:
        return {name: one_line(value) for name, value in self.cleaned_data.items()}


class NamedRows(forms.BaseFormSet):
    """Rows of which each has a name of its own."""

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name") if hasattr(form, "cleaned_data") else None
            if name and name in seen:
                form.add_error("name", TWICE.format(name))
            seen.add(name or "")
