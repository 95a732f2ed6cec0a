"""From an author's question to variants and keys, ready to be stored. A question gives the same ones for ever."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from quizzes.questions.advice import warnings
from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Body, Drawn, Fault, Made, QuestionError, QuestionType
from quizzes.questions.checking import check, common_texts
from quizzes.questions.coincidences import by_nature, coincidence
from quizzes.questions.drawing import draw, unmet
from quizzes.questions.draws import Grid, digest, grids, option_ids, parameters_of
from quizzes.questions.from_shown import misleading
from quizzes.questions.noise import noise
from quizzes.questions.types import TYPES
from quizzes.questions.wording import fill, filled
from simulator.engine.network import NetworkError

__all__ = ["VARIANTS", "broken", "check", "draw_pool", "make", "try_pool"]

VARIANTS = 100
FEWEST_ACCEPTED = 0.05
FEWEST_TRIED = 200  # before a share of accepted draws means anything
REPEATS = 500  # draws in a row that were tried before: the grid is used up
Render = Callable[[list[str]], list[str]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fit:
    """A drawing that passed, with the texts (to be rendered) and codes in which its numbers are filled in."""

    seed: int
    drawn: Drawn
    texts: dict[str, str]
    codes: dict[str, str]


@dataclass(slots=True)
class Tally:
    """What became of the draws: which numbers were tried, how many passed, and why the others did not."""

    tried: set[tuple[str, ...]] = field(default_factory=set)
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        return self.accepted / max(len(self.tried), 1)

    @property
    def is_too_low(self) -> bool:
        return self.accepted == 0 or (self.share < FEWEST_ACCEPTED and len(self.tried) >= FEWEST_TRIED)


@dataclass(frozen=True, slots=True)
class Pool:
    """The drawings of a question that passed, before their texts are rendered."""

    body: Body
    question: str
    fits: list[Fit]

    @property
    def texts(self) -> list[str]:
        """Each different text, once."""
        return list(dict.fromkeys(text for fit in self.fits for text in fit.texts.values()))

    @property
    def warnings(self) -> list[Fault]:
        """What the author should look at, though the question can be published."""
        return warnings(self.body, TYPES[self.body["type"]], [fit.drawn for fit in self.fits])

    def finish(self, html: Mapping[str, str]) -> list[Made]:
        """The variants and keys, given every text as HTML."""
        kind = TYPES[self.body["type"]]
        return [made(self.body, kind, self.question, fit, html) for fit in self.fits]


def make(
    body: Body, render: Render, count: int = VARIANTS, progress: Progress | None = None, question: str = ""
) -> list[Made]:
    """Draw, render and key. Raises as `draw_pool` does."""
    pool = draw_pool(body, count, progress, question)
    return pool.finish(dict(zip(pool.texts, render(pool.texts), strict=True)))


def draw_pool(body: Body, count: int = VARIANTS, progress: Progress | None = None, question: str = "") -> Pool:
    """Up to `count` drawings with different numbers; one if nothing is drawn; fewer where the grid has fewer.

    `question` names the question, so that its draws stay the same when its text is repaired; without it, a hash of
    what is drawn does. Raises QuestionError, also where fewer than 5 % of the draws pass.
    """
    pool, tally = try_pool(body, count, progress, question)
    if tally.is_too_low:
        raise QuestionError([too_few(body, tally)])
    return pool


def try_pool(body: Body, count: int, progress: Progress | None = None, question: str = "") -> tuple[Pool, Tally]:
    """The drawings that pass, however few, and what became of the others. Raises QuestionError where a field is at
    fault.
    """
    faults = check(body)
    if faults:
        raise QuestionError(faults)
    pool, tally = Pool(body, question or fingerprint(body), []), Tally()
    for fit in fitting(body, TYPES[body["type"]], pool.question, count, tally):
        pool.fits.append(fit)
        if progress:
            progress(len(pool.fits), count)
    if faults := misleading(body, TYPES[body["type"]], [fit.drawn for fit in pool.fits]):
        raise QuestionError(faults)
    return pool, tally


def fingerprint(body: Body) -> str:
    relevant = {name: body.get(name) for name in ("type", "draw", "let", "require", "network", "answer")}
    return digest(json.dumps(relevant, sort_keys=True, ensure_ascii=False))


def fitting(body: Body, kind: QuestionType, question: str, count: int, tally: Tally) -> Iterator[Fit]:
    """The drawings that pass, one for each seed, until the grid or the patience is used up."""
    own = grids(body)
    always = by_nature(body, kind, question, own)
    most = max(FEWEST_TRIED, round(count / FEWEST_ACCEPTED))
    for seed in range(1, (count if own else 1) + 1):
        fit = next_fit(body, kind, (question, seed, own, always), tally, most)
        if fit is None:
            break
        tally.accepted += 1
        yield fit


def next_fit(
    body: Body, kind: QuestionType, source: tuple[str, int, list[Grid], frozenset[str]], tally: Tally, most: int
) -> Fit | None:
    """The first new drawing of a seed that passes; None when the grid or the patience is used up."""
    question, seed, own, always = source
    repeats = redraw = 0
    while repeats < REPEATS and len(tally.tried) < most:
        parameters = parameters_of(own, question, seed, redraw)
        redraw += 1
        if tuple(parameters.values()) in tally.tried:
            repeats += 1
            continue
        repeats = 0
        tally.tried.add(tuple(parameters.values()))
        outcome = try_numbers(body, kind, parameters, always)
        if not isinstance(outcome, str):
            return Fit(seed, *outcome)
        tally.refused[outcome] += 1
    return None


def try_numbers(
    body: Body, kind: QuestionType, parameters: dict[str, str], always: frozenset[str] = frozenset()
) -> tuple[Drawn, dict[str, str], dict[str, str]] | str:
    """A drawing with its texts and codes, or why these numbers do not serve."""
    try:
        drawn = draw(body, kind, parameters)
        condition = unmet(body, drawn)
        if condition is not None:
            return broken(condition)
        texts, codes = own_words(body, kind, drawn)
        unfit = kind.unfit(body, drawn, texts | codes) or noise(body, kind, drawn)
        unfit = unfit or coincidence(body, kind, drawn, always)
    except (Uncomputable, NetworkError) as error:
        return f"at some numbers {error}"
    if unfit is not None:
        return unfit
    return drawn, common_words(body, drawn) | texts, codes


def broken(condition: str) -> str:
    return f"“{condition}” does not hold"


def own_words(body: Body, kind: QuestionType, drawn: Drawn) -> tuple[dict[str, str], dict[str, str]]:
    """The texts and codes of a type with their numbers filled in. Raises Uncomputable."""
    texts = {name: fill(text, drawn.parameters, drawn.names) for name, text in kind.texts(body).items()}
    codes = {name: filled(code, drawn.parameters, drawn.names, "code") for name, code in kind.codes(body).items()}
    return texts | kind.computed(body, drawn), codes


def common_words(body: Body, drawn: Drawn) -> dict[str, str]:
    return {name: fill(text, drawn.parameters, drawn.names) for name, text in common_texts(body).items()}


def too_few(body: Body, tally: Tally) -> Fault:
    reason = tally.refused.most_common(1)[0][0] if tally.refused else "nothing can be drawn"
    if not body.get("draw"):
        return Fault("answer" if "answer" in body else "options", f"With these numbers {reason}. Change one of them.")
    share = f"{tally.accepted} of {len(tally.tried)} drawings pass"
    return Fault("draw", f"Only {share}. Most often, {reason}. Widen draw, or take the condition back.")


def made(body: Body, kind: QuestionType, question: str, fit: Fit, html: Mapping[str, str]) -> Made:
    ids = option_ids(question, fit.seed)
    fields = {name: html[text] for name, text in fit.texts.items()} | fit.codes
    right, wrong = kind.key(body, fit.drawn, fields, ids)
    network = fit.drawn.network if body.get("show_network", True) else None
    shown: dict[str, Any] = {
        "prompt": fields["prompt"],
        "ask": kind.ask(body, fit.drawn, fields, ids),
        "network": network,
        "blank": kind.blank(body) if network else None,
    }
    if body.get("hints"):
        shown["hints"] = [fields[f"hints.{number}"] for number in range(len(body["hints"]))]
    right |= {"explanation": fields["explanation"], "network": fit.drawn.network}
    return Made(fit.seed, shown, fit.drawn.parameters, right, wrong)
