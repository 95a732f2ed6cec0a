"""How often a number without a known cause gets a story, and how often a real mistake gets one, before and after.

    python benchmarks/bench_diagnosis.py [presets|questions|cost] [variants of each question, 5]

"Before" is the rule of two tolerances: every mistake within one tolerance is told, else up to two pairs. "After" is the
rule of the charts. All figures are in %. Numbers without a known cause are counted by formula for the even kinds of
chance (the worst of 2, 3 and 4 typed decimals) and for numbers near the right one, and sampled for typing errors, noise
and other quantities of the network. Real mistakes are weighted by how often they are made. Everything has a seed.
"""

import math
import os
import random
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np

from quizzes.questions.cases import case_of_key
from quizzes.questions.cells import in_cell
from quizzes.questions.making import try_pool
from quizzes.questions.numbers import right_in_cell
from simulator.engine.cells import Mistake
from simulator.engine.charts import Chart, Finding, decimals_needed, find, looking_like_a_mistake
from simulator.engine.differences import is_same
from simulator.engine.explaining import Case, case_of, explain
from simulator.engine.network import Network, read_network
from simulator.engine.numbers import default_tolerance, is_right
from simulator.engine.operations import NOTHING
from simulator.engine.probes import STAGES, places, upstream
from simulator.engine.probes import find as find_place
from simulator.engine.rounding import RoundedTraces, Way
from simulator.engine.trace import Trace
from simulator.engine.variants import variants
from simulator.stepping.checking import decimals_asked, is_cut_short
from simulator.stepping.presets import PRESETS

SAMPLES, LEARNERS = 60, 40  # for each quantity
EVEN, SAMPLED = ("anything", "middle", "own size"), ("noisy", "typo", "other")
TYPED = (2, 3, 4)
COLUMNS = ("exact", "all at 3", "some at 3", "pairs")


@dataclass
class Quantity:
    """One quantity that is asked for, with the mistakes on the way, and what else is in its network."""

    group: str
    case: Case
    network: Network | None = None
    probe: str | None = None
    others: list[float] = field(default_factory=list)
    charts: dict[tuple[int, bool], Chart] = field(default_factory=dict)

    @property
    def typed(self) -> tuple[int, ...]:
        return TYPED if self.case.asked.decimals else (0,)

    def chart(self, typed: int, with_pairs: bool) -> Chart:
        if (typed, with_pairs) not in self.charts:
            self.charts[typed, with_pairs] = self.case.chart(typed, with_pairs)
        return self.charts[typed, with_pairs]

    def after(self, raw: str) -> Finding:
        return explain(Decimal(raw), self.case, self.chart)

    def is_wrong(self, raw: str) -> bool:
        asked, answer = self.case.asked, Decimal(raw)
        return not is_right(answer, asked.right, asked.decimals, asked.tolerance) and not is_cut_short(
            answer, asked.right
        )


@dataclass
class Before:
    """The rule of two tolerances."""

    singles: np.ndarray
    pairs: np.ndarray
    reach: float

    @classmethod
    def of(cls, quantity: Quantity, everything: Case) -> "Before":
        pairs = everything.pairs() if everything.asked.has_pairs else ()
        values = (np.array([one.value for one in some], float) for some in (everything.singles, pairs))
        decimals = everything.asked.decimals
        return cls(*values, (default_tolerance(decimals) if decimals else 0) + 1e-9)

    def told(self, raw: str) -> list[float]:
        for values in (self.singles, self.pairs):
            near = values[np.abs(values - float(raw)) <= self.reach]
            if len(near):
                return near.tolist()
        return []

    def intervals(self) -> tuple[np.ndarray, np.ndarray]:
        values = np.sort(np.concatenate([self.singles, self.pairs]))
        return values - self.reach, values + self.reach


# ---- what is asked


