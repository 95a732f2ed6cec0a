"""Reading TOML files of a course: what is no TOML is named with its file and line."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quizzes.formats.decoding import DecodingError, decoded
from quizzes.formats.faults import CourseFault

LARGEST = 1_000_000  # bytes of one file
PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
CURLY = re.compile("^[^#\"']*[“”„‘’‚«»]")  # outside a string
LONGEST_LINE = 80  # characters of it that a sentence quotes
ESCAPE = re.compile(r"Unescaped|hex|Unicode scalar|escape", re.IGNORECASE)
ESCAPE_HINT = "In \"…\" a backslash is an escape: write the text in '''…'''."
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|\#[^\n]*",
    re.DOTALL,
)


def read_text(path: Path, name: str, faults: list[CourseFault]) -> str | None:
    """The text of a file without its byte order mark, or None after noting a fault."""
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            faults.append(CourseFault(name, "", None, "This file is larger than 1 MB. Split it."))
            return None
        return decoded(content)
    except OSError as error:
        faults.append(CourseFault(name, "", None, f"This file cannot be read: {error.strerror}."))
    except DecodingError as error:
        faults.append(CourseFault(name, "", error.line, str(error)))
    return None


def parse(text: str, name: str, faults: list[CourseFault]) -> dict[str, Any] | None:
    """The tables of a text, or None after noting where it stops being TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        faults.append(CourseFault(name, "", line, not_toml(text, line, PLACE.sub("", str(error)))))
    except RecursionError:
        faults.append(CourseFault(name, "", None, "This file is nested too deeply. Simplify it."))
    return None


def not_toml(text: str, line: int, message: str) -> str:
    """What is wrong with a line, with the line itself: a parser names only what it did not expect."""
    if CURLY.search(text.splitlines()[line - 1] if line <= text.count("\n") + 1 and text else ""):
        return "This line has typographic quotation marks. Write straight ones: \" or '."
    there = "".join(text.splitlines()[line - 1 : line]).strip()
    quoted = f"“{there[:LONGEST_LINE]}”: " if there else ""
    escape = f" {ESCAPE_HINT}" if ESCAPE.search(message) else ""
    return f"This is not TOML: {quoted}{message[:1].lower()}{message[1:]}.{escape}"


def bare(text: str) -> str:
    """The text with strings and comments blanked, so that every [[header]] left in it is one. Line ends stay."""
    return STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def headers(text: str, table: str) -> Iterator[int]:
    """Where the lines [[table]] begin."""
    pattern = re.compile(rf"^[ \t]*\[\[[ \t]*(?:{table})[ \t]*\]\]", re.MULTILINE)
    yield from (match.start() for match in pattern.finditer(bare(text)))


def line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
