"""Writes a formula of the house, such as "sum(w*x)+b", as MathML: with symbols or with the numbers of one place.

A formula is a constant of this engine, never anybody's text. It is parsed once into writers, and not run. Names stand
for numbers or for rows of numbers; sum, mean and total walk along rows and are written out term by term.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from simulator.engine import mathml
from simulator.engine.mathml import MathML
from simulator.engine.numbers import MINUS, significant, written

NOTHING = 1e-12  # 0.3 − 0.1·3 is 5.55e−17 in floats: such a remainder is written as 0
LONGEST_SUM = 6  # terms; a longer sum shows its first three and its last


class Piece(NamedTuple):
    """A written part, and what decides about brackets around it."""

    markup: MathML
    is_sum: bool = False
    starts_with_minus: bool = False
    is_atom: bool = False

    def in_sum(self) -> MathML:
        return mathml.brackets(self.markup) if self.starts_with_minus else self.markup

    def in_product(self) -> MathML:
        return mathml.brackets(self.markup) if self.is_sum or self.starts_with_minus else self.markup

    def in_power(self) -> MathML:
        return self.markup if self.is_atom else mathml.brackets(self.markup)


class Named(Protocol):
    """What a name stands for at one place. A number has one symbol and one value, a row has as many as its length."""

    @property
    def length(self) -> int | None:
        """None for a number."""

    def symbol(self, at: int) -> Piece:
        """`at` is the position along a row; a number is the same at each."""

    def number(self, at: int) -> Piece: ...

    @property
    def values(self) -> Sequence[float]: ...


Names = Mapping[str, Named]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A name with symbols and values of its own."""

    symbols: Sequence[MathML]
    values: Sequence[float]
    is_row: bool = False

    @property
    def length(self) -> int | None:
        return len(self.values) if self.is_row else None

    def symbol(self, at: int) -> Piece:
        return Piece(self.symbols[at if self.is_row else 0], is_atom=True)

    def number(self, at: int) -> Piece:
        return written_number(self.values[at if self.is_row else 0])


def shown(value: float) -> str:
    """A number in a line of working: four decimals, or four significant digits where those would say little."""
    if abs(value) < NOTHING:
        return "0"
    return written(value) if abs(value) >= 0.1 else significant(value)


def as_symbols(formula: str, names: Names) -> MathML:
    """The formula with the symbols of this place."""
    return _compiled(formula)(names, _symbol, 0).markup


def as_numbers(formula: str, names: Names) -> MathML:
    """The formula with the numbers of this place."""
    return _compiled(formula)(names, _number, 0).markup


def written_number(value: float) -> Piece:
    return Piece(mathml.number(shown(value)), starts_with_minus=value < 0, is_atom=value >= 0)


def _symbol(named: Named, at: int) -> Piece:
    return named.symbol(at)


def _number(named: Named, at: int) -> Piece:
    return named.number(at)


Way = Callable[[Named, int], Piece]  # with symbols, or with numbers
Write = Callable[[Names, Way, int], Piece]  # the last is the position along the rows, inside a sum


@lru_cache(maxsize=512)
def _compiled(formula: str) -> Write:
    return _compile(ast.parse(formula, mode="eval").body)


def _compile(node: ast.expr) -> Write:
    match node:
        case ast.Constant(value):
            piece = written_number(float(value))  # type: ignore[arg-type]
            return lambda names, way, at: piece
        case ast.Name(name):
            return lambda names, way, at: way(names[name], at)
        case ast.UnaryOp(_, operand):
            inside = _compile(operand)
            return lambda names, way, at: _minus(inside(names, way, at))
        case ast.BinOp(left, operator, right):
            return _binary(BINARY[type(operator)], _compile(left), _compile(right))
        case ast.Call(ast.Name(function), arguments):
            return _call(function, arguments)
    raise TypeError(f"A formula has no {type(node).__name__}.")


def _binary(join: Callable[[Piece, Piece], Piece], left: Write, right: Write) -> Write:
    return lambda names, way, at: join(left(names, way, at), right(names, way, at))


def _call(function: str, arguments: Sequence[ast.expr]) -> Write:
    parts = [_compile(argument) for argument in arguments]
    if function not in ROWS:
        call = CALLS[function]
        return lambda names, way, at: call(*[part(names, way, at) for part in parts])
    rows = [node.id for node in ast.walk(arguments[0]) if isinstance(node, ast.Name)]
    along = ROWS[function]

    def write(names: Names, way: Way, at: int) -> Piece:
        length = max([names[row].length or 1 for row in rows if row in names], default=1)
        return along(names, [parts[0](names, way, i) for i in range(length)])

    return write


