"""The doors for training runs: a spec in, its film out, the same spec the same film."""

from typing import Any, cast

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from simulator.api import run_shapes as shapes
from simulator.api.doors import OpenDoor
from simulator.api.errors import ApiError, at_path, invalid
from simulator.api.results import compressed, film_for
from simulator.api.shapes import ErrorSerializer
from simulator.engine.reading import Fault, Reader
from simulator.engine.training.spec import Spec, SpecError, hash_of, read_spec
from simulator.runs import running

FOR_EVER = "private, max-age=31536000, immutable"  # private: a shared cache would pass by a closed simulator


class RunsView(OpenDoor):
    @extend_schema(
        operation_id="simulator_run",
        tags=["simulator"],
        summary="Train a network, and get the whole film of it",
        description="The same spec gives the same film. To go on after its last epoch, send "
        '{"spec": …, "checkpoint": …} with the checkpoint of the film. 429: more runs are asked for than this machine '
        "takes; come again after the seconds in Retry-After. 503: the run was killed, since it went on after its time.",
        request=shapes.RUN_REQUEST,
        responses={
            200: shapes.FilmSerializer,
            400: ErrorSerializer,
            413: ErrorSerializer,
            429: ErrorSerializer,
            503: ErrorSerializer,
        },
    )
    def post(self, request: Request) -> HttpResponseBase:
        spec, checkpoint = run_from(cast(dict[str, Any], request.data))
        result = film_for(request, spec, checkpoint)
        response = compressed(request, result.body)
        if result.keep:
            response["ETag"] = tag(hash_of(spec, checkpoint))
        return response


class RunView(OpenDoor):
    @extend_schema(
        operation_id="simulator_run_again",
        tags=["simulator"],
        summary="A film that was run before, by its hash",
        description="It never changes, so a browser may keep it. 404 with the code run_again: it is not kept here any "
        "longer, or never was, since it is of own data.",
        responses={
            200: shapes.FilmSerializer,
            304: OpenApiResponse(description="As you have it."),
            404: ErrorSerializer,
        },
    )
    def get(self, request: Request, hash: str) -> HttpResponseBase:
        if tag(hash) in parse_etags(request.headers.get("If-None-Match", "")):
            return for_ever(HttpResponse(status=304), hash)
        return kept_film(request, hash)


def kept_film(request: Request, name: str) -> HttpResponse:
    body = running.kept(name)
    if body is None:
        words = "This film is not kept here."
        raise ApiError("run_again", words, "Run it again: POST its spec to /api/simulator/runs/.", status=404)
    return for_ever(compressed(request, body), name)


def for_ever(response: HttpResponse, name: str) -> HttpResponse:
    """Also said with a 304: a browser takes over its headers, and would let go of the film with a "no-store"."""
    response["ETag"], response["Cache-Control"] = tag(name), FOR_EVER
    return response


def tag(name: str) -> str:
    """Weak, since it is the same for the film as it is and for the film compressed."""
    return f'W/"{name}"'


def run_from(data: dict[str, Any]) -> tuple[Spec, str | None]:
    """The spec of a body, and the checkpoint to go on from. Raises ApiError with every fault at its path."""
    if "spec" not in data:
        return spec_from(data, "", []), None
    reader = Reader(magnitude=0)
    reader.known(data, ("spec", "checkpoint"), "")
    checkpoint = data.get("checkpoint")
    if checkpoint is not None and not isinstance(checkpoint, str):
        reader.fault("checkpoint", "Give the checkpoint as it stands in the film, a text.")
    return spec_from(data["spec"], "spec", reader.faults), checkpoint


def spec_from(data: Any, at: str, faults: list[Fault]) -> Spec:
    """The spec at the path `at`, unless it has faults or there are `faults` beside it."""
    try:
        spec = read_spec(data)
    except SpecError as error:
        raise invalid([*at_path(at, error.faults), *faults]) from error
    if faults:
        raise invalid(faults)
    return spec
