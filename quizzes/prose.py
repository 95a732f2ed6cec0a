"""What went wrong between a text and the HTML that it became: TeX that is no formula, cells that are lost, images and
links that lead nowhere. Pure: no Django.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from quizzes.delimiters import PASSAGE

BLOCKS = {"p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption", "summary"}
SILENT = {"math", "code", "pre"}
VOID = {"img", "br", "hr"}
DOLLAR = "\ue000"  # stands for one that its author wrote as \$

COMMAND = re.compile(r"\\[A-Za-z]+|(?<=[A-Za-z0-9)])[_^]\{")
PRICE = r"\$[.,]?\d[\d,.]*(?:[kKmMbB]|bn|[mb]illion)?(?![\w^\\{])"
VARIABLE = r"\$[A-Z_][A-Z0-9_]+\b"
ODD_DOLLAR = re.compile(rf"(?!{PRICE}|{VARIABLE})\$")
RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
POINT = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+\S")
ITEM = re.compile(r"^(?P<indent> *)(?:[-*+]|\d{1,3}\.)\s+\S")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
TEXT_IN_TEX = re.compile(r"\\(?:text\w*|mathrm|operatorname|mbox)\s*\{[^{}]*\}")
PROSE = re.compile(r"(?<=\s)(?:and|is|are|the|of|for|with|that|costs?|million)(?=\s)")
HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
CELLS = " | "
AROUND = 20  # characters of the text that a sentence quotes

TEX = "“{}” is TeX outside a formula. Write it between dollar signs, or put code between backticks."
ODD = "The dollar sign in “{}” belongs to no formula. Write \\$ for a dollar, or close the formula."
CUT = (
    "A row of a table has more cells than its head, and the last are lost: “{}”. Write \\| for a bar that divides none."
)
NO_TABLE = "A table is not one: “{}”. Give its rule, |---|---|, as many cells as its head."
NO_LIST = "A list is not one: “{}”. Leave an empty line above it, and begin each point with “- ” or “1. ”."
FLAT = "The inner list at “{}” would lose its place. Indent it by four spaces."
WORDY = "The formula “{}” has prose in it. Close it before the prose, write \\$ for a dollar, or \\text{{…}} in it."
FOREIGN = "The image “{}” is on another site. Images come from this site only."
LOST_IMAGE = "There is no image at “{}”. Correct its address, or leave the image out."
NO_ADDRESS = "An image has no address that a page may show. Correct it, or leave the image out."
NO_ALT = "The image “{}” has no text for those who do not see it. Write ![what it shows](address)."
LOST_LINK = "The link to “{}” leads nowhere. Correct its address."
NO_LINK = "The link “{}” has no address that a page may open. Correct it."
SILENT_LINK = "The link to “{}” has no words. Write [words](address)."


@dataclass(frozen=True, slots=True)
class Flaw:
    """A sentence for the author, and some words of the text by which its line can be found."""

    message: str
    quote: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Whether something is at an address of this site: an image, or a page with its anchor."""

    has_image: Callable[[str], bool] = lambda address: False
    has_page: Callable[[str], bool] = lambda address: True


def flaws(html: str, addresses: Addresses) -> list[Flaw]:
    """Everything that sanitised HTML shows otherwise than its author meant it, in its order."""
    reader = Reader(addresses)
    reader.feed(html)
    reader.close()
    reader.end_block()
    found = reader.found + [
        Flaw(LOST_LINK.format(anchor), anchor) for anchor in reader.anchors if anchor[1:] not in reader.ids
    ]
    return list(dict.fromkeys(found))


