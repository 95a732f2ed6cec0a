"""The experiments and the page of one.

Without a script it shows the kept readings of the sweep, and one run with other parameters where that takes no time.
"""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from simulator.drawing import draw_both
from simulator.engine.reading import Fault, ReadingError
from simulator.experiments.base import Experiment
from simulator.experiments.describing import page_json
from simulator.experiments.parameters import default_of
from simulator.experiments.running import run_experiment
from simulator.experiments.stored import stored_readings
from simulator.experiments.table import EXPERIMENTS
from simulator.experiments.telling import told_text
from simulator.laboratory.answers import Answer, own_table, read_answer, read_answers, sweep_table, verdict_on

SECTIONS = ("Neural networks", "Activation functions", "Training", "Why deep learning?", "Challenges", "Next steps")


@require_safe
def experiments(request: HttpRequest) -> HttpResponse:
    ordered = sorted(EXPERIMENTS.values(), key=lambda one: (SECTIONS.index(one.section), one.number))
    sections = [(name, list(found)) for name, found in groupby(ordered, key=lambda one: one.section)]
    return render(request, "simulator/experiments.html", {"sections": sections, "count": len(ordered)})


@require_safe
def experiment(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in EXPERIMENTS:
        raise Http404
    found = EXPERIMENTS[slug]
    answers, asked = read_answers(found.ask, request.GET.dict()), "run" in request.GET
    context: dict[str, Any] = {
        "experiment": found,
        "answers": answers,
        "asked": asked,
        "fields": _fields(found, request.GET.dict()),
        "drawings": draw_both(found.network) if found.network else None,
        "data": page_json(found),
        "after": _next(found),
        "seen": read_answer("seen", found.seen, ""),
    }
    if asked and all(answer.value is not None for answer in answers):
        context |= _results(found, answers, request.GET.dict())
    return render(request, "simulator/experiment.html", context)


def _results(found: Experiment, answers: list[Answer], given: dict[str, str]) -> dict[str, Any]:
    """What the page shows once every prediction is made: the conclusion only after what was seen is said too."""
    points = stored_readings()[found.slug]
    seen = read_answer("seen", found.seen, given.get("seen", ""))
    own, faults = _own(found, given)
    results: dict[str, Any] = {
        "verdicts": [verdict_on(answer, points) for answer in answers],
        "table": sweep_table(found, points),
        "own": own_table(found, own) if own else None,
        "faults": faults,
        "seen": seen,
        "seen_asked": "look" in given,
    }
    if seen.value is not None:
        results |= {"seen_verdict": verdict_on(seen, points), "shows": told_text(found.shows, points)}
    return results


def _own(found: Experiment, given: dict[str, str]) -> tuple[dict[str, Any] | None, list[Fault]]:
    """One run with the learner's own parameters, of an experiment that takes no time."""
    typed = {one.name: one.from_text(given[one.name]) for one in found.parameters if one.name in given}
    if not found.is_live or not typed or "change" not in given:
        return None, []
    try:
        return run_experiment(found.slug, typed), []
    except ReadingError as error:
        return None, error.faults


def _fields(found: Experiment, given: dict[str, str]) -> list[dict[str, Any]]:
    """The parameters as fields of a form, with what was typed."""
    return [
        {
            "parameter": one,
            "options": getattr(one, "options", None),
            "value": given.get(one.name, str(default_of(one))),
            "is_swept": one.name in found.swept,
        }
        for one in found.parameters
    ]


def _next(found: Experiment) -> Experiment | None:
    order = sorted(EXPERIMENTS.values(), key=lambda one: one.number)
    place = order.index(found) + 1
    return order[place] if place < len(order) else None
