"""A question before it is published: drawn, rendered and keyed as publishing would, with nothing written."""

from collections.abc import Mapping
from typing import Any

from quizzes.pages import item_to_take
from quizzes.questions.base import Fault, Made, QuestionError
from quizzes.questions.making import make
from quizzes.rendering import RenderingError, render_many

SHOWN = 2  # variants: one could hide that the numbers change


def preview(slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a learner would see of it, and what only its author sees. Raises QuestionError."""
    try:
        variants = make(body, render_many, SHOWN, question=slug)
    except RenderingError as error:
        raise QuestionError([Fault("prompt", str(error))]) from error
    drawn = "Two of the variants that publishing will draw." if len(variants) > 1 else "The same for every learner."
    return {
        "words": drawn,
        "items": [item_to_take(as_item(position, body, made)) for position, made in enumerate(variants, 1)],
        "keys": [as_key(made) for made in variants],
    }


def as_item(position: int, body: Mapping[str, Any], made: Made) -> dict[str, Any]:
    """As the attempt of a learner would hold it."""
    ask = {**made.shown["ask"], "blank": made.shown["blank"]}
    words = {"prompt": made.shown["prompt"], "network": made.shown["network"], "ask": ask}
    return {**words, "position": position, "type": body["type"], "points": 1, "answer": None, "read": None}


def as_key(made: Made) -> dict[str, Any]:
    right = made.right
    texts = {option["id"]: option["text"] for option in made.shown["ask"].get("options", [])}
    return {
        "value": right.get("value"),
        "options": [texts[identity] for identity in right.get("ids", [])],
        "explanation": right["explanation"],
        "wrong": [wrong for wrong in made.wrong.values() if isinstance(wrong, Mapping)],
        "reasons": [
            {"text": texts[identity], "reason": reason} for identity, reason in right.get("reasons", {}).items()
        ],
    }
