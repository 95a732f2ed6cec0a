"""The rates that a diagnosis promises, on a sample with a seed; `benchmarks/bench_diagnosis.py` measures all."""

import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from simulator.engine.charts import Chart, decimals_needed
from simulator.engine.differences import is_same
from simulator.engine.explaining import Case, Charts, case_of, explain
from simulator.engine.network import read_network
from simulator.engine.numbers import default_tolerance, is_right
from simulator.engine.probes import upstream
from tests.simulator.networks import NEURON, RUNNING, TWO_TWO_ONE

FALSE = 0.05  # at most, of numbers without a known cause
FOUND, NAMED = 0.95, 0.95  # at least, of one mistake, and of what is told
NUMBERS = 400  # uniform ones, for each quantity
ALL = [
    (RUNNING["network"], "delta[1,1]"),
    (RUNNING["network_B"], "W_new[1,1,1]"),
    (TWO_TWO_ONE, "output[1]"),
    (NEURON, "dW[1,1,1]"),
]
FEWEST = 3  # decimals that are asked for; where nothing is told, as many as the advice to authors says


@cache
def case(number: int, *, told: bool) -> Case:
    network, probe = read_network(ALL[number][0]), ALL[number][1]
    known = upstream(network, probe)[:-1] if told else ()
    first = case_of(network, probe, FEWEST, default_tolerance(FEWEST), known)
    decimals = decimals_needed(first.asked, first.singles, FEWEST)
    return case_of(network, probe, decimals, default_tolerance(decimals), known)


def wrong(own: Case, raw: str) -> bool:
    return not is_right(Decimal(raw), own.asked.right, own.asked.decimals, own.asked.tolerance)


@pytest.mark.parametrize("typed", [2, 3, 4])
@pytest.mark.parametrize("told", [False, True])
def test_numbers_without_a_cause_are_hardly_explained(told, typed):
    """Three kinds of chance numbers, drawn and not computed. Of 400 at 4%, 95 of 100 samples are below 5.7%."""
    chance = random.Random(1)
    for number in range(len(ALL)):
        own = case(number, told=told)
        charts: dict = {}
        for low, high in kinds(own):
            raws = [f"{chance.uniform(low, high):.{typed}f}" for _ in range(NUMBERS)]
            told_one = [explain(Decimal(raw), own, kept(own, charts)).stories for raw in raws if wrong(own, raw)]
            assert sum(map(bool, told_one)) <= (FALSE + 0.015) * max(len(told_one), 1), (ALL[number][1], low, high)


def kinds(own: Case) -> Iterator[tuple[float, float]]:
    asked, size = own.asked, abs(own.asked.right)
    width = asked.high - asked.low
    yield asked.low, asked.high
    yield asked.low + width / 4, asked.high - width / 4
    yield asked.right - size, asked.right + size


def kept(own: Case, charts: dict) -> Charts:
    def chart(typed: int, with_pairs: bool) -> Chart:
        if (typed, with_pairs) not in charts:
            charts[typed, with_pairs] = own.chart(typed, with_pairs)
        return charts[typed, with_pairs]

    return chart


@pytest.mark.parametrize("told", [False, True])
def test_one_mistake_is_found_by_its_number(told):
    """Except the numbers that many mistakes give, a 0 or an unchanged weight: there none is named."""
    made = found = true = explained = 0.0
    for number in range(len(ALL)):
        own, charts = case(number, told=told), {}
        for one in own.singles:
            raw = f"{one.value:.{own.asked.decimals}f}"
            finding = explain(Decimal(raw), own, kept(own, charts))
            if not wrong(own, raw) or (finding.verdict == "many" and gives(own, one.value) > 3):
                continue
            made += one.weight
            found += one.weight * any(is_same(story.mistake.value, one.value) for story in finding.stories)
            true += one.weight * any(story.mistake.id == one.id for story in finding.stories)
            explained += one.weight * bool(finding.stories)
    assert found >= FOUND * made
    assert true >= NAMED * explained


def gives(own: Case, value: float) -> int:
    return len({one.id for one in own.singles if is_same(one.value, value)})


def test_rounding_every_step_is_still_found():
    made = found = 0.0
    for number in range(len(ALL)):
        own, charts = case(number, told=True), {}
        for one in own.singles:
            raw = f"{one.rounded[-1]:.{own.asked.decimals}f}"  # every step with three decimals
            if wrong(own, raw):
                made += one.weight
                stories = explain(Decimal(raw), own, kept(own, charts)).stories
                found += one.weight * any(is_same(story.mistake.value, one.value) for story in stories)
    assert found >= 0.85 * made
