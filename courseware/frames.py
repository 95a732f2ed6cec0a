"""A chapter's page around its text.

Readers of one kind who are at the same place get the same page but for their name and their token. So it is written
once and filled in for each: reading costs little more than the look-up of who reads (benchmarks/bench_reading.py).
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape

from courseware.chapter_page import contents_of, text_of
from courseware.chapters import Chapter
from courseware.compressing import Stretch, as_it_is, closer, compressed, gzipped
from courseware.invitations import Invitation
from courseware.places import Place
from quizzes.formats.about import About
from quizzes.in_place import Placed, is_rarer
from simulator.api.results import accepts_gzip

KEPT = 512  # frames, of about 15 kB each
HOLE = secrets.token_hex(8)  # what no text of the course holds
TEXT, NAME, TOKEN = (f"{HOLE}-{name}" for name in ("text", "name", "token"))
HOLES = re.compile(f"({TEXT}|{NAME}|{TOKEN})")
FIELDS = ("chapter", "before", "after", "place", "quizzes", "questions", "user", "fault")
AT = SimpleNamespace(view_name="courseware:chapter", namespace="courseware")


@dataclass(frozen=True, slots=True)
class Reader:
    """What a page shows of who reads it, but for the name."""

    is_authenticated: bool
    is_guest: bool
    is_staff: bool
    username: str = NAME


@dataclass(frozen=True, slots=True)
class Frame:
    """All that the page depends on besides the text, the name and the token. The names are those of the template."""

    chapter: Chapter
    before: Chapter | None
    after: Chapter | None
    place: Place | None
    quizzes: tuple[Invitation, ...]
    questions: tuple[Placed, ...]
    user: Reader
    theme: str
    about: About
    fault: str = ""  # what is wrong with the chapter's file, for staff alone


def page(request: HttpRequest, frame: Frame) -> HttpResponse:
    """The page for this request. Raises RenderingError."""
    messages = list(get_messages(request))
    pieces = cut(write(frame, messages)) if messages else kept(frame)
    fill = {TEXT: text_of(frame.chapter, frame.questions), NAME: as_it_is(escape(request.user.get_username()).encode())}
    if TOKEN in pieces:
        fill[TOKEN] = as_it_is(get_token(request).encode())
    return sent(request, [fill[piece] if isinstance(piece, str) else piece for piece in pieces])


def sent(request: HttpRequest, stretches: list[Stretch]) -> HttpResponse:
    vary = {"Vary": "Accept-Encoding"}
    if accepts_gzip(request.headers.get("Accept-Encoding", "")):
        return HttpResponse(gzipped(stretches), headers={"Content-Encoding": "gzip", **vary})
    return HttpResponse(b"".join(stretch.plain for stretch in stretches), headers=vary)


@lru_cache(KEPT)
def kept(frame: Frame) -> tuple[Stretch | str, ...]:
    return cut(write(frame, []))


def cut(written: str) -> tuple[Stretch | str, ...]:
    """The page as what is the same for all such readers, and the names of the holes between."""
    return tuple(piece if HOLES.fullmatch(piece) else compressed(piece.encode()) for piece in HOLES.split(written))


def write(frame: Frame, messages: Sequence[Any]) -> str:
    passed = len(frame.place.passed) if frame.place else 0
    context = {
        **{name: getattr(frame, name) for name in FIELDS},
        "rarer": any(is_rarer(one.item) for one in frame.questions),
        "contents": contents_of(frame.chapter, passed),
        "text": TEXT,
        "csrf_token": TOKEN,
        "messages": messages,
        "request": SimpleNamespace(COOKIES={"theme": frame.theme}, resolver_match=AT),
    }
    return closer(render_to_string("courseware/chapter.html", context))


def reader_of(user: Any) -> Reader:
    return Reader(user.is_authenticated, getattr(user, "is_guest", False), user.is_staff)


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in ("light", "dark") else ""
