"""TeX to MathML. Pure: no Django, and nothing in the result that a strict CSP would drop."""

import html
import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

LONGEST = 4_000  # characters of TeX
DEEPEST = 60  # braces in braces; the converter takes the whole process down at some thousands
LARGEST = 200_000  # characters of MathML: a macro may unfold into very much
CONVERTER = LatexToMathML(fancy_error=False, macros={"R": r"\mathbb{R}"})

STYLE = re.compile(r' style="([^"]*)"')
CLASSES = {  # what the converter would write as a style, said by a class of look.css; colours are not an author's
    "text-align:left": "tex-left",
    "text-align:right": "tex-right",
    "padding-left:0": "tex-close-left",
    "padding-right:0": "tex-close-right",
    "padding-left:1em": "tex-apart",
    "border-top:0.05em solid currentcolor": "tex-line-top",
    "border-bottom:0.05em solid currentcolor": "tex-line-bottom",
    "border-left:0.05em solid currentcolor": "tex-line-left",
    "border-right:0.05em solid currentcolor": "tex-line-right",
    "width:100%": "tex-full",
    "width:50%": "tex-half",
}


def nesting(source: str) -> int:
    depth = deepest = 0
    for sign in source:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest


def error(source: str, message: str) -> str:
    return f'<code class="tex-error" title="{html.escape(message)}">{html.escape(source[:200])}</code>'


def without_style(match: re.Match[str]) -> str:
    declarations = (re.sub(r"\s*:\s*", ":", part.strip()) for part in match[1].split(";"))
    classes = [CLASSES[part] for part in declarations if part in CLASSES]
    return f' class="{" ".join(classes)}"' if classes else ""


@lru_cache(4096)
def mathml(source: str, *, display: bool) -> str:
    """TeX → <math>, or <code class="tex-error"> with the reason as its title. Text in it is escaped."""
    if len(source) > LONGEST or nesting(source) > DEEPEST:
        return error(source, f"A formula may have {LONGEST} characters and {DEEPEST} levels of braces.")
    try:
        markup = CONVERTER.convert_with_local_state(source, displaystyle=display)
    except LatexError as fault:
        return error(source, str(fault))
    if len(markup) > LARGEST:
        return error(source, "This formula unfolds into too much.")
    return STYLE.sub(without_style, markup)
