"""What the pages of a quiz show, made of what taking.py and reviewing.py give away. Knows no rows and no requests."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import QueryDict

from quizzes.questions.base import Unreadable
from quizzes.questions.types import TYPES
from simulator.drawing import draw_both

Item = dict[str, Any]


def taking(attempt: Mapping[str, Any], *, asked_to_finish: bool) -> dict[str, Any]:
    items = [item_to_take(item) for item in attempt["items"]]
    left = [item for item in items if not item["answered"]]
    return {
        "attempt": attempt,
        "items": items,
        "answered": len(items) - len(left),
        "open_questions": left if asked_to_finish else [],
        "open_words": f"{amount(len(left), 'question')} {'is' if len(left) == 1 else 'are'} still open.",
    }


def item_to_take(item: Mapping[str, Any]) -> Item:
    """An item with what its template needs: the drawing, the sentence for what could not be read, the ticks."""
    answer = item["answer"]
    message = unreadable_because(item)
    return {
        **item,
        "ask": with_ticks(item["ask"], answer),
        "answered": answer is not None and not message,
        "message": message,
        "was": json.dumps(answer),
        "worth": amount(plain(item["points"]), "point"),
        "drawings": drawings(item),
        "template": f"quizzes/types/{item['type']}.html",
    }


def unreadable_because(item: Mapping[str, Any]) -> str:
    if item["answer"] is None:
        return ""
    try:
        TYPES[item["type"]].parse(item["answer"], item["ask"])
    except Unreadable as error:
        return str(error)
    return ""


def with_ticks(ask: Mapping[str, Any], answer: object) -> dict[str, Any]:
    chosen = answer if isinstance(answer, list) else [answer]
    options = [{**option, "chosen": option["id"] in chosen} for option in ask.get("options", [])]
    return {**ask, "options": options}


def drawings(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """The network as the question shows it: inputs, weights and biases, and the value to find as a question mark."""
    if not item["network"]:
        return None
    return draw_both(item["network"], hidden=item["ask"].get("blank"))


def changed_answers(items: Iterable[Mapping[str, Any]], form: QueryDict) -> list[tuple[int, Any]]:
    """(position, answer) for what this page changed. An answer that it only carried along is not sent again:
    another tab may have saved a newer one since."""
    changes = []
    for item in items:
        name = f"answer-{item['position']}"
        answer = read_form(item["ask"], form.getlist(name))
        was = form.get(f"was-{item['position']}")
        if was is not None and json.dumps(answer) != was and answer != item["answer"]:
            changes.append((item["position"], answer))
    return changes


def read_form(ask: Mapping[str, Any], values: list[str]) -> Any:
    """The answer as it travels in the API; None where nothing was given."""
    given = [value for value in values if value.strip()]
    if ask.get("many"):
        return given or None
    return given[0] if given else None


def rules(terms: Mapping[str, Any], quiz: Mapping[str, Any]) -> dict[str, Any]:
    """What a learner should know before starting, in the order of importance."""
    minutes, attempts = terms["minutes"], terms["attempts"]
    lines = [
        ("Questions", str(quiz["questions"])),
        ("Time", f"{amount(minutes, 'minute')}, counted by the server" if minutes else "no limit"),
        ("Attempts", str(attempts) if attempts else "any number"),
        ("Feedback", WHEN_RELEASED[terms["release"]]),
        ("To pass", f"{plain(terms['pass_mark'])} %"),
    ]
    return {"lines": [{"what": what, "how": how} for what, how in lines]}


WHEN_RELEASED = {
    "submit": "as soon as you submit",
    "close": "when the quiz closes",
    "by hand": "when your teacher releases it",
}


def score(number: Decimal | float | Fraction | None) -> str:
    """Points as a person writes them: two decimals at the most, no trailing zeros."""
    return "" if number is None else plain(round(float(number), 2))


def plain(number: Any) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def amount(number: Any, noun: str) -> str:
    return f"{number} {noun}" if str(number) == "1" else f"{number} {noun}s"
