"""What the pages of a quiz show, made of what taking.py and reviewing.py give away. Knows no rows and no requests."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from quizzes.grading import read
from quizzes.policies import SURE, Terms
from quizzes.questions.base import Unread
from quizzes.questions.defaults import with_minus
from quizzes.questions.types import TYPES
from simulator.drawing import ALL, draw_both
from simulator.drawing.view import stage_of

Item = dict[str, Any]
# What an item has on any page, where nothing is known of it: who makes one names only what differs.
ITEM: Item = {
    **dict.fromkeys(("answer", "read", "grade", "tries_left", "certainty", "network", "form")),
    **dict.fromkeys(("right", "accepted", "marks", "message", "regraded", "read_again", "simulator_url")),
    **{
        "points": 1,
        "earned": 0,
        "explanation": "",
        "lead": "",
        "hints": [],
        "steps": [],
        "diagnoses": [],
        "reasons": {},
        "unread": [],
    },
}


def taking(attempt: Mapping[str, Any], terms: Terms, unfinished: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """`unfinished` is what the learner is asked about who wants to end it."""
    items = [item_to_take(item) for item in attempt["items"]]
    for item in items:
        item |= checking(item, terms)
    left = still_open(items)
    unread = [item for item in left if item["answer"] is not None]
    return {
        "attempt": attempt,
        "items": items,
        "checks": terms.tells_at_once,
        "practice": not terms.is_graded,
        "tries": [tries_in_words(left, terms) for left in range(terms.tries)] if terms.tries > 1 else [],
        "answered": len(items) - len(left),
        "unfinished": unfinished,
        "blank": [item for item in left if item["answer"] is None],
        "unread": [{"position": item["position"], "words": unread_now(item)} for item in unread],
        "open_words": f"{amount(len(left), 'question')} {'is' if len(left) == 1 else 'are'} still open.",
    }


def checking(item: Mapping[str, Any], terms: Terms) -> Item:
    """The verdict on the answer that stands, where it was asked for, and what another try would earn."""
    grade = item["grade"]
    return {
        "verdict": verdict_at_once(item) if grade else "",
        "sure": bool(grade) and tone_of(item) == "wrong" and item["certainty"] == SURE and not terms.is_graded,
        "tone": tone_of(item) if grade else "",
        "tries_words": "" if item["tries_left"] is None else tries_in_words(item["tries_left"], terms),
    }


def verdict_at_once(item: Mapping[str, Any]) -> str:
    """A wrong number is named, so that it is clear which one is meant: "Not 0.366."."""
    if item["type"] == "number" and item["read"] and tone_of(item) == "wrong":
        return f"Not {with_minus(item['read'])}."
    return VERDICTS_AT_ONCE[tone_of(item)]


VERDICTS_AT_ONCE = {"right": "Right.", "partly": "Partly.", "wrong": "Not yet.", "open": "Nothing given."}


def tries_in_words(left: int, terms: Terms) -> str:
    if not left:
        return "No tries left. The best one counts."
    credit = terms.credit_for(terms.tries - left + 1)
    words = "all its points" if credit == 1 else f"{credit} of its points" if credit else "nothing"
    return f"{amount(left, 'more try', 'more tries')}. A right answer earns {words}."


def still_open(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The questions without an answer, and those whose answer cannot be read, or not all of it."""
    return [item for item in items if item["answer"] is None or unread_of(item)]


def unread_now(item: Mapping[str, Any]) -> str:
    """What happens to an answer that cannot be read if the attempt is submitted now."""
    return " ".join(f"{labelled(one, why_unread(one))} {what_counts(one)}" for one in item["unread"])


def what_counts(one: Mapping[str, Any]) -> str:
    return f"Your earlier answer {with_minus(one['used'])} counts." if one["used"] else "It counts as unanswered."


def item_to_take(item: Item) -> Item:
    """An item with what its template needs: the drawing, the sentence for what could not be read, the ticks."""
    item = ITEM | item
    answer = item["answer"]
    unread = unread_of(item)
    ask = TYPES[item["type"]].as_answered(item["ask"], answer)
    return {
        **item,
        "ask": ask,
        "parts": [item_to_take(part_of(item, part)) for part in ask.get("parts", [])],
        "answered": answer is not None and not unread,
        "problems": unread,
        "is_unread": bool(unread) and not is_readable(item),
        "message": next((one.message for one in unread if not one.place), ""),
        "anchor": item.get("anchor", item["position"]),
        "was": json.dumps(answer),
        "echo": f"We read {with_minus(item['read'])}" if item["read"] else "",
        "worth": amount(plain(item["points"]), "point"),
        "drawings": drawings(item),
        "template": f"quizzes/types/{item['type']}.html",
    }


def part_of(item: Mapping[str, Any], part: Mapping[str, Any]) -> Item:
    """A part as an item of its own: its fields are named after the question and the part."""
    whole = {"position": f"{item['position']}-{part['name']}", "network": None, "form": item["form"]}
    return {**part, **whole, "anchor": item["position"]}


def unread_of(item: Mapping[str, Any]) -> Sequence[Unread]:
    """The places of the answer that cannot be read."""
    return [] if item["answer"] is None else TYPES[item["type"]].unread(item["answer"], item["ask"])


def is_readable(item: Mapping[str, Any]) -> bool:
    return read(TYPES[item["type"]], item["answer"], item["ask"]).readable


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
        answer = answer_in(form, item)
        was = form.get(f"was-{item['position']}")
        if was is not None and json.dumps(answer) != was and answer != item["answer"]:
            changes.append((item["position"], answer))
    return changes


def position_in(form: QueryDict, name: str) -> int | None:
    """The question that a button speaks of."""
    position = form.get(name, "")
    return int(position) if position.isascii() and position.isdigit() and len(position) < 6 else None


