r"""Patterns that authors may write for short answers, matched in time linear in the answer: states are followed side by
side and none is ever gone back to, so that no pattern can run for long.

    over[- ]?fit(s|ted|ting)?        (2|two) hidden layers?        [0-9]+ units        \(3, 2\)

A pattern is matched against the whole of a normalised answer. Letters, . [a-z] [^0-9] ( ) | * + ? and \ before a sign.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from quizzes.questions.spelling import SPACES, folded

LONGEST, DEEPEST = 200, 20
REPEATS = "*+?"
SPECIAL = frozenset("()[]|*+?{}\\^$.")
ANYTHING: tuple[tuple[str, str], ...] = (("\0", "\U0010ffff"),)


class PatternError(ValueError):
    """A text that is no pattern of this grammar; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that one step of a pattern takes: ranges, or all but these."""

    ranges: tuple[tuple[str, str], ...]
    others: bool = False

    def take(self, sign: str) -> bool:
        return any(low <= sign <= high for low, high in self.ranges) != self.others


@dataclass(slots=True)
class Pattern:
    """A machine of states: each takes a sign and leads on, or leads on without one."""

    signs: list[Signs | None] = field(default_factory=list)
    onward: list[list[int]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def state(self, signs: Signs | None = None) -> int:
        self.signs.append(signs)
        self.onward.append([])
        return len(self.signs) - 1

    def matches(self, text: str) -> bool:
        """Whether the whole text fits. Takes time proportional to the text and to the pattern."""
        here = self.reached([self.start])
        for sign in text:
            taken = [state for state in here if (signs := self.signs[state]) is not None and signs.take(sign)]
            here = self.reached([following for state in taken for following in self.onward[state]])
        return self.end in here

    def reached(self, states: list[int]) -> set[int]:
        """These states and all that follow without a sign."""
        found: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state not in found:
                found.add(state)
                waiting += self.onward[state] if self.signs[state] is None else []
        return found


@lru_cache(maxsize=256)
def read_pattern(text: str) -> Pattern:
    """Read a pattern as its author wrote it. Raises PatternError."""
    if len(text) > LONGEST:
        raise PatternError(f"This pattern is longer than {LONGEST} characters. Please shorten it.")
    return Reader(SPACES.sub(" ", folded(text))).whole()


class Reader:
    """Recursive descent, loosest first: alternatives, a sequence, something repeated, one sign or a group.

    Each method gives the first and the last state of what it read.
    """

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix("^")
        if self.text.endswith("$") and not self.text.endswith("\\$"):
            self.text = self.text[:-1]
        self.at = 0
        self.depth = 0
        self.machine = Pattern()

    @property
    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        self.at += 1
        return self.text[self.at - 1 : self.at]

    def whole(self) -> Pattern:
        if not self.text.strip():
            raise PatternError("Please write a pattern, or leave this out.")
        self.machine.start, self.machine.end = self.alternatives()
        if self.next:
            raise PatternError(f"“{self.next}” closes nothing. Write \\{self.next} for the sign itself.")
        return self.machine

    def alternatives(self) -> tuple[int, int]:
        first, last = self.machine.state(), self.machine.state()
        self.join(first, self.sequence(), last)
        while self.next == "|":
            self.take()
            self.join(first, self.sequence(), last)
        return first, last

    def join(self, first: int, middle: tuple[int, int], last: int) -> None:
        self.machine.onward[first].append(middle[0])
        self.machine.onward[middle[1]].append(last)

    def sequence(self) -> tuple[int, int]:
        first = last = self.machine.state()
        while self.next and self.next not in "|)":
            start, end = self.repeated()
            self.machine.onward[last].append(start)
            last = end
        return first, last

    def repeated(self) -> tuple[int, int]:
        start, end = self.one()
        while self.next and self.next in REPEATS:
            sign = self.take()
            first, last = self.machine.state(), self.machine.state()
            self.join(first, (start, end), last)
            if sign in "*?":
                self.machine.onward[first].append(last)
            if sign in "*+":
                self.machine.onward[end].append(start)
            start, end = first, last
        return start, end

    def one(self) -> tuple[int, int]:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return self.taking(self.signs())
        if sign == ".":
            return self.taking(Signs(ANYTHING))
        if sign == "\\":
            sign = self.escaped()
        elif sign in SPECIAL:
            raise PatternError(f"“{sign}” is not expected here. Write \\{sign} for the sign itself.")
        return self.taking(Signs(((sign, sign),)))

    def taking(self, signs: Signs) -> tuple[int, int]:
        first, last = self.machine.state(signs), self.machine.state()
        self.machine.onward[first].append(last)
        return first, last

    def group(self) -> tuple[int, int]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise PatternError(f"This pattern is nested more than {DEEPEST} deep. Please simplify it.")
        if self.next == "?":
            raise PatternError("“(?” is not known here. A plain group, ( ), does.")
        inside = self.alternatives()
        if self.take() != ")":
            raise PatternError("A “)” is missing.")
        self.depth -= 1
        return inside

    def escaped(self) -> str:
        sign = self.take()
        if not sign or sign.isalnum():
            raise PatternError("Write \\ only before a sign such as ( or +. For digits write [0-9], for letters [a-z].")
        return sign

    def signs(self) -> Signs:
        others = self.next == "^"
        self.at += others
        ranges: list[tuple[str, str]] = []
        while self.next and (self.next != "]" or not ranges):
            low = high = self.member()
            if self.next == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.take()
                high = self.member()
            if high < low:
                raise PatternError(f"“{low}-{high}” runs backwards. Swap the two.")
            ranges.append((low, high))
        if self.take() != "]":
            raise PatternError("A “]” is missing.")
        return Signs(tuple(ranges), others)

    def member(self) -> str:
        sign = self.take()
        return self.escaped() if sign == "\\" else sign
