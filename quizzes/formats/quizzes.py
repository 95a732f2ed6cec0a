"""quizzes/*.toml: title, mode, policy and slots of a quiz."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from quizzes.formats.faults import CourseFault
from quizzes.formats.toml_files import bare, headers, line_at, parse, read_text
from quizzes.formats.toml_questions import SLUG
from quizzes.formats.toml_writing import plain_lines
from quizzes.policies import DEFAULTS, policy_faults

FIELDS = ("slug", "title", "chapter", "mode", "policy", "slot")
SLOT_FIELDS = ("question", "concept", "pick", "points")
MOST_SLOTS, MOST_POINTS = 100, 100


@dataclass(frozen=True, slots=True)
class SourceSlot:
    """One question, or `pick` of a concept's."""

    question: str | None
    concept: str | None
    pick: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class SourceQuiz:
    slug: str
    title: str
    chapter: str
    mode: str
    policy: dict[str, Any]
    slots: tuple[SourceSlot, ...]
    file: str = field(default="", compare=False, repr=False)
    chapter_line: int | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Names:
    """What a slot may name."""

    questions: frozenset[str]
    concepts: frozenset[str]


def read_quiz(path: Path, name: str, known: Names, faults: list[CourseFault]) -> SourceQuiz | None:
    text = read_text(path, name, faults)
    data = parse(text, name, faults) if text is not None else None
    if text is None or data is None:
        return None
    before = len(faults)
    faults += [CourseFault(name, "", line_of(text, own), message) for own, message in slips(data)]
    slots = data.get("slot", [])
    lines = [line_at(text, start) for start in headers(text, "slot")]
    if not isinstance(slots, list) or not 1 <= len(slots) <= MOST_SLOTS or len(lines) != len(slots):
        faults.append(CourseFault(name, "", None, f"Write 1 to {MOST_SLOTS} slots, each under a line [[slot]]."))
    else:
        pairs = zip(slots, lines, strict=True)
        faults += [CourseFault(name, "", line, message) for slot, line in pairs for message in slot_slips(slot, known)]
    if len(faults) > before:
        return None
    return SourceQuiz(
        **{name: data[name] for name in ("slug", "title", "chapter", "mode")},
        policy=data.get("policy", {}),
        slots=tuple(read_slot(slot) for slot in slots),
        file=name,
        chapter_line=line_of(text, "chapter"),
    )


def line_of(text: str, field: str) -> int | None:
    match = re.search(rf"^[ \t]*\[?{re.escape(field)}\b", bare(text), re.MULTILINE)
    return line_at(text, match.start()) if match else None


def slips(data: dict[str, Any]) -> list[tuple[str, str]]:
    found = [(name, f"There is no field “{name}” in a quiz. Remove it.") for name in data if name not in FIELDS]
    for name, most in (("slug", 50), ("title", 120), ("chapter", 50)):
        value = data.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            found.append((name, f"A quiz needs a {name}: a text of at most {most} characters."))
        elif name != "title" and not SLUG.fullmatch(value):
            found.append((name, f"The {name} “{value}” must be of small letters, digits and hyphens."))
    mode = data.get("mode")
    return found + list(policy_faults(mode if isinstance(mode, str) else "", data.get("policy", {})).items())


def slot_slips(slot: Any, known: Names) -> list[str]:
    if not isinstance(slot, Mapping):
        return ["Write each slot as a table."]
    found = [f"There is no field “{name}” in a slot. Remove it." for name in slot if name not in SLOT_FIELDS]
    named = [name for name in ("question", "concept") if name in slot]
    if len(named) != 1:
        found.append("A slot names either a question or a concept.")
    for name, slugs in (("question", known.questions), ("concept", known.concepts)):
        if name in named and (not isinstance(slot[name], str) or slot[name] not in slugs):
            found.append(f"This slot names the {name} “{slot[name]}”, which does not exist. Correct its name.")
    pick, points = slot.get("pick", 1), slot.get("points", 1)
    if type(pick) is not int or not 1 <= pick <= MOST_SLOTS or ("question" in named and pick != 1):
        found.append("Give pick as a whole number of 1 or more; it goes with a concept.")
    if type(points) not in (int, float) or not 0 < points <= MOST_POINTS or round(points, 2) != points:
        found.append(f"Give points above 0, at most {MOST_POINTS}, with at most 2 decimals.")
    return found


def read_slot(slot: Mapping[str, Any]) -> SourceSlot:
    points = Decimal(repr(slot.get("points", 1)))
    return SourceSlot(slot.get("question"), slot.get("concept"), slot.get("pick", 1), points)


def write_quiz(quiz: SourceQuiz) -> str:
    fields = {name: getattr(quiz, name) for name in ("slug", "title", "chapter", "mode")}
    parts = ["\n".join(plain_lines(fields))]
    if quiz.policy:
        policy = {name: quiz.policy[name] for name in DEFAULTS if name in quiz.policy}  # rows do not keep an order
        parts.append("[policy]\n" + "\n".join(plain_lines(policy)))
    parts += ["[[slot]]\n" + "\n".join(plain_lines(slot_table(slot))) for slot in quiz.slots]
    return "\n\n".join(parts) + "\n"


def slot_table(slot: SourceSlot) -> dict[str, Any]:
    points = int(slot.points) if slot.points == int(slot.points) else float(slot.points)
    if slot.question is not None:
        return {"question": slot.question, "points": points}
    return {"concept": slot.concept, "pick": slot.pick, "points": points}
