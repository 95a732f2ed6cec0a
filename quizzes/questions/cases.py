"""What a stored key knows about wrong numbers, as a case for the charts. Keys of earlier versions know less."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from quizzes.questions.base import Body
from quizzes.questions.ranges import asked_precision, precision_of
from quizzes.questions.wording import Hole, holes
from simulator.engine.cells import Mistake
from simulator.engine.chance import range_of, sensible_range
from simulator.engine.charts import Asked, Finding, Story
from simulator.engine.diagnosis import possible_step, ruled_out, usual_weights
from simulator.engine.explaining import LEADS, SURE, Case, explain_alone, lead_of, said_of
from simulator.engine.network import Network, read_network
from simulator.engine.pairs import pairs_of
from simulator.engine.probes import UnknownProbe, parse

Terms = Mapping[str, Any]  # of a key


def stated_probes(body: Body) -> list[str]:
    """The quantities of the network whose values the prompt states."""
    shown = {hole.name for hole in holes(body.get("prompt", "")) if isinstance(hole, Hole)}
    found = [_probe(text) for name, text in body.get("let", {}).items() if name in shown]
    return [probe for probe in found if probe]


def _probe(text: Any) -> str | None:
    try:
        return str(parse(text)) if isinstance(text, str) else None
    except UnknownProbe:
        return None


def case_of_key(right: Terms, wrong: Mapping[str, Terms]) -> Case:
    """The case of one number. A key without a range, weights or rounded values gets what follows from its values."""
    network, probe = _network(right), right.get("probe")
    excluded = ruled_out(network, right["told"]) if network and right.get("told") else ()
    weight = usual_weights(network, probe) if network and probe else _alike
    singles = [
        Mistake(key, one["value"], step, _weight(key, one, weight), tuple(one.get("rounded", ())))
        for key, one in wrong.items()
        if (step := _step(key, one, probe, excluded)) is not None
    ]
    low, high = right.get("range") or usual_range(network, probe, right["value"], wrong)
    has_pairs = network is not None and probe is not None
    value, precision = right["value"], precision_of(right)
    decimals = max(0, precision.decimals_at(value))
    asked = Asked(value, decimals, precision.tolerance_at(value), low, high, has_pairs)
    return Case(asked, singles, lambda: _pairs(network, probe, asked, singles))


def _step(key: str, one: Terms, probe: str | None, excluded: Collection[str]) -> str | None:
    """Where a mistake can have happened; "" for one that an author named, None for one that is ruled out."""
    if one["node"] is None or probe is None:
        return one["node"] or ""
    return possible_step(key.partition("@")[0], one["node"], probe, excluded)


def places_at(answer: Terms, value: float) -> int:
    """To how many decimals an author asks for a value."""
    return max(0, asked_precision(answer).decimals_at(value))


def usual_range(
    network: Network | None, probe: str | None, right: float, wrong: Mapping[str, Terms]
) -> tuple[float, float]:
    values = [one["value"] for one in wrong.values()]
    return range_of(network, probe, right, values) if network and probe else sensible_range(right, values)


def _network(right: Terms) -> Network | None:
    return read_network(right["network"]) if right.get("network") else None


def _alike(identity: str, layer: int | None) -> float:
    return 1.0


def _weight(key: str, one: Terms, usual: Callable[[str, int | None], float]) -> float:
    identity, _, layer = key.partition("@")
    return float(one["weight"]) if "weight" in one else usual(identity, int(layer) if layer else None)


def _pairs(network: Network | None, probe: str | None, asked: Asked, singles: list[Mistake]) -> list[Mistake]:
    assert network is not None, "a case without a network has no pairs"
    assert probe is not None, "nor has one without a probe"
    return pairs_of(network, probe, asked.right, asked.decimals, singles)


def explained_alone(
    answer: Decimal, right: Terms, wrong: Mapping[str, Terms]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The single mistakes that are named for a wrong number, and how sure that is. Cheap: all of it is stored."""
    found = explain_alone(answer, case_of_key(right, wrong))
    return told(found, wrong), as_stored(found)


def told(found: Finding, wrong: Mapping[str, Terms]) -> list[dict[str, Any]]:
    """The named mistakes as a grade stores them."""
    return [_told(story, wrong) for story in found.stories]


def _told(story: Story, wrong: Mapping[str, Terms]) -> dict[str, Any]:
    mistake = story.mistake
    first, *_ = mistake.keys
    return {
        "id": mistake.id,
        "key": mistake.key,
        "feedback": said_of(mistake, lambda key: wrong[key]["feedback"]),
        "value": mistake.value,
        "node": mistake.node or None,
        "kind": wrong[first]["kind"],
        "share": round(story.share, 4),
    }


def as_stored(found: Finding) -> dict[str, Any]:
    """How sure a diagnosis is, as a grade stores it."""
    return {
        "verdict": found.verdict,
        "confidence": round(found.confidence, 4),
        "by_chance": round(found.by_chance, 4),
        "decimals_to_tell": found.decimals_to_tell,
    }


def lead_of_stored(finding: Terms | None, count: int) -> str:
    """What comes before the mistakes that a grade names. Grades of earlier versions have no finding, only mistakes."""
    if finding is None:
        return OLDER.get(count, SEVERAL) if count > 1 else ""
    sure = SURE if finding["confidence"] is None else finding["confidence"]
    return lead_of(Finding(finding["verdict"], (), sure, 0.0, finding["decimals_to_tell"]))


OLDER, SEVERAL = {2: LEADS["two"]}, LEADS["several"].partition(".")[0] + ":"
