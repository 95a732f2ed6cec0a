"""Characters that look like others, or like nothing: what every field folds before it reads what was typed.

The browser's twin is static/simulator/look_alikes.js; a test compares them.
"""

import unicodedata

# Unicode's Default_Ignorable_Code_Point; category Cf is ignored besides.
IGNORABLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
MINUSES = f"{DASHES}\u02d7\u2043\u2796\ufe58\ufe63\u30fc\uff70"  # the last two are the minus key of a Japanese keyboard
POINTS = "\u2024\ufe52\u3002\uff61"
COMMAS = "\u060c\u201a\ufe50\u3001\uff64"
APOSTROPHES = "\u2018\u2019\u02bc\u066c"  # ٬ too only ever groups digits
TIMES = "*xX\u00d7\u00b7\u22c5\u2219\u2022\u2715\u2a2f"
DECIMAL_SIGN = "\u066b"  # ٫ only ever stands before the decimals
RAISED = dict(
    zip("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b", "0123456789+-", strict=True)
)
PLAIN = "0123456789+-.,' eE^(){}"
FOLDED = {
    **{sign: sign for sign in PLAIN},
    **dict.fromkeys(MINUSES, "-"),
    **dict.fromkeys(POINTS, "."),
    **dict.fromkeys(COMMAS, ","),
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(TIMES, "\u00d7"),
    DECIMAL_SIGN: DECIMAL_SIGN,
}
FULL_WIDTH = range(0xFF01, 0xFF5F)


def is_invisible(sign: str) -> bool:
    """Whether a character shows nothing and takes no room."""
    return unicodedata.category(sign) == "Cf" or any(first <= ord(sign) <= last for first, last in IGNORABLE)


def without_invisible(text: str) -> str:
    return text if text.isascii() else "".join(sign for sign in text if not is_invisible(sign))


def folded_sign(sign: str) -> str | None:
    """The character of our grammar that this one stands for; None if there is none."""
    if ord(sign) in FULL_WIDTH:
        sign = chr(ord(sign) - 0xFEE0)
    if sign in FOLDED:
        return FOLDED[sign]
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    return " " if unicodedata.category(sign) == "Zs" else None
