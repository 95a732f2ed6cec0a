"""The one way from authored Markdown to HTML, and the one place that calls text safe.

What is hostile can take Markdown seconds or bring down the TeX converter, so it is rendered in a process of its own:
started fresh, never forked from a threaded server, ended by the kernel at its limits. Pages never render; they show
what was rendered when it was published.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

LARGEST = 64 * 1024  # bytes of one text
SECONDS = 2  # of CPU for one question or chapter
TEXTS_A_SECOND = 100  # a pool of variants is many small texts: three times what they take
WAITING = 5  # on a busy machine a second of CPU takes a while

VERSION = "5"  # of what the same text is rendered to; raise it when that changes
ROOT = Path(__file__).resolve().parent.parent


class RenderingError(ValueError):
    """A text that cannot be rendered; the message is a sentence for its author."""


def render(markdown: str, *, prefix: str = "") -> SafeString:
    """One text as safe HTML. With a prefix every id in it begins so; without one, headings are the page's anchors."""
    return trusted(run([(markdown, prefix)])[0])


def render_many(texts: Sequence[str], prefixes: Sequence[str] | None = None) -> list[str]:
    """Many texts in one process, in their order; each gets a prefix of its own for its ids unless they are given."""
    jobs = list(zip(texts, prefixes if prefixes is not None else map(own_prefix, texts), strict=True))
    different = list(dict.fromkeys(jobs))
    html = dict(zip(different, run(different), strict=True))
    return [html[job] for job in jobs]


def trusted(html: str) -> SafeString:
    """Mark stored HTML that came out of `render` or `render_many`. Nothing else may be passed here."""
    return mark_safe(html)  # noqa: S308 - sanitised as the last step of rendering


def own_prefix(text: str) -> str:
    return f"t{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}-"


def check(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise RenderingError("This text holds half of a character. Please type it anew.") from error
    if size > LARGEST:
        raise RenderingError(
            f"This text has {size // 1024} KB; at most {LARGEST // 1024} KB can be rendered. Please shorten it."
        )
    if "\0" in text:
        raise RenderingError("This text holds a NUL character. Please remove it.")


def run(jobs: list[tuple[str, str]]) -> list[str]:
    """Render in a fresh process; RenderingError if it is stopped, dies or complains."""
    for text, _ in jobs:
        check(text)
    seconds = SECONDS + len(jobs) // TEXTS_A_SECOND
    try:
        child = subprocess.run(
            [sys.executable, "-m", "quizzes.rendering_child", str(seconds)],
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            timeout=WAITING * (seconds + 1),
            cwd=ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderingError(too_long(seconds)) from error
    if child.returncode:
        raise RenderingError(too_long(seconds))
    return read(child.stdout)


def too_long(seconds: int) -> str:
    return (
        f"Rendering was stopped after {seconds} s. Please look for brackets that are not closed, or shorten the text."
    )


def read(output: str) -> list[str]:
    reply = json.loads(output)
    if "error" in reply:
        raise RenderingError(reply["error"])
    return list(reply["html"])