def quantities_of_presets(told: bool) -> Iterator[tuple[Quantity, Before]]:
    """One quantity for each name and layer of each preset; `told` as on its page, where every earlier step is shown."""
    for preset in PRESETS.values():
        network = read_network(preset.network)
        for probe in typical_probes(network):
            asked = decimals_asked(Trace(network)[probe])
            tolerance = default_tolerance(asked)
            everything = case_of(network, probe, asked, tolerance)
            known = upstream(network, probe)[:-1] if told else ()
            case = case_of(network, probe, asked, tolerance, known) if told else everything
            found = Quantity(preset.slug, case, network, probe, values_of(network, case))
            yield found, Before.of(found, everything)


def typical_probes(network: Network) -> list[str]:
    found: dict[tuple[str, int], str] = {}
    for place in places(network):
        if STAGES[place.name] != "given" and place.name != "output":
            value = Trace(network).at(place)
            if math.isfinite(value) and value:
                found.setdefault((place.name, place.layer), str(place))
    return list(found.values())


def values_of(network: Network, case: Case) -> list[float]:
    computed = (Trace(network).at(place) for place in places(network) if STAGES[place.name] != "given")
    wrong = [case.asked.right, *(one.value for one in case.singles)]
    return [v for v in computed if math.isfinite(v) and not any(is_same(v, other) for other in wrong)]


def quantities_of_questions(count: int) -> Iterator[tuple[Quantity, Before]]:
    for path in sorted((ROOT / "courseware/content/questions").glob("*.toml")):
        for body in tomllib.loads(path.read_text())["question"]:
            identity = body.pop("id", path.stem)
            if body["type"] not in ("number", "numbers", "parts"):
                continue
            pool, _ = try_pool(body, count, question=identity)
            for made in pool.finish({text: text for text in pool.texts}):
                for label, right, wrong in numbers_in(made.right, made.wrong):
                    case = case_of_key(right, wrong)
                    network = read_network(right["network"]) if right.get("network") else None
                    others = values_of(network, case) if network else []
                    found = Quantity(f"{identity}{label}", case, network, right.get("probe"), others)
                    yield found, Before.of(found, case_of_key({**right, "told": []}, wrong))


