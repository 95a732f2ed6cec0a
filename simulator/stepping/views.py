"""The page that steps one example through forward, loss, backward and update. It works whole without a script."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from simulator.engine.network import Network, NetworkError, as_json, read_network
from simulator.engine.probes import MissingQuantity, UnknownProbe, stage
from simulator.engine.trace import NotFinite
from simulator.permalinks import PermalinkError, read_permalink, simulator_url, write_permalink
from simulator.stepping.checking import check
from simulator.stepping.forms import NetworkForm, form_of, read_form
from simulator.stepping.moment import Moment
from simulator.stepping.presets import DEFAULT, PRESETS
from simulator.stepping.sizes import MOST, read_examples, read_sizes, resized, sizes_of
from simulator.stepping.steps import STAGES, start_of, steps_of
from simulator.stepping.telling import explanations_to_begin_with, steps_with_values
from simulator.stepping.verdicts import Verdict, verdict_on
from simulator.stepping.wrong_steps import wrong_step

NO_SUCH_STEP = "This link asks for a step that its network does not have."


@require_safe
def step(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    if asked.get("preset") in PRESETS:
        return HttpResponseRedirect(simulator_url(PRESETS[asked["preset"]].network))
    try:
        network = read_network(read_permalink(asked["n"]) if "n" in asked else PRESETS[DEFAULT].network)
    except PermalinkError as error:
        return page(request, read_network(PRESETS[DEFAULT].network), notice=str(error))
    if "edit" in asked:
        return edit(request, network)
    if "resize" in asked:
        return resize(request, network)
    try:
        at = start_of(network, asked.get("at", ""))
    except UnknownProbe:
        return page(request, network, notice=NO_SUCH_STEP)
    except MissingQuantity as error:
        return page(request, network, notice=str(error))
    return page(request, network, at)


def edit(request: HttpRequest, network: Network) -> HttpResponse:
    form = read_form(network, request.GET.dict())
    if form.network is None:
        return page(request, network, form=form)
    return _moved_to(request, form.network, form)


def resize(request: HttpRequest, network: Network) -> HttpResponse:
    try:
        typed = request.GET.dict()
        return _moved_to(request, resized(network, read_sizes(network, typed), read_examples(network, typed)))
    except NetworkError as error:
        return page(request, network, notice=error.faults[0].message)


def _moved_to(request: HttpRequest, network: Network, form: NetworkForm | None = None) -> HttpResponse:
    """On to the changed network, at the same step where it has one."""
    try:
        at = start_of(network, request.GET.get("at", ""))
    except (UnknownProbe, MissingQuantity):
        at = ""
    try:
        return HttpResponseRedirect(simulator_url(as_json(network), at))
    except PermalinkError as error:
        return page(request, network, form=form, notice=str(error))


def page(
    request: HttpRequest, network: Network, at: str = "", *, notice: str = "", form: NetworkForm | None = None
) -> HttpResponse:
    """The page at a step. With a notice, or with errors in the form, it says so and the status is 400."""
    at = at or start_of(network, "")
    verdict = _verdict(request, network, at)
    predicts = _predicts(request, network, at)
    hidden = bool(predicts) and "show" not in request.GET and not (verdict and verdict.tone == "right")
    wrong = wrong_step(network, at, request.GET.get("wrong", ""))
    fault = at if wrong else verdict.node if verdict else ""
    moment = Moment(network, at, hidden=hidden, predicts=predicts, fault=fault)
    context = {
        "moment": moment,
        "permalink": _permalink(network) or request.GET.get("n", ""),
        "predicts": predicts,
        "answer": request.GET.get("answer", "")[:40],
        "verdict": verdict,
        "wrong": wrong,
        "notice": notice,
        "form": form or form_of(network),
        "sizes": list(enumerate(sizes_of(network))),
        "examples": len(network.inputs),
        "most": range(1, MOST + 1),
        "presets": PRESETS.values(),
        "preset_now": next((p.slug for p in PRESETS.values() if read_network(p.network) == network), ""),
        "data": _data(moment, predicts),
    }
    status = 400 if notice or (form and form.errors) else 200
    if request.GET.get("part") == "table":  # of a large network the page holds one layer's, and fetches the others
        return render(request, "simulator/_table.html", {"table": moment.table}, status=status)
    return render(request, "simulator/step.html", context, status=status)


def _verdict(request: HttpRequest, network: Network, at: str) -> Verdict | None:
    if "answer" not in request.GET or "show" in request.GET:
        return None
    try:
        return verdict_on(network, check(network, at, request.GET["answer"], told=seen_before(network, at)), at)
    except NotFinite as error:
        return Verdict("partly", "", [str(error)])


def seen_before(network: Network, at: str) -> list[str]:
    """The steps before one, whose values the page shows."""
    steps = [step.probe for step in steps_of(network, at)]
    return [probe for probe in steps[: steps.index(at)] if stage(probe) != "given"]


def _predicts(request: HttpRequest, network: Network, at: str) -> str:
    """What is kept back: "1" for each value, the name of a stage for its values while one is in it, "" for nothing."""
    asked = request.GET.get("predict", "")
    return "" if asked in STAGES and asked != stage(at) else asked[:8]


def _permalink(network: Network) -> str:
    """ "" for the rare network whose canonical form is longer than the address that it came by."""
    try:
        return write_permalink(as_json(network))
    except PermalinkError:
        return ""


def _data(moment: Moment, predicts: str) -> dict[str, Any]:
    """What the script needs to go on by itself. Of a large network it fetches the formulas as it needs them."""
    explain = explanations_to_begin_with(moment.trace, moment.at)
    told = {"steps": steps_with_values(moment.trace, moment.steps), "explain": explain}
    trace = moment.trace.as_json() | told
    return {"network": as_json(moment.network), "at": moment.at, "predicts": predicts, "trace": trace}
