"""On which line of a TOML text a field is, given its dotted path, such as options.2.reason or network.layers.0."""

import re

from quizzes.formats.toml_files import bare, line_at

HEADER = re.compile(r"^[ \t]*\[(?P<many>\[)?[ \t]*(?P<name>[^\[\]\n]+?)[ \t]*\]", re.MULTILINE)
OPENING, CLOSING = "[{", "]}"


def line_of_field(source: str, table: str, path: str) -> int:
    """The line, counted from 1, of the deepest part of the path that the text has; `table` is what its headers begin
    with, such as "question".
    """
    blank = bare(source)
    names = path.split(".") if path else []
    start, names = below_header(blank, table, names)
    for name in names:
        found = position(blank, start, name)
        if found is None:
            break
        start = found
    return line_at(source, start)


def below_header(blank: str, table: str, names: list[str]) -> tuple[int, list[str]]:
    """Where the innermost table of the path begins, and what of the path is inside it."""
    own = HEADER.search(blank)
    start, inside = own.start() if own else 0, names
    counts: dict[str, int] = {}
    for header in HEADER.finditer(blank):
        name = re.sub(r"\s|[\"']", "", header["name"])
        if not name.startswith(f"{table}."):
            continue
        key = name.removeprefix(f"{table}.")
        parts = key.split(".")
        if header["many"]:
            counts = {other: count for other, count in counts.items() if not other.startswith(f"{key}.")}
            counts[key] = counts.get(key, -1) + 1
        path = with_numbers(parts, counts)
        if names[: len(path)] == path and len(names) - len(path) < len(inside):
            start, inside = header.start(), names[len(path) :]
    return start, inside


def with_numbers(parts: list[str], counts: dict[str, int]) -> list[str]:
    """The names of a header with the number of each repeated table among them."""
    path: list[str] = []
    for number, part in enumerate(parts, start=1):
        path.append(part)
        key = ".".join(parts[:number])
        if key in counts:
            path.append(str(counts[key]))
    return path


def position(blank: str, start: int, name: str) -> int | None:
    """Where a key, or an entry of a list, begins at or after `start` in the same table."""
    if name.isdigit():
        return entry_at(blank, start, int(name))
    header = HEADER.match(blank, start)
    begin = header.end() if header else start
    following = HEADER.search(blank, begin)
    end = following.start() if following else len(blank)
    key = re.compile(rf"(?:^|(?<=[{{,]))[ \t\n]*(?:\[\[?)?[\"']?{re.escape(name)}[\"']?[ \t]*[=.]", re.MULTILINE)
    found = key.search(blank, begin, end)
    return found.start() + len(found[0]) - len(found[0].lstrip()) if found else None


def entry_at(blank: str, start: int, number: int) -> int | None:
    """Where the entry with this number begins in the list after `start`."""
    opening = blank.find("[", start + 1) if blank[start : start + 1] != "[" else start
    if opening < 0:
        return None
    depth, at = 0, opening
    for at in range(opening, len(blank)):
        sign = blank[at]
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth == 0:
            return None
        if depth == 1 and sign in "[,":
            if number == 0:
                return first_sign(blank, at + 1)
            number -= 1
    return None


def first_sign(blank: str, at: int) -> int:
    """The next line that has something on it: strings are blanked, so an entry may look empty."""
    while at < len(blank) and blank[at] == "\n":
        at += 1
    return at
