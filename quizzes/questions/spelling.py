"""Words as people type them: what differs only in case, in spaces or in how Unicode writes it is the same word."""

import re
import unicodedata

DASHES, QUOTES, DOUBLE = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "\u2018\u2019\u02bc", "\u201c\u201d"
PLAIN = str.maketrans({**dict.fromkeys(DASHES, "-"), **dict.fromkeys(QUOTES, "'"), **dict.fromkeys(DOUBLE, '"')})
SPACES = re.compile(r"\s+")
ROUNDS = 4  # folding may bring out a letter that folds once more; the longest known chain is two


def folded(text: str) -> str:
    """In one form: NFKC, case folded, without marks that do not show, dashes and quotes as any keyboard has them."""
    for _ in range(ROUNDS):
        once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
        once = "".join(sign for sign in once if unicodedata.category(sign) != "Cf").translate(PLAIN)
        if once == text:
            break
        text = once
    return text


def normal(text: str) -> str:
    """A short answer as it is compared: folded, with single spaces and none at its ends."""
    return SPACES.sub(" ", folded(text)).strip()
