"""What a list to choose from can show, where it takes text alone."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from string import ascii_uppercase
from typing import Any

PLAIN = re.compile(r"\s*(?:<p>)?([^<>]*?)(?:</p>)?\s*")


def labelled(options: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The options with what a list says of each: its text, or, where one of them holds more than that, a letter."""
    texts = [plain(option["text"]) for option in options]
    lettered = any(text is None for text in texts)
    labels = ascii_uppercase if lettered else texts
    return {
        "lettered": lettered,
        "options": [{**option, "label": label} for option, label in zip(options, labels, strict=False)],
    }


def plain(html: str) -> str | None:
    """The text of HTML that is no more than text."""
    match = PLAIN.fullmatch(html)
    return unescape(match[1]) if match else None
