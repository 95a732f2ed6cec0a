"""From an order to its result: kept from before, or computed in a process of its own when its turn has come."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from simulator.limits import RUN_LIMITS
from simulator.runs.crew import Crew
from simulator.runs.films import Films
from simulator.runs.turns import Person, Turns
from simulator.runs.worker import Result

CREW = Crew("simulator.runs.child")


def kept(name: str) -> bytes | None:
    """The result of this name as gzipped JSON, if it is still there."""
    return films().get(name)


def run(
    name: str | None, job: str, order: Mapping[str, Any], person: Person, seconds: float = RUN_LIMITS.seconds
) -> Result:
    """The result of an order by its hash; None: it is not to be kept. Raises Busy, and what Worker.ask raises."""
    if name is None:
        with turns().turn(person, is_settled=lambda: False):
            return replace(CREW.ask(job, order, seconds), keep=False)
    body = kept(name)
    return Result(body, keep=True) if body else computed(name, job, order, person, seconds)


def computed(name: str, job: str, order: Mapping[str, Any], person: Person, seconds: float) -> Result:
    """When the turn comes, the same may have been computed for somebody else: a class often runs one preset at once."""
    with turns().turn(person, is_settled=lambda: films().has(name)):
        body = kept(name)
        if body:
            return Result(body, keep=True)
        result = CREW.ask(job, order, seconds)
        if result.keep:
            films().put(name, result.body)
        return result


def films() -> Films:
    return Films(settings.RUNS_DIR / "films", settings.FILM_BYTES)


def turns() -> Turns:
    return Turns(settings.RUNS_DIR / "turns", settings.RUNS_AT_ONCE, RUN_LIMITS.queue)
