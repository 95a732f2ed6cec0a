"""The lines at the head of a chapter: its title, its number and a summary. Pure."""

import re

WORDS = ("title", "summary")
NUMBERS = ("number",)
IGNORED = ("minutes",)  # older files say how long the chapter takes; it is computed now
WHOLE = re.compile(r"[0-9]{1,4}")


def front_matter(text: str) -> tuple[dict[str, str] | None, list[tuple[int, str]]]:
    """What it says, or None with what is wrong and the lines of the file: the text begins in line 2."""
    found: dict[str, str] = {}
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 2):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if colon and name in IGNORED:
            continue
        if not colon or name not in WORDS + NUMBERS:
            wrong.append((number, f"“{line}” is not one of title, number and summary, with a colon."))
            continue
        if name in NUMBERS and not WHOLE.fullmatch(value):
            wrong.append((number, f"{name} is a whole number, such as {name}: 1."))
        found[name] = value
    missing = [name for name in WORDS + NUMBERS if name not in found or (name in WORDS and not found[name])]
    if not wrong:  # a name that is misspelt is missing too
        wrong = [(1, f"the front matter needs a line {name}: …") for name in missing]
    return (None if wrong else found), wrong