def numbers_in(right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Iterator[tuple[str, dict, dict]]:
    """Each number that is asked: of parts each part, of tables each cell. A part is judged on the parts before it."""
    if "parts" in right:
        before: list[str] = []
        for name, term in right["parts"].items():
            whole = {**term, "network": right["network"], "told": [*term.get("told", []), *before]}
            yield from ((f" {name}{label}", own, own_wrong) for label, own, own_wrong in numbers_in(whole, wrong[name]))
            before += [probe for probe in (term.get("probes") or [term.get("probe")]) if probe]
    elif "values" in right:
        hits = [False] * len(right["values"])
        for number in range(len(hits)):
            yield f" cell {number + 1}", right_in_cell(number, hits, right), in_cell(number, wrong)
    elif "value" in right:
        yield "", dict(right), dict(wrong)


# ---- wrong numbers without a known cause


def false_by_formula(quantity: Quantity, before: Before, kind: str) -> tuple[float, float]:
    """The share that gets a story, before and after: the worst of the typed decimals."""
    found = [0.0, 0.0]
    for typed in quantity.typed:
        half = 0.5 * 10.0**-typed
        right, leeway = quantity.case.asked.right, max(quantity.case.asked.tolerance, half)
        graded_right = share_between(quantity, kind, np.array([right - leeway]), np.array([right + leeway]))
        if graded_right > 0.95:
            continue
        cells = told_cells(quantity, typed) / 10.0**typed
        spans = without((right - leeway, right + leeway), *merged(*before.intervals()))
        shares = share_between(quantity, kind, *spans), share_between(quantity, kind, cells - half, cells + half)
        found = [max(now, share / (1 - graded_right)) for now, share in zip(found, shares, strict=True)]
    return found[0], found[1]


def told_cells(quantity: Quantity, typed: int) -> np.ndarray:
    whole = typed >= quantity.case.asked.decimals and quantity.case.asked.has_pairs
    charts = [quantity.chart(typed, False)] + ([quantity.chart(typed, True)] if whole else [])
    cells = sorted({int(cell) for chart in charts for cell in chart.taken.cell})
    cells += [round(one.value * 10**typed) for one in quantity.case.singles if abs(one.value) < 1e6]  # short numbers
    unit = Decimal(1).scaleb(-typed)
    return np.array([cell for cell in sorted(set(cells)) if quantity.after(str(cell * unit)).stories], float)


def merged(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sorted spans without overlaps."""
    if not len(low):
        return low, high
    reached = np.maximum.accumulate(high)
    starts = np.concatenate([[True], low[1:] > reached[:-1]])
    return low[starts], np.concatenate([reached[:-1][starts[1:]], reached[-1:]])


def without(hole: tuple[float, float], low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    left = np.minimum(high, hole[0])
    right = np.maximum(low, hole[1])
    return np.concatenate([low, right]), np.concatenate([np.maximum(left, low), np.maximum(high, right)])


def share_between(quantity: Quantity, kind: str, low: np.ndarray, high: np.ndarray) -> float:
    asked = quantity.case.asked
    width, size = asked.high - asked.low, abs(asked.right) or (asked.high - asked.low) / 4
    if kind == "near":
        return float((normal(high, asked.right, size / 4) - normal(low, asked.right, size / 4)).sum())
    ends = {
        "anything": (asked.low, asked.high),
        "own size": (asked.right - size, asked.right + size),
        "middle": (asked.low + width / 4, asked.high - width / 4),
    }[kind]
    covered = np.maximum(np.minimum(high, ends[1]) - np.maximum(low, ends[0]), 0)
    return float(covered.sum() / (ends[1] - ends[0]))


def normal(x: np.ndarray, middle: float, spread: float) -> np.ndarray:
    return np.array([0.5 * (1 + math.erf(one)) for one in (np.atleast_1d(x) - middle) / (spread * math.sqrt(2))])


def sampled(quantity: Quantity, kind: str, chance: random.Random) -> Iterator[str]:
    asked = quantity.case.asked
    for _ in range(SAMPLES):
        if kind == "noisy":
            value = asked.right * math.exp(chance.gauss(0, 0.5)) * chance.choice([1, 1, 1, -1])
        elif kind == "typo":
            value = mistyped(asked.right, asked.decimals, chance)
        elif not quantity.others:
            return
        else:
            value = chance.choice(quantity.others)
        if not any(is_same(value, one.value) for one in quantity.case.singles):
            yield f"{value:.{asked.decimals}f}"


def mistyped(right: float, decimals: int, chance: random.Random) -> float:
    """With another sign, a shifted point, two digits exchanged, or one digit wrong."""
    way, text = chance.randrange(4), f"{right:.{decimals}f}"
    digits = [n for n, sign in enumerate(text) if sign.isdigit()]
    if way == 0:
        return -right
    if way == 1:
        return right * chance.choice([10, 0.1, 100])
    signs, at = list(text), chance.randrange(len(digits))
    if way == 2 and at + 1 < len(digits):
        one, other = digits[at], digits[at + 1]
        signs[one], signs[other] = signs[other], signs[one]
    else:
        signs[digits[at]] = chance.choice("0123456789")
    return float("".join(signs))


# ---- learners with a known mistake


class SometimesRounded(RoundedTraces):
    """People who round some of what they write down: each value with a chance of one half."""

    source: np.random.Generator

    def _of(self, network: Network) -> "SometimesRounded":
        found = SometimesRounded(network, self.replacements, self.ways, self.place.named("loss"))
        found.source = self.source
        return found

    def _rounded(self, values: np.ndarray) -> np.ndarray:
        return np.where(self.source.random(np.shape(values)) < 0.5, super()._rounded(values), values)


def learners(quantity: Quantity, way: str, source: np.random.Generator) -> Iterator[tuple[Mistake, float]]:
    singles = quantity.case.singles
    if way == "exact":
        yield from ((one, one.value) for one in singles)
    elif way == "pairs":
        pairs = quantity.case.pairs() if quantity.case.asked.has_pairs else []
        chosen = source.choice(len(pairs), min(LEARNERS, len(pairs)), replace=False) if pairs else []
        yield from ((pairs[at], pairs[at].value) for at in chosen)
    elif quantity.network is not None and quantity.probe and singles:
        place = find_place(quantity.network, quantity.probe)
        made = {one.key: one.replacement for one in variants(quantity.network, place)}
        kind = RoundedTraces if way == "all at 3" else SometimesRounded
        rows = [made.get(one.key, NOTHING) for one in singles]
        traces = kind(quantity.network, rows, [Way(3, True)] * len(rows), place)
        traces.source = source
        yield from zip(singles, traces.at(place).tolist(), strict=True)


# ---- tables


@dataclass
class Tally:
    """Sums over the quantities of one group."""

    mistakes: list[int] = field(default_factory=list)
    decimals: list[int] = field(default_factory=list)
    needed: list[int] = field(default_factory=list)
    looking: list[float] = field(default_factory=list)
    false: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    hits: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0] * 4))

    def add(self, other: "Tally") -> None:
        for name in ("mistakes", "decimals", "needed", "looking"):
            getattr(self, name).extend(getattr(other, name))
        for kind, shares in other.false.items():
            self.false[kind] += shares
        for way, sums in other.hits.items():
            self.hits[way] = [one + two for one, two in zip(self.hits[way], sums, strict=True)]

    def worst(self, when: str, kinds: Sequence[str] = EVEN) -> float:
        return max((share for kind in kinds for share in self.false[when, kind]), default=math.nan)

    def mean(self, when: str, kinds: Sequence[str]) -> float:
        shares = [share for kind in kinds for share in self.false[when, kind]]
        return sum(shares) / len(shares) if shares else math.nan


def measure(quantity: Quantity, before: Before, tally: Tally, seed: int) -> None:
    asked, singles = quantity.case.asked, quantity.case.singles
    tally.mistakes.append(len(singles))
    tally.decimals.append(asked.decimals)
    tally.needed.append(decimals_needed(asked, singles, asked.decimals))
    tally.looking.append(looking_like_a_mistake(asked, singles, asked.decimals))
    for kind in (*EVEN, "near"):
        for when, share in zip(("before", "after"), false_by_formula(quantity, before, kind), strict=True):
            tally.false[when, kind].append(share)
    for kind in SAMPLED:
        wrong = [raw for raw in sampled(quantity, kind, random.Random(seed)) if quantity.is_wrong(raw)]
        if wrong:
            tally.false["before", kind].append(sum(bool(before.told(raw)) for raw in wrong) / len(wrong))
            tally.false["after", kind].append(sum(bool(quantity.after(raw).stories) for raw in wrong) / len(wrong))
    for way in COLUMNS:
        for mistake, value in learners(quantity, way, np.random.default_rng(seed)):
            count_hit(quantity, before, tally, way, mistake, value)


def count_hit(quantity: Quantity, before: Before, tally: Tally, way: str, mistake: Mistake, value: float) -> None:
    raw = f"{value:.{quantity.case.asked.decimals}f}"
    if not math.isfinite(value) or abs(value) > 1e6 or not quantity.is_wrong(raw):
        return
    stories = quantity.after(raw).stories
    named = any(one.mistake.id == mistake.id for one in stories)
    found = named or any(is_same(one.mistake.value, mistake.value) for one in stories)
    before_found = any(is_same(one, mistake.value) for one in before.told(raw))
    for when, told, hit, true in (("before", True, before_found, False), ("after", bool(stories), found, named)):
        sums = tally.hits[when, way]
        for at, one in enumerate((1, told, hit, true)):
            sums[at] += mistake.weight * one


def percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.0f}"


def share(tally: Tally, when: str, way: str) -> str:
    made, _, found, _ = tally.hits[when, way]
    return percent(found / made if made else math.nan)


def named(tally: Tally) -> str:
    _, told, _, true = tally.hits["after", "exact"]
    return percent(true / told if told else math.nan)


HEAD = (
    "| | mistakes | decimals (needed) | look like a mistake | even kinds, worst | near and sampled, mean (worst) "
    "| exact | all at 3 | some at 3 | pairs | named |\n|---|---|---|---|---|---|---|---|---|---|---|"
)


def between(values: Sequence[int]) -> str:
    low, high = min(values), max(values)
    return f"{low}" if low == high else f"{low}–{high}"


def row(name: str, tally: Tally) -> str:
    both = lambda text: " → ".join(text(when) for when in ("before", "after"))  # noqa: E731
    others = ("near", *SAMPLED)
    looking = sorted(tally.looking)[len(tally.looking) // 2]
    cells = [
        name,
        between(tally.mistakes),
        f"{between(tally.decimals)} ({between(tally.needed)})",
        percent(looking),
        both(lambda when: percent(tally.worst(when))),
        both(lambda when: f"{percent(tally.mean(when, others))} ({percent(tally.worst(when, others))})"),
        *(both(lambda when, way=way: share(tally, when, way)) for way in COLUMNS),
        named(tally),
    ]
    return "| " + " | ".join(cells) + " |"


def table(title: str, quantities: Iterator[tuple[Quantity, Before]]) -> None:
    print(f"\n{title}\n\n{HEAD}")
    groups: dict[str, Tally] = {}
    every = Tally()
    began = time.process_time()
    for seed, (quantity, before) in enumerate(quantities):
        group = quantity.group
        if group not in groups and groups:
            last = list(groups)[-1]
            print(row(last, groups[last]), flush=True)
        own = Tally()
        measure(quantity, before, own, seed)
        for tally in (groups.setdefault(group, Tally()), every):
            tally.add(own)
    last = list(groups)[-1]
    print(f"{row(last, groups[last])}\n{row('**all**', every)}")
    print(f"\n({time.process_time() - began:.0f} s of CPU)")


def costs() -> None:
    network = read_network(PRESETS["films"].network if "films" in PRESETS else next(iter(PRESETS.values())).network)
    print("\n| 2-2-1 network | single mistakes, ms | with pairs, ms | one more answer, ms |\n|---|---|---|---|")
    for probe in ("a[2,1]", "loss", "delta[1,1]", "dW[1,1,1]", "W_new[1,1,1]", "loss_new"):
        taken = defaultdict(list)
        for _ in range(9):
            began = time.process_time()
            case = case_of(network, probe, 3, 0.002)
            chart = case.chart(3, False)
            alone = time.process_time()
            case.chart(3, True)
            both = time.process_time()
            find(Decimal("0.123"), case.asked, case.singles, lambda typed, chart=chart: chart)
            for name, cost in (("alone", alone - began), ("both", both - began), ("more", time.process_time() - both)):
                taken[name].append(1000 * cost)
        print(f"| `{probe}` |" + "".join(f" {sorted(costs)[4]:.2f} |" for costs in taken.values()))


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else "all"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    if what in ("presets", "all"):
        table("Presets, as on the page: every earlier step is shown", quantities_of_presets(told=True))
        table("Presets, nothing shown (the API without `told`)", quantities_of_presets(told=False))
    if what in ("questions", "all"):
        table(f"Questions, {count} variants of each", quantities_of_questions(count))
    if what in ("cost", "all"):
        costs()


if __name__ == "__main__":
    main()