def _sum(terms: list[Piece], divisor: float = 1) -> Piece:
    parts = [piece.in_sum() for piece in terms]
    # A first term may start with a minus; every later one is bracketed.
    parts[0] = terms[0].markup
    if len(terms) > LONGEST_SUM:
        parts = [*parts[:3], mathml.operator("⋯"), parts[-1]]
    if divisor != 1:
        return Piece(mathml.fraction(mathml.joined(parts, "+"), written_number(divisor).markup))
    if len(terms) == 1:
        return terms[0]
    return Piece(mathml.joined(parts, "+"), is_sum=True, starts_with_minus=terms[0].starts_with_minus)


def _total(names: Names, terms: list[Piece]) -> Piece:
    divisor = names["divisor"]
    assert isinstance(divisor, Fixed)
    return _sum(terms, divisor.values[0])


def _largest(terms: list[Piece]) -> Piece:
    inside = mathml.joined([piece.markup for piece in terms], ",")
    return Piece(mathml.call(mathml.name("max"), inside), is_atom=True)


ROWS: dict[str, Callable[[Names, list[Piece]], Piece]] = {
    "sum": lambda names, terms: _sum(terms),
    "mean": lambda names, terms: _sum(terms, len(terms)),
    "total": _total,
    "largest": lambda names, terms: _largest(terms),
}


def _minus(inside: Piece) -> Piece:
    return Piece(mathml.row(mathml.operator(MINUS), inside.in_product()), is_sum=True, starts_with_minus=True)


def _add(left: Piece, right: Piece) -> Piece:
    return Piece(
        mathml.row(left.markup, mathml.operator("+"), right.in_sum()),
        is_sum=True,
        starts_with_minus=left.starts_with_minus,
    )


def _subtract(left: Piece, right: Piece) -> Piece:
    return Piece(
        mathml.row(left.markup, mathml.operator(MINUS), right.in_product()),
        is_sum=True,
        starts_with_minus=left.starts_with_minus,
    )


def _multiply(left: Piece, right: Piece) -> Piece:
    return Piece(mathml.row(left.in_product(), mathml.operator("·"), right.in_product()))


def _divide(top: Piece, bottom: Piece) -> Piece:
    return Piece(mathml.fraction(top.markup, bottom.markup))


def _raise(base: Piece, exponent: Piece) -> Piece:
    return Piece(mathml.power(base.in_power(), exponent.markup))


BINARY: dict[type[ast.operator], Callable[[Piece, Piece], Piece]] = {
    ast.Add: _add,
    ast.Sub: _subtract,
    ast.Mult: _multiply,
    ast.Div: _divide,
    ast.Pow: _raise,
}


def _function(name: str) -> Callable[[Piece], Piece]:
    return lambda inside: Piece(mathml.call(mathml.name(name), inside.markup), is_atom=True)


def _of_zero(name: str) -> Callable[[Piece], Piece]:
    return lambda inside: Piece(
        mathml.call(mathml.name(name), mathml.joined([mathml.number("0"), inside.markup], ",")), is_atom=True
    )


def _either(above: str, below: str) -> Callable[[Piece], Piece]:
    """Two constants on the two sides of 0."""
    return lambda inside: Piece(
        mathml.row(
            mathml.number(above),
            mathml.words(" if "),
            inside.markup,
            mathml.operator(">"),
            mathml.number("0"),
            mathml.words(", else "),
            mathml.number(below),
        ),
        is_sum=True,
    )


CALLS: dict[str, Callable[..., Piece]] = {
    "abs": lambda inside: Piece(mathml.bars(inside.markup), is_atom=True),
    "exp": lambda inside: Piece(mathml.power(mathml.name("e"), inside.markup)),
    "sqrt": lambda inside: Piece(mathml.root(inside.markup), is_atom=True),
    "ln": _function("ln"),
    "tanh": _function("tanh"),
    "tan": _function("tan"),
    "sig": _function("σ"),
    "relu": _of_zero("max"),
    "least": _of_zero("min"),
    "step": _either("1", "0"),
    "leaky_step": _either("1", "0.01"),
    "leaky": lambda inside: Piece(
        mathml.row(
            inside.markup,
            mathml.words(" if it is positive, else "),
            mathml.number("0.01"),
            mathml.operator("·"),
            inside.in_product(),
        ),
        is_sum=True,
    ),
    "one_for_the_largest": lambda inside: Piece(mathml.words("1 for the largest score, else 0"), is_sum=True),
}
