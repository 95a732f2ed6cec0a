"""The doors for experiments: what there is, and one run of one of them."""

import hashlib
import json
from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from simulator.api import experiment_shapes as shapes
from simulator.api.doors import OpenDoor
from simulator.api.errors import ApiError, invalid
from simulator.api.results import compressed, result_for
from simulator.api.shapes import ErrorSerializer
from simulator.engine.reading import ReadingError
from simulator.engine.version import ENGINE
from simulator.experiments.base import Experiment
from simulator.experiments.describing import as_json
from simulator.experiments.running import read_parameters, run_experiment
from simulator.experiments.table import EXPERIMENTS


class ExperimentsView(OpenDoor):
    @extend_schema(
        operation_id="simulator_experiments",
        tags=["simulator"],
        summary="The experiments: their questions, parameters and sweeps",
        description="A sweep is a list of parameters to post one after the other.",
        responses={200: shapes.ExperimentsSerializer},
    )
    def get(self, request: Request) -> Response:
        return Response({"experiments": [as_json(one) for one in EXPERIMENTS.values()]})


class ExperimentView(OpenDoor):
    @extend_schema(
        operation_id="simulator_experiment",
        tags=["simulator"],
        summary="One run of an experiment: parameters in, readings and plots out",
        description="A parameter that is not sent has its default. The same parameters give the same readings. 429: "
        "more runs are asked for than this machine takes; come again after the seconds in Retry-After.",
        request=shapes.PARAMETERS,
        responses={
            200: shapes.ExperimentRunSerializer,
            400: ErrorSerializer,
            404: ErrorSerializer,
            413: ErrorSerializer,
            429: ErrorSerializer,
            503: ErrorSerializer,
        },
    )
    def post(self, request: Request, slug: str) -> HttpResponseBase:
        if slug not in EXPERIMENTS:
            raise ApiError("not_found", f"There is no experiment {slug[:60]}.", status=404)
        experiment = EXPERIMENTS[slug]
        values = values_from(experiment, request.data)
        if experiment.is_live:  # done before a process could be asked
            return Response(run_experiment(slug, values))
        order = {"slug": slug, "parameters": values}
        return compressed(request, result_for(request, name_of(order), "experiment", order).body)


def values_from(experiment: Experiment, data: Any) -> dict[str, Any]:
    try:
        return read_parameters(experiment, data)
    except ReadingError as error:
        raise invalid(error.faults) from error


def name_of(order: dict[str, Any]) -> str:
    """The name under which the result is kept; another engine may give other numbers."""
    text = json.dumps([ENGINE, "experiment", order], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