class Reader(HTMLParser):
    def __init__(self, addresses: Addresses) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses = addresses
        self.found: list[Flaw] = []
        self.text: list[str] = []  # of the block that is being read
        self.silent = 0  # how many elements without prose are open
        self.dollar = self.cut = False
        self.row: list[str] = []
        self.link: str | None = None
        self.words: list[str] = []  # of the link that is being read
        self.ids: set[str] = set()
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attributes}
        self.ids.add(about.get("id", ""))
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.end_block()
        elif tag == "br":
            self.text.append("\n")
        elif tag == "tr":
            self.cut, self.row = "cut" in about.get("class", ""), []
        elif tag == "img":
            self.words.append(about.get("alt", ""))
            self.found += image_flaws(about, self.addresses)
        elif tag == "a":
            self.link, self.words = about.get("href", ""), []
        self.dollar = tag == "span" and about.get("class") == "dollar"

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        self.dollar = False
        if tag in BLOCKS:
            self.end_block()
        elif tag == "tr" and self.cut:
            self.found.append(Flaw(CUT.format(shortened(" ".join(self.row))), CELLS.join(self.row)))
        elif tag == "a":
            self.end_link()

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.dollar:
            self.text.append(DOLLAR)
        elif not self.silent:
            self.text.append(data)
        if data.strip():
            self.row.append(data.strip())

    def end_link(self) -> None:
        address, said = self.link or "", "".join(self.words).strip()
        if not said:
            self.found.append(Flaw(SILENT_LINK.format(address), address))
        elif not address:
            self.found.append(Flaw(NO_LINK.format(shortened(said)), said))
        elif address.startswith("#"):
            self.anchors.append(address)
        elif not HOST.match(address) and not self.addresses.has_page(address):
            self.found.append(Flaw(LOST_LINK.format(address), address))
        self.link = None

    def end_block(self) -> None:
        text, self.text = "".join(self.text), []
        self.found += prose_flaws(text)


def image_flaws(about: dict[str, str], addresses: Addresses) -> Iterator[Flaw]:
    address = about.get("src", "")
    if not address:
        yield Flaw(NO_ADDRESS, about.get("alt", ""))
    elif HOST.match(address):
        yield Flaw(FOREIGN.format(address), address)
    elif not addresses.has_image(address):
        yield Flaw(LOST_IMAGE.format(address), address)
    if not about.get("alt", "").strip():
        yield Flaw(NO_ALT.format(address), address)


def prose_flaws(text: str) -> Iterator[Flaw]:
    """What the text of one paragraph, point or cell shows as it was typed."""
    for pattern, sentence in ((COMMAND, TEX), (ODD_DOLLAR, ODD)):
        if match := pattern.search(text):
            quote = quoted(text, match)
            yield Flaw(sentence.format(quote), quote)
    lines = text.strip().split("\n")
    if any(RULE.match(line) and "|" in line for line in lines):
        yield Flaw(NO_TABLE.format(shortened(lines[0])), lines[0])
    points = [number for number, line in enumerate(lines) if POINT.match(line)]
    led = [number for number in points if number and lines[number - 1].rstrip().endswith(":")]
    if len(points) > 1 or led or (points and lines[0].startswith("•")):
        line = lines[(led or points)[0]].strip()
        yield Flaw(NO_LIST.format(shortened(line)), line)


def flattened(text: str) -> Iterator[Flaw]:
    """Points that are indented, and by less than Markdown needs to put them inside the point above."""
    outer, ticks = None, ""
    for line in text.split("\n"):
        if fence := FENCE.match(line):
            ticks = "" if ticks and fence[1].startswith(ticks) else ticks or fence[1]
        item = None if ticks else ITEM.match(line)
        if item is None:
            outer = None if line.strip() and not line.startswith(" ") else outer
            continue
        indent = len(item["indent"])
        if outer is not None and outer < indent < outer + 4 and indent < 4:
            yield Flaw(FLAT.format(shortened(line.strip())), line.strip())
        outer = indent if outer is None else outer


def wordy_formulas(text: str) -> Iterator[Flaw]:
    """Prose that was taken for a formula, since a dollar sign was forgotten."""
    for passage in PASSAGE.finditer(text):
        formula = TEXT_IN_TEX.sub("", passage[0])
        if not passage["code"] and PROSE.search(formula):
            yield Flaw(WORDY.format(shortened(passage[0])), passage[0].split("\n")[0])


def quoted(text: str, match: re.Match[str]) -> str:
    """The match with the rest of its word and a little of what follows."""
    start = text.rfind(" ", 0, match.start()) + 1
    start = max(start, text.rfind("\n", 0, match.start()) + 1, match.start() - AROUND)
    end = match.end() + AROUND
    piece = text[start:end].split("\n")[0]
    return shown(piece if end >= len(text) else piece.rsplit(" ", 1)[0] or piece)


def shown(text: str) -> str:
    return text.replace(DOLLAR, "\\$").strip()


def shortened(text: str) -> str:
    text = shown(text.replace("\n", " "))
    return text if len(text) <= 2 * AROUND else f"{text[: 2 * AROUND].rsplit(' ', 1)[0]} …"
