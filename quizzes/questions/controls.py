r"""Signs that nobody sees: what is left where a backslash of TeX was read as an escape, as "\frac" is in TOML."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.base import Body, Fault
from quizzes.questions.wording import stretches

ESCAPES = {"\b": ("\\b", "backspace"), "\f": ("\\f", "form feed"), "\r": ("\\r", "carriage return")}
ESCAPES |= {"\t": ("\\t", "tab"), "\n": ("\\n", "line end")}
REST = re.compile(r"[A-Za-z]*")
AFTER_TAB = r"(?:heta|hickapprox|imes|au|anh|ext(?:bf|it|rm|tt)?|frac|ilde|binom|riangle\w*|herefore)"
AFTER_LINE = r"(?:abla|otin|eq|earrow|warrow|exists)"
IN_PROSE = re.compile(
    rf"(?<=[^\s])[ ]*\t|\t(?={AFTER_TAB}(?![A-Za-z]))|\n(?={AFTER_LINE}(?![A-Za-z]))|(?<=\$)\n(?=[a-z])"
)
IN_MATHS = re.compile(rf"\t|\n(?=(?:{AFTER_LINE}|[eiu]|ot|eg|mid|leq|geq|parallel|subseteq)(?![A-Za-z]))")
UNSEEN = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
LITERAL = "Write a text with backslashes in '''…''', not in \"…\"."


def unseen(body: Body) -> list[Fault]:
    """A control character in any text of a question, at its field."""
    return [
        Fault(field, sentence(text, match))
        for field, text in leaves(body)
        if (match := UNSEEN.search(text)) is not None
    ]


def misread(texts: Mapping[str, str]) -> list[Fault]:
    """A tab or a line end in place of the beginning of a TeX command, in Markdown."""
    found = []
    for field, text in texts.items():
        for part, place in stretches(text):
            pattern = {"text": IN_PROSE, "math": IN_MATHS}.get(place)
            if pattern is not None and (match := pattern.search(part)):
                found.append(Fault(field, sentence(part, match)))
                break
    return found


def sentence(text: str, match: re.Match[str]) -> str:
    sign = match[0][-1]
    rest = REST.match(text, match.end())
    after = rest[0] if rest else ""
    escape, name = ESCAPES.get(sign, ("", f"control character U+{ord(sign):04X}"))
    if escape and after:
        return f"A {name} stands before “{after}”, where “{escape}{after}” was perhaps meant. {LITERAL}"
    before = " ".join(text[max(0, match.start() - 20) : match.start()].split())
    return f"A {name} stands after “{before}”. Remove it. {LITERAL}" if before else f"This has a {name}. {LITERAL}"


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a body with its dotted path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}.{number}".removeprefix("."))
