"""What was answered on the page of an experiment, and what a finished sweep says of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.engine.numbers import written
from simulator.engine.typed_numbers import read_typed
from simulator.experiments.base import Experiment
from simulator.experiments.outcomes import Point
from simulator.experiments.parameters import OneOf, Parameter, Values
from simulator.experiments.questions import Choice, Option, Question
from simulator.experiments.telling import number_text
from simulator.experiments.wrong_numbers import NOTHING, Reasons, reasons_for

NO_CHOICE = "Choose one. A guess will do."
NONE = "–"
NO_OUTCOME = "These runs do not say. Go on to the last of them."


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is a number, or the number of an option from 0; None where nothing could be read."""

    name: str
    question: Question
    text: str
    value: float | int | None
    problem: str = ""  # why no number could be read
    choices: Sequence[str] = ()  # the two numbers that it could be

    @property
    def is_choice(self) -> bool:
        return isinstance(self.question, Choice)

    @property
    def error(self) -> str:
        if self.value is not None:
            return ""
        return NO_CHOICE if self.is_choice else self.problem


def read_answer(name: str, question: Question, text: str) -> Answer:
    if isinstance(question, Choice):
        numbers = [str(i) for i in range(len(question.options))]
        return Answer(name, question, text, int(text) if text in numbers else None)
    typed = read_typed(text, is_whole=question.decimals == 0)
    value = None if typed.value is None else float(typed.value)
    return Answer(name, question, text[:40], value, typed.problem, typed.choices)


def read_answers(questions: Sequence[Question], given: Mapping[str, str]) -> list[Answer]:
    return [read_answer(f"ask-{i}", one, given.get(f"ask-{i}", "")) for i, one in enumerate(questions)]


@dataclass(frozen=True, slots=True)
class Judged:
    """One option with what is said of it."""

    option: Option
    is_right: bool
    is_chosen: bool

    @property
    def tone(self) -> str:
        if self.is_right:
            return "right"
        return "wrong" if self.is_chosen else "open"

    @property
    def word(self) -> str:
        if self.is_right:
            return "Right, and yours" if self.is_chosen else "Right"
        return "Yours" if self.is_chosen else "Not so"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` is right, wrong or open. A choice has each option with its reason, a wrong number the right one."""

    tone: str
    lead: str
    options: Sequence[Judged] = ()
    said: str = ""
    measured: str = ""
    question: str = ""
    reasons: Reasons = NOTHING


def verdict_on(answer: Answer, points: Sequence[Point]) -> Verdict:
    return replace(_verdict_on(answer, points), question=answer.question.question)


def _verdict_on(answer: Answer, points: Sequence[Point]) -> Verdict:
    question, outcome = answer.question, answer.question.about.value(points)
    if outcome is None or answer.value is None:
        return Verdict("open", NO_OUTCOME)
    if isinstance(question, Choice):
        return _of_choice(question, int(answer.value), question.right(points))
    said, measured = written(float(answer.value), 6), number_text(outcome, question.decimals)
    if question.is_right(float(answer.value), points):
        return Verdict("right", f"Right: {measured}.")
    typed = read_typed(answer.text, is_whole=question.decimals == 0).value
    reasons = reasons_for(question, typed) if typed is not None else NOTHING
    return Verdict("wrong", f"Not {said}.", said=said, measured=measured, reasons=reasons)


def _of_choice(question: Choice, chosen: int, right: list[int]) -> Verdict:
    options = [Judged(one, i in right, i == chosen) for i, one in enumerate(question.options)]
    return Verdict("right", "Right.", options) if chosen in right else Verdict("wrong", "Not what happened.", options)


def sweep_table(experiment: Experiment, points: Sequence[Point]) -> dict[str, Any]:
    """The readings of a sweep; a parameter that a run does not turn on is left out of its row."""
    return _table(experiment, experiment.swept, points, experiment.sweep)


def own_table(experiment: Experiment, point: Point) -> dict[str, Any]:
    """The readings of one run of the learner's own, with all its parameters."""
    return _table(experiment, [one.name for one in experiment.parameters], [point], [point["parameters"]])


def _table(
    experiment: Experiment, names: Sequence[str], points: Sequence[Point], chosen: Sequence[Values]
) -> dict[str, Any]:
    """Head and rows: parameters, then readings; – for what a row does not have."""
    named = {one.name: one for one in experiment.parameters}
    swept = [named[name] for name in names]
    head = [one.title for one in (*swept, *experiment.readings)]
    rows = [
        [
            *(_chosen(one, point["parameters"][one.name]) if one.name in values else NONE for one in swept),
            *_numbers(experiment, point),
        ]
        for point, values in zip(points, chosen, strict=True)
    ]
    return {"head": head, "first": len(swept), "rows": rows}


def _chosen(parameter: Parameter, value: Any) -> str:
    return parameter.options[value] if isinstance(parameter, OneOf) else written(value, 4)


def _numbers(experiment: Experiment, point: Point) -> list[str]:
    return [number_text(point["readings"].get(one.name), one.decimals) for one in experiment.readings]
