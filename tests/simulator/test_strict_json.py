"""The body of a request is one JSON object in UTF-8, or refused with a sentence before anything reads it."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import APIException

from simulator.api.strict_json import MAX_BYTES, StrictJSONParser
from simulator.json_text import DEPTH, JSONFault, read_json


def parse(body, media_type="application/json"):
    return StrictJSONParser().parse(io.BytesIO(body), media_type)


def refused(body, media_type="application/json"):
    with pytest.raises(APIException) as error:
        parse(body, media_type)
    return error.value


def nested(depth):
    return ('{"a":' + "[" * (depth - 1) + "]" * (depth - 1) + "}").encode()


def test_an_object_is_read():
    assert parse('{"a": [1, 0.5, "−ö😀"], "b": {"c": null}}'.encode()) == {"a": [1, 0.5, "−ö😀"], "b": {"c": None}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"1",
        b'"text"',
        b"null",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": 1_000}',
        b'{"a": 9223372036854775808}',
        b'{"a": -9223372036854775809}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": 1, "a": 2}',
        b'{"b": {"a": 1, "\\u0061": 2}}',
        b'{"a": "\\ud800"}',
        b'{"a": ["\\udc00x"]}',
        b'{"\\ud800": 1}',
        b'{"a": "\\u0000"}',
        b'{"a": "\x00"}',
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
        b"{'a': 1}",
        b'{"a": 1} {"b": 2}',
        nested(DEPTH + 1),
        nested(100_000),
        b"[" * 200_000,
        b'{"a":' * 40_000,
    ],
)
def test_what_is_no_plain_object_is_refused_with_400(body):
    assert refused(body).status_code == 400


def test_32_levels_are_read_and_33_are_not():
    assert parse(nested(DEPTH))
    assert "deeper than 32" in str(refused(nested(DEPTH + 1)))


def test_brackets_inside_a_text_are_no_depth():
    assert parse(b'{"a": "' + b"[" * 100 + b'\\"]"}') == {"a": "[" * 100 + '"]'}


def test_a_pair_of_surrogates_is_one_character():
    assert parse(b'{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


def test_a_body_of_256_kb_is_read_and_one_byte_more_is_413():
    body = b'{"a": "' + b"x" * (MAX_BYTES - 9) + b'"}'
    assert len(body) == MAX_BYTES
    assert parse(body)
    assert refused(body + b" ").status_code == 413


def test_another_charset_is_refused_and_utf_8_is_not():
    assert refused(b"{}", "application/json; charset=latin-1").status_code == 400
    assert parse(b"{}", 'application/json; charset="UTF-8"') == {}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body):
    try:
        assert isinstance(parse(body), dict)
    except APIException as error:
        assert error.status_code == 400  # noqa: PT017  both ends are allowed


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63) + 1, 2**63 - 1)
        | st.text(st.characters(exclude_characters="\0")),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=20,
    )
)
def test_what_json_writes_is_read_back(value):
    text = json.dumps(value)
    if "\\u0000" in text:
        with pytest.raises(JSONFault):
            read_json(text)
    else:
        assert read_json(text) == value
