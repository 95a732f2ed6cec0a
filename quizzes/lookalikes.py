"""Whether two texts look the same to a reader, except for case, spaces, unseen signs and letters that look alike.

Formulas and code keep their case, which means something there. Pure: no Django.
"""

import re
import unicodedata
from html import unescape

EXACT = re.compile(r"<(math|code)\b[^>]*>.*?</\1>", re.DOTALL)
KEPT = re.compile(r"<(?!/?(?:sub|sup|img|td|tr)\b)[^>]*>")
ATTRIBUTES = re.compile(r"<(\w+)\s[^>]*>")
RAISED = re.compile("<(?:super|sub)>")
ALIKE = str.maketrans(
    "⁄аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο‐‑‒–—―−",
    "/aeopcyxijshdqwABEKMHOPCTXIJSABEZHIKMNOPTYXo-------",
)


def looks(html: str) -> str:
    """The same for two texts that a reader cannot tell apart."""
    pieces, at = [], 0
    for exact in EXACT.finditer(html):
        pieces += [prose(html[at : exact.start()]), ATTRIBUTES.sub(r"<\1>", exact[0]).translate(ALIKE)]
        at = exact.end()
    pieces.append(prose(html[at:]))
    return " ".join("".join(pieces).split()).rstrip(" .,;:!")


def prose(html: str) -> str:
    text = "".join(map(plain, unicodedata.normalize("NFC", unescape(KEPT.sub("", html)))))
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign == "\n")
    return seen.translate(ALIKE).casefold()


def plain(sign: str) -> str:
    """A sign in its usual form; raised and lowered ones mean something else."""
    return sign if RAISED.match(unicodedata.decomposition(sign)) else unicodedata.normalize("NFKC", sign)
