"""Options that are numbers: the right value of what is asked, what a misconception makes of it, or an expression."""

from collections.abc import Mapping
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Body, Drawn, Fault, Pick
from quizzes.questions.choices import VALUED_FIELDS, is_valued, rights
from quizzes.questions.computed import number_of
from quizzes.questions.fields import Fields
from quizzes.questions.number import check_asked, quantity
from quizzes.questions.quantity import check_idea
from quizzes.questions.ranges import asked_precision, check_places
from simulator.engine.misconceptions import MISCONCEPTIONS
from simulator.engine.numbers import MINUS


def asks(body: Body) -> bool:
    """Whether the options are values of a quantity, and not only texts and expressions."""
    return "answer" in body


def check_valued(body: Body) -> list[Fault]:
    faults: list[Fault] = []
    fields = Fields(body, faults)
    if asks(body):
        check_answer(fields)
    options = body.get("options")
    for number, option in enumerate(options if isinstance(options, list) else []):
        if isinstance(option, Mapping):
            check_one(fields.inside(f"options.{number}", option), option, asks(body))
    return faults


def check_answer(fields: Fields) -> None:
    answer = fields.table["answer"]
    if not isinstance(answer, Mapping):
        fields.fault("answer", "Please say what the options are values of, in a table [question.answer].")
        return
    inside = fields.inside("answer", answer)
    check_asked(inside, ("decimals", "digits", "unit"))
    check_places(inside)
    inside.text("unit")
    if "separate" in answer:
        inside.fault("separate", "Here the options say what is told apart: give each idea an option.")


def check_one(option: Fields, table: Mapping[str, Any], asked: bool) -> None:
    given = [name for name in ("text", *VALUED_FIELDS) if name in table]
    if len(given) > 1:
        option.fault(given[1], f"This option has “{given[0]}” already. Remove one of the two.")
    if "idea" in table:
        check_idea(option, "idea", table["idea"])
    if "idea" in table and table.get("right", False) is not False:
        option.fault("right", "The number of a misconception is never right. Remove this.")
    if not asked and is_valued(table) and "value" not in table:
        option.fault("text", "Please write what this option says, or what it is a value of in [question.answer].")


def ideas(body: Body) -> dict[int, str]:
    """The misconception of each option that has one."""
    return {number: option["idea"] for number, option in enumerate(body["options"]) if "idea" in option}


def numbers_of_options(body: Body) -> dict[str, Any]:
    found = {f"options.{number}.value": one["value"] for number, one in enumerate(body["options"]) if "value" in one}
    return (quantity(body).numbers(body["answer"]) if asks(body) else {}) | found


def reasons(body: Body) -> dict[str, str]:
    """What the catalogue says of an idea, where the author says nothing else."""
    own = ideas(body).items()
    said = {number: MISCONCEPTIONS[idea.split("@")[0]].feedback for number, idea in own}
    return {f"options.{n}.reason": why for n, why in said.items() if "reason" not in body["options"][n]}


def not_possible(body: Body, drawn: Drawn) -> list[Fault]:
    """Misconceptions that cannot occur on the way to what is asked."""
    own = ideas(body)
    places = list(own)
    faults = quantity(body).try_out({**body["answer"], "separate": list(own.values())}, drawn)
    return [Fault(f"options.{places[int(fault.field.split('.')[-1])]}.idea", fault.message) for fault in faults]


def values(body: Body, drawn: Drawn) -> dict[str, str]:
    """The texts of the options that are numbers. Raises Uncomputable."""
    found = {f"options.{number}.text": value for number, value in numbers_at(body, drawn).items()}
    answer = body.get("answer", {})
    unit = f" {answer['unit']}" if answer.get("unit") else ""
    precision = asked_precision(answer)
    return {field: precision.said(value).replace("-", MINUS) + unit for field, value in found.items()}


def numbers_at(body: Body, drawn: Drawn) -> dict[int, float]:
    found: dict[int, float] = {}
    own = ideas(body)
    wrong = quantity(body).wrong_among(body["answer"], drawn, list(own.values())) if own else {}
    for number, option in enumerate(body["options"]):
        if number in own and own[number] not in wrong:
            raise Uncomputable(f"{own[number]} gives no number")
        if number in own:
            found[number] = wrong[own[number]]
        elif "value" in option:
            found[number] = number_of(option["value"], drawn)
        elif is_valued(option) and drawn.right is not None:
            found[number] = drawn.right
    return found


def picks(body: Body, drawn: Drawn) -> dict[str, Pick]:
    """The options that are numbers. Raises Uncomputable."""
    truths, precision = rights(body, drawn), asked_precision(body.get("answer", {}))
    numbers = numbers_at(body, drawn).items()
    return {f"options.{number}.text": Pick(value, precision.said(value), truths[number]) for number, value in numbers}
