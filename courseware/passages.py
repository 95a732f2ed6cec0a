"""What a rendered chapter can be found by: its paragraphs, points and rows, each under its heading. Pure: no Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

HEADINGS = ("h2", "h3")
PASSAGES = ("p", "li", "tr")
CELLS = ("td", "th")
LEFT_OUT = ("pre", "h1", "h4", "h5", "h6")  # code reads badly out of its place
UNWRAPPED = ("a", "table", "tbody", "thead", "ul", "ol", "div", "br")  # a link would lead elsewhere from another page
FEWEST = 2  # words
SPOKEN = re.compile(r"[^\W\d_]{2,}")
TAG = re.compile(r"<[^>]*>")
IDENTITY = re.compile(r'\s(?:id|href)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as sanitised HTML, without links and ids, and the heading above it; anchor "" is the beginning."""

    anchor: str
    heading: str
    html: str


def passages(html: str) -> list[Passage]:
    """The passages of a chapter's sanitised HTML, in their order."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return list(reader.found())


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.anchor = self.heading = ""
        self.kept: list[Passage] = []
        self.open: list[str] | None = None  # the passage that is being read
        self.title: list[str] | None = None  # the heading that is being read
        self.hidden = 0  # how many elements that are left out are open

    def found(self) -> Iterator[Passage]:
        """Those that say something: an empty point or a table's row of numbers does not."""
        return (passage for passage in self.kept if len(SPOKEN.findall(TAG.sub(" ", passage.html))) >= FEWEST)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self.end_passage()
            self.anchor, self.title = dict(attributes).get("id") or "", []
        elif tag in LEFT_OUT:
            self.hidden += 1
        elif tag in PASSAGES:
            self.end_passage()
            self.open = []
        elif tag in CELLS:
            self.write(" · " if "".join(self.open or []).strip() else "")
        elif tag not in UNWRAPPED:
            self.write(IDENTITY.sub("", self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.heading, self.title = "".join(self.title or []).strip(), None
        elif tag in LEFT_OUT:
            self.hidden = max(0, self.hidden - 1)
        elif tag in PASSAGES:
            self.end_passage()
        elif tag not in (*UNWRAPPED, *CELLS):
            self.write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.write(data)

    def handle_entityref(self, name: str) -> None:
        self.write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.write(f"&#{name};")

    def write(self, html: str) -> None:
        reading = self.title if self.title is not None else self.open
        if reading is not None and not self.hidden:
            reading.append(html)

    def end_passage(self) -> None:
        if self.open is not None:
            self.kept.append(Passage(self.anchor, self.heading, "".join(self.open).strip()))
        self.open = None
