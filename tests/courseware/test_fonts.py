"""The maths font with the characters of formulas alone: the same glyphs, in a fraction of the bytes."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from courseware.fonts import for_formulas, located, mapped, outlined, parts, read_tables

WHOLE = Path(str(settings.FONT.locate())).read_bytes()


@pytest.fixture(scope="module")
def font():
    return read_tables(for_formulas(WHOLE))


def test_a_reader_loads_a_quarter_of_the_font_at_most():
    assert 4 * len(gzip.compress(for_formulas(WHOLE))) < len(gzip.compress(WHOLE))


def test_characters_of_formulas_keep_their_glyphs_and_others_fall_back(font):
    before, after = mapped(read_tables(WHOLE)["cmap"]), mapped(font["cmap"])
    assert {ord(one) for one in "09az+−=∂∑√∫·⋅×→←≤≈∞ησδαβ𝑥𝑊𝐖ℝ()[]{}|′"} <= set(after)
    assert all(before[code] == glyph for code, glyph in after.items())
    assert ord("ж") not in after


def outline(tables, glyph):
    offsets = located(tables)
    return tables["glyf"][offsets[glyph] : offsets[glyph + 1]]


def test_what_is_kept_has_its_outline_and_the_parts_that_it_is_made_of(font):
    whole = read_tables(WHOLE)
    for glyph in mapped(font["cmap"]).values():
        assert bool(outline(font, glyph)) == bool(outline(whole, glyph))
        for part in parts(glyph, font["glyf"], located(font)):
            assert outline(font, part)


def test_what_is_kept_is_as_wide_as_before(font):
    whole = read_tables(WHOLE)["hmtx"]
    assert len(font["hmtx"]) == len(whole)
    for glyph in mapped(font["cmap"]).values():
        assert font["hmtx"][4 * glyph : 4 * glyph + 4] == whole[4 * glyph : 4 * glyph + 4]


def test_a_bracket_keeps_the_larger_ones_that_it_grows_into(font):
    kept = sum(1 for glyph in range(len(located(font)) - 1) if outline(font, glyph))
    assert kept > 1.5 * len(mapped(font["cmap"]))


def test_the_tables_that_a_browser_asks_for_are_all_there(font):
    assert {"MATH", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"} <= set(font)
    assert "fpgm" not in font


def test_an_outline_without_hints_has_the_same_points():
    # one contour of two points: header 10 bytes, end of contour 2, length of hints 2, hints 3, flags and coordinates 4
    glyph = b"\0\1" + b"\0" * 8 + b"\0\1" + b"\0\3" + b"abc" + b"\1\1\2\3"
    made, _ = outlined(glyph + b"\0", (0, len(glyph)), {0})
    assert made.startswith(b"\0\1" + b"\0" * 8 + b"\0\1" + b"\0\0" + b"\1\1\2\3")


def test_a_whole_font_that_was_collected_before_is_replaced(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    old = tmp_path / "fonts" / "STIXTwoMath-Regular.ttf"
    old.parent.mkdir()
    old.write_bytes(WHOLE)
    call_command("collectstatic", interactive=False, verbosity=0)
    assert old.read_bytes() == for_formulas(WHOLE)
    served = tmp_path / staticfiles_storage.stored_name("fonts/STIXTwoMath-Regular.ttf")
    assert served != old
    assert served.read_bytes() == for_formulas(WHOLE)
