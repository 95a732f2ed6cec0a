"""How the drawings of a question fare: how many pass, and how far apart lies what must be told apart.

What lies how far apart is worked out anew from the variants and keys as they would be stored. The guard, which let them
pass, is not asked.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from statistics import median_low
from time import process_time
from typing import Any

from quizzes.questions.base import Body, Fault, Made
from quizzes.questions.cells import Cells
from quizzes.questions.chance_in_words import chance_in_words
from quizzes.questions.making import Tally, broken, try_pool
from quizzes.questions.of_probe import meant
from quizzes.questions.ranges import precision_of
from simulator.engine.diagnosis import wrong_values
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.network import Network, read_network
from simulator.engine.precision import Precision
from simulator.engine.separation import default_separate

RIGHT = "the right answer"
ENOUGH = 2  # tolerances: within one an answer is taken for a value
LAST_BITS = 1e-9
Values = Sequence[float]  # of one number, or of the cells of several
Idea = tuple[str, int | None]  # and its layer, where it is about one alone


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """How far apart two things lie, in tolerances. Where the tolerance is 0, whatever differs is told apart."""

    size: float
    one: str
    other: str

    @property
    def is_told(self) -> bool:
        return self.size > ENOUGH

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


@dataclass(slots=True)
class Survey:
    """What was found over the drawings of one question."""

    tally: Tally
    conditions: frozenset[str]  # how a refusal by each condition of the author reads
    gaps: list[Gap] = field(default_factory=list)  # the smallest of each drawing
    apart: int = 0  # how many wrong ideas and options must be told apart, from the right one too
    wrong: list[int] = field(default_factory=list)  # wrong answers that read differently, in each drawing
    warnings: list[Fault] = field(default_factory=list)  # of what is asked too roughly
    seconds: float = 0  # of CPU: to draw, to compute and to key, without rendering

    @property
    def nearest(self) -> Gap | None:
        return min(self.gaps, default=None)

    @property
    def typical_wrong(self) -> int:
        return median_low(self.wrong) if self.wrong else 0

    @property
    def refusals(self) -> list[tuple[str, float]]:
        """The condition and the pair that refused most drawings, each with its share of all that were refused."""
        total = self.tally.refused.total()
        ranked = [(reason, count / total) for reason, count in self.tally.refused.most_common()]
        sorts = [[one for one in ranked if (one[0] in self.conditions) is is_own] for is_own in (True, False)]
        return [of_sort[0] for of_sort in sorts if of_sort]

    @property
    def faults(self) -> list[str]:
        """What an author has to mend."""
        faults = [f"only {self.tally.share:.1%} of the drawings pass"] if self.tally.is_too_low else []
        merged = Counter(str(gap) for gap in self.gaps if not gap.is_told)
        many = self.tally.accepted
        return faults + [f"{pair} are not told apart in {n} of {many} drawings" for pair, n in merged.items()]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is stored, or one of its parts."""

    start: str  # "part b: "
    answer: Mapping[str, Any]
    ask: Mapping[str, Any]
    right: Mapping[str, Any]
    wrong: Mapping[str, Any]
    network: Network | None
    is_drawn: bool


def survey(body: Body, count: int, question: str) -> Survey:
    """Draw a question `count` times. Raises QuestionError where a field is at fault."""
    begun = process_time()
    pool, tally = try_pool(body, count, question=question)
    made = pool.finish({text: text for text in pool.texts})
    found = Survey(tally, frozenset(map(broken, body.get("require", []))), seconds=process_time() - begun)
    found.warnings = [*pool.warnings, *chance_in_words(made)]
    for one in made:
        asked = list(asked_in(body, one))
        gaps = [gaps_of(part) for part in asked]
        found.gaps += [min(chain(*gaps))] if any(gaps) else []
        found.apart = max(found.apart, sum(len({gap.other for gap in of_part}) for of_part in gaps))
        found.wrong.append(sum(map(different_wrong, asked)))
    return found


def asked_in(body: Body, made: Made) -> Iterator[Asked]:
    network = read_network(made.right["network"]) if made.right["network"] else None
    common = (network, bool(body.get("draw")))
    if "parts" not in made.right:
        yield Asked("", body.get("answer", {}), made.shown["ask"], made.right, made.wrong, *common)
        return
    for part in made.shown["ask"]["parts"]:
        right, wrong = made.right["parts"][part["name"]], made.wrong[part["name"]]
        yield Asked(f"part {part['label']}: ", right["answer"], part["ask"], right, wrong, *common)


def gaps_of(asked: Asked) -> list[Gap]:
    """Between all things that must be told apart, a wrong one always last."""
    return gaps_of_numbers(asked) if "tolerance" in asked.right else gaps_of_options(asked)


