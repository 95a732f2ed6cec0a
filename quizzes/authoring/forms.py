"""The fields that an instructor fills in, one form a part of a question."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from quizzes.models import Concept, Question
from quizzes.questions.types import TYPES
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.losses import LOSSES
from simulator.engine.misconceptions import MISCONCEPTIONS

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
LARGE = {"rows": 6, "cols": 80}
LINES = {"rows": 3, "cols": 60}


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def entry(text: str) -> str | int | float:
    """An entry of a network: a number as it is, anything else the name or expression of one."""
    if not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def without_blanks(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value not in ("", None, [], {})}


class WordsForm(forms.Form):
    """What every question has."""

    slug = forms.SlugField(max_length=80, label="Name in the address", help_text="Such as sigmoid-neuron.")
    type = forms.ChoiceField(choices=lambda: [(name, kind.title) for name, kind in TYPES.items()])
    level = forms.ChoiceField(choices=Question.Level.choices)
    concepts = forms.ModelMultipleChoiceField(Concept.objects.all(), to_field_name="slug")
    prompt = forms.CharField(
        widget=forms.Textarea(LARGE), help_text="Markdown; maths between dollar signs; {{name}} writes a drawn number."
    )
    explanation = forms.CharField(widget=forms.Textarea(LARGE), help_text="Shown in the review, after release.")

    def body(self) -> dict[str, Any]:
        read = self.cleaned_data
        return {
            "type": read["type"],
            "concepts": [concept.slug for concept in read["concepts"]],
            "level": read["level"],
            "prompt": read["prompt"],
            "explanation": read["explanation"],
        }


class TruthForm(forms.Form):
    """True or false."""

    right = forms.ChoiceField(choices=[("true", "true"), ("false", "false")], label="The statement is", required=False)
    reason_true = forms.CharField(widget=forms.Textarea(LINES), required=False, label="Said to who answers “true”")
    reason_false = forms.CharField(widget=forms.Textarea(LINES), required=False, label="Said to who answers “false”")

    def body(self) -> dict[str, Any]:
        return {**self.cleaned_data, "right": self.cleaned_data["right"] == "true"}


class OptionForm(forms.Form):
    text = forms.CharField(widget=forms.Textarea(LINES), required=False)
    right = forms.BooleanField(required=False)
    condition = forms.CharField(required=False, label="right only where", help_text="A condition on drawn numbers.")
    reason = forms.CharField(widget=forms.Textarea(LINES), required=False, help_text="Why it is right or wrong.")
    misconception = forms.ChoiceField(required=False, choices=lambda: [("", "—"), *misconception_choices()])

    def row(self) -> dict[str, Any]:
        read = self.cleaned_data
        return {
            "text": read["text"],
            "right": read["condition"] or read["right"],
            "reason": read["reason"],
            **without_blanks({"misconception": read["misconception"]}),
        }


class DrawForm(forms.Form):
    name = forms.CharField(max_length=30, required=False)
    start = forms.CharField(required=False, label="from")
    end = forms.CharField(required=False, label="to")
    step = forms.CharField(required=False)
    left_out = forms.CharField(required=False, label="never", help_text="Such as 0, 1.")
    choices = forms.CharField(required=False, label="or one of", help_text="Such as 0.5, 1, 2.")

    def row(self) -> dict[str, Any]:
        read = self.cleaned_data
        grid = {"from": read["start"], "to": read["end"], "step": read["step"]}
        chosen = {"choices": split(read["choices"])} if read["choices"] else grid
        return {"name": read["name"], "spec": without_blanks({**chosen, "not": split(read["left_out"])})}


class LetForm(forms.Form):
    name = forms.CharField(max_length=30, required=False)
    expression = forms.CharField(required=False, help_text="Such as w1*x1 + b, or a[1,1] of the network below.")

    def row(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ComputedForm(forms.Form):
    """What is drawn must satisfy these; and the network that is computed."""

    require = forms.CharField(
        widget=forms.Textarea(LINES),
        required=False,
        label="Only where",
        help_text="One condition a line: abs(z[1,1]) < 3",
    )
    inputs = forms.CharField(required=False, help_text="Numbers or names: x1, x2")
    target = forms.CharField(required=False, help_text="Needed for a loss and what follows from it.")
    loss = forms.ChoiceField(required=False, choices=lambda: [("", "—"), *((name, name) for name in LOSSES)])
    learning_rate = forms.CharField(required=False)
    update_biases = forms.BooleanField(required=False, initial=True)

    def body(self, layers: list[dict[str, Any]]) -> dict[str, Any]:
        require = [line.strip() for line in self.cleaned_data["require"].splitlines() if line.strip()]
        network = self.network(layers) if layers or self.cleaned_data["inputs"] else {}
        return {"require": require, "network": network}

    def network(self, layers: list[dict[str, Any]]) -> dict[str, Any]:
        read = self.cleaned_data
        network: dict[str, Any] = {"inputs": [entry(part) for part in split(read["inputs"])], "layers": layers}
        network |= without_blanks({"target": [entry(part) for part in split(read["target"])], "loss": read["loss"]})
        if read["learning_rate"]:
            network["learning_rate"] = entry(read["learning_rate"])
        if not read["update_biases"]:
            network["update_biases"] = False
        return network


class LayerForm(forms.Form):
    weights = forms.CharField(widget=forms.Textarea(LINES), required=False, help_text="One unit a line: w1, w2")
    biases = forms.CharField(required=False, help_text="One for each unit: b1, b2")
    activation = forms.ChoiceField(required=False, choices=lambda: [("", "—"), *((name, name) for name in ACTIVATIONS)])

    def row(self) -> dict[str, Any]:
        read = self.cleaned_data
        rows = [[entry(part) for part in split(line)] for line in read["weights"].splitlines() if line.strip()]
        biases = [entry(part) for part in split(read["biases"])]
        return {"weights": rows, "biases": biases, "activation": read["activation"]}


class AnswerForm(forms.Form):
    """A number: what is asked, how exactly, and which ideas the numbers must tell apart."""

    KINDS = [("probe", "a quantity of the network"), ("expression", "an expression"), ("count", "a count")]
    kind = forms.ChoiceField(choices=KINDS, required=False, label="The right number is")
    value = forms.CharField(required=False, label="namely", help_text="a[1,1] · ceil(n / batch) · parameters")
    sizes = forms.CharField(required=False, help_text="Of a count: the sizes of the layers, inputs first.")
    examples = forms.CharField(required=False, help_text="Of a count: how many examples, where it matters.")
    decimals = forms.IntegerField(required=False, min_value=0, max_value=6)
    tolerance = forms.DecimalField(required=False, min_value=0, help_text="Empty: two units of the last decimal.")
    unit = forms.CharField(required=False, max_length=20)
    separate = forms.MultipleChoiceField(required=False, choices=lambda: misconception_choices())

    def body(self, wrong: list[dict[str, Any]]) -> dict[str, Any]:
        read = self.cleaned_data
        answer = {read["kind"]: read["value"], "sizes": split(read["sizes"]), "examples": read["examples"]}
        answer |= {"decimals": read["decimals"], "unit": read["unit"], "separate": read["separate"], "wrong": wrong}
        if read["tolerance"] is not None:
            answer["tolerance"] = float(read["tolerance"])
        return {"answer": without_blanks(answer)}


class WrongForm(forms.Form):
    value = forms.CharField(required=False, help_text="The expression of a wrong number.")
    feedback = forms.CharField(widget=forms.Textarea(LINES), required=False, help_text="What to do, never the number.")

    def row(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def misconception_choices() -> list[tuple[str, str]]:
    return [(identity, f"{identity}: {idea.formula}") for identity, idea in MISCONCEPTIONS.items()]
