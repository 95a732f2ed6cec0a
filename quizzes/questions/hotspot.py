"""A place in the drawn network: a unit or a weight, chosen in the drawing or from a list. Each place has its reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault
from quizzes.questions.choices import OneChoice, check_right, is_right, key_choices
from quizzes.questions.drawing import missing_probes
from quizzes.questions.fields import Fields
from simulator.engine.network import Network, read_network
from simulator.engine.probes import Place, parse
from simulator.stepping.steps import source_of, unit_of

FEWEST, MOST = 2, 24
PLACES = ("x", "a", "W")  # what the drawing has a shape of its own for
FORM = "Please name a place of the drawing: x[1] is an input, a[1,2] a unit (layer, unit), W[1,2,1] a weight."


class Hotspot(OneChoice):
    name = "hotspot"
    title = "Place in the network"
    fields = frozenset({"spots"})

    def check(self, body: Body) -> list[Fault]:
        faults: list[Fault] = []
        fields = Fields(body, faults)
        missing = f"Please give {FEWEST} to {MOST} places to choose from, each with probe, right and reason."
        spots = fields.tables("spots", missing)
        if spots and not FEWEST <= len(spots) <= MOST:
            fields.fault("spots", missing)
        seen: list[str] = []
        for spot, _ in spots:
            check_spot(spot, seen)
        truths = [table.get("right") for _, table in spots]
        if truths and all(isinstance(truth, bool) for truth in truths) and len(set(truths)) == 1:
            fields.fault("spots", f"Every place is {'right' if truths[0] else 'wrong'}. Change that at one of them.")
        if body.get("network") is None:
            fields.fault("spots", "A place needs a network. Add the table [question.network].")
        if body.get("show_network") is False:
            fields.fault("show_network", "The place is chosen in the drawing. Remove this.")
        return faults

    def conditions(self, body: Body) -> dict[str, str]:
        found = {f"spots.{number}.right": spot["right"] for number, spot in enumerate(body["spots"])}
        return {field: text for field, text in found.items() if isinstance(text, str)}

    def texts(self, body: Body) -> dict[str, str]:
        return {f"spots.{number}.reason": spot["reason"] for number, spot in enumerate(body["spots"])}

    def try_out(self, body: Body, drawn: Drawn) -> list[Fault]:
        if drawn.network is not None and isinstance(drawn.network["inputs"][0], list):
            return [Fault("network.inputs", "The drawing shows one example. Give one, without brackets in brackets.")]
        spots = enumerate(probes_of(body))
        return [fault for number, probe in spots for fault in missing_probes(drawn, f"spots.{number}.probe", [probe])]

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        truths = truths_of(body, drawn)
        if len(set(truths)) > 1:
            return None
        return "every place is right" if truths[0] else "no place is right"

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        """The places by their probes, which is how they travel: a drawing says where they are, not which is right."""
        network = read_network(drawn.network)
        options = [{"id": probe, "text": in_words(network, parse(probe))} for probe in probes_of(body)]
        return {"options": options, "many": False, "shuffle": False}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        reasons = [told[f"spots.{number}.reason"] for number in range(len(body["spots"]))]
        beliefs = [spot.get("misconception", "") for spot in body["spots"]]
        return key_choices(truths_of(body, drawn), reasons, beliefs, probes_of(body))

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """The drawing shows the right place, or the one that was chosen in its stead."""
        rights = [option["id"] for option in item["ask"]["options"] if option["id"] == item["right"]]
        missed = item["answer"] is not None and (item["grade"] or {}).get("fraction") != 1
        return super().as_reviewed(item) | {"spot": rights[0], "slip": item["answer"] if missed else None}


def check_spot(spot: Fields, seen: list[str]) -> None:
    spot.only(("probe", "right", "reason", "misconception"))
    probe = spot.text("probe", FORM)
    if probe:
        name = canonical(probe)
        if name is None:
            spot.fault("probe", FORM)
        elif name in seen:
            spot.fault("probe", "This place stands here twice. Remove one.")
        else:
            seen.append(name)
    check_right(spot)
    spot.text("reason", "Please say why this place is right or wrong.")
    spot.text("misconception")


def canonical(probe: str) -> str | None:
    """The probe as the drawing writes it; None where it is no place of a drawing."""
    try:
        place = parse("".join(probe.split()))
    except ValueError:
        return None
    return str(place) if place.name in PLACES and place.example is None else None


def probes_of(body: Body) -> list[str]:
    return [canonical(spot["probe"]) or spot["probe"] for spot in body["spots"]]


def truths_of(body: Body, drawn: Drawn) -> list[bool]:
    return [is_right(spot["right"], drawn) for spot in body["spots"]]


def in_words(network: Network, place: Place) -> str:
    if place.name == "x":
        return f"Input {place.unit}"
    target = unit_of(network, place.layer, place.unit)
    words = target if place.name == "a" else f"the weight from {source_of(network, place)} to {target}"
    return words[0].upper() + words[1:]
