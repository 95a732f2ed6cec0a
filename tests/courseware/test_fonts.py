"""The maths font in parts: the same glyphs in a fraction of the bytes, and a page loads only the part that it needs."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from fontTools.ttLib import TTFont

from courseware.fonts import SOURCE, characters_of, font_with, fonts_in, rules
from courseware.storage import LOOK

PARTS = dict(rules(LOOK.read_text(encoding="utf-8")))
MOST = 40_000  # bytes of the maths font on a first visit


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    folder = fonts_in(tmp_path_factory.mktemp("fonts"), LOOK)
    return {name: TTFont(folder / name) for name in PARTS}


def test_a_first_visit_loads_a_small_part_of_the_font(tmp_path):
    folder = fonts_in(tmp_path, LOOK)
    assert (folder / "formulas.woff2").stat().st_size <= MOST
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 2 * MOST


def test_the_usual_part_has_what_formulas_of_the_course_use():
    assert {ord(one) for one in " 09az+−=∂∑√⋅×→←≤≈∞ησδαβ𝑥𝑊𝜂ℝ()[]{}|′"} <= set(PARTS["formulas.woff2"])


def test_the_rare_part_has_bold_letters_and_signs_and_none_falls_in_both():
    assert {ord(one) for one in "𝐖∫∏ℒ⇒"} <= set(PARTS["formulas-rare.woff2"]) | set(PARTS["formulas.woff2"])
    assert not set(PARTS["formulas-rare.woff2"]) & set(PARTS["formulas.woff2"])


def test_every_character_that_the_font_has_keeps_its_outline_and_its_width(fonts):
    whole = TTFont(SOURCE)
    for name, font in fonts.items():
        glyphs, before = font.getBestCmap(), whole.getBestCmap()
        assert set(glyphs) >= set(PARTS[name]) & set(before)  # and their mirror images, such as ∋ for ∈
        for code, glyph in glyphs.items():
            assert font["hmtx"][glyph][0] == whole["hmtx"][before[code]][0]
            assert font["glyf"][glyph].numberOfContours == whole["glyf"][before[code]].numberOfContours


def test_a_bracket_keeps_the_larger_ones_that_it_grows_into(fonts):
    font = fonts["formulas.woff2"]
    table = font["MATH"].table.MathVariants
    assert font.getBestCmap()[ord("(")] in table.VertGlyphCoverage.glyphs
    assert font.getBestCmap()[ord("√")] in table.VertGlyphCoverage.glyphs


def test_a_prime_keeps_its_small_form_and_a_letter_has_none():
    font = TTFont(BytesIO(font_with([ord("′"), ord("a")])))
    (part,) = font["GSUB"].table.LookupList.Lookup[0].SubTable
    assert list(part.alternates) == [font.getBestCmap()[ord("′")]]


def test_a_range_names_its_first_and_last_character():
    assert list(characters_of("U+41-43, U+61")) == [0x41, 0x42, 0x43, 0x61]


def test_where_two_rules_name_a_character_the_last_one_has_it():
    rule = "@font-face {{ src: url(../fonts/{}.woff2); unicode-range: {}; }}"
    sheet = rule.format("rare", "U+41-44") + rule.format("usual", "U+42")
    assert dict(rules(sheet)) == {"usual.woff2": [0x42], "rare.woff2": [0x41, 0x43, 0x44]}


def test_a_changed_style_sheet_gets_fonts_of_its_own(tmp_path):
    sheet = tmp_path / "look.css"
    rule = "@font-face {{ src: url(../fonts/few.woff2); unicode-range: {}; }}"
    made = []
    for ranges in ("U+41", "U+41-42"):
        sheet.write_text(rule.format(ranges), encoding="utf-8")
        made.append(TTFont(fonts_in(tmp_path, sheet) / "few.woff2"))
    assert [sorted(font.getBestCmap()) for font in made] == [[0x41], [0x41, 0x42]]


def test_the_site_serves_both_parts(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in PARTS:
        assert (tmp_path / "fonts" / name).read_bytes() == Path(finders.find(f"fonts/{name}")).read_bytes()
        assert any(
            re.fullmatch(rf"{name.split('.')[0]}\.\w+\.woff2", file.name) for file in (tmp_path / "fonts").iterdir()
        )
    assert finders.find("fonts/other.woff2") is None
