"""How the result of a run leaves by a door for programs: whose turn it is, what is said without one, how it travels.

Whoever asks is known only to share the machine fairly; nothing is kept of them.
"""

import gzip
import logging
import random
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from simulator.addresses import network_of
from simulator.api.errors import ApiError, invalid
from simulator.engine.reading import ReadingError
from simulator.engine.training.spec import Own, Spec, as_json, hash_of
from simulator.limits import RUN_LIMITS
from simulator.runs import running
from simulator.runs.turns import Busy, Person
from simulator.runs.worker import Crashed, Result, TooLarge, TooSlow

SMALLER = "Take fewer points, epochs or units, or a smaller map, and run it again."
REST = RUN_LIMITS.queue // 4
SOON = 2  # seconds over which those who are turned away come again, so that a class does not come again all at once

log = logging.getLogger(__name__)
Asking = Request | HttpRequest  # a program, or a page


def film_for(request: Asking, spec: Spec, checkpoint: str | None = None) -> Result:
    """The film of a run. One of a learner's own data is not kept: it would lie there for whoever has its hash."""
    name = None if isinstance(spec.data, Own) else hash_of(spec, checkpoint)
    return result_for(request, name, "run", {"spec": as_json(spec), "checkpoint": checkpoint})


def result_for(
    request: Asking, name: str | None, job: str, order: Mapping[str, Any], seconds: float = RUN_LIMITS.seconds
) -> Result:
    """The result of an order whose hash is `name`; without one it is not kept. Raises ApiError where there is none."""
    try:
        return running.run(name, job, order, person_of(request), seconds)
    except ReadingError as error:
        raise invalid(error.faults) from error
    except Busy as error:
        raise busy() from error
    except TooLarge as error:
        raise ApiError("too_large", "This run needs more memory than a run may have.", SMALLER) from error
    except TooSlow as error:
        words = f"This run was stopped, since it was not done {seconds:g} seconds after it began."
        raise ApiError("too_slow", words, SMALLER, status=503, wait=SOON) from error
    except (Crashed, OSError) as error:
        log.error("A run has ended without a result: %r", error)
        words = "The run has ended without a result, by no fault of yours."
        raise ApiError("unavailable", words, "Run it again.", status=503, wait=SOON) from error


def busy() -> ApiError:
    words = "More runs are asked for than this machine takes at once."
    return ApiError("busy", words, status=429, wait=random.uniform(0, SOON))


def person_of(request: Asking) -> Person:
    """By name where somebody is signed in, else by the address, guests too: a guest's session is to be had for nothing.
    A whole class may share an address, so it may hold everything but a rest of the queue, which is for those who are
    known.
    """
    user = get_user(request)  # the session's: these doors ask programs for no name, so their own has none
    if user.is_authenticated and not getattr(user, "is_guest", False):
        return Person(f"user {user.pk}", running=RUN_LIMITS.at_once, waiting=REST)
    address = network_of(request)
    return Person(f"address {address}", running=settings.RUNS_AT_ONCE, waiting=RUN_LIMITS.queue - REST)


def compressed(request: Asking, body: bytes) -> HttpResponse:
    """A response of gzipped JSON, passed on as it is to all who take it so."""
    takes_gzip = accepts_gzip(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(body if takes_gzip else gzip.decompress(body), content_type="application/json")
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip, by its name or by *, at more than a quality of 0."""
    qualities = {}
    for part in header.lower().replace(" ", "").split(","):
        coding, _, quality = part.partition(";q=")
        qualities[coding] = quality or "1"
    return qualities.get("gzip", qualities.get("*", "0")).strip("0.") != ""
