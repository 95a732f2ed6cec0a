"""What every door for programs answers when it cannot do what was asked: {code, message, next, field, request_id}.

Several faults at once are all listed under `faults`; the first of them is the one that `field` and `message` name.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from simulator.engine.reading import Fault
from simulator.outages import RETRY_AFTER, outage

log = logging.getLogger("django.request")

NEXT = {
    "invalid": "Correct the field that is named and send the request again.",
    "parse_error": "Send one JSON object, encoded as UTF-8.",
    "too_large": "Send less in one request.",
    "length_required": "Send it whole, with a Content-Length header and without Transfer-Encoding.",
    "not_authenticated": "Sign in, or send a token: Authorization: Token … (POST /api/token/ gives one).",
    "authentication_failed": "Sign in again, or get a new token from POST /api/token/.",
    "csrf_failed": "Reload the page and send it again. Scripts leave the session out and send a token.",
    "permission_denied": "Ask your instructor if you think that you should be able to do this.",
    "not_found": "Check the address. /api/docs/ lists every door.",
    "method_not_allowed": "Use a method that the Allow header names. /api/docs/ lists every door.",
    "not_acceptable": "Accept application/json.",
    "unsupported_media_type": "Send JSON, with Content-Type: application/json.",
    "unavailable": "Keep what you have, and send it again after the seconds in Retry-After.",
    "busy": "Wait as long as the Retry-After header says, then send it again. What is kept answers at once.",
    "throttled": "Wait as long as the Retry-After header says, then send it again.",
    "error": "Try again. If it happens again, tell us the request_id.",
}
MESSAGES = {
    "not_authenticated": "This needs a signed-in person.",
    "csrf_failed": "This request does not carry the CSRF token of its session.",
    "permission_denied": "You may not do this.",
    "not_found": "There is nothing here, or it is not yours.",
    "error": "Something went wrong on our side. Nothing of yours was lost.",
}
MOST_FAULTS = 20


class ApiError(exceptions.APIException):
    """An error with words of its own. `extra` joins the body: a 409 carries the attempt as it stands.

    `wait` is in seconds, and becomes the Retry-After header.
    """

    def __init__(
        self,
        code: str,
        message: str,
        next: str = "",
        field: str | None = None,
        status: int = 400,
        faults: list[dict[str, str]] | None = None,
        extra: Mapping[str, Any] | None = None,
        wait: float | None = None,
    ) -> None:
        super().__init__(message, code)
        self.status_code = status
        self.code, self.message, self.next, self.field = code, message, next, field
        self.faults, self.extra, self.wait = faults or [], dict(extra or {}), wait


def invalid(faults: Sequence[Fault]) -> ApiError:
    listed = [{"field": fault.path, "message": fault.message} for fault in faults[:MOST_FAULTS]]
    return ApiError("invalid", faults[0].message, field=faults[0].path, faults=listed)


def at_path(at: str, faults: Sequence[Fault]) -> list[Fault]:
    """The faults of what stands at the path `at` of a body."""
    paths = [fault.path if not at or fault.path == at else f"{at}.{fault.path}" for fault in faults]
    return [Fault(path, fault.message) for path, fault in zip(paths, faults, strict=True)]


def answer_with_error(exception: Exception, context: Mapping[str, Any]) -> Response:
    """The exception handler of every view for programs."""
    known = _known(exception)
    set_rollback()
    if known is None:
        _report(exception, context.get("request"))
        known = ApiError("error", MESSAGES["error"], status=500)
    return Response(_body(known, context.get("request")), status=known.status_code, headers=_headers(exception))


@csrf_exempt
def unknown_route(request: HttpRequest) -> JsonResponse:
    """The last route under /api/: a program that mistypes an address gets JSON too."""
    return refused(request, ApiError("not_found", f"There is no door at {request.path[:200]}.", status=404))


def refused(request: HttpRequest, error: ApiError) -> JsonResponse:
    """An error before any view for programs is reached."""
    return JsonResponse(_body(error, request), status=error.status_code)


def _known(exception: Exception) -> ApiError | None:
    match exception:
        case ApiError():
            return exception
        case exceptions.ValidationError():
            return _invalid(exception)
        case exceptions.APIException():
            return _from_framework(exception)
        case Http404():
            return ApiError("not_found", MESSAGES["not_found"], status=404)
        case PermissionDenied():
            return ApiError("permission_denied", MESSAGES["permission_denied"], status=403)
        case RequestDataTooBig():
            return ApiError("too_large", "The body is larger than this door takes.", status=413)
        case SuspiciousOperation() | UnreadablePostError():
            return ApiError("parse_error", "The request cannot be read.", status=400)
    return _from_outage(exception)


def _from_outage(exception: Exception) -> ApiError | None:
    known = outage(exception)
    if known is None:
        return None
    log.error("The database cannot serve: %s", exception)
    status, message = known
    return ApiError("unavailable", message, status=status)


def _from_framework(exception: exceptions.APIException) -> ApiError:
    if str(exception.detail).startswith("CSRF Failed"):
        return ApiError("csrf_failed", MESSAGES["csrf_failed"], status=exception.status_code)
    codes = exception.get_codes()
    code = codes if isinstance(codes, str) else exception.default_code
    message = MESSAGES.get(code) or str(exception.detail)
    return ApiError(code, message, status=exception.status_code)


def _invalid(exception: exceptions.ValidationError) -> ApiError:
    faults = [{"field": field, "message": message} for field, message in _flat(exception.detail)]
    first = faults[0] if faults else {"field": "", "message": "The request is not valid."}
    return ApiError("invalid", first["message"], field=first["field"] or None, faults=faults)


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """A validation error's nested detail as (path, message); the path reads like network.layers[0].weights."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            named = path if name == "non_field_errors" else f"{path}.{name}" if path else str(name)
            yield from _flat(inner, named)
    elif isinstance(detail, list | tuple):
        for i, inner in enumerate(detail):
            yield from _flat(inner, path if isinstance(inner, str) else f"{path}[{i}]")
    else:
        yield path, str(detail)


def _body(error: ApiError, request: Request | HttpRequest | None) -> dict[str, Any]:
    body: dict[str, Any] = {
        "code": error.code,
        "message": error.message,
        "next": error.next or NEXT.get(error.code, NEXT["invalid"]),
        "field": error.field,
        "request_id": getattr(request, "request_id", ""),
    }
    if len(error.faults) > 1:
        body["faults"] = error.faults
    return body | error.extra


def _headers(exception: Exception) -> dict[str, str]:
    headers = {}
    if challenge := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if getattr(exception, "wait", None) is not None:
        headers["Retry-After"] = str(retry_after(exception))
    if outage(exception):
        headers["Retry-After"] = str(RETRY_AFTER)
    return headers


def retry_after(exception: Any) -> int:
    """Whole seconds, never too few."""
    return int(exception.wait) + 1


def _report(exception: Exception, request: Request | None) -> None:
    """Log it whole, and tell Django, whose signal wakes error trackers and makes a test fail where it happened."""
    name = getattr(request, "request_id", "")
    log.error("Unexpected error, request_id %s", name, exc_info=exception)
    got_request_exception.send(sender=answer_with_error, request=getattr(request, "_request", None))
