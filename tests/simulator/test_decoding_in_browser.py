"""A file of own data is read as spreadsheets save it, or refused with the true cause."""

import pytest

pytestmark = pytest.mark.browser
CSV = "x1;x2;label\n0,5;1;größer – “ja”\n"
DECODE = """
async (cases) => {
  const { decoded } = await import("/static/simulator/train/decoding.js");
  return cases.map((bytes) => decoded(new Uint8Array(bytes).buffer));
}
"""


def test_spreadsheet_encodings_are_read(run_in_browser):
    encodings = [CSV.encode(name) for name in ("utf-8", "utf-8-sig", "utf-16", "cp1252")]
    encodings.append(b"\xfe\xff" + CSV.encode("utf-16-be"))
    found = run_in_browser(DECODE, [list(content) for content in encodings])
    assert found == [{"text": CSV}] * 5


def test_what_is_no_text_is_named(run_in_browser):
    contents = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf1", b"%PDF-1.7", "1;2;a".encode("utf-16-le")]
    problems = [one["problem"] for one in run_in_browser(DECODE, [list(content) for content in contents])]
    assert ["workbook" in text for text in problems] == [True, True, False, False, False]
    assert all("Save the sheet as CSV" in text for text in problems)
