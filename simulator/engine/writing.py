"""Writes a formula of the house, such as "sum(w*x)+b", as MathML: with symbols or with the numbers of one place.

A formula is a constant of this engine, never anybody's text. It is parsed, not run. Names stand for numbers or for
rows of numbers; sum, mean and total walk along rows and are written out term by term.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from simulator.engine import mathml
from simulator.engine.mathml import MathML
from simulator.engine.numbers import MINUS, significant, written

NOTHING = 1e-12  # 0.3 − 0.1·3 is 5.55e−17 in floats: such a remainder is written as 0
LONGEST_SUM = 6  # terms; a longer sum shows its first three and its last


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for at one place. A number has one symbol and one value, a row has lists of them."""

    symbols: MathML | list[MathML]
    values: float | list[float]


Names = Mapping[str, Named]


@dataclass(frozen=True, slots=True)
class Piece:
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


def shown(value: float) -> str:
    """A number in a line of working: four decimals, or four significant digits where those would say little."""
    if abs(value) < NOTHING:
        return "0"
    return written(value) if abs(value) >= 0.1 else significant(value)


def as_symbols(formula: str, names: Names) -> MathML:
    """The formula with the symbols of this place."""
    return _Writer(names, numbers=False).write(_parsed(formula)).markup


def as_numbers(formula: str, names: Names) -> MathML:
    """The formula with the numbers of this place."""
    return _Writer(names, numbers=True).write(_parsed(formula)).markup


@lru_cache(maxsize=512)
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


class _Writer:
    def __init__(self, names: Names, *, numbers: bool, at: int | None = None) -> None:
        self.names = names
        self.numbers = numbers
        self.at = at  # the position along the rows, inside a sum

    def write(self, node: ast.expr) -> Piece:
        if isinstance(node, ast.Constant):
            return _number(float(node.value))  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            return self._named(node.id, self.at)
        if isinstance(node, ast.UnaryOp):
            inside = self.write(node.operand)
            return Piece(mathml.row(mathml.operator(MINUS), inside.in_product()), is_sum=True, starts_with_minus=True)
        if isinstance(node, ast.BinOp):
            return BINARY[type(node.op)](self.write(node.left), self.write(node.right))
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Name)
        return self._call(node.func.id, node.args)

    def _named(self, name: str, at: int | None) -> Piece:
        named = self.names[name]
        if not self.numbers:
            symbol = named.symbols if not isinstance(named.symbols, list) else named.symbols[at or 0]
            return Piece(symbol, is_atom=True)
        return _number(named.values if not isinstance(named.values, list) else named.values[at or 0])

    def _call(self, function: str, arguments: list[ast.expr]) -> Piece:
        if function in ("sum", "mean", "total"):
            return self._along(function, arguments[0])
        if function == "largest":
            return self._largest(arguments[0])
        return CALLS[function](*(self.write(argument) for argument in arguments))

    def _along(self, function: str, term: ast.expr) -> Piece:
        length = self._length(term)
        terms = [_Writer(self.names, numbers=self.numbers, at=i).write(term) for i in range(length)]
        parts = [piece.in_sum() for piece in terms]
        if length > LONGEST_SUM:
            parts = [*parts[:3], mathml.operator("⋯"), parts[-1]]
        # A first term may start with a minus; every later one is bracketed.
        parts[0] = terms[0].markup
        divisor = {"sum": 1.0, "mean": float(length)}.get(function) or self._divisor()
        if divisor != 1:
            return Piece(mathml.fraction(mathml.joined(parts, "+"), _number(divisor).markup))
        if length == 1:
            return terms[0]
        return Piece(mathml.joined(parts, "+"), is_sum=True, starts_with_minus=terms[0].starts_with_minus)

    def _length(self, term: ast.expr) -> int:
        found = [self.names[n.id].values for n in ast.walk(term) if isinstance(n, ast.Name) and n.id in self.names]
        return max([len(values) for values in found if isinstance(values, list)], default=1)

    def _divisor(self) -> float:
        values = self.names["divisor"].values
        assert isinstance(values, float)
        return values

    def _largest(self, term: ast.expr) -> Piece:
        writers = [_Writer(self.names, numbers=self.numbers, at=i) for i in range(self._length(term))]
        inside = mathml.joined([writer.write(term).markup for writer in writers], ",")
        return Piece(mathml.call(mathml.name("max"), inside), is_atom=True)


def _number(value: float) -> Piece:
    return Piece(mathml.number(shown(value)), starts_with_minus=value < 0, is_atom=value >= 0)


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
