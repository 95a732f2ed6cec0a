"""Reading a number as people type it: the one grammar of every field, form and file.

A text is read if only one meaning is possible. If two are, the reading has both, to be asked back; otherwise it has a
sentence that names what cannot be read. The browser's twin is static/simulator/typed_numbers.js; a test compares them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from simulator.engine.look_alikes import DECIMAL_SIGN, RAISED, folded_sign, without_invisible
from simulator.engine.numbers import MINUS
from simulator.engine.refused_numbers import refusal_of_shape, refusal_of_sign

LENGTH = 40  # characters, without those that do not show
LONGEST = 400  # characters that are looked at
LARGEST = Decimal("1e300")
TIMES = "\u00d7"
EXPONENT = r"(?P<{0}>[+-]? *[0-9]{{1,3}})"
SHAPE = re.compile(
    r"(?P<open>\( *)?(?P<sign>[+-]?) *(?:"
    rf"(?P<plain>[0-9.,' {DECIMAL_SIGN}]+?)(?: *[eE] *{EXPONENT.format('e')})?"
    rf"|(?:(?P<factor>[0-9.,' {DECIMAL_SIGN}]+?) *{TIMES} *)?10 *(?:\^|{TIMES}{TIMES}) *"
    rf"(?:{EXPONENT.format('bare')}|\{{ *{EXPONENT.format('braced')} *\}}|\( *{EXPONENT.format('bracketed')} *\)))"
    r"(?P<close> *\))?"
)
SPACED_POINT = re.compile(r"[0-9]* *\. *[0-9]*")
Comma = Literal["decimal", "thousands", ""]
ONE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text means: `value`, or two `choices` that can be typed instead, or neither; then `problem` says why.

    The value is exact and keeps the decimals that were typed: 0.70 has two.
    """

    value: Decimal | None = None
    choices: tuple[str, ...] = ()
    problem: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals were typed."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return max(0, -exponent) if isinstance(exponent, int) else 0


def read_typed(text: str, *, is_whole: bool = False, unit: str = "", comma: Comma = "") -> Typed:
    """Read a number.

    A single comma before three digits, 1,234, may be a decimal comma or group thousands. Where a whole number is asked
    (`is_whole`) it groups, and a single point before three digits is asked back. `comma` says which it is where the
    text around it does. `unit` is the one that the field shows, which may be typed too.
    """
    visible = without_invisible(text[:LONGEST]).strip()
    bare = visible.removesuffix(unit).rstrip() or visible
    if len(text) > LONGEST or len(bare) > LENGTH:
        return Typed(problem=f"This is longer than {LENGTH} characters. Write the number with fewer digits.")
    folded = fold(bare)
    unknown = next((sign for sign, known in zip(bare, folded, strict=True) if known is None), None)
    if unknown is not None:
        return Typed(problem=refusal_of_sign(unknown, bare))
    return _read(bare, "".join(filter(None, folded)), is_whole, comma)


def read_number(text: object, *, is_whole: bool = False) -> Decimal | None:
    """The number that a text means; None if it cannot be read, or has two meanings."""
    return read_typed(text, is_whole=is_whole).value if isinstance(text, str) else None


def plain(value: Decimal, *, is_whole: bool = False) -> str:
    """A number as programs write it, so that it reads back as itself, also where a whole number is asked."""
    text = f"{value:f}" if -7 <= value.adjusted() <= 20 else str(value).replace("E+", "e").replace("E", "e")
    return f"{text}0" if is_whole and ONE_GROUP.fullmatch(text) else text


def fold(text: str) -> list[str | None]:
    """Each character in our own; raised digits are an exponent in braces. None for one that is not of the grammar."""
    found: list[str | None] = []
    for at, sign in enumerate(text):
        if sign in RAISED:
            is_first, is_last = text[at - 1 : at] not in RAISED, text[at + 1 : at + 2] not in RAISED
            found.append(("^{" if is_first else "") + RAISED[sign] + ("}" if is_last else ""))
        else:
            found.append(folded_sign(sign))
    return found


