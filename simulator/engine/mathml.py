"""A tiny builder of MathML. Every text passes through an escaping constructor, so the result is safe in a page."""

from functools import lru_cache
from html import escape

from simulator.engine.numbers import MINUS

AS_TALL_AS_TEXT = {"stretchy": "false"}  # one that stretches stands apart from what it holds


class MathML(str):
    """Markup that the functions of this module made; a template writes it as it is."""

    __slots__ = ()

    def __new__(cls, *_: object) -> "MathML":
        raise TypeError("Build MathML by the functions of this module: they escape what they are given.")

    def __html__(self) -> str:
        return str.__str__(self)


def _made(markup: str) -> MathML:
    return str.__new__(MathML, markup)


@lru_cache(maxsize=4096)  # the same few letters, signs and numbers stand in every line
def _text(tag: str, text: str, **attributes: str) -> MathML:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return _made(f"<{tag}{written}>{escape(text)}</{tag}>")


def _around(tag: str, *parts: MathML, attributes: str = "") -> MathML:
    for part in parts:
        if part.__class__ is not MathML:
            raise TypeError(f"{part!r} is not MathML: wrap it in name(), operator(), number() or words().")
    return _made(f"<{tag}{attributes}>{''.join(parts)}</{tag}>")


def name(text: str) -> MathML:
    """A variable or a function."""
    return _text("mi", text, mathvariant="normal") if len(text) == 1 and text in "σ" else _text("mi", text)


@lru_cache(maxsize=256)
def operator(text: str) -> MathML:
    return _text("mo", text)


def words(text: str) -> MathML:
    return _text("mtext", text.replace(" ", "\u00a0"))  # a plain space at either end would be lost


@lru_cache(maxsize=4096)
def number(text: str) -> MathML:
    """A written number, such as "−0.25" or "2e−5"; a minus becomes a sign of its own, an exponent a power of ten."""
    if text.startswith(MINUS):
        return row(operator(MINUS), number(text[1:]))
    mantissa, _, exponent = text.partition("e")
    if exponent:
        return row(number(mantissa), operator("·"), power(number("10"), number(exponent)))
    return _text("mn", text)


def row(*parts: MathML) -> MathML:
    return _around("mrow", *parts)


def brackets(inside: MathML) -> MathML:
    return row(_text("mo", "(", **AS_TALL_AS_TEXT), inside, _text("mo", ")", **AS_TALL_AS_TEXT))


def bars(inside: MathML) -> MathML:
    return row(_text("mo", "|", **AS_TALL_AS_TEXT), inside, _text("mo", "|", **AS_TALL_AS_TEXT))


def call(function: MathML, inside: MathML) -> MathML:
    return row(function, _text("mo", "\u2061"), brackets(inside))


def fraction(top: MathML, bottom: MathML) -> MathML:
    return _around("mfrac", top, bottom)


def power(base: MathML, exponent: MathML) -> MathML:
    return _around("msup", base, exponent)


def root(inside: MathML) -> MathML:
    return _around("msqrt", inside)


@lru_cache(maxsize=4096)
def indexed(base: MathML, low: str, high: str = "") -> MathML:
    """A letter with its index below and, where there is one, its layer in brackets above."""
    below = _text("mn", low)
    if not high:
        return _around("msub", base, below)
    return _around("msubsup", base, below, brackets(_text("mn", high)))


def joined(parts: list[MathML], sign: str) -> MathML:
    """Parts with an operator between each two."""
    between = [operator(sign)] * (2 * len(parts) - 1)
    between[::2] = parts
    return row(*between)


def equation(*sides: MathML) -> MathML:
    """A whole displayed line: sides with "=" between them."""
    return _around("math", joined(list(sides), "="), attributes=' display="block"')


def inline(*sides: MathML) -> MathML:
    """A line inside a sentence."""
    return _around("math", joined(list(sides), "="))
