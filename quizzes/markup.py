"""Authored Markdown to HTML: fixed extensions, formulas as MathML, sanitised as the last step. Pure: no Django."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from quizzes.delimiters import DOLLARS, PASSAGE, ROUND, SQUARE
from quizzes.sanitising import sanitised
from quizzes.spoken import spoken
from quizzes.tex import mathml

BLOCK = re.compile(
    r"(?:^|\n)[ ]{0,3}(?:\$\$(?P<dollars>(?:\\.|[^\\$])+)\$\$|\\\[(?P<square>(?:\\[^\[\]]|[^\\])+?)\\\])[ ]*(?=\n|$)",
    re.DOTALL,
)
STOP = re.compile(r"(<math>(?:(?!</?math).)*</math>[.,;:?!)]+)", re.DOTALL)
HEADER = re.compile(r"<th(\s[^>]*)?>(.*?)</th>", re.DOTALL)
SCOPE = re.compile(r' scope="\w+"')
BAR = "\x1a"  # in place of a bar inside a formula, while the cells of a row are told apart
PRICE_CELL = re.compile(r"\$\d[\d.,]*\s*\|")
ALIGNED = {"text-align: right;": "n", "text-align: center;": "mid"}

EXTENSIONS = [
    "tables",
    "footnotes",
    "admonition",
    "def_list",
    "sane_lists",
    "pymdownx.superfences",
    "pymdownx.highlight",
]
HIGHLIGHT = {"use_pygments": True, "guess_lang": False, "noclasses": False, "anchor_linenums": False}


def scrolling(kind: str, name: str) -> dict[str, str]:
    """A box that scrolls by itself when it is too wide, and that a keyboard can reach."""
    return {"class": kind, "tabindex": "0", "role": "group", "aria-label": name}


class InlineMaths(InlineProcessor):
    display = False

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        return self.md.htmlStash.store(mathml(m[1].strip(), display=self.display)), m.start(), m.end()


class SquareMaths(InlineMaths):
    display = True


class Dollar(InlineProcessor):
    """A dollar that its author wrote as one, so that a check does not take it for half of a formula."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:
        sign = ElementTree.Element("span", {"class": "dollar"})
        sign.text = AtomicString("$")
        return sign, m.start(), m.end()


class DisplayMaths(BlockProcessor):
    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return ("$$" in block or "\\[" in block) and BLOCK.search(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> bool | None:
        block = blocks.pop(0)
        match = BLOCK.search(block)
        if match is None:
            blocks.insert(0, block)
            return False
        if before := block[: match.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        tex = match["dollars"] or match["square"]
        box = ElementTree.SubElement(parent, "div", scrolling("formula", "Formula"))
        box.text = AtomicString(self.parser.md.htmlStash.store(mathml(tex.strip(), display=True)))
        if after := block[match.end() :].lstrip("\n"):
            blocks.insert(0, after)
        return None


class Tables(TableProcessor):
    """A bar in a formula divides no cells, and a row with more cells than its head says so by its class."""

    def _split(self, row: str) -> list[str]:
        cells = super()._split(PASSAGE.sub(hide_bars, row))
        return [cell.replace(BAR, "|") for cell in cells]

    def _build_row(self, row: str, parent: ElementTree.Element, align: Sequence[str | None]) -> None:
        super()._build_row(row, parent, align)
        if len(self._split_row(row)) > len(align):
            parent[-1].set("class", "cut")


def hide_bars(passage: re.Match[str]) -> str:
    """Prices in two cells are no formula: | $5 | 10$ |."""
    if passage["code"] or PRICE_CELL.match(passage[0]):
        return passage[0]
    return passage[0].replace("|", BAR)


class Shapes(Treeprocessor):
    """Tables scroll in a box of their own and align by class; notes begin with their title."""

    def run(self, root: ElementTree.Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "table":
                    parent[place] = boxed(child)
                elif "admonition" in child.get("class", "").split():
                    shape_note(child)


def boxed(table: ElementTree.Element) -> ElementTree.Element:
    for cell in table.iter():
        if cell.tag == "th":
            cell.set("scope", "col")
        if aligned := ALIGNED.get(cell.attrib.pop("style", "")):
            cell.set("class", aligned)
    box = ElementTree.Element("div", scrolling("scroll", "Table"))
    box.append(table)
    box.tail, table.tail = table.tail, None
    return box


def shape_note(note: ElementTree.Element) -> None:
    """Put an admonition's title in front of its first words, as in a margin."""
    note.set("class", "note")
    note.set("role", "note")
    title = note.find("p[@class='admonition-title']")
    if title is None:
        return
    note.remove(title)
    first = note.find("p")
    first = first if first is not None else ElementTree.SubElement(note, "p")
    title.tag, title.attrib = "b", {}
    title.text = with_stop(title.text or "")
    title.tail, first.text = f" {first.text or ''}", None
    first.insert(0, title)


def with_stop(words: str) -> str:
    return words if words.endswith((".", "?", "!", ":")) else f"{words}."


class House(Extension):
    """What this course adds to Markdown."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.block_level_elements.remove("math")  # a paragraph that is one formula stays a paragraph
        for number, (kind, pattern) in enumerate(((InlineMaths, DOLLARS), (InlineMaths, ROUND), (SquareMaths, SQUARE))):
            md.inlinePatterns.register(kind(pattern, md), f"maths-{number}", 189)
        md.inlinePatterns.register(Dollar(r"(?<!\\)\\\$", md), "dollar", 181)
        md.parser.blockprocessors.register(DisplayMaths(md.parser), "display-maths", 79.9)
        md.parser.blockprocessors.register(Tables(md.parser, {"use_align_attribute": False}), "table", 75)
        md.treeprocessors.register(Shapes(md), "shapes", 4)  # once inline text stands


@cache
def converter() -> markdown.Markdown:
    return markdown.Markdown(
        extensions=[*EXTENSIONS, "toc", House()],
        extension_configs={"toc": {"marker": ""}, "pymdownx.highlight": HIGHLIGHT},
        output_format="html",
    )


def held(page: str) -> str:
    """Keep a formula and the stop behind it on one line: browsers break between the two."""
    return STOP.sub(r'<span class="held">\1</span>', page)


def header(cell: re.Match[str]) -> str:
    """A header as a screen reader needs it: one without words is no header, and a formula is said in words."""
    attributes, inside = cell[1], cell[2]
    if not inside.strip():
        return f"<td{SCOPE.sub('', attributes)}></td>"
    named = f' aria-label="{escape(spoken(inside))}"' if "<math" in inside else ""
    return f"<th{attributes}{named}>{inside}</th>"


def to_html(text: str, prefix: str = "") -> str:
    """Sanitised HTML. A prefix keeps the ids of texts on one page apart."""
    page = HEADER.sub(header, converter().reset().convert(text))
    code = " ".join(f'{name}="{value}"' for name, value in scrolling("highlight", "Code").items())
    return sanitised(held(page.replace('<div class="highlight">', f"<div {code}>")), prefix)
