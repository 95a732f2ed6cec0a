"""What a question shows once it is drawn and rendered, before anyone sees it.

A check gives a sentence for each field that it has something to say of. Problems refuse a question. Warnings are shown
next to it, for its author to judge. A new check is one function and one row here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from quizzes.questions.base import Fault
from quizzes.questions.making import Pool

BROKEN_FORMULA = re.compile(r'class="tex-error" title="(?:\d+: )?([^"]*)"[^>]*>([^<]*)<')


@dataclass(frozen=True, slots=True)
class Drawn:
    """The variants of a question, before they are stored, and each of their texts as HTML."""

    pool: Pool
    html: Mapping[str, str]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each field with its HTML, in every variant."""
        for fit in self.pool.fits:
            for field, text in fit.texts.items():
                yield field, self.html[text]


Check = Callable[[Drawn], Iterator[Fault]]


def broken_formulas(drawn: Drawn) -> Iterator[Fault]:
    """What the converter of formulas could not read: a page would show it as it was typed."""
    for field, html in drawn.texts():
        formula = BROKEN_FORMULA.search(html)
        if formula:
            reason = unescape(formula[1]).rstrip(".")
            yield Fault(field, f"The formula {unescape(formula[2])} cannot be read: {reason}. Correct it.")


PROBLEMS: tuple[Check, ...] = (broken_formulas,)
WARNINGS: tuple[Check, ...] = ()


def problems(drawn: Drawn) -> list[Fault]:
    return found_by(PROBLEMS, drawn)


def warnings(drawn: Drawn) -> list[Fault]:
    return found_by(WARNINGS, drawn)


def found_by(checks: tuple[Check, ...], drawn: Drawn) -> list[Fault]:
    """The first sentence of each check at each field: the other variants would say the same with other numbers."""
    found: dict[tuple[Check, str], Fault] = {}
    for check in checks:
        for fault in check(drawn):
            found.setdefault((check, fault.field), fault)
    return list(found.values())
