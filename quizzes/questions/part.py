"""One part of a question of several: a body of its own that shares what is drawn and the network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from quizzes.questions.base import Body, Fault, QuestionType
from quizzes.questions.draws import check_name
from quizzes.questions.fields import Fields
from quizzes.questions.grammar import ExpressionError, read_expression
from quizzes.questions.whole import KINDS

FEWEST, MOST, MOST_POINTS = 2, 8, 10
IDS = 24  # for the options of one part
OWN = frozenset({"name", "type", "prompt", "points", "follow"})
SHARED = ("draw", "let", "require", "network", "show_network")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a body that was checked, counted from 0."""

    number: int
    kind: QuestionType
    body: Mapping[str, Any]  # as a question of its own would have it

    @property
    def label(self) -> str:
        return ascii_lowercase[self.number]

    @property
    def is_named(self) -> bool:
        return "name" in self.body

    @property
    def name(self) -> str:
        return str(self.body.get("name", self.label))

    @property
    def points(self) -> int:
        return int(self.body.get("points", 1))

    @property
    def terms(self) -> dict[str, Any]:
        """What a key holds of a part beside what is right: how to work it out anew for other earlier numbers."""
        own = {"type": self.kind.name, "label": self.label, "points": self.points}
        return own | {"follow": self.body.get("follow", True), "answer": self.body.get("answer", {})}

    def field_of(self, field: str) -> str:
        return field if field.split(".")[0] in SHARED else f"parts.{self.number}.{field}"

    def inside(self, texts: Mapping[str, str]) -> dict[str, str]:
        start = f"parts.{self.number}."
        return {field.removeprefix(start): text for field, text in texts.items() if field.startswith(start)}

    def ids(self, ids: Sequence[str]) -> Sequence[str]:
        return ids[self.number * IDS :][:IDS]


def parts_of(body: Body) -> list[Part]:
    shared = {name: body[name] for name in SHARED if name in body}
    return [Part(number, KINDS[part["type"]], {**shared, **part}) for number, part in enumerate(body["parts"])]


def check_parts(body: Body) -> list[Fault]:
    faults: list[Fault] = []
    fields = Fields(body, faults)
    missing = f"Please give {FEWEST} to {MOST} parts, each with type and prompt."
    parts = fields.tables("parts", missing)
    if parts and not FEWEST <= len(parts) <= MOST:
        fields.fault("parts", missing)
    names: list[str] = []
    for number, (part, table) in enumerate(parts[:MOST]):
        check_part(body, part, table, number, names)
    if [table.get("type") for _, table in parts].count("hotspot") > 1:
        fields.fault("parts", "There is one drawing: only one part can ask for a place in it.")
    return faults or early(body)


def check_part(body: Body, part: Fields, table: Mapping[str, Any], number: int, names: list[str]) -> None:
    kind = KINDS.get(part.text("type", f"Please choose a type: {', '.join(KINDS)}.") or "")
    if kind is None and isinstance(table.get("type"), str):
        part.fault("type", f"There is no type “{table['type'][:40]}” for a part. Choose one of: {', '.join(KINDS)}.")
    part.text("prompt", "Please write what this part asks.")
    part.whole("points", 1, MOST_POINTS)
    part.truth("follow")
    check_own_name(body, part, number, names)
    if kind is not None:
        part.only(OWN | kind.fields)
        shared = {name: body[name] for name in SHARED if name in body}
        for fault in kind.check({**shared, **table}):
            at = fault.field if fault.field.split(".")[0] in SHARED else part.at(fault.field)
            part.faults.append(Fault(at, fault.message))


def check_own_name(body: Body, part: Fields, number: int, names: list[str]) -> None:
    """A name that later parts may use must be a name of its own."""
    name = part.text("name") or ascii_lowercase[number]
    taken = [*(body.get("draw") or {}), *(body.get("let") or {})] if "name" in part.table else []
    before = len(part.faults)
    check_name(part, name)
    if len(part.faults) > before:
        part.faults[-1] = Fault(part.at("name"), part.faults[-1].message)
    elif name in taken or name in names:
        part.fault("name", f"“{name}” is a name already. Please choose another one.")
    names.append(name)


def early(body: Body) -> list[Fault]:
    """Expressions that use the value of a part that comes later, or of none that is one number."""
    faults: list[Fault] = []
    known: set[str] = set()
    parts = parts_of(body)
    every = {part.name for part in parts if part.is_named}
    for part in parts:
        for field, text in part.kind.numbers(part.body).items():
            try:
                unknown = (read_expression(text).names & every) - known
            except ExpressionError:
                continue  # said where all expressions are read
            if unknown:
                message = f"“{min(unknown)}” is not known yet. Only numbers of earlier parts are."
                faults.append(Fault(part.field_of(field), message))
        if part.is_named and part.kind.name == "number":
            known.add(part.name)
    return faults
