"""What a screen reader says of stored HTML: its text, with formulas in words. Pure: no Django.

Browsers make no name from MathML, so a control whose label is a formula would have none.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from xml.etree import ElementTree

MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
IMAGE = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r'\balt="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
BETWEEN_BLOCKS = re.compile(r"</(?:p|li|td|th|div|h[1-6])>|<br\b[^>]*>")
OPERATORS = {
    **{"=": "equals", "≠": "is not", "+": "plus", "−": "minus", "-": "minus", "±": "plus or minus", "/": "over"},
    **dict.fromkeys("·⋅×∗*∙", "times"),
    **{"⊙": "elementwise times", "÷": "divided by", "<": "is less than", ">": "is greater than", "≤": "is at most"},
    **{"≥": "is at least", "≈": "is about", "∼": "is distributed as", "→": "to", "←": "becomes", "↦": "maps to"},
    **{"∑": "sum", "∏": "product", "∫": "integral", "∂": "partial", "∇": "nabla", "∞": "infinity", "∈": "in"},
    **{"∣": "given", "∥": "norm", "‖": "norm", "′": "prime", "″": "double prime", "⊤": "transposed", "…": "and so on"},
    **dict.fromkeys(("⋯", "⋮", "⋱"), "and so on"),
    **dict.fromkeys("\u2061\u2062\u2063\u2064", ""),
}
ACCENTS = {
    **dict.fromkeys("^ˆ\u0302", "hat"),
    **dict.fromkeys("¯‾\u0304―_", "bar"),
    **dict.fromkeys("→⃗\u20d7", "vector"),
    **dict.fromkeys("~˜\u0303∼", "tilde"),
    **dict.fromkeys("˙\u0307.", "dot"),
    **dict.fromkeys("⏞⏟︷︸", "brace"),
}
POWERS = {"2": "squared", "3": "cubed", "T": "transposed", "transposed": "transposed", "prime": "prime"}
LETTER = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)$|GREEK (\w+) SYMBOL$")


@lru_cache(4096)
def spoken(html: str) -> str:
    """Stored HTML in words; "" where there is nothing to say."""
    html = MATH.sub(lambda formula: f" {formula_in_words(formula[0])} ", html)
    html = IMAGE.sub(lambda image: f" {' '.join(ALT.findall(image[0]))} ", html)
    text = unescape(TAG.sub("", BETWEEN_BLOCKS.sub(" ", html)))
    return " ".join("".join(sign for sign in text if unicodedata.category(sign) != "Cf").split())


def formula_in_words(markup: str) -> str:
    try:
        tree = ElementTree.fromstring(markup.replace("&nbsp;", " "))
    except ElementTree.ParseError:
        return TAG.sub(" ", markup)
    return " ".join(words(tree).split()).replace("&", "and").replace("<", "is less than")


def words(node: ElementTree.Element) -> str:
    """One element of MathML with all that is in it."""
    say = ELEMENTS.get(node.tag)
    if say is not None:
        return say([words(child) for child in node], list(node))
    if len(node):
        return " ".join(words(child) for child in node)
    return sign_in_words((node.text or "").strip())


def sign_in_words(text: str) -> str:
    if text in OPERATORS:
        return OPERATORS[text]
    text = unicodedata.normalize("NFKC", text).replace("−", "minus ")
    letter = LETTER.match(unicodedata.name(text, "")) if len(text) == 1 else None
    if letter is None:
        return OPERATORS.get(text, text)
    name = (letter[2] or letter[3]).lower()
    return f"capital {name}" if letter[1] == "CAPITAL" else name


def fraction(said: list[str], nodes: list[ElementTree.Element]) -> str:
    if all(len(one.split()) == 1 for one in said):
        return " over ".join(said)
    return f"fraction {' over '.join(said)} end fraction"


def power(said: list[str], nodes: list[ElementTree.Element]) -> str:
    base, raised = said
    if raised in POWERS:
        return f"{base} {POWERS[raised]}"
    return f"{base} superscript {raised}" if raised[:1] in ("[", "(") else f"{base} to the power of {raised}"


def both(said: list[str], nodes: list[ElementTree.Element]) -> str:
    return power([f"{said[0]} sub {said[1]}", said[2]], nodes)


def above(said: list[str], nodes: list[ElementTree.Element]) -> str:
    base, over = said
    sign = (nodes[1].text or "").strip()
    return f"{base} {ACCENTS[sign]}" if sign in ACCENTS else f"{base} to {over}"


def below(said: list[str], nodes: list[ElementTree.Element]) -> str:
    return f"{said[0]} over {said[1]}"


def around(said: list[str], nodes: list[ElementTree.Element]) -> str:
    return f"{said[0]} from {said[1]} to {said[2]} of"


def table(said: list[str], nodes: list[ElementTree.Element]) -> str:
    rows = (", ".join(words(cell) for cell in row) for row in nodes)
    return "; ".join(f"row {number}: {row}" for number, row in enumerate(rows, start=1))


ELEMENTS = {
    "mfrac": fraction,
    "msup": power,
    "msub": lambda said, nodes: f"{said[0]} sub {said[1]}",
    "msubsup": both,
    "msqrt": lambda said, nodes: f"square root of {' '.join(said)}",
    "mroot": lambda said, nodes: f"root {said[1]} of {said[0]}",
    "mover": above,
    "munder": below,
    "munderover": around,
    "mtable": table,
    "mphantom": lambda said, nodes: "",
}
