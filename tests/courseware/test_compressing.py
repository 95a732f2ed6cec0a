"""Compressed once, filled in for each: what a browser unpacks is the page to the byte."""

import gzip

import pytest

from courseware.compressing import LONGEST, as_it_is, closer, compressed, gzipped

TEXT = "<p>σ(z) is what everybody reads</p>".encode() * 5_000


@pytest.mark.parametrize("before", [b"", b"<p>before</p>" * 100])
@pytest.mark.parametrize("name", [b"", b"ada", b"\0" * LONGEST])
@pytest.mark.parametrize("text", [b"", b"x", TEXT])
def test_what_is_unpacked_is_what_was_put_together(before, name, text):
    pieces = [compressed(before), as_it_is(name), compressed(text), as_it_is(b"end")]
    assert gzip.decompress(gzipped(pieces)) == before + name + text + b"end"


def test_nothing_at_all_is_a_file_too():
    assert gzip.decompress(gzipped([])) == b""


def test_a_stretch_can_be_used_again_and_again():
    text = compressed(TEXT)
    for name in (b"ada", b"grace"):
        assert gzip.decompress(gzipped([as_it_is(name), text, text])) == name + TEXT + TEXT


def test_indentation_is_left_out_but_not_that_of_code_nor_the_space_between_words():
    html = "<p>\n    one\n\n  <b>two</b>\n <i>three</i>\n</p>\n\n<pre>if x:\n    y\n\nz</pre>\n  <p>"
    assert closer(html) == "<p>\none\n<b>two</b>\n<i>three</i></p>\n<pre>if x:\n    y\n\nz</pre><p>"
