"""Negative numbers that need brackets: 5 − −3, 2−3 for 2 times −3, −3² for the square of −3. Pure."""

import re
from collections.abc import Iterator, Mapping

from quizzes.questions.wording import HOLE, read_hole, shown, stretches
from simulator.engine.numbers import MINUS

SIGN = r"(?:[+\-−·×*/÷±∓]|\\(?:cdot|times|div|pm|mp|ast)(?![A-Za-z]))"
BEFORE = {
    "math": re.compile(rf"{SIGN}\s*\{{?\s*$|(?<![\\A-Za-z])(?:[A-Za-z]|\d)\s*$"),
    "text": re.compile(r"[\w)\]}]\s*[+\-−·×*/÷]\s*$"),
}
AFTER = {"math": re.compile(r"\s*\^"), "text": re.compile(r"\s*[²³]")}
TYPED = {
    "math": re.compile(rf"{SIGN}\s*\{{?\s*[-−]\s*\.?\d"),
    "text": re.compile(r"\d\s*[+\-−·×*/÷]\s+[-−]\d|\d\s+[+\-−·×*/÷]\s*[-−]\d"),
}
PLACE = "0"  # stands for a number that is filled in, where only typed ones are looked for


def unbracketed(text: str, parameters: Mapping[str, str], names: Mapping[str, float]) -> Iterator[str]:
    """A sentence for each negative number that reads wrongly at these drawn numbers."""
    for part, place in stretches(text):
        if place == "code":
            continue
        for match in HOLE.finditer(part):
            hole = read_hole(match[1])
            if hole is None or hole.parentheses or not needs_brackets(part, match, place):
                continue
            if (number := shown(hole, parameters, names)).startswith(MINUS):
                inside = match[1].strip()
                yield f"“{around(part, match)}” needs brackets where {hole.name} is {number}. Write {{{{({inside})}}}}."
        yield from typed(HOLE.sub(PLACE, part), place)


def needs_brackets(part: str, match: re.Match[str], place: str) -> bool:
    return bool(BEFORE[place].search(part, 0, match.start()) or AFTER[place].match(part, match.end()))


def typed(part: str, place: str) -> Iterator[str]:
    """The same for numbers that are written out."""
    if match := TYPED[place].search(part):
        yield f"“{around(part, match)}” has a sign right before a negative number. Put brackets around the number."


def around(text: str, match: re.Match[str]) -> str:
    start = max(0, match.start() - 12)
    return " ".join(text[start : match.end() + 4].split()).strip("$ ")
