"""Authored Markdown to HTML: fixed extensions, formulas as MathML, sanitised as the last step. Pure: no Django."""

import re
from functools import cache
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from quizzes.sanitising import sanitised
from quizzes.tex import mathml

# A dollar opens a formula before what is no space, and closes it after what is no space and before what is no digit:
# so "$5 and $6" and "$5-$6" stay prices.
INLINE = r"(?<![\\$])\$(?![\s$])((?:\\.|[^\\$\x02\x03])+?)(?<!\s)\$(?![\d$])"
DISPLAY = re.compile(r"(?:^|\n)[ ]{0,3}\$\$(?P<tex>(?:\\.|[^\\$])+)\$\$[ ]*(?=\n|$)", re.DOTALL)
STOP = re.compile(r"(<math>(?:(?!</?math).)*</math>[.,;:?!)]+)", re.DOTALL)
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
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        return self.md.htmlStash.store(mathml(m[1], display=False)), m.start(), m.end()


class DisplayMaths(BlockProcessor):
    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return "$$" in block and DISPLAY.search(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> bool | None:
        block = blocks.pop(0)
        match = DISPLAY.search(block)
        if match is None:
            blocks.insert(0, block)
            return False
        if before := block[: match.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        box = ElementTree.SubElement(parent, "div", scrolling("formula", "Formula"))
        box.text = AtomicString(self.parser.md.htmlStash.store(mathml(match["tex"].strip(), display=True)))
        if after := block[match.end() :].lstrip("\n"):
            blocks.insert(0, after)
        return None


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
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        md.block_level_elements.remove("math")  # a paragraph that is one formula stays a paragraph
        md.inlinePatterns.register(InlineMaths(INLINE, md), "inline-maths", 189)
        md.parser.blockprocessors.register(DisplayMaths(md.parser), "display-maths", 79.9)
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


def to_html(text: str, prefix: str = "") -> str:
    """Sanitised HTML. A prefix keeps the ids of texts on one page apart."""
    page = converter().reset().convert(text)
    code = " ".join(f'{name}="{value}"' for name, value in scrolling("highlight", "Code").items())
    return sanitised(held(page.replace('<div class="highlight">', f"<div {code}>")), prefix)
