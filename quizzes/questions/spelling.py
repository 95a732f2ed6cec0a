"""Words as people type them: what differs only in case, in spaces or in how Unicode writes it is the same word."""

import re
import unicodedata

from simulator.engine.look_alikes import DASHES, without_invisible

QUOTES, DOUBLE = "\u2018\u2019\u02bc", "\u201c\u201d"
PLAIN = str.maketrans({**dict.fromkeys(DASHES, "-"), **dict.fromkeys(QUOTES, "'"), **dict.fromkeys(DOUBLE, '"')})
SPACES = re.compile(r"\s+")
WORDS = re.compile(r"[^\W\d_]+")
LOOK_ALIKES = dict(
    zip(
        "аеорсухіјѕһԛԝВНКМТАЕОРСУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսհɡɑ",
        "aeopcyxijshqwBHKMTAEOPCYXIJSoABEZHIKMNOPTYXouhga",
        strict=True,
    )
)  # Cyrillic, Greek, Armenian and phonetic letters that look like Latin ones
ROUNDS = 4  # folding may bring out a letter that folds once more; the longest known chain is two


def folded(text: str) -> str:
    """In one form: NFKC, case folded, without marks that do not show, dashes and quotes as any keyboard has them."""
    for _ in range(ROUNDS):
        once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
        once = without_invisible(once).translate(PLAIN)
        if once == text:
            break
        text = once
    return text


def normal(text: str) -> str:
    """A short answer as it is compared: folded, with single spaces and none at its ends."""
    return SPACES.sub(" ", folded(text)).strip()


def mixed_letters(text: str) -> str:
    """A sentence about a word whose letters come from two alphabets and look like one; empty if there is none."""
    for word in WORDS.findall(without_invisible(text)):
        odd = next((sign for sign in word if sign in LOOK_ALIKES), None)
        if odd and any("a" <= sign <= "z" for sign in word.casefold()):
            return (
                f"“{word}” mixes letters of two alphabets: “{odd}” only looks like “{LOOK_ALIKES[odd]}”. Type it again."
            )
    return ""
