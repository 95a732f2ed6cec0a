"""Numbers filled into authored Markdown: {{x1}}, {{(x1)}} with parentheses when negative, {{x1:3}} with 3 decimals.

In a formula a number gets braces of its own, so that x_{{n}} and 2^{{n}} hold it whole; in code a minus stays a hyphen.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from quizzes.delimiters import PASSAGE
from quizzes.questions.arithmetic import rounded
from simulator.engine.numbers import MINUS, written

HOLE = re.compile(r"\{\{([^{}]*)\}\}")
INSIDE = re.compile(
    r"\s*(?P<open>\()?\s*(?P<name>[A-Za-z][A-Za-z0-9_]*)\s*(?::\s*(?P<decimals>[0-9]))?\s*(?P<close>\))?\s*", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Hole:
    """One place to fill: a name, decimals where they are asked for, and whether a negative number needs parentheses."""

    name: str
    decimals: int | None
    parentheses: bool


def holes(text: str) -> Iterator[Hole | str]:
    """Every hole of a text; one that cannot be read comes as it is written."""
    for match in HOLE.finditer(text):
        yield read_hole(match[1]) or match[0]


def read_hole(inside: str) -> Hole | None:
    match = INSIDE.fullmatch(inside)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    return Hole(match["name"], int(match["decimals"]) if match["decimals"] else None, bool(match["open"]))


def slips(text: str, known: Collection[str]) -> list[str]:
    """A sentence for each hole that cannot be filled."""
    found = []
    for hole in holes(text):
        if isinstance(hole, str):
            found.append(f"“{hole}” cannot be filled in. Write {{{{name}}}}, {{{{(name)}}}} or {{{{name:3}}}}.")
        elif hole.name not in known:
            names = f"Known are: {', '.join(sorted(known))}." if known else "Nothing is drawn in this question."
            found.append(f"There is no number called “{hole.name}”. {names}")
    return found


def fill(text: str, parameters: Mapping[str, str], names: Mapping[str, float]) -> str:
    """The text with its holes filled: parameters as they were drawn, other names with up to 4 decimals."""
    if "{{" not in text:
        return text
    return "".join(filled(part, parameters, names, place) for part, place in stretches(text))


def stretches(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with what it is: "text", "math" or "code"."""
    at = 0
    for passage in PASSAGE.finditer(text):
        yield text[at : passage.start()], "text"
        yield passage[0], "code" if passage["code"] else "math"
        at = passage.end()
    yield text[at:], "text"


def filled(text: str, parameters: Mapping[str, str], names: Mapping[str, float], place: str) -> str:
    def number(match: re.Match[str]) -> str:
        hole = read_hole(match[1])
        return match[0] if hole is None else placed(shown(hole, parameters, names), hole.parentheses, place)

    return HOLE.sub(number, text)


def shown(hole: Hole, parameters: Mapping[str, str], names: Mapping[str, float]) -> str:
    value = names[hole.name]
    if hole.decimals is not None:
        return f"{rounded(value, hole.decimals) + 0.0:.{hole.decimals}f}".replace("-", MINUS)
    return parameters[hole.name].replace("-", MINUS) if hole.name in parameters else written(value)


def placed(number: str, parentheses: bool, place: str) -> str:
    power = re.fullmatch(r"(.+)e(.+)", number)
    if power and place != "code":
        number = f"{power[1]} \\cdot 10^{{{power[2]}}}" if place == "math" else f"{power[1]} × 10^{power[2]}"
    if parentheses and (number.startswith(MINUS) or power):
        number = f"({number})"
    if place == "code":
        return number.replace(MINUS, "-")
    return f"{{{number}}}" if place == "math" else number
