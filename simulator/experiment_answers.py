"""What was answered on the page of an experiment, and what a finished sweep says of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.engine.numbers import read_number, written
from simulator.experiments.outcomes import Point
from simulator.experiments.questions import Choice, Option, Question
from simulator.experiments.telling import number_text

NO_NUMBER = "Please enter a number, such as 0.73."
NO_CHOICE = "Please choose one; a guess will do."
NO_OUTCOME = "These runs do not say. Go on to the last of them."


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is a number, or the number of an option from 0; None where nothing could be read."""

    name: str
    question: Question
    text: str
    value: float | int | None

    @property
    def is_choice(self) -> bool:
        return isinstance(self.question, Choice)

    @property
    def error(self) -> str:
        if self.value is not None:
            return ""
        return NO_CHOICE if self.is_choice else NO_NUMBER


def read_answer(name: str, question: Question, text: str) -> Answer:
    if isinstance(question, Choice):
        numbers = [str(i) for i in range(len(question.options))]
        return Answer(name, question, text, int(text) if text in numbers else None)
    number = read_number(text)
    return Answer(name, question, text[:40], None if number is None else float(number))


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
            return "What it was, and what you said" if self.is_chosen else "What it was"
        return "What you said" if self.is_chosen else "It was not"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` right, wrong or open; a lead and, for a choice, each option with its reason."""

    tone: str
    lead: str
    options: Sequence[Judged] = ()


def verdict_on(answer: Answer, points: Sequence[Point]) -> Verdict:
    question, outcome = answer.question, answer.question.about.value(points)
    if outcome is None or answer.value is None:
        return Verdict("open", NO_OUTCOME)
    if isinstance(question, Choice):
        return _of_choice(question, int(answer.value), question.right(points))
    said, measured = written(float(answer.value), 6), number_text(outcome, question.decimals)
    if question.is_right(float(answer.value), points):
        return Verdict("right", f"Right: {measured}.")
    return Verdict("wrong", f"You said {said}. It is {measured}.")


def _of_choice(question: Choice, chosen: int, right: list[int]) -> Verdict:
    options = [Judged(one, i in right, i == chosen) for i, one in enumerate(question.options)]
    return Verdict("right", "Right.", options) if chosen in right else Verdict("wrong", "Not what happened.", options)


def readings_table(experiment: Any, points: Sequence[Point]) -> dict[str, Any]:
    """Head and rows: the parameters that differ, then the readings; – where a run has none."""
    named = {one.name: one for one in experiment.parameters}
    swept = [named[name] for name in experiment.swept]
    head = [one.title for one in (*swept, *experiment.readings)]
    rows = [
        [*(_chosen(one, point["parameters"][one.name]) for one in swept), *_numbers(experiment, point)]
        for point in points
    ]
    return {"head": head, "first": len(swept), "rows": rows}


def _chosen(parameter: Any, value: Any) -> str:
    return parameter.options[value] if isinstance(value, str) else written(value, 4)


def _numbers(experiment: Any, point: Point) -> list[str]:
    return [number_text(point["readings"].get(one.name), one.decimals) for one in experiment.readings]