def _read(typed: str, folded: str, is_whole: bool, comma: Comma) -> Typed:
    shape = SHAPE.fullmatch(folded)
    found = readings(shape["plain"] or shape["factor"] or "1") if shape and _is_closed(shape) else []
    if shape is None or not found:
        return Typed(problem=refusal_of_shape(typed, re.sub(r" +", " ", folded)))
    power = next((shape[name] for name in ("e", "bare", "braced", "bracketed") if shape[name]), None)
    sign, end = shape["sign"].replace("+", ""), f"e{int(power.replace(' ', ''))}" if power else ""
    is_comma = "," in (shape["plain"] or shape["factor"] or "")
    chosen = _chosen(found, is_comma=is_comma, has_power=bool(power), is_whole=is_whole, comma=comma)
    if chosen is None:
        return _asked_back(typed, [f"{sign}{one}{end}" for one in found], is_whole)
    value = Decimal(f"{sign}{chosen}{end}")
    if abs(value) > LARGEST:
        return Typed(problem=f"“{typed}” is too large. The largest number that can be read is 1e300.")
    return Typed(value)


def _is_closed(shape: re.Match[str]) -> bool:
    """Parentheses may stand round a negative number or a power, as our pages write them: (5) alone could mean −5."""
    is_plain = not shape["sign"] and shape["e"] is None and shape["plain"] is not None
    return bool(shape["open"]) == bool(shape["close"]) and not (shape["open"] and is_plain)


def readings(mantissa: str) -> list[str]:
    """Every meaning of digits and separators, written with a point: the one with decimals first, and at most two."""
    spaced = SPACED_POINT.fullmatch(mantissa)
    text = mantissa.replace(" ", "") if spaced else mantissa
    found: dict[Decimal, str] = {}
    for pattern, group in patterns():
        match = pattern.fullmatch(text)
        if match and any(match.groups("")):
            whole, after = match[1].replace(group, "") if group else match[1], match[2] or ""
            found.setdefault(Decimal(f"{whole or 0}.{after or 0}"), f"{whole or 0}.{after}" if after else whole)
    return list(found.values())


@lru_cache(maxsize=1)
def patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    """(whole part and decimals, what groups the whole part), for each pair of a decimal sign and a sign that groups."""
    points, groups = (".", ",", DECIMAL_SIGN, ""), ("", ",", ".", "'", " ")
    return [(_pattern(point, group), group) for group in groups for point in points if point != group or not point]


def _pattern(point: str, group: str) -> re.Pattern[str]:
    whole = rf"([1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+)" if group else "([0-9]*)"
    return re.compile(whole + (rf"{re.escape(point)}([0-9]*)" if point else "()"))


def _chosen(found: list[str], *, is_comma: bool, has_power: bool, is_whole: bool, comma: Comma) -> str | None:
    """The one meaning; None if two are left. Our pages write decimals with a point, and counts with commas."""
    if len(found) == 1:
        return found[0]
    decimal, thousands = found
    if not is_comma:
        return None if is_whole and not has_power else decimal
    if comma:
        return decimal if comma == "decimal" else thousands
    return thousands if is_whole and not has_power else None


def _asked_back(typed: str, readings: list[str], is_whole: bool) -> Typed:
    choices = tuple(_unmistakable(one, is_whole) for one in readings)
    first, second = (one.replace("-", MINUS) for one in choices)
    return Typed(choices=choices, problem=f"“{typed}” could be {first} or {second}. Which one do you mean?")


def _unmistakable(text: str, is_whole: bool) -> str:
    """So that it has one meaning if it is typed: 1.000 as 1, and 27.136 as 27.1360 where a whole number is asked."""
    if "e" in text or not is_whole:
        return text
    return text.split(".")[0] if re.fullmatch(r".*\.0+", text) else plain(Decimal(text), is_whole=True)
