"""A TrueType font with fewer characters: what formulas need is a tenth of the whole. Pure: no Django.

The format: https://learn.microsoft.com/en-gb/typography/opentype/spec/. Glyphs keep their numbers, so that the tables
that speak of them (mathematics) stay as they are; those that nobody can reach lose their outline.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

Tables = dict[str, bytes]

# Plain Latin, marks, Greek, punctuation, arrows, operators and brackets; letters in bold, italics and double-struck;
# script ones for a loss and a length. Letters with accents come from the fonts of the reader's system.
OF_FORMULAS = (
    (0x20, 0x7E), (0xA0, 0xA0), (0xA7, 0xA8), (0xAC, 0xB7), (0xD7, 0xD7), (0xF7, 0xF7), (0x131, 0x131), (0x237, 0x237),
    (0x300, 0x30C), (0x332, 0x338), (0x391, 0x3D1), (0x3D5, 0x3D6), (0x3F0, 0x3F1), (0x3F5, 0x3F5),
    (0x2010, 0x203A), (0x2057, 0x2057), (0x2061, 0x209C), (0x20D6, 0x20D7), (0x2102, 0x2102), (0x210D, 0x210F),
    (0x2111, 0x2113), (0x2115, 0x2115), (0x211A, 0x211A), (0x211C, 0x211D), (0x2124, 0x2124), (0x2190, 0x2199),
    (0x21A6, 0x21A6), (0x21CC, 0x21D5), (0x2200, 0x223C), (0x2243, 0x226B), (0x2282, 0x228B), (0x2295, 0x22A5),
    (0x22C0, 0x22C6), (0x22EE, 0x22F1), (0x2308, 0x230B), (0x239B, 0x23B9), (0x23DC, 0x23E1), (0x27E6, 0x27EB),
    (0x27F5, 0x27FC), (0x2A7D, 0x2A7E), (0x1D400, 0x1D467), (0x1D538, 0x1D550), (0x1D6A4, 0x1D6A5), (0x1D6E2, 0x1D71B),
)  # fmt: skip
NOT_NEEDED = ("DSIG", "GPOS", "GDEF", "fpgm", "prep", "cvt ")  # a signature of the whole; marks on letters; hints
WITHOUT_NAMES = struct.pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0)  # a post table of version 3
ALTERNATE = 3  # the kind of a substitution that has several candidates


def for_formulas(font: bytes) -> bytes:
    """The font with the characters of OF_FORMULAS. Takes a TrueType font with a MATH table, such as STIX Two Math."""
    tables = read_tables(font)
    characters = {
        code: glyph
        for code, glyph in mapped(tables["cmap"]).items()
        if any(first <= code <= last for first, last in OF_FORMULAS)
    }
    offsets = located(tables)
    small = small_print(tables["GSUB"])
    leads = (*variants(tables["MATH"]), *substitutes(small))
    kept = reached({0, *characters.values()}, leads, tables["glyf"], offsets)
    outlines, places = outlined(tables["glyf"], offsets, kept)
    rest = {name: table for name, table in tables.items() if name not in NOT_NEEDED}
    head = tables["head"][:50] + struct.pack(">h", 1) + tables["head"][52:]  # loca in whole bytes
    widths = only_widths(tables["hmtx"], kept)
    changed = {"cmap": written_map(characters), "glyf": outlines, "loca": places, "hmtx": widths}
    return written({**rest, **changed, "GSUB": only_small_print(small), "head": head, "post": WITHOUT_NAMES})


def read_tables(font: bytes) -> Tables:
    (number,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(number))
    return {name.decode(): font[start : start + length] for name, _, start, length in records}


def written(tables: Mapping[str, bytes]) -> bytes:
    """Tables as a font file: a directory, then each table at a multiple of four bytes."""
    power = len(tables).bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    at, records, body = 12 + 16 * len(tables), b"", b""
    for name, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        records += struct.pack(">4sIII", name.encode(), total, at + len(body), len(table))
        body += padded
    return head + records + body


def mapped(cmap: bytes) -> dict[int, int]:
    """Which glyph shows which character, by the subtable of all of Unicode (format 12)."""
    (number,) = struct.unpack_from(">H", cmap, 2)
    places = (struct.unpack_from(">HHI", cmap, 4 + 8 * i)[2] for i in range(number))
    place = next(place for place in places if struct.unpack_from(">H", cmap, place)[0] == 12)
    (groups,) = struct.unpack_from(">I", cmap, place + 12)
    spans = (struct.unpack_from(">III", cmap, place + 16 + 12 * i) for i in range(groups))
    return {code: glyph + code - first for first, last, glyph in spans for code in range(first, last + 1)}


def written_map(characters: Mapping[int, int]) -> bytes:
    """A cmap with one subtable, a group for each character."""
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in sorted(characters.items()))
    return struct.pack(">HHHHIHHIII", 0, 1, 3, 10, 12, 12, 0, 16 + len(groups), 0, len(characters)) + groups


def located(tables: Tables) -> tuple[int, ...]:
    """Where the outline of each glyph begins in glyf, and where the last one ends."""
    (is_long,) = struct.unpack_from(">h", tables["head"], 50)
    table = tables["loca"]
    return struct.unpack(f">{len(table) // 4}I", table) if is_long else short(table)


def short(table: bytes) -> tuple[int, ...]:
    return tuple(2 * half for half in struct.unpack(f">{len(table) // 2}H", table))


def outlined(glyf: bytes, offsets: tuple[int, ...], kept: set[int]) -> tuple[bytes, bytes]:
    """glyf and loca in which only these glyphs have an outline."""
    outlines, places = bytearray(), [0]
    for glyph, (start, end) in enumerate(pairwise(offsets)):
        if glyph in kept:
            outline = without_hints(glyf[start:end])
            outlines += outline + b"\0" * (-len(outline) % 4)
        places.append(len(outlines))
    return bytes(outlines), struct.pack(f">{len(places)}I", *places)


def only_widths(hmtx: bytes, kept: set[int]) -> bytes:
    """Width and left side of these glyphs, four bytes each, and zeros for the others: those pack to nothing."""
    return b"".join(
        hmtx[at : at + 4] if at // 4 in kept else b"\0" * len(hmtx[at : at + 4]) for at in range(0, len(hmtx), 4)
    )


def without_hints(outline: bytes) -> bytes:
    """A simple glyph without its instructions, which are a third of the file; a composite one has few."""
    contours = struct.unpack_from(">h", outline)[0] if outline else -1
    if contours < 0:
        return outline
    at = 10 + 2 * contours
    (length,) = struct.unpack_from(">H", outline, at)
    return outline[:at] + b"\0\0" + outline[at + 2 + length :]


def reached(start: set[int], leads: Iterable[tuple[int, list[int]]], glyf: bytes, offsets: tuple[int, ...]) -> set[int]:
    """These glyphs, and all that stand in for them (larger, smaller, in pieces) or are a part of them."""
    others: dict[int, set[int]] = {}
    for glyph, found in leads:
        others.setdefault(glyph, set()).update(found)
    kept, new = set(start), set(start)
    while new:
        new = {other for glyph in new for other in (*others.get(glyph, ()), *parts(glyph, glyf, offsets))} - kept
        kept |= new
    return kept


def parts(glyph: int, glyf: bytes, offsets: tuple[int, ...]) -> Iterator[int]:
    """The glyphs that a composite glyph is made of."""
    start, end = offsets[glyph], offsets[glyph + 1]
    if start == end or struct.unpack_from(">h", glyf, start)[0] >= 0:
        return
    at, more = start + 10, True
    while more:
        flags, part = struct.unpack_from(">HH", glyf, at)
        yield part
        scales = 2 if flags & 0x08 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0
        at, more = at + (8 if flags & 0x01 else 6) + scales, bool(flags & 0x20)


def variants(math: bytes) -> Iterator[tuple[int, list[int]]]:
    """The larger sizes of a glyph that stretches, and the pieces that it is put together from."""
    (base,) = struct.unpack_from(">H", math, 8)
    _, upright, level, heights, widths = struct.unpack_from(">HHHHH", math, base)
    listed = (*covered(math, base + upright), *covered(math, base + level))
    for glyph, place in zip(listed, struct.unpack_from(f">{heights + widths}H", math, base + 10), strict=True):
        at = base + place
        (pieces,) = struct.unpack_from(">H", math, at)
        yield glyph, [larger for larger, _ in listing(math, at + 2, ">HH")]
        if pieces:
            yield glyph, [piece for piece, *_ in listing(math, at + pieces + 4, ">HHHHH")]


def small_print(gsub: bytes) -> bytes:
    """The table of substitutions that says how a glyph is drawn small, in an index: the one of the feature `ssty`."""
    features, lookups = struct.unpack_from(">HH", gsub, 6)
    at = next(at for tag, at in listing(gsub, features, ">4sH") if tag == b"ssty")
    (number,) = struct.unpack_from(">H", gsub, features + at + 4)
    lookup = lookups + listing(gsub, lookups, ">H")[number][0]
    return gsub[lookup + struct.unpack_from(">H", gsub, lookup + 6)[0] :]


def substitutes(table: bytes) -> Iterator[tuple[int, list[int]]]:
    """Each glyph that has a smaller self, and those selves, in a table of alternates."""
    (coverage,) = struct.unpack_from(">H", table, 2)
    for glyph, (at,) in zip(covered(table, coverage), listing(table, 4, ">H"), strict=True):
        yield glyph, [other for (other,) in listing(table, at, ">H")]


def only_small_print(table: bytes) -> bytes:
    """A GSUB table with the one feature `ssty`: the others lead to glyphs that are not kept."""
    scripts = struct.pack(">H4sHHHHHHH", 1, b"DFLT", 8, 4, 0, 0, 0xFFFF, 1, 0)
    features = struct.pack(">H4sHHHH", 1, b"ssty", 8, 0, 1, 0)
    lookups = struct.pack(">HHHHHH", 1, 4, ALTERNATE, 0, 1, 8)
    return struct.pack(">IHHH", 0x00010000, 10, 10 + len(scripts), 10 + len(scripts + features)) + (
        scripts + features + lookups + table
    )


def covered(data: bytes, at: int) -> list[int]:
    """The glyphs that a coverage table names, in its order."""
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 1:
        return [glyph for (glyph,) in listing(data, at + 2, ">H")]
    return [glyph for first, last, _ in listing(data, at + 2, ">HHH") for glyph in range(first, last + 1)]


def listing(data: bytes, at: int, shape: str) -> list[tuple[Any, ...]]:
    """A count, and so many records of this shape."""
    (number,) = struct.unpack_from(">H", data, at)
    size = struct.calcsize(shape)
    return [struct.unpack_from(shape, data, at + 2 + size * i) for i in range(number)]
