"""A question before it is published: drawn, rendered and keyed as publishing would, with nothing written."""

from collections.abc import Mapping
from typing import Any

from quizzes.pages import item_to_take
from quizzes.publishing.drafts import prepare
from quizzes.questions.base import Made
from simulator.engine.numbers import written

SHOWN = 2  # variants: one could hide that the numbers change


def preview(slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a learner would see of it, and what only its author sees. Raises QuestionError."""
    variants = prepare(slug, body, "", SHOWN).made
    drawn = "Two drawings; publishing makes up to 100." if len(variants) > 1 else "The same for every learner."
    items = [item_to_take(as_item(position, body, made)) for position, made in enumerate(variants, 1)]
    return {"words": drawn, "variants": list(zip(items, map(as_key, variants), strict=True)), "items": items}


def as_item(position: int, body: Mapping[str, Any], made: Made) -> dict[str, Any]:
    """As the attempt of a learner would hold it."""
    ask = {**made.shown["ask"], "blank": made.shown["blank"]}
    words = {"prompt": made.shown["prompt"], "network": made.shown["network"], "ask": ask}
    return {**words, "position": position, "type": body["type"], "points": 1, "answer": None, "read": None}


def as_key(made: Made) -> dict[str, Any]:
    right = made.right
    return {
        "value": written(right["value"], 6) if "value" in right else "",
        "accepted": f"{right['decimals']} decimals, within {right['tolerance']:g}" if "value" in right else "",
        "explanation": right["explanation"],
        "wrong": [as_wrong(one) for one in made.wrong.values() if isinstance(one, Mapping)],
        "reasons": as_reasons(made),
    }


def as_wrong(one: Mapping[str, Any]) -> dict[str, str]:
    return {"value": written(one["value"], 4), "feedback": one["feedback"]}


def as_reasons(made: Made) -> list[dict[str, Any]]:
    reasons, rights = made.right.get("reasons", {}), made.right.get("ids", [])
    options = [option for option in made.shown["ask"].get("options", []) if option["id"] in reasons]
    return [
        {"text": option["text"], "reason": reasons[option["id"]], "right": option["id"] in rights} for option in options
    ]
