"""The page that trains a network and plays its film. Without a script it trains too, and shows readings and a map."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from simulator.api.errors import ApiError
from simulator.api.results import film_for
from simulator.engine.data.features import FEATURES
from simulator.engine.training.spec import Spec, as_json, read_spec
from simulator.permalinks import PermalinkError
from simulator.training.form import TrainingForm, form_of
from simulator.training.links import read_run, training_url, write_run
from simulator.training.program import training_code
from simulator.training.readings import Map, Moment, map_of, moments_of
from simulator.training.situations import DEFAULT, SITUATIONS, Situation
from simulator.training.thumbnails import pictures
from simulator.training.typed import read_form
from simulator.training.words import in_words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page without scripts shows of a film."""

    moments: list[Moment]
    map: Map | None
    stopped: str


@require_http_methods(["GET", "HEAD", "POST"])
def train(request: HttpRequest) -> HttpResponse:
    return changed(request) if request.method == "POST" else opened(request)


def opened(request: HttpRequest) -> HttpResponse:
    """The run of a link; t is a second one, which the settings then show, beside the first."""
    asked = request.GET
    if asked.get("situation") in SITUATIONS:
        return HttpResponseRedirect(training_url(SITUATIONS[asked["situation"]].run))
    try:
        first = read_run(asked["s"]) if "s" in asked else default()
        second = read_run(asked["t"]) if "t" in asked else None
    except PermalinkError as error:
        return page(request, form_of(default()), notice=str(error))
    if asked.get("as") == "code":
        return as_code(second or first)
    return page(request, form_of(second or first), beside=first if second else None, trains="run" in asked)


def default() -> Spec:
    return read_spec(SITUATIONS[DEFAULT].run)


def changed(request: HttpRequest) -> HttpResponse:
    """What the settings became. A script is told the run in its data form, or what is wrong, by the control's name."""
    do = request.POST.get("do", "")
    form = read_form(request.POST.dict(), request.POST.getlist("features"), do)
    if request.headers.get("Accept") == "application/json":
        return for_script(form)
    if form.spec is None:
        return page(request, form)
    if do == "code":
        return as_code(form.spec)
    trains = do not in ("add-layer", "remove-layer")
    try:
        return HttpResponseRedirect(training_url(form.spec, run="1" if trains else ""))
    except PermalinkError:
        return page(request, form, trains=trains)


def for_script(form: TrainingForm) -> JsonResponse:
    if form.spec is None:
        return JsonResponse({"errors": form.errors, "choices": form.choices}, status=400)
    return JsonResponse(told(form.spec))


def told(spec: Spec) -> dict[str, Any]:
    """A run as a script needs it: its data form, its part of a link ("" without one), and what to say of it."""
    situation = situation_of(spec)
    words = {"words": in_words(spec), "about": about(spec), "situation": situation.slug if situation else ""}
    return {"spec": as_json(spec), "link": link_of(spec), **words}


def for_page(spec: Spec, beside: Spec | None) -> dict[str, Any]:
    symbols = {name: feature.symbol for name, feature in FEATURES.items()}
    return {"run": told(spec), "beside": told(beside) if beside else None, "symbols": symbols}


def link_of(spec: Spec) -> str:
    try:
        return write_run(spec)
    except PermalinkError:
        return ""


def situation_of(spec: Spec) -> Situation | None:
    wanted = as_json(spec)
    return next((one for one in SITUATIONS.values() if as_json(read_spec(one.run)) == wanted), None)


def about(spec: Spec) -> str:
    """What to look for, or what is trained."""
    situation = situation_of(spec)
    return situation.about if situation else f"{in_words(spec)}. Go to any moment of it, as often as you like."


def as_code(spec: Spec) -> HttpResponse:
    response = HttpResponse(training_code(spec), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="training.py"'
    return response


def page(
    request: HttpRequest, form: TrainingForm, *, beside: Spec | None = None, trains: bool = False, notice: str = ""
) -> HttpResponse:
    """The page. With a notice, or with errors in the form, it says so and the status is 400."""
    spec, outcome, busy = form.spec, None, None
    if trains and spec:
        try:
            outcome = trained(request, spec)
        except ApiError as error:
            busy = error
    situation = situation_of(spec) if spec else None
    context = {
        "form": form,
        "notice": notice,
        "busy": busy,
        "outcome": outcome,
        "about": about(spec) if spec else "",
        "words": in_words(spec) if spec else "",
        "situations": SITUATIONS.values(),
        "situation": situation,
        "following": following(situation),
        "pictures": pictures(),
        "data": for_page(spec, beside) if spec else None,
    }
    status = 400 if notice or form.errors else busy.status_code if busy else 200
    return render(request, "simulator/train.html", context, status=status)


def following(situation: Situation | None) -> Situation | None:
    """The next of the situations, as a tour goes through them."""
    order = list(SITUATIONS.values())
    return order[order.index(situation) + 1] if situation in order[:-1] else None


def trained(request: HttpRequest, spec: Spec) -> Outcome:
    """Raises ApiError where there is no film, with what to do."""
    film: Mapping[str, Any] = json.loads(gzip.decompress(film_for(request, spec).body))
    stopped = film["stopped"]["words"] if film["stopped"] else ""
    return Outcome(moments_of(film), map_of(film), stopped)
