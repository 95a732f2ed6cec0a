"""Reading numbers as people type them: one meaning is read, two are asked back, the rest is refused by name."""

import random
import sys
import unicodedata
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.typed_numbers import LARGEST, plain, read_number, read_typed
from tests.simulator.typed_numbers import CHOICES, IN_TWO_WAYS, READ, REFUSED

INVISIBLE = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) == "Cf"]


@pytest.mark.parametrize("raw, value", READ.items())
def test_one_meaning_is_read(raw, value):
    assert read_number(raw) == Decimal(value)
    assert read_number(raw, is_whole=True) == Decimal(value)


@pytest.mark.parametrize("raw, values", IN_TWO_WAYS.items())
def test_two_meanings_are_asked_back(raw, values):
    for is_whole, value in zip((False, True), values, strict=True):
        typed = read_typed(raw, is_whole=is_whole)
        assert typed.value == (None if value is None else Decimal(value))
        assert bool(typed.choices) == bool(typed.problem) == (value is None)


@pytest.mark.parametrize("asked, choices", CHOICES.items())
def test_both_meanings_can_be_typed(asked, choices):
    raw, is_whole = asked
    typed = read_typed(raw, is_whole=is_whole)
    first, second = typed.choices
    assert (first, second) == choices
    one, other = (read_number(choice, is_whole=is_whole) for choice in choices)
    assert one * 1000 == other
    shown = " or ".join(choice.replace("-", "\u2212") for choice in choices)
    assert typed.problem == f"“{raw}” could be {shown}. Which one do you mean?"


@pytest.mark.parametrize("raw, named", REFUSED.items())
@pytest.mark.parametrize("is_whole", [False, True])
def test_other_text_is_refused_by_name(raw, named, is_whole):
    typed = read_typed(raw, is_whole=is_whole)
    assert (typed.value, typed.choices) == (None, ())
    assert named in typed.problem
    assert "lease" not in typed.problem
    assert typed.problem.endswith(".")


def test_something_that_is_not_text_is_not_read():
    assert read_number(None) is None
    assert read_number(0.5) is None


@pytest.mark.parametrize("raw, decimals", [("0.70", 2), ("5.", 0), ("7e-3", 3), ("1,50", 2), ("1e3", 0), ("1.50e1", 1)])
def test_typed_decimals_are_known(raw, decimals):
    assert read_typed(raw).decimals == decimals


def test_every_invisible_character_is_ignored():
    """Of all Unicode, at the ends and inside."""
    assert [one for one in INVISIBLE if read_number(f"{one}-1{one}.5{one}") != Decimal("-1.5")] == []


def test_every_decimal_digit_is_read():
    digits = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) == "Nd"]
    assert [one for one in digits if read_number(f"7{one}") != 70 + unicodedata.decimal(one)] == []


def test_no_other_character_is_taken_for_a_digit():
    others = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) in ("No", "Nl", "Lo")]
    assert [one for one in others if read_number(f"7{one}") not in (None, Decimal(7))] == []


@pytest.mark.parametrize("raw", ["5 %", "5%", "5 % ", "-5%"])
def test_the_unit_that_the_field_shows_may_be_typed(raw):
    assert read_typed(raw, unit="%").value == Decimal("-5" if "-" in raw else "5")
    assert read_typed(raw).value is None


def test_commas_are_read_as_the_text_around_them_says():
    assert read_typed("1,234", comma="decimal").value == Decimal("1.234")
    assert read_typed("1,234", comma="thousands").value == 1234
    assert read_typed("1,234,567", comma="decimal").value == 1234567


@given(st.text(max_size=50), st.booleans())
def test_any_text_is_read_asked_back_or_refused(raw, is_whole):
    typed = read_typed(raw, is_whole=is_whole)
    assert (typed.value is None) == bool(typed.problem)
    assert typed.value is None or (typed.value.is_finite() and not typed.choices)
    assert len(typed.choices) in (0, 2)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-LARGEST, max_value=LARGEST), st.booleans())
def test_a_number_as_programs_write_it_reads_back(value, is_whole):
    text = plain(value, is_whole=is_whole)
    assert len(text) > 40 or read_number(text, is_whole=is_whole) == value


# An oracle of another make: it gives every separator each role in turn, and keeps what Python's own format writes so.
MARKS = ",.' "


def meanings(text):
    """Every number that digits and separators can mean."""
    places = [at for at, sign in enumerate(text) if sign in MARKS]
    found = set()
    for roles in product(("point", "group"), repeat=len(places)):
        points = [at for at, role in zip(places, roles, strict=True) if role == "point"]
        grouping = {text[at] for at, role in zip(places, roles, strict=True) if role == "group"}
        if len(points) > 1 or len(grouping) > 1 or any(text[at] in "' " for at in points):
            continue
        before, after = (text[: points[0]], text[points[0] + 1 :]) if points else (text, "")
        digits = "".join(sign for sign in before if sign.isdigit())
        if digits + after == "" or (after and not after.isdigit()):
            continue
        if grouping:
            [mark] = grouping
            if f"{int(digits or 0):,}".replace(",", mark) != before or mark == (text[points[0]] if points else ""):
                continue
        elif before != digits:
            continue
        found.add(Decimal(f"{digits or 0}.{after or 0}"))
    return found


def expected(text, is_whole):
    """The value by the oracle; "ask" where two are left, None where none is."""
    sign = -1 if text[:1] == "-" else 1
    bare = text[1:] if text[:1] in ("-", "+") else text
    body, _, power = bare.partition("e")
    if "e" in bare and not (power.lstrip("+-").isdigit() and len(power) - len(power.lstrip("+-")) < 2):
        return None
    first, point, last = body.partition(".")
    if point and (first.strip() + last.strip()).isdigit():
        body = first.strip() + "." + last.strip()
    found = sorted(meanings(body))
    if len(found) == 2:
        if "," in body:
            found = found[1:] if is_whole and not power else found
        elif not (is_whole and not power):
            found = found[:1]
    if len(found) == 2:
        return "ask"
    return sign * found[0].scaleb(int(power or 0)) if found else None


def random_text(chance):
    """Digits in groups of many sizes between marks of every kind, so that a third of them means something."""
    groups = [
        "".join(chance.choices("0123456789", k=chance.choice((0, 1, 2, 3, 3, 3, 4))))
        for _ in range(chance.randint(1, 4))
    ]
    mark = chance.choice(MARKS)
    marks = [mark if chance.random() < 0.7 else chance.choice(MARKS) for _ in groups[1:]]
    body = groups[0] + "".join(mark + group for mark, group in zip(marks, groups[1:], strict=True))
    power = chance.choice(("", "", "", "", "e3", "e-12", "e+2", "e", "e--1"))
    return chance.choice(("", "", "-", "+")) + body.strip() + power


def test_the_reader_agrees_with_the_oracle_on_100_000_texts():
    chance = random.Random(20271130)
    kinds = dict.fromkeys(("number", "ask", "none"), 0)
    for _ in range(100_000):
        text, is_whole = random_text(chance), chance.random() < 0.5
        typed, wanted = read_typed(text, is_whole=is_whole), expected(text, is_whole)
        got = "ask" if typed.choices else typed.value
        assert got == wanted, (text, is_whole)
        kinds["ask" if got == "ask" else "none" if got is None else "number"] += 1
    assert min(kinds.values()) > 1000, kinds
