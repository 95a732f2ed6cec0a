"""The fields of a network, and of a number that is asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from quizzes.authoring.forms import as_before
from quizzes.authoring.typed import (
    Expression,
    Line,
    Lines,
    Markdown,
    Number,
    Whole,
    entries,
    entry,
    lines,
    split,
    without_blanks,
)
from quizzes.questions.number import ANSWER_FIELDS
from quizzes.questions.quantities import QUANTITIES
from quizzes.questions.quantity import SEPARABLE
from quizzes.questions.ranges import DECIMALS, MOST_DECIMALS, MOST_DIGITS
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.losses import LOSSES
from simulator.engine.misconceptions import MISCONCEPTIONS

NO_STEPS = "none"
NO_BIASES = "none"
CONVENTIONS = "A number by another convention, such as a loss with ½, is right too"


TOLERANCE = "Default: two units of the last place; 0 for counts and whole numbers."


def decimals_field(help_text: str = f"Default: {DECIMALS}; 0 for a count.") -> Whole:
    return Whole(required=False, min_value=0, max_value=MOST_DECIMALS, help_text=help_text, label="Decimals")


def digits_field() -> Whole:
    return Whole(
        required=False,
        min_value=1,
        max_value=MOST_DIGITS,
        help_text="In place of decimals, when numbers differ in size.",
        label="Significant digits",
    )


def tolerance_field() -> Number:
    return Number(required=False, min_value=0, max_value=10**6, help_text=TOLERANCE)


def named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [("", "—"), *((name, name.replace("_", " ")) for name in names)]


class NetworkForm(forms.Form):
    """What is drawn must satisfy the conditions; the network is what is computed."""

    require = Lines(label="Draw again unless", help_text="One condition a line: abs(z[1,1]) < 3")
    inputs = Lines(rows=1, help_text="Numbers or names: x1, x2. Several examples: one a line.")
    target = Lines(rows=1, help_text="Only for a loss and what follows from it.")
    loss = forms.ChoiceField(required=False, choices=lambda: named(LOSSES))
    learning_rate = Line(help_text="Only for an update.")
    update_biases = forms.BooleanField(required=False, initial=True, label="An update changes the biases too")
    show_network = forms.BooleanField(required=False, initial=True, label="Learners see the drawing of it")

    def body(self, layers: list[dict[str, Any]]) -> dict[str, Any]:
        read = self.cleaned_data
        network = self.network(layers)
        given = bool(layers) or any(read[name] for name in ("inputs", "target", "loss", "learning_rate"))
        hidden = {} if read["show_network"] or not given else {"show_network": False}
        return {"require": lines(read["require"]), "network": network if given else {}, **hidden}

    def network(self, layers: list[dict[str, Any]]) -> dict[str, Any]:
        read = self.cleaned_data
        network: dict[str, Any] = {"inputs": examples(read["inputs"]), "layers": layers}
        network |= without_blanks({"target": examples(read["target"]), "loss": read["loss"]})
        if read["learning_rate"]:
            network["learning_rate"] = entry(read["learning_rate"])
        if not read["update_biases"]:
            network["update_biases"] = False
        return network


def examples(text: str) -> list[Any]:
    """One example as a list; several as a list of them, also where a single one stands in brackets."""
    rows = lines(text)
    if len(rows) < 2 and not text.strip().startswith("["):
        return entries(text)
    return [entries(row.removeprefix("[").removesuffix("]")) for row in rows]


class LayerForm(forms.Form):
    weights = Lines(rows=2)
    biases = Line()
    activation = forms.ChoiceField(required=False, choices=lambda: named(ACTIVATIONS))

    def row(self) -> dict[str, Any]:
        read = self.cleaned_data
        rows = [entries(line) for line in lines(read["weights"])]
        biases = {"bias": False} if read["biases"] == NO_BIASES else {"biases": entries(read["biases"])}
        return {"weights": rows, **biases, "activation": read["activation"]}


class IdeasField(forms.MultipleChoiceField):
    """Ids of misconceptions, or of one in a single layer, such as z.no_bias@2. The page shows those that fit."""

    def __init__(self) -> None:
        super().__init__(required=False, label="What the numbers must tell apart", widget=forms.SelectMultiple)

    def valid_value(self, value: str) -> bool:
        return bool(SEPARABLE.fullmatch(value)) and value.split("@")[0] in MISCONCEPTIONS


class AnswerForm(forms.Form):
    """What is asked for, how exactly, and which ideas the numbers must tell apart."""

    KINDS = [("probe", "a quantity of the network"), ("expression", "an expression"), ("count", "a count")]
    kind = forms.ChoiceField(choices=KINDS, label="The right number is")
    value = Expression(label="Namely", help_text="a[1,1] · ceil(n / batch) · parameters, multiplications or neurons")
    sizes = Line(label="Sizes of the layers", help_text="Inputs first: n, 16, 1")
    examples = Line(label="Number of examples", help_text="Where it matters.")
    biases = forms.BooleanField(required=False, label="Without biases: count only the weights")
    decimals = decimals_field()
    digits = digits_field()
    tolerance = tolerance_field()
    unit = Line()
    steps = Line(label="Worked steps", help_text=f"Empty: all on the way. z[1,1], a[1,1] · {NO_STEPS}")
    separate = IdeasField()
    conventions = forms.BooleanField(required=False, label=CONVENTIONS)

    def body(self, wrong: list[dict[str, Any]]) -> dict[str, Any]:
        read = self.cleaned_data
        given = without_blanks(
            {
                "sizes": entries(read["sizes"]),
                "examples": entry(read["examples"]),
                "biases": False if read["biases"] else None,
                "decimals": read["decimals"],
                "digits": read["digits"],
                "tolerance": None if read["tolerance"] is None else entry(f"{read['tolerance']:f}"),
                "unit": read["unit"],
                "separate": as_before(read["separate"], self.initial.get("separate", [])),
                "wrong": wrong,
                "conventions": read["conventions"] or None,
            }
        )
        if read["steps"]:
            given["steps"] = [] if read["steps"] == NO_STEPS else split(read["steps"])
        known = ANSWER_FIELDS | QUANTITIES[read["kind"]].fields
        return {"answer": {read["kind"]: read["value"], **{name: given[name] for name in given if name in known}}}


class WrongForm(forms.Form):
    value = Expression(label="Wrong number")
    feedback = Markdown(required=False, label="What the learner is told", rows=1)

    def row(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