def gaps_of_options(asked: Asked) -> list[Gap]:
    texts = [(f"option {number}", text) for number, text in enumerate(texts_of(asked), start=1)]
    return [
        Gap(0 if text == same else math.inf, f"{asked.start}{one}", other)
        for (one, text), (other, same) in combinations(texts, 2)
    ]


def gaps_of_numbers(asked: Asked) -> list[Gap]:
    right = (RIGHT, right_values(asked))
    pairs = [*combinations([right, *ideas_of(asked)], 2), *((right, own) for own in own_of(asked))]
    tolerances = tolerances_of(asked)
    return [Gap(distance(u, v, tolerances), f"{asked.start}{one}", other) for (one, u), (other, v) in pairs]


def tolerances_of(asked: Asked) -> Values:
    precision = precision_of(asked.right)
    return [precision.tolerance_at(value) for value in right_values(asked)]


def distance(one: Values | None, other: Values | None, tolerances: Values) -> float:
    """How many tolerances the two lie apart in the cell that tells them apart best. No value is never told apart."""
    if one is None or other is None:
        return 0
    apart = [(abs(u - v), tolerance) for u, v, tolerance in zip(one, other, tolerances, strict=True)]
    return max(0 if gap <= LAST_BITS else math.inf if tolerance == 0 else gap / tolerance for gap, tolerance in apart)


def texts_of(asked: Asked) -> list[str]:
    """The options that are read. Lines of code are told by where they stand."""
    return [one["text"].strip() for one in asked.ask.get("options", []) if "text" in one]


def right_values(asked: Asked) -> Values:
    return list(asked.right["values"]) if "values" in asked.right else [asked.right["value"]]


def ideas_of(asked: Asked) -> list[tuple[str, Values | None]]:
    """What each idea that must be told apart makes of the numbers. Of the ideas that the author did not name, those
    that make no number here are left out.
    """
    named = asked.answer.get("separate", [])
    ideas = named or defaults_of(asked)
    cells = ideas_by_cell(asked) if ideas else []
    found = [(key, idea_values(key, cells, right_values(asked))) for key in ideas]
    return [(key, values) for key, values in found if named or values is not None]


def defaults_of(asked: Asked) -> Sequence[str]:
    """None where nothing is drawn: there are no better numbers, and ideas that meet are said together."""
    probe = asked.answer.get("probe")
    return default_separate(asked.network, probe) if probe and asked.network and asked.is_drawn else ()


def ideas_by_cell(asked: Asked) -> list[dict[Idea, float]]:
    """What the ideas make of each cell, also those that give its right value: a key does without them."""
    if "count" in asked.answer:
        return [{meant(key): one["value"] for key, one in asked.wrong.items() if key in MISCONCEPTIONS}]
    probes = Cells(asked.answer).probes if "cells" in asked.answer else [asked.answer["probe"]]
    return [ideas_at(asked.network, probe) for probe in probes]


def ideas_at(network: Network | None, probe: str | None) -> dict[Idea, float]:
    if network is None or probe is None:
        return {}
    return {meant(key): one.value for key, one in wrong_values(network, probe, math.nan).items()}  # no value is nan


def idea_values(key: str, cells: Sequence[Mapping[Idea, float]], right: Values) -> Values | None:
    """What an idea makes of all cells: one that it does not touch keeps its right value. None where it touches none."""
    idea, layer = meant(key)
    found = [cell.get((idea, layer), cell.get((idea, None))) for cell in cells]
    if all(value is None for value in found):
        return None
    return [was if value is None else value for value, was in zip(found, right, strict=True)]


def own_of(asked: Asked) -> list[tuple[str, Values | None]]:
    """The wrong numbers that the author names. One that a key has not is the right one at these numbers, or none."""
    found = [asked.wrong.get(f"own.{number}") for number in range(1, len(asked.answer.get("wrong", [])) + 1)]
    return [(f"wrong number {n}", [one["value"]] if one else None) for n, one in enumerate(found, start=1)]


def different_wrong(asked: Asked) -> int:
    """How many wrong options there are, or numbers that wrong ideas lead to, that read differently and not as the right
    one.
    """
    if "ids" in asked.right:
        return len(set(texts_of(asked))) - len(asked.right["ids"])
    if "tolerance" not in asked.right:
        return 0
    precision = precision_of(asked.right)
    told = {read(one["values"] if "values" in one else [one["value"]], precision) for one in asked.wrong.values()}
    return len(told - {read(right_values(asked), precision)})


def read(values: Values, precision: Precision) -> tuple[str, ...]:
    return tuple(map(precision.said, values))
