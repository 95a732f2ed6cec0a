"""Things to be put beside each other: each pair that is right earns its share."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Pick, Samples, Sent, Unreadable, Verdict
from quizzes.questions.choices import FOREIGN
from quizzes.questions.defaults import Defaults, given
from quizzes.questions.differing_answers import picks_of
from quizzes.questions.fields import Fields
from quizzes.questions.labels import labelled

FEWEST, MOST = 2, 8
PLEASE = "Please choose something for each line."


class Matching(Defaults):
    name = "matching"
    title = "Match"
    fields = frozenset({"pairs", "decoys"})

    def check(self, body: Body) -> list[Fault]:
        faults: list[Fault] = []
        fields = Fields(body, faults)
        missing = f"Please give {FEWEST} to {MOST} pairs, each with left, right and reason."
        pairs = fields.tables("pairs", missing)
        if pairs and not FEWEST <= len(pairs) <= MOST:
            fields.fault("pairs", missing)
        for number, (pair, table) in enumerate(pairs):
            check_pair(pair)
            if table.get("left") in [other.get("left") for _, other in pairs[:number] if other.get("left")]:
                pair.fault("left", "Another line says the same. Change one of them.")
        decoys = fields.words("decoys")
        if len(decoys) > MOST:
            fields.fault("decoys", f"Please give at most {MOST}.")
        rights = [table.get("right") for _, table in pairs]
        for number, decoy in enumerate(decoys):
            if decoy in rights:
                fields.fault(f"decoys.{number}", "This is the right side of a pair. Remove it here.")
        if pairs and not faults and len(set(rights) | set(decoys)) < FEWEST:
            fields.fault("pairs", "Everything belongs to the same. Give another right side, or a decoy.")
        return faults

    def texts(self, body: Body) -> dict[str, str]:
        names = ("left", "right", "reason")
        pairs = {f"pairs.{number}.{name}": pair[name] for number, pair in enumerate(body["pairs"]) for name in names}
        return pairs | {f"decoys.{number}": text for number, text in enumerate(body.get("decoys", []))}

    def picks(self, body: Body, drawn: Drawn) -> dict[str, Pick]:
        pairs = {f"pairs.{number}.right": (pair["right"], True) for number, pair in enumerate(body["pairs"])}
        decoys = {f"decoys.{number}": (text, False) for number, text in enumerate(body.get("decoys", []))}
        return picks_of(pairs | decoys, drawn)

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        lefts = [f"pairs.{number}.left" for number in range(len(body["pairs"]))]
        return alike(lefts, texts) or alike(right_sides(body).values(), texts)

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        """Left sides as written, right sides sorted by an id that says nothing."""
        count = len(body["pairs"])
        lefts = [{"id": ids[number], "text": told[f"pairs.{number}.left"]} for number in range(count)]
        rights = [
            {"id": identity, "text": told[field]}
            for identity, field in zip(ids[count:], right_sides(body).values(), strict=False)
        ]
        return {"left": lefts, "options": sorted(rights, key=lambda one: one["id"]), "shuffle": True}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        count = len(body["pairs"])
        by_text = dict(zip(right_sides(body), ids[count:], strict=False))
        lefts = list(zip(ids, body["pairs"], strict=False))
        right = {
            "pairs": [[identity, by_text[pair["right"]]] for identity, pair in lefts],
            "reasons": {ids[number]: told[f"pairs.{number}.reason"] for number in range(count)},
        }
        return right, {identity: pair.get("misconception", "") for identity, pair in lefts}

    def parse(self, raw: object, ask: Mapping[str, Any]) -> dict[str, str]:
        """What was chosen for each left side. A line that is left open earns nothing; the others are graded."""
        if not isinstance(raw, dict) or not all(isinstance(one, str) for one in raw.values()):
            raise Unreadable(PLEASE)
        lefts, rights = ({one["id"] for one in ask[side]} for side in ("left", "options"))
        chosen = {left: right for left, right in raw.items() if right}
        if not raw.keys() <= lefts or not set(chosen.values()) <= rights:
            raise Unreadable(FOREIGN)
        if not chosen:
            raise Unreadable(PLEASE)
        return {one["id"]: chosen[one["id"]] for one in ask["left"] if one["id"] in chosen}

    def grade(self, answer: dict[str, str], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        belongs = dict(right["pairs"])
        slips = [left for left, one in answer.items() if one != belongs[left]]
        fraction = Fraction(len(answer) - len(slips), len(belongs))
        beliefs = [(left, wrong[left]) for left in slips if wrong.get(left)]
        named = [{"id": one, "feedback": "", "value": answer[left], "node": None} for left, one in beliefs]
        return Verdict(fraction, named, {"chosen": slips})

    def from_form(self, ask: Mapping[str, Any], sent: Sent) -> Any:
        chosen = {one["id"]: next(iter(given(sent, f"-{one['id']}")), "") for one in ask["left"]}
        return {left: right for left, right in chosen.items() if right} or None

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, str]:
        return dict(right["pairs"])

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        chosen = answer if isinstance(answer, dict) else {}
        return {
            **ask,
            **labelled(ask["options"]),
            "left": [{**one, "chosen": chosen.get(one["id"], "")} for one in ask["left"]],
        }

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        texts = {option["id"]: option["text"] for option in item["ask"]["options"]}
        chosen = item["answer"] or {}
        pairs = [
            {
                "left": one["text"],
                "right": texts[item["right"][one["id"]]],
                "given": texts.get(chosen.get(one["id"]) or "", ""),
                "reason": item["reasons"].get(one["id"], ""),
                "tone": tone(chosen.get(one["id"]), item["right"][one["id"]]),
            }
            for one in item["ask"]["left"]
        ]
        return {"pairs": pairs}

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        pairs = self.right_answer(ask, right)
        first = next(iter(pairs))
        others = [option["id"] for option in ask["options"] if option["id"] != pairs[first]]
        return Samples(
            right=[pairs, dict(reversed(pairs.items()))],
            wrong=[pairs | {first: others[0]}, {left: one for left, one in pairs.items() if left != first}],
            unreadable=["", [], {}, {first: ""}, {first: "none"}, {"none": others[0]}, {first: 1}, list(pairs), 3],
        )


def check_pair(pair: Fields) -> None:
    pair.only(("left", "right", "reason", "misconception"))
    pair.text("left", "Please write what stands on the left.")
    pair.text("right", "Please write what belongs to it.")
    pair.text("reason", "Please say why these belong together.")
    pair.text("misconception")


def right_sides(body: Body) -> dict[str, str]:
    """The different right sides, as written, each with a field that says it: several lines may have the same."""
    fields: dict[str, str] = {}
    for number, pair in enumerate(body["pairs"]):
        fields.setdefault(pair["right"], f"pairs.{number}.right")
    return fields | {text: f"decoys.{number}" for number, text in enumerate(body.get("decoys", []))}


def alike(fields: Any, texts: Mapping[str, str]) -> str | None:
    """Two sides that read the same once their numbers are filled in."""
    seen: dict[str, str] = {}
    for field in fields:
        first = seen.setdefault(texts[field].strip(), field)
        if first != field:
            return f"{first} and {field} read the same"
    return None


def tone(given: str | None, right: str) -> str:
    return "open" if not given else "right" if given == right else "wrong"
