"""Arithmetic that authors may write: numbers, names, probes, a few functions and comparisons. Read by our own parser,
never by Python's, and bounded in length, depth and exponent, so that no text can run code or run for long.

    w1*x1 + b        abs(z[1,1]) >= 0.3 and not (x1 == x2)        -0.5 < a[1,2]@3 < 0.5        max(z[1,1], z[1,2])
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizzes.questions.arithmetic import COMPARISONS, FUNCTIONS, OPERATORS, Uncomputable, negative

LONGEST, DEEPEST = 500, 40
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
WORDS = frozenset({"and", "or", "not"})
TOKEN = re.compile(
    r"""\s*(?: (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)
      | (?P<probe>[A-Za-z_]+\[\s*[0-9]{1,3}(?:\s*,\s*[0-9]{1,3}){0,2}\s*\](?:@[0-9]{1,3})?|loss@[0-9]{1,3})
      | (?P<name>[A-Za-z][A-Za-z0-9_]*)
      | (?P<sign>\*\*|//|<=|>=|==|!=|[-+*/%<>(),]) )""",
    re.VERBOSE | re.ASCII,
)


class ExpressionError(ValueError):
    """A text that is no expression of this grammar; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may see: names, and a function that looks up a probe."""

    names: Mapping[str, float]
    probe: Callable[[str], float] | None = None

    def look_up(self, name: str) -> float:
        if name in self.names:
            return self.names[name]
        if self.probe is None:
            raise Uncomputable(f"there is nothing called {name}")
        return float(self.probe(name))


Value = Callable[[Scope], float]


@dataclass(frozen=True, slots=True)
class Node:
    value: Value
    is_condition: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read: its names and probes, and its value in a scope (conditions give 1.0 or 0.0)."""

    text: str
    names: frozenset[str]
    probes: frozenset[str]
    value: Value


def read_expression(text: object) -> Expression:
    """Read a text (or a plain number) as a number-valued expression. ExpressionError."""
    return read(text, condition=False)


def read_condition(text: object) -> Expression:
    """Read a text as something that holds or not. ExpressionError."""
    return read(text, condition=True)


def read(text: object, condition: bool) -> Expression:
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = repr(text)
    if not isinstance(text, str):
        raise ExpressionError("Please write this as text, in quotes.")
    parser = Parser(text)
    node = parser.whole()
    if node.is_condition != condition:
        raise ExpressionError(
            "Please write a comparison here, such as “z > 0”."
            if condition
            else "Please write a number here, not a comparison."
        )
    return Expression(text, frozenset(parser.names), frozenset(parser.probes), node.value)


def tokens(text: str) -> list[tuple[str, str]]:
    if len(text) > LONGEST:
        raise ExpressionError(f"This expression is longer than {LONGEST} characters. Please shorten it.")
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at, end)
        if match is None or match.lastgroup is None:
            raise ExpressionError(
                f"“{text[at:end].strip()[:20]}” cannot be read here. Use numbers, names, probes, + - * / ** and ( )."
            )
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class Parser:
    """Recursive descent, loosest first: or, and, not, comparison, sum, product, sign, power, atom."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0
        self.names: set[str] = set()
        self.probes: set[str] = set()

    def whole(self) -> Node:
        if not self.tokens:
            raise ExpressionError("Please write an expression here.")
        node = self.either()
        if self.at < len(self.tokens):
            raise ExpressionError(
                f"“{self.tokens[self.at][1]}” is not expected here. Is an operator missing before it?"
            )
        return node

    def next_is(self, *texts: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][1] in texts and self.tokens[self.at][0] != "probe"

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def expect(self, text: str) -> None:
        if not self.next_is(text):
            raise ExpressionError(f"A “{text}” is missing.")
        self.at += 1

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"This expression is nested more than {DEEPEST} deep. Please simplify it.")
        node = self.joined("or", self.both, lambda left, right: lambda scope: left(scope) or right(scope))
        self.depth -= 1
        return node

    def both(self) -> Node:
        return self.joined("and", self.negated, lambda left, right: lambda scope: left(scope) and right(scope))

    def joined(self, word: str, part: Callable[[], Node], join: Callable[[Value, Value], Value]) -> Node:
        node = part()
        while self.next_is(word):
            self.take()
            node = Node(join(must_hold(node, word), must_hold(part(), word)), is_condition=True)
        return node

    def negated(self) -> Node:
        count = 0
        while self.next_is("not"):
            self.take()
            count += 1
        node = self.comparison()
        if not count:
            return node
        held = must_hold(node, "not")
        return Node((lambda scope: float(not held(scope))) if count % 2 else held, is_condition=True)

    def comparison(self) -> Node:
        """A chain such as 0 < a < 1 holds when each link does."""
        parts, signs = [self.sum()], []
        while self.next_is(*COMPARISONS):
            signs.append(COMPARISONS[self.take()])
            parts.append(self.sum())
        if not signs:
            return parts[0]
        values = [number(part) for part in parts]
        return Node(lambda scope: chain(signs, [value(scope) for value in values]), is_condition=True)

    def sum(self) -> Node:
        return self.operated(("+", "-"), self.product)

    def product(self) -> Node:
        return self.operated(("*", "/", "//", "%"), self.signed)

    def operated(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        node = part()
        while self.next_is(*signs):
            node = operation(self.take(), node, part())
        return node

    def signed(self) -> Node:
        count = 0
        while self.next_is("-", "+"):
            count += self.take() == "-"
        node = self.power()
        return operation_on_one(node) if count % 2 else node

    def power(self) -> Node:
        base = self.atom()
        if not self.next_is("**"):
            return base
        self.take()
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"This expression is nested more than {DEEPEST} deep. Please simplify it.")
        node = operation("**", base, self.signed())
        self.depth -= 1
        return node

    def atom(self) -> Node:
        if self.at >= len(self.tokens):
            raise ExpressionError("The expression ends too early.")
        kind, text = self.tokens[self.at]
        if kind == "sign" and text != "(":
            raise ExpressionError(f"“{text}” is not expected here. Is a number or a name missing before it?")
        self.at += 1
        if kind == "number":
            return constant(text)
        if kind == "probe":
            return self.probe(re.sub(r"\s", "", text))
        return self.bracketed() if kind == "sign" else self.named(text)

    def bracketed(self) -> Node:
        node = self.either()
        self.expect(")")
        return node

    def probe(self, name: str) -> Node:
        self.probes.add(name)
        return Node(lambda scope: scope.look_up(name))

    def named(self, name: str) -> Node:
        if name in WORDS:
            raise ExpressionError(f"“{name}” joins two comparisons and cannot stand here.")
        if self.next_is("("):
            return self.call(name)
        if name in FUNCTIONS:
            raise ExpressionError(f"Please give {name} something to work on: {name}(…).")
        self.names.add(name)
        return Node(lambda scope: scope.look_up(name))

    def call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise ExpressionError(f"There is no function {name}. Use one of: {', '.join(sorted(FUNCTIONS))}.")
        function, fewest, most = FUNCTIONS[name]
        self.expect("(")
        values = [number(self.either())]
        while self.next_is(","):
            self.take()
            values.append(number(self.either()))
        self.expect(")")
        if not fewest <= len(values) <= most:
            raise ExpressionError(f"{name} cannot work on {len(values)} values.")
        return Node(lambda scope: function(*[value(scope) for value in values]))


def number(node: Node) -> Value:
    if node.is_condition:
        raise ExpressionError("A comparison stands where a number is needed. Join comparisons with and, or, not.")
    return node.value


def must_hold(node: Node, word: str) -> Value:
    if not node.is_condition:
        raise ExpressionError(
            f"“{word}” joins comparisons, such as “x > 0 {'and ' if word == 'not' else word + ' '}y > 0”."
        )
    return node.value


def constant(text: str) -> Node:
    value = float(text)
    if math.isinf(value):
        raise ExpressionError(f"“{text}” is too large. Use a smaller number.")
    return Node(lambda scope: value)


def operation(sign: str, left: Node, right: Node) -> Node:
    operate, one, other = OPERATORS[sign], number(left), number(right)
    return Node(lambda scope: operate(one(scope), other(scope)))


def operation_on_one(node: Node) -> Node:
    value = number(node)
    return Node(lambda scope: negative(value(scope)))


def chain(signs: list[Callable[[float, float], bool]], values: list[float]) -> float:
    return float(all(sign(left, right) for sign, left, right in zip(signs, values, values[1:], strict=False)))
