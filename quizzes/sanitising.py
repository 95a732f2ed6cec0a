"""What authored HTML may contain: prose, tables, code and presentational MathML. Everything else falls away. Pure."""

import re
from collections.abc import Callable

import nh3
from pygments.token import STANDARD_TYPES

from quizzes.tex import CLASSES

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PROSE = {
    *HEADINGS,
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
    ),
    *("figure", "hr", "i", "img", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub"),
    *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
# Presentational MathML Core only: annotation-xml, semantics, maction and mglyph carry markup or change meaning.
MATHS = {
    *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts"),
    *("mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr"),
    *("munder", "munderover"),
}
OPERATOR = {
    *("accent", "fence", "form", "largeop", "lspace", "maxsize", "minsize", "movablelimits", "rspace", "separator"),
    *("stretchy", "symmetric"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"title"},
    "details": {"open"},
    "div": {"aria-label"},
    "img": {"src", "alt", "width", "height"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "aria-label"},
    "math": {"display"},
    "mfrac": {"linethickness"},
    "menclose": {"notation"},
    "mi": {"mathvariant"},
    "mo": OPERATOR,
    "mover": {"accent"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset"},
    "mspace": {"width", "height", "depth"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    **{heading: {"id"} for heading in HEADINGS},
    "*": {"class"},
}
for element in MATHS:
    ATTRIBUTES[element] = ATTRIBUTES.get(element, set()) | {"displaystyle", "scriptlevel"}

OUR_CLASSES = {"formula", "held", "scroll", "note", "n", "mid", "highlight", "tex-error", "cut", "dollar"}
FOOTNOTES = {"footnote", "footnote-ref", "footnote-backref"}
KNOWN_CLASSES = OUR_CLASSES | FOOTNOTES | set(CLASSES.values()) | set(STANDARD_TYPES.values())
HEADING_ID = re.compile(r"[\w-]{1,120}")
FOOTNOTE_ID = re.compile(r"fn(ref\d*)?:[\w-]{1,60}")


def known_classes(value: str) -> str | None:
    return " ".join(name for name in value.split() if name in KNOWN_CLASSES) or None


def attribute_filter(prefix: str) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            return known_classes(value)
        if name == "id":
            pattern = HEADING_ID if tag in HEADINGS else FOOTNOTE_ID
            return f"{prefix}{value}" if pattern.fullmatch(value) else None
        if name == "href" and value.startswith("#"):
            return f"#{prefix}{value[1:]}"
        return value

    return keep


def sanitised(html: str, prefix: str = "") -> str:
    """HTML without anything that runs, styles, loads by a strange scheme or takes the id of something else."""
    return nh3.clean(
        html,
        tags=PROSE | MATHS,
        attributes=ATTRIBUTES,
        tag_attribute_values={"div": {"role": {"group", "note"}, "tabindex": {"0"}}, "th": {"scope": {"col", "row"}}},
        attribute_filter=attribute_filter(prefix),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
