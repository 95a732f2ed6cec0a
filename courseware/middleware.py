"""What every request gets: the moment it arrived, a name to quote it by, and privacy for what is personal."""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import UnreadablePostError
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from courseware.chapters import ChapterError
from courseware.zones import zone_of
from simulator.api.errors import ApiError, refused, retry_after
from simulator.api.results import accepts_gzip
from simulator.outages import RETRY_AFTER, outage

MOST_TAKEN_IN = 16 * 1024 * 1024  # bytes of a body that is refused
PIECE = 64 * 1024

log = logging.getLogger("django.request")


class ArrivedRequest(HttpRequest):
    """A request after `arrival`. For types alone: Django makes the requests."""

    arrived: datetime
    request_id: str


type_of_view = Callable[[HttpRequest], HttpResponse]


def arrival(get_response: type_of_view) -> type_of_view:
    """Deadlines are held against the moment a request arrived, not the one at which its turn came."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.arrived = datetime.now(UTC)  # type: ignore[attr-defined]
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    return middleware


def visitor_address(get_response: type_of_view) -> type_of_view:
    """Behind a proxy every visitor would have its address. The last one that it forwards is the one it has seen."""

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            request.META["REMOTE_ADDR"] = forwarded
        return get_response(request)

    return middleware


def whole_bodies(get_response: type_of_view) -> type_of_view:
    """A body is read before its view runs, and its end is the moment at which its request arrived.

    Else headers that come before a deadline would make room for an answer of long after it. Django reads a body as far
    as its length is told, so one in chunks would seem empty. Only programs send those.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and "Transfer-Encoding" in request.headers:
            message = "The body came in chunks, so its length is not told and it was not read."
            return refused(request, ApiError("length_required", message, status=411))
        if length_of(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_large(request)
        try:
            has_body = bool(request.body)
        except UnreadablePostError:
            return refused(request, ApiError("parse_error", "The body was cut short on its way.", status=400))
        if has_body:
            request.arrived = datetime.now(UTC)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def length_of(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0


def too_large(request: HttpRequest) -> HttpResponse:
    """Who is still sending sees no answer, only a connection that breaks: so the rest is taken in, within a bound."""
    with suppress(UnreadablePostError):
        left = MOST_TAKEN_IN
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
    if request.path.startswith("/api/"):
        return refused(request, ApiError("too_large", f"The body is larger than {limit} KB.", status=413))
    return render(request, "413.html", {"limit": limit}, status=413)


class SamePolicy(CSPMiddleware):
    """The policy of a page that asks for nothing of its own is the same for all, so it is put together once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if getattr(request, "_csp_nonce", None) or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = policy()
        return response


@lru_cache(1)
def policy() -> str:
    return str(CSPMiddleware(HttpResponse).process_response(HttpRequest(), HttpResponse())[HEADER])


class Packed(GZipMiddleware):
    """Django's own, for all who take gzip: it takes gzip;q=0, which means "not gzip", for a yes."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if accepts_gzip(request.headers.get("Accept-Encoding", "")):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class Outages:
    """A page for the time in which the database is busy, full or gone; programs get theirs from the API's handler."""

    def __init__(self, get_response: type_of_view) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ApiError) and error.wait is not None:
            return come_again(request, error)
        known = outage(error)
        if known is None:
            return None
        status, words = known
        log.error("The database cannot serve: %s", error, extra={"request": request})
        response = render(request, "503.html", {"status": status, "words": words}, status=status)
        response["Retry-After"] = str(RETRY_AFTER)
        return response


def come_again(request: HttpRequest, error: ApiError) -> HttpResponse:
    """What a page answers where too much was asked of it: programs get the same sentences."""
    said = {"status": error.status_code, "message": error.message, "next": error.next}
    response = render(request, "come_again.html", said, status=error.status_code)
    response["Retry-After"] = str(retry_after(error))
    return response


class BrokenChapters:
    """A page for a chapter that never could be read: its readers are not told of lines, its authors are."""

    def __init__(self, get_response: type_of_view) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ChapterError):
            return None
        log.error("A chapter cannot be read: %s", error, extra={"request": request})
        fault = str(error) if request.user.is_staff else ""
        response = render(request, "courseware/broken_chapter.html", {"fault": fault}, status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response


class RequestName(logging.Filter):
    """Gives each line of the log the name of its request, which the error pages tell people to quote."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), "request_id", "-")
        return True


def private(get_response: type_of_view) -> type_of_view:
    """No shared cache keeps a page that was made for one person; their browser only what says so of itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        session = getattr(request, "session", None)
        personal = session is not None and (session.accessed or request.headers.get("Authorization"))
        if personal and not response.get("Cache-Control", "").startswith("private, max-age="):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def local_time(get_response: type_of_view) -> type_of_view:
    """Times are stored in UTC and written in the reader's own zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request)):
            return get_response(request)

    return middleware