def certainty_in(form: QueryDict, name: Any) -> int | None:
    """How sure the learner said to be; None where nothing was said."""
    said = form.get(f"certainty-{name}", "")
    return int(said) if said in ("1", "2", "3") else None


def answer_in(form: QueryDict, item: Mapping[str, Any]) -> Any:
    """The answer as it travels in the API; None where nothing was given."""
    return TYPES[item["type"]].from_form(item["ask"], fields_of(form, f"answer-{item['position']}"))


def fields_of(form: QueryDict, name: str) -> dict[str, list[str]]:
    """The values of the fields of one answer, by what their names have after its own."""
    return {field.removeprefix(name): form.getlist(field) for field in form if f"{field}-".startswith(f"{name}-")}


def reviewing(review: Mapping[str, Any], reports: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The page of a review: what to do next first, then every question with what was reported about it."""
    items = [reviewed_item(item) for item in review["items"]]
    for item in items:
        item["reports"] = [report for report in reports if report["position"] == item["position"]]
        if not review["score"]:
            item["verdict"] = VERDICTS[item["tone"]]
    return {
        "attempt": review,
        "items": items,
        "score": figure(review["score"], review["summary"]) if review["score"] else None,
        "counts": counts(items),
        "next": what_next(review["summary"]),
    }


def figure(given: Mapping[str, float], summary: Mapping[str, Any]) -> dict[str, str]:
    passed = "Passed" if summary["passed"] else f"Not passed yet: {summary['pass_mark']} % are needed"
    return {
        "points": score(given["points"]),
        "out_of": score(given["out_of"]),
        "verdict": f"{round(given['fraction'] * 100)} %. {passed}.",
    }


def what_next(summary: Mapping[str, Any]) -> dict[str, Any]:
    cause, wrong = summary["cause"], summary["wrong"]
    if not wrong:
        return {"words": "Everything was right.", "again": False}
    if cause is None:
        return {"words": "Look at each question that was not right: the reason stands below it.", "again": True}
    count = cause["count"]
    share = f"{count} of the {wrong} that were not right have the same cause" if count > 1 else "Start here"
    return {"words": f"{share}. {cause['feedback']}", "read_again": cause["read_again"], "again": True}


def counts(items: Iterable[Mapping[str, Any]]) -> str:
    tones = [item["tone"] for item in items]
    words = {"right": "right", "partly": "partly right", "wrong": "wrong", "open": "not answered"}
    return ", ".join(f"{tones.count(tone)} {word}" for tone, word in words.items() if tone in tones) + "."


def reviewed_item(item: Item) -> Item:
    """An item after release, with the words and drawings of its template."""
    item = ITEM | item
    tone = tone_of(item)
    unread = [unread_then(one) for one in item["unread"]]
    shown = {**item, **TYPES[item["type"]].as_reviewed(item)}
    return {
        **shown,
        "tone": tone,
        "unread_words": unread,
        "regraded_on": parse_datetime(item["regraded"]["at"]) if item["regraded"] else None,
        "verdict": f"{VERDICTS[tone]}, {score(item['earned'])} of {score(item['points'])}",
        "parts": [reviewed_item(part_of(item, part)) for part in shown.get("parts", [])],
        "drawings": reviewed_drawings(shown),
        "template": f"quizzes/reviews/{item['type']}.html",
    }


def unread_then(one: Mapping[str, Any]) -> str:
    """What happened to an entry that could not be read."""
    used = f"We used your earlier answer {with_minus(one['used'])}." if one["used"] else "It counts as unanswered."
    return f"{labelled(one, why_unread(one, 'last entry'))} {used}"


def why_unread(one: Mapping[str, Any], what: str = "entry") -> str:
    sent = f"Your {what}, “{one['sent']}”," if one["sent"] else f"Your {what}"
    if one["choices"]:
        return f"{sent} could be {' or '.join(with_minus(choice) for choice in one['choices'])}."
    return f"{sent} cannot be read."


def labelled(one: Mapping[str, Any], sentence: str) -> str:
    return f"{one['where']}: {sentence}" if one["where"] else sentence


def worked(told: Mapping[str, Any]) -> dict[str, Any]:
    """A question beside the way to its answer."""
    network = told["network"]
    drawings = draw_both(network, known=ALL, chosen=told["blank"]) if network else None
    return {**told, "right": with_minus(told["right"]), "drawings": drawings}


VERDICTS = {"right": "Right", "partly": "Partly", "wrong": "Wrong", "open": "Not answered"}


def tone_of(item: Mapping[str, Any]) -> str:
    fraction = item["grade"]["fraction"] if item["grade"] else 0
    if item["answer"] is None:
        return "open"
    return "right" if fraction == 1 else "partly" if fraction > 0 else "wrong"


def reviewed_drawings(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """The network with all its numbers, and the one where the answer left it flagged."""
    if not item["network"]:
        return None
    node = next((one["node"] for one in item["diagnoses"] if one.get("node")), item.get("slip"))
    asked = item["ask"].get("blank") or item.get("spot")
    return draw_both(item["network"], known=ALL, fault=node, chosen=node or asked, stage=None if node else stage(asked))


def stage(probe: str | None) -> str | None:
    return stage_of(probe) if probe else None


def score(number: Decimal | float | Fraction | None) -> str:
    """Points as a person writes them: two decimals at the most, no trailing zeros."""
    return "" if number is None else plain(round(float(number), 2))


def plain(number: Any) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def amount(number: Any, noun: str, nouns: str = "") -> str:
    return f"{number} {noun}" if str(number) == "1" else f"{number} {nouns or noun + 's'}"
