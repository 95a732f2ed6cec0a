"""A question before it is published: drawn, rendered and keyed as publishing would, with nothing written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from quizzes.pages import item_to_take, reviewed_item
from quizzes.publishing.drafts import draw, finish
from quizzes.questions.base import Fault, Made
from quizzes.questions.plausible import accepted_of
from quizzes.questions.types import TYPES
from simulator.engine.numbers import written

TOLD_IN_WORDS = ("single", "multiple", "true_false", "number")
SHOWN = 2  # variants: one could hide that the numbers change
TRIED = 20  # for the warnings


def preview(slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a learner would see of it, and what only its author sees. Raises QuestionError."""
    pool = draw(slug, body, TRIED)
    draft = finish(replace(pool, fits=pool.fits[:SHOWN]), "")
    variants = draft.made
    drawn = "Two drawings; publishing makes up to 100." if len(variants) > 1 else "The same for every learner."
    items = [item_to_take(as_item(position, body, made)) for position, made in enumerate(variants, 1)]
    keys = [as_key(position, body, made) for position, made in enumerate(variants, 1)]
    variants_with_keys = list(zip(items, keys, strict=True))
    warnings = warned(draft.warnings, pool.warnings)
    return {"words": drawn, "variants": variants_with_keys, "items": items, "warnings": warnings}


def warned(shown: Iterable[Fault], tried: list[Fault]) -> list[Fault]:
    """The warnings about the variants shown, and those about the numbers of all that were tried."""
    fields = {one.field for one in tried}
    return [*(one for one in shown if one.field not in fields), *tried]


def as_item(position: int, body: Mapping[str, Any], made: Made) -> dict[str, Any]:
    """As the attempt of a learner would hold it."""
    ask = {**made.shown["ask"], "blank": made.shown["blank"]}
    words = {"prompt": made.shown["prompt"], "network": made.shown["network"], "ask": ask}
    return {**words, "position": position, "type": body["type"]}


def as_reviewed(position: int, body: Mapping[str, Any], made: Made) -> dict[str, Any]:
    """As the review would show it to whoever answered all of it rightly."""
    kind, ask, right = TYPES[body["type"]], made.shown["ask"], made.right
    answer = kind.right_answer(ask, right)
    read = kind.parse(answer, ask)
    detail = kind.grade(read, right, made.wrong).detail
    told = {
        "answer": answer,
        "read": kind.echo(read, ask) or None,
        "right": answer,
        "reasons": right.get("reasons", {}),
    }
    marks = {"marks": kind.marks(ask, right, detail), "grade": {"fraction": 1}, "earned": 1}
    own = {"position": f"{position}-key", "network": None}  # beside the question itself, whose ids are taken
    return reviewed_item({**as_item(position, body, made), **told, **marks, **own})


def as_key(position: int, body: Mapping[str, Any], made: Made) -> dict[str, Any]:
    right = made.right
    return {
        "value": written(right["value"], 6) if "value" in right else "",
        "accepted": accepted_of(right, made.wrong),
        "explanation": right["explanation"],
        "wrong": [as_wrong(one) for one in made.wrong.values() if isinstance(one, Mapping) and "feedback" in one],
        "reasons": as_reasons(made) if body["type"] in TOLD_IN_WORDS else [],
        "reviewed": as_reviewed(position, body, made) if body["type"] not in TOLD_IN_WORDS else None,
    }


def as_wrong(one: Mapping[str, Any]) -> dict[str, str]:
    values = one["values"] if "values" in one else [one["value"]] if "value" in one else []
    said = one.get("text") or "; ".join(written(value, 4) for value in values)
    return {"value": said, "feedback": one["feedback"]}


def as_reasons(made: Made) -> list[dict[str, Any]]:
    reasons, rights = made.right.get("reasons", {}), made.right.get("ids", [])
    options = [option for option in made.shown["ask"].get("options", []) if option["id"] in reasons]
    return [
        {"text": option["text"], "reason": reasons[option["id"]], "right": option["id"] in rights} for option in options
    ]
