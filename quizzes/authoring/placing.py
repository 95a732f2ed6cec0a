"""Where a fault of a body stands in the forms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from quizzes.questions.arithmetic import FUNCTIONS
from quizzes.questions.grammar import WORDS as KEYWORDS

DRAW_FIELDS = {"from": "start", "to": "end", "step": "step", "not": "left_out", "choices": "choices"}
WORDS = ("slug", "type", "concepts", "level", "use", "prompt", "explanation", "hints")
ASKED = ("probe", "expression", "count")


class Parts(Protocol):
    """The forms by the name of their part, once they are valid."""

    one: dict[str, Any]
    rows: dict[str, Any]

    @property
    def relevant(self) -> dict[str, Any]: ...

    def table(self, name: str) -> list[dict[str, Any]]: ...

    def filled(self, name: str) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the page, the row in it where it has rows, the field, and what to say before the message."""

    part: str
    field: str = ""
    number: int | None = None
    before: str = ""


def place(forms: Parts, path: str) -> Place:
    """The place of a path of a body, such as options.2.reason or network.layers.0.weights.1.0."""
    name, *rest = re.findall(r"\w+", path) or [""]
    find = FINDERS.get(name)
    found = find(forms, name, rest) if find else Place("words", name)
    return found if found.part in forms.relevant else Place("words")


def in_words(forms: Parts, name: str, rest: list[str]) -> Place:
    return Place("words", name, before=counted([name], rest))


def in_truth(forms: Parts, name: str, rest: list[str]) -> Place:
    where = name == "right" and forms.one["truth"].cleaned_data.get("condition")
    return Place("truth", "condition" if where else name)


def in_options(forms: Parts, name: str, rest: list[str]) -> Place:
    field = rest[1] if len(rest) > 1 else "text"
    spot = row(forms, "options", rest, field)
    if field == "right" and spot.number is not None:
        condition = forms.rows["options"].forms[spot.number].cleaned_data.get("condition")
        return Place("options", "condition" if condition else "right", spot.number)
    return spot


def in_rows(forms: Parts, name: str, rest: list[str]) -> Place:
    """A row of a kind of its own; what is true under a condition has its fault there."""
    spot = row(forms, name, rest, rest[1] if len(rest) > 1 else "")
    if spot.number is None or spot.field not in ("right", "faulty") or name == "pairs":
        return spot
    condition = forms.rows[name].forms[spot.number].cleaned_data.get("condition")
    return Place(name, "condition" if condition else spot.field, spot.number)


def in_parts(forms: Parts, name: str, rest: list[str]) -> Place:
    """What a part has a field for, else the box with what it has besides."""
    spot = row(forms, name, rest, rest[1] if len(rest) > 1 else "type")
    if spot.number is None or len(rest) < 2:
        return spot
    form = forms.rows[name].forms[spot.number]
    field = "value" if rest[-1] in ASKED else rest[-1]
    own = {"follow": "alone"}.get(rest[1], rest[1])
    if len(rest) == 2 and own in form.fields:
        return Place(name, own, spot.number)
    if rest[1] == "answer" and form.cleaned_data.get("kind") and field in form.fields:
        return Place(name, field, spot.number)
    return Place(name, "rest", spot.number, f"{'.'.join(rest[1:])}: ")


def in_named_rows(forms: Parts, name: str, rest: list[str]) -> Place:
    names = [one["name"] for one in forms.table(name)]
    if not rest or rest[0] not in names:
        return Place(name)
    field = DRAW_FIELDS.get(rest[1], "name") if len(rest) > 1 else "name"
    if name == "let" and not is_about_name(forms, rest[0]):
        field = "expression"
    return row(forms, name, [str(names.index(rest[0]))], field)


def is_about_name(forms: Parts, name: str) -> bool:
    """Whether it is the name of an expression that is wrong, and not what it says."""
    return name in FUNCTIONS or name in KEYWORDS or name in [one["name"] for one in forms.table("draw")]


def in_network(forms: Parts, name: str, rest: list[str]) -> Place:
    if name == "require":
        return Place("network", "require", before=f"Line {int(rest[0]) + 1}: " if rest else "")
    if rest[:1] == ["layers"]:
        spot = row(forms, "layers", rest[1:2], rest[2] if len(rest) > 2 else "weights")
        return Place(spot.part, spot.field, spot.number, counted(rest[2:3], rest[3:]))
    field = name if name == "show_network" else (rest[0] if rest else "inputs")
    return Place("network", field, before=counted([field], rest[1:]))


def in_answer(forms: Parts, name: str, rest: list[str]) -> Place:
    if "text" in forms.relevant and rest[:1] == ["wrong"]:
        return row(forms, "wrong_texts", rest[1:2], rest[2] if len(rest) > 2 else "text")
    part = next((one for one in ("text", "cells", "asked") if one in forms.relevant), "")
    if part == "asked":
        return Place(part, "value" if not rest or rest[0] in ASKED else rest[0])
    if part:
        return Place(part, (rest or ["accept" if part == "text" else "cells"])[0], before=counted(rest[:1], rest[1:]))
    if rest[:1] == ["wrong"]:
        return row(forms, "wrong", rest[1:2], rest[2] if len(rest) > 2 else "value")
    field = "value" if not rest or rest[0] in ASKED else rest[0]
    return Place("answer", field)


def row(forms: Parts, name: str, number: list[str], field: str) -> Place:
    """A row of the body is the nth that is filled in on the page; others between them were left empty."""
    filled: list[Any] = forms.filled(name)
    if not number or int(number[0]) >= len(filled):
        return Place(name)
    return Place(name, field, forms.rows[name].forms.index(filled[int(number[0])]))


def counted(field: list[str], numbers: list[str]) -> str:
    """Which entry of a list or table is meant: "Row 2, number 1: "."""
    words = ["Row", "number"] if len(numbers) > 1 or field == ["weights"] else ["Number"]
    told = [f"{word} {int(number) + 1}" for word, number in zip(words, numbers, strict=False) if number.isdigit()]
    return f"{', '.join(told)}: " if told else ""


Find = Callable[[Parts, str, list[str]], Place]
FINDERS: dict[str, Find] = {
    **dict.fromkeys(WORDS, in_words),
    "open_after_release": lambda forms, name, rest: Place("words", "use"),
    **dict.fromkeys(("right", "reason_true", "reason_false", "misconception"), in_truth),
    **dict.fromkeys(("network", "require", "show_network"), in_network),
    **dict.fromkeys(("draw", "let"), in_named_rows),
    "options": in_options,
    **dict.fromkeys(("pairs", "items", "lines", "spots"), in_rows),
    "parts": in_parts,
    "decoys": lambda forms, name, rest: Place("decoys", "decoys", before=counted([], rest)),
    "shuffle": lambda forms, name, rest: Place("order", "shuffle"),
    "answer": in_answer,
}
