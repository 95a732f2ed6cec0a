"""What a question shows once it is drawn and rendered, before anyone sees it.

A check gives a sentence for each field that it has something to say of. Problems refuse a question. Warnings are shown
next to it, for its author to judge. A new check is one function and one row here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import chain
from typing import Any

from quizzes.lookalikes import looks
from quizzes.prose import COMMAND, flattened, flaws, wordy_formulas
from quizzes.publishing.addresses import SITE
from quizzes.questions.base import Fault
from quizzes.questions.chance_in_words import chance_in_words
from quizzes.questions.checking import common_texts
from quizzes.questions.controls import leaves
from quizzes.questions.making import Fit, Pool
from quizzes.questions.signs import unbracketed
from quizzes.questions.types import TYPES
from quizzes.questions.wording import stretches
from quizzes.spoken import spoken

BROKEN_FORMULA = re.compile(r'class="tex-error" title="(?:\d+: )?([^"]*)"[^>]*>([^<]*)<')
# What a learner chooses between: a group's name, then the number of one of it
CHOSEN = re.compile(
    r"(?P<group>(?:parts\.\d+\.)?(?:options|items|pairs|decoys))\.(?P<number>\d+)(?P<side>\.text|\.left|\.right)?"
)
NAMES = re.compile(rf"{CHOSEN.pattern}|(?:parts\.\d+\.)?answer\.(?:rows|columns)\.\d+")
NOUNS = {"options": "option", "items": "line", "pairs": "pair", "decoys": "decoy"}
PLAIN = re.compile(r"(?:.*\.)?(?:feedback|unit)")
ASKING = re.compile(r"[^.?!]*\?|(?:^|(?<=[.?!]\s))(?:Choose|Tick|Select|Which|What|Mark)\b[^.?!]*")
UNMARKED = re.compile(r"\b(?:not|never|except|least)\b|n[’']t\b")
EMPHASIS = re.compile(r"<(strong|em|b|i|u|code|math)\b[^>]*>.*?</\1>", re.DOTALL)
LONGER, MUCH = 1.6, 20  # times as long as any wrong option, and so many characters more

SAME = "It reads the same as {}, but for case, spaces or signs that look alike. Change one of them."
UNSPOKEN = "A screen reader has nothing to say here. Write a word or a formula that shows."
NOT_RENDERED = "“{}” would be shown as it is typed: this is plain text. Say it in words."
GIVEN_AWAY = "Every right option is much longer than the wrong ones, which gives it away. Make them alike in length."
NOT_MARKED = "“{}” is easily read over. Write it in bold: **{}**."


@dataclass(frozen=True)
class Drawn:
    """The variants of a question, before they are stored, and each of their texts as HTML."""

    pool: Pool
    html: Mapping[str, str]

    @cached_property
    def sources(self) -> dict[str, str]:
        """Each field that holds Markdown, as its author wrote it."""
        body = self.pool.body
        return common_texts(body) | TYPES[body["type"]].texts(body)

    @cached_property
    def shown(self) -> list[tuple[str, str]]:
        """Each field with its HTML, in every variant; what is the same in several comes once."""
        return list(
            dict.fromkeys((field, self.html[text]) for fit in self.pool.fits for field, text in fit.texts.items())
        )

    def of(self, fit: Fit) -> dict[str, str]:
        """The HTML of one variant by its field."""
        return {field: self.html[text] for field, text in fit.texts.items()}


Check = Callable[[Drawn], Iterable[Fault]]


def broken_formulas(drawn: Drawn) -> Iterator[Fault]:
    """What the converter of formulas could not read: a page would show it as it was typed."""
    for field, html in drawn.shown:
        formula = BROKEN_FORMULA.search(html)
        if formula:
            reason = unescape(formula[1]).rstrip(".")
            yield Fault(field, f"The formula {unescape(formula[2])} cannot be read: {reason}. Correct it.")


def lost_in_rendering(drawn: Drawn) -> Iterator[Fault]:
    """TeX outside formulas, lost cells, broken lists, images and links that lead nowhere."""
    for field, html in drawn.shown:
        for flaw in flaws(html, SITE):
            yield Fault(field, flaw.message)


def lost_from_source(drawn: Drawn) -> Iterator[Fault]:
    """What can be told only from the text as it was written."""
    for field, text in drawn.sources.items():
        for flaw in chain(flattened(text), wordy_formulas(text)):
            yield Fault(field, flaw.message)


def plain_texts(drawn: Drawn) -> Iterator[Fault]:
    """Formulas where nothing is rendered."""
    for field, text in leaves(drawn.pool.body):
        if PLAIN.fullmatch(field):
            formulas = [part for part, place in stretches(text) if place == "math"]
            command = COMMAND.search(text)
            if formulas or command:
                yield Fault(field, NOT_RENDERED.format(formulas[0] if formulas else command and command[0]))


def negative_numbers(drawn: Drawn) -> Iterator[Fault]:
    for field, text in drawn.sources.items():
        for fit in drawn.pool.fits:
            if sentence := next(unbracketed(text, fit.drawn.parameters, fit.drawn.names), None):
                yield Fault(field, sentence)
                break


def same_looks(drawn: Drawn) -> Iterator[Fault]:
    """Two things to choose between that a reader cannot tell apart."""
    for fit in drawn.pool.fits:
        seen: dict[tuple[str, str], str] = {}
        for field, html in drawn.of(fit).items():
            place = CHOSEN.fullmatch(field)
            if place is None:
                continue
            group = place["group"].replace("decoys", "pairs") + (place["side"] or ".right")
            first = seen.setdefault((group, looks(html)), field)
            if first != field and not is_shared(first, field, fit):
                yield Fault(field, SAME.format(noun_of(first)))


def is_shared(one: str, other: str, fit: Fit) -> bool:
    """Pairs may share their right side."""
    return one.endswith(".right") and other.endswith(".right") and fit.texts[one] == fit.texts[other]


def noun_of(field: str) -> str:
    place = CHOSEN.fullmatch(field)
    assert place is not None
    return f"{NOUNS[place['group'].rpartition('.')[2]]} {int(place['number']) + 1}"


def without_name(drawn: Drawn) -> Iterator[Fault]:
    """Labels of fields and choices that have nothing to say."""
    for field, html in drawn.shown:
        if NAMES.fullmatch(field) and not spoken(html):
            yield Fault(field, UNSPOKEN)


def telling_length(drawn: Drawn) -> Iterator[Fault]:
    """Right options that are much longer than all wrong ones. What is long in words may be a short formula."""
    for prefix, body in questions_in(drawn):
        html = drawn.of(drawn.pool.fits[0]) if drawn.pool.fits else {}
        lengths: dict[bool, list[int]] = {True: [], False: []}
        for number, option in enumerate(body.get("options", [])):
            text = html.get(f"{prefix}options.{number}.text")
            if text is not None and "<math" not in text and isinstance(option.get("right"), bool):
                lengths[option["right"]].append(len(spoken(text)))
        if all(lengths.values()):
            right, wrong = min(lengths[True]), max(lengths[False])
            if right >= LONGER * wrong and right - wrong >= MUCH:
                number = next(i for i, option in enumerate(body["options"]) if option.get("right") is True)
                yield Fault(f"{prefix}options.{number}.text", GIVEN_AWAY)


def unmarked_not(drawn: Drawn) -> Iterator[Fault]:
    """A "not" in what is asked that is easily read over."""
    for prefix, body in questions_in(drawn):
        if body["type"] not in ("single", "multiple"):
            continue
        field = f"{prefix}prompt"
        html = next((html for one, html in drawn.shown if one == field), "")
        asked = " ".join(match[0] for match in ASKING.finditer(spoken(EMPHASIS.sub("", html))))
        if word := UNMARKED.search(asked):
            yield Fault(field, NOT_MARKED.format(word[0], word[0]))


def questions_in(drawn: Drawn) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The question, or each of its parts, with what the names of its fields begin with."""
    body = drawn.pool.body
    yield "", body
    for number, part in enumerate(body.get("parts", [])):
        yield f"parts.{number}.", part


def chance_looks_like_a_mistake(drawn: Drawn) -> Iterable[Fault]:
    """Numbers whose known mistakes are so many, or so coarse, that a random wrong number looks like one."""
    return chance_in_words(drawn.pool.finish(drawn.html))


PROBLEMS: tuple[Check, ...] = (
    broken_formulas, lost_in_rendering, lost_from_source, plain_texts, negative_numbers, same_looks, without_name
)  # fmt: skip
WARNINGS: tuple[Check, ...] = (telling_length, unmarked_not, chance_looks_like_a_mistake)


def problems(drawn: Drawn) -> list[Fault]:
    return found_by(PROBLEMS, drawn)


def warnings(drawn: Drawn) -> list[Fault]:
    return found_by(WARNINGS, drawn)


def found_by(checks: tuple[Check, ...], drawn: Drawn) -> list[Fault]:
    """The sentences of each check. Those of one field come once: other variants would say the same of other numbers."""
    found: dict[tuple[Check, str, str], Fault] = {}
    for check in checks:
        for fault in check(drawn):
            found.setdefault((check, fault.field, re.sub(r"“[^”]*”|\d", "", fault.message)), fault)
    return list(found.values())
