"""Why a text is not read as a number: a sentence that names the offending character, and what to write instead."""

import re
import unicodedata
from itertools import groupby

from simulator.engine.look_alikes import RAISED

INSTEAD = "Write a number, such as 0.73 or 2e-5."
EMPTY = "Enter a number, such as 0.73."
ADVICE = {
    "/": "Write 0.5 instead of 1/2.",
    "\u2044": "Write 0.5 instead of 1/2.",
    "\u2215": "Write 0.5 instead of 1/2.",
    "\u00f7": "Write 0.5 instead of 1÷2.",
    "%": "Write 0.5 instead of 50%, unless the question asks for percent.",
    "_": "Write 1000 instead of 1_000.",
    "=": "Write only the number.",
    "\u2248": "Write only the number.",
    "\u00b1": "Write one number, with + or −.",
    ";": "Write one number in each field.",
}
DIGITS = {
    **dict.fromkeys("OoQD\u041e\u043e\u039f\u03bf", "0"),
    **dict.fromkeys("lIi|\u0406\u0456\u0399", "1"),
    "S": "5",
}
# Of the folded text without its first sign, the first that fits; the group is what “{sign}” names.
SHAPES = (
    (r"([(){}])", "“{sign}” cannot be read here. Write the number without it."),
    (
        r"(\u00d7)(?! ?10 ?(?:\^|\u00d7\u00d7)|\u00d7)(?<!\u00d7\u00d7)",
        "“{sign}” cannot be read here. Write the result.",
    ),
    (r"(\^|\u00d7)", "The power in “{typed}” cannot be read. Write powers of ten as 2e-5 or 2×10^-5."),
    (r"([eE])", "The power in “{typed}” cannot be read. Write powers of ten as 2e-5 or 2×10^-5."),
    (r"([+-])", "“{sign}” cannot be read there. Write one number, with at most one sign before it."),
    (
        r"^[0-9]{1,2}(?:,[0-9]{2})+(,)[0-9]{3}(?:\.[0-9]*)?$",
        "“{typed}” groups digits in twos. Write it without “{sign}”.",
    ),
    (r"( )", "There is a space inside “{typed}”. Write one number without spaces."),
    (r"([',])", "“{sign}” in “{typed}” does not separate groups of three digits. Write the number without it."),
    (r"([.\u066b])", "There is more than one “{sign}” in “{typed}”. Write one number, such as 0.73."),
)


def refusal_of_sign(sign: str, typed: str) -> str:
    """The sentence about a character that no number has."""
    others = typed.replace(sign, "")
    if sign in DIGITS and any(map(str.isdecimal, others)) and not any(map(str.isalpha, others)):
        return f"“{sign}” is not a digit. Write {DIGITS[sign]} instead."
    if sign.isalpha() and not any(map(str.isdecimal, typed)):
        return f"“{typed}” cannot be read as a number. {INSTEAD}"
    word = next((word for word in words_in(typed) if sign in word), sign)
    if len(word) > 1:
        return f"“{word}” cannot be read as a number. {INSTEAD}"
    if unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs"):
        return f"A character that does not show, U+{ord(sign):04X}, cannot be read here. Delete it."
    if unicodedata.category(sign) == "No":
        return f"“{sign}” cannot be read here. Write 0.5 instead of ½."
    return f"“{sign}” cannot be read here. {ADVICE.get(sign, INSTEAD)}"


def words_in(text: str) -> list[str]:
    return ["".join(group) for is_word, group in groupby(text, str.isalpha) if is_word]


def refusal_of_shape(typed: str, text: str) -> str:
    """The sentence about characters that numbers have, in an order that no number has. `text` is `typed`, folded."""
    if not typed:
        return EMPTY
    if not re.search(r"[0-9]", text):
        return f"“{typed}” has no digits. {INSTEAD}"
    raised = next((sign for sign in typed if sign in RAISED), None)
    if raised:
        return f"“{raised}” cannot be read there. Write powers of ten as 2e-5 or 2×10^-5."
    bare = re.sub(r"^[+-]? ?(?=[0-9.,])", "", re.sub(r"(?<=[0-9.,]) ?[eE] ?[+-]? ?[0-9]{1,3}$", "", text))
    for pattern, words in SHAPES:
        if match := re.search(pattern, bare):
            return words.format(typed=typed, sign=as_typed(match[1], typed))
    return f"“{typed}” cannot be read as a number. {INSTEAD}"


def as_typed(sign: str, typed: str) -> str:
    """A folded character as the learner wrote it, where there is only one like it."""
    known = {"\u00d7": "*xX\u00b7\u22c5\u2219\u2022", "-": "\u2212\u2013\u2014\u2010\u2011", "'": "\u2019\u2018\u02bc"}
    return next((one for one in (sign, *known.get(sign, "")) if one in typed), sign)
