"""The maths font, cut to what formulas need: one file for each @font-face rule that asks for it.

A style sheet says which characters a file holds (`unicode-range`), so that a page loads only the files that it needs.
STIX Two Math comes with a Python package. Nothing is fetched from another host, and no binary is in the repository.
"""

import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import files
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset, version
from fontTools.ttLib import TTFont

NAME = "STIXTwoMath-Regular.ttf"
SOURCE = next(file for file in files("ziamath") or [] if file.name == NAME).locate()
RULE = re.compile(r"@font-face\s*{[^}]*?fonts/(?P<name>[\w-]+\.woff2)[^}]*?unicode-range:(?P<ranges>[^;}]+)")
RANGE = re.compile(r"U\+([0-9A-Fa-f]+)(?:-([0-9A-Fa-f]+))?")
NOT_NEEDED = ["DSIG", "GDEF", "GPOS"]  # a signature of the whole, and marks on letters


def fonts_in(folder: Path, sheet: Path) -> Path:
    """The folder with the fonts that a style sheet asks for. They are made once for each version of the sheet."""
    text = sheet.read_text(encoding="utf-8")
    parts = dict(rules(text))
    made = folder / hashlib.sha256(f"{version} {sorted(parts.items())}".encode()).hexdigest()[:12]
    for name, characters in parts.items():
        if not (made / name).exists():
            made.mkdir(parents=True, exist_ok=True)
            unfinished = made / f"{name}.part"
            unfinished.write_bytes(font_with(characters))
            unfinished.rename(made / name)
    return made


def rules(sheet: str) -> Iterator[tuple[str, list[int]]]:
    """Each font file of a style sheet with its characters. Where two rules name a character, the last one has it."""
    taken: set[int] = set()
    for rule in reversed(list(RULE.finditer(sheet))):
        characters = set(characters_of(rule["ranges"])) - taken
        taken |= characters
        yield rule["name"], sorted(characters)


def characters_of(ranges: str) -> Iterator[int]:
    for first, last in RANGE.findall(ranges):
        yield from range(int(first, 16), int(last or first, 16) + 1)


def font_with(characters: list[int]) -> bytes:
    """The maths font with these characters, the larger signs that they grow into, and small primes, as WOFF2."""
    font = TTFont(SOURCE)
    keep_small_signs_only(font)
    options = subset.Options(hinting=False, layout_features=["ssty"], glyph_names=False, name_IDs=[])
    options.drop_tables += NOT_NEEDED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def keep_small_signs_only(font: Any) -> None:
    """Indices use small forms of signs such as primes. Those of letters and digits would double the file."""
    letters = {glyph for code, glyph in font.getBestCmap().items() if chr(code).isalnum()}
    table = font["GSUB"].table
    small = [one.Feature for one in table.FeatureList.FeatureRecord if one.FeatureTag == "ssty"]
    for number in {number for feature in small for number in feature.LookupListIndex}:
        for part in table.LookupList.Lookup[number].SubTable:
            part.alternates = {glyph: found for glyph, found in part.alternates.items() if glyph not in letters}
