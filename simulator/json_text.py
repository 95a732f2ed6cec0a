"""JSON text from strangers: bounded depth, no number that Python alone would read, no ambiguous object. Pure."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

DEPTH = 32
LARGEST = 2**63 - 1  # what a database can store
# Possessive, so that text without a closing quote is walked through once and not once for each quote in it.
TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|(?P<opens>[\[{])|(?P<closes>[\]}])', re.DOTALL)


class JSONFault(ValueError):
    """JSON that is refused; the message says why, in a sentence."""


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises JSONFault."""
    if _depth(text) > DEPTH:  # before parsing: the parser itself is recursive
        raise JSONFault(f"The JSON is nested deeper than {DEPTH} levels.")
    try:
        value = json.loads(
            text, parse_int=_whole, parse_float=_finite, parse_constant=_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise JSONFault(f"The JSON cannot be read: {error.msg}, line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise JSONFault("The JSON is nested too deeply.") from error
    if "\\u" in text:  # only an escape can bring in half a character, or none at all
        _check_strings(value)
    return value


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in TOKENS.finditer(text):
        if token["opens"]:
            depth += 1
            deepest = max(deepest, depth)
        elif token["closes"]:
            depth -= 1
    return deepest


def _whole(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) > LARGEST:
        raise JSONFault(f"The whole number {digits[:20]}… is too large.")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise JSONFault(f"The number {digits[:20]} is too large.")
    return value


def _constant(name: str) -> NoReturn:
    raise JSONFault(f"{name} is not a number that JSON knows.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JSONFault(f"The name {ascii(twice)[:40]} stands twice in one object.")
    return found


def _check_strings(value: Any) -> None:
    for text in _strings(value):
        if "\0" in text:
            raise JSONFault("A text holds the character NUL.")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise JSONFault("A text holds half of a character (a lone surrogate).") from error


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
