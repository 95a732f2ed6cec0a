"""The simulator's doors for programs. Anyone may use them: they keep nothing, and read nobody's rows or session."""

import math
from collections.abc import Sequence
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from simulator.api import shapes
from simulator.api.errors import ApiError, at_path, invalid
from simulator.engine.network import Network, NetworkError, read_network
from simulator.engine.probes import MissingQuantity, UnknownProbe, find, parse, probes
from simulator.engine.trace import NotFinite, Trace, trace
from simulator.engine.working import wrong_working
from simulator.stepping.checking import Checked, check
from simulator.stepping.numpy_code import numpy_code
from simulator.stepping.steps import steps_of
from simulator.stepping.telling import MOST_EXPLAINED, every_explanation, explanations, steps_with_values
from simulator.stepping.verdicts import lead_on, line_of

REPLY = ("read", "correct", "expected", "message", "choices")
DIAGNOSIS = ("id", "key", "feedback", "value", "node", "share")
FOUND = ("verdict", "confidence", "by_chance", "decimals_to_tell")
MOST_TOLD = 400


class OpenDoor(APIView):
    """Without a session there is nothing that a forged request could do, so there is no token to ask for."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = (AllowAny,)


class TraceView(OpenDoor):
    @extend_schema(
        operation_id="simulator_trace",
        tags=["simulator"],
        summary="Every quantity of one forward pass, loss, backward pass and update",
        description="Send a network, get its trace. What needs a target, a loss or a learning rate that the network "
        "does not give is null.",
        request=shapes.NetworkSerializer,
        responses={200: shapes.TRACE, 400: shapes.ErrorSerializer, 413: shapes.ErrorSerializer},
        parameters=[
            OpenApiParameter(
                "explain",
                str,
                many=True,
                description=f"1 explains every quantity of a network that has at most {MOST_EXPLAINED}; a probe, which "
                "may be repeated, explains that one.",
            ),
            OpenApiParameter("steps", str, enum=["1"], description="1 adds the steps of the page, with their values."),
            OpenApiParameter("trace", str, enum=["0"], description="0 leaves the trace out: only what else is asked."),
            OpenApiParameter("code", str, enum=["1"], description="1 adds the same computation as a NumPy program."),
        ],
    )
    def post(self, request: Request) -> Response:
        network = network_from(request.data)
        traced = trace(network)
        answer = {} if request.query_params.get("trace") == "0" else traced.as_json()
        if "explain" in request.query_params:
            answer["explain"] = explained(traced, request.query_params.getlist("explain"))
        if request.query_params.get("steps") == "1":
            answer["steps"] = steps_with_values(traced, steps_of(network))
        if request.query_params.get("code") == "1":
            answer["code"] = numpy_code(network)
        return Response(answer)


class CheckView(OpenDoor):
    @extend_schema(
        operation_id="simulator_check",
        tags=["simulator"],
        summary="Check a predicted number, and say what led to a wrong one",
        description="A wrong number is explained if a known mistake gives it far more often than chance does: "
        "confidence says how sure that is. What cannot be read, and what is right but cut short, is asked again: "
        "correct is null, and message says what to do.",
        request=shapes.CheckRequestSerializer,
        responses={200: shapes.CheckSerializer, 400: shapes.ErrorSerializer, 413: shapes.ErrorSerializer},
        parameters=[
            OpenApiParameter(
                "explain",
                str,
                enum=["1"],
                description="1 adds the working of each diagnosis, and the line to check first.",
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        data = cast(dict[str, Any], request.data)  # StrictJSONParser reads nothing else
        network = network_from(_required(data, "network"), "network")
        probe, answer = _probe(_required(data, "probe")), _answer(_required(data, "answer"))
        tolerance, told = _tolerance(data.get("tolerance")), _told(data.get("told"), network)
        try:
            checked = check(network, probe, answer, tolerance, told)
        except MissingQuantity as error:
            raise ApiError("invalid", str(error), field=_missing(network)) from error
        except (UnknownProbe, NotFinite) as error:
            raise ApiError("invalid", str(error), field="probe") from error
        reply = as_reply(checked)
        if request.query_params.get("explain") == "1":
            for one, found in zip(reply["diagnoses"], checked.diagnoses, strict=True):
                one["working"] = wrong_working(network, probe, found.key)
            reply["line"] = line_of(network, checked.start) if checked.start else None
        return Response(reply)


def network_from(data: Any, at: str = "") -> Network:
    """Read a network that stands at the path `at` of the body. Raises ApiError with every fault at its path."""
    try:
        return read_network(data)
    except NetworkError as error:
        raise invalid(at_path(at, error.faults)) from error


def as_reply(checked: Checked) -> dict[str, Any]:
    diagnoses = [{name: getattr(found, name) for name in DIAGNOSIS} for found in checked.diagnoses]
    found = {name: getattr(checked.found, name, None) for name in FOUND}
    lead = lead_on(checked) if checked.correct is False else None
    reply = {name: getattr(checked, name) for name in REPLY} | {"diagnoses": diagnoses}
    return reply | found | {"lead": lead, "start": checked.start or None}


def explained(traced: Trace, asked: Sequence[str]) -> dict[str, dict[str, str]]:
    """What ?explain asks for: 1 for everything, or probes."""
    if list(asked) != ["1"]:
        try:
            return explanations(traced, asked[:MOST_EXPLAINED])
        except (UnknownProbe, MissingQuantity, NotFinite) as error:
            raise ApiError("invalid", str(error), field="explain") from error
    count = len(probes(traced.network))
    if count > MOST_EXPLAINED:
        message = f"This network has {count} quantities; at most {MOST_EXPLAINED} are explained at once."
        raise ApiError("invalid", message, "Name the probes: ?explain=z[1,1]&explain=a[1,1].", "explain")
    return every_explanation(traced)


def _required(data: dict[str, Any], name: str) -> Any:
    if data.get(name) is None:
        raise ApiError("invalid", f'Add "{name}".', field=name)
    return data[name]


def _probe(value: Any) -> str:
    if not isinstance(value, str):
        raise ApiError("invalid", 'Give the probe as a text, such as "a[1,1]".', field="probe")
    try:
        return str(parse(value))
    except UnknownProbe as error:
        raise ApiError("invalid", str(error), field="probe") from error


def _answer(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ApiError("invalid", 'Give the answer as it was typed, such as "0.73".', field="answer")
    return value if isinstance(value, str) else repr(value)


def _tolerance(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ApiError("invalid", "Give the tolerance as a number of 0 or more, such as 0.002.", field="tolerance")
    return float(value)


def _told(value: Any, network: Network) -> list[str]:
    probes = [] if value is None else value
    if not isinstance(probes, list) or len(probes) > MOST_TOLD:
        raise ApiError("invalid", f'List at most {MOST_TOLD} probes, such as ["z[1,1]"].', field="told")
    for number, probe in enumerate(probes):
        try:
            find(network, probe)
        except (UnknownProbe, MissingQuantity) as error:
            raise ApiError("invalid", str(error), field=f"told[{number}]") from error
    return probes


def _missing(network: Network) -> str:
    """The first thing that the network lacks, as a path."""
    for name in ("target", "loss"):
        if getattr(network, name) is None:
            return f"network.{name}"
    return "network.learning_rate"
