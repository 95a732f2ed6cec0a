"""Lines to be put in order. Each pair of neighbours that is right earns its share, wherever in the list it stands."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Samples, Sent, Unreadable, Verdict
from quizzes.questions.choices import FOREIGN
from quizzes.questions.defaults import Defaults, given
from quizzes.questions.fields import Fields
from quizzes.questions.labels import labelled

FEWEST, MOST = 3, 10
PLEASE = "Please give each line a place of its own."


class Ordering(Defaults):
    name = "ordering"
    title = "Put in order"
    fields = frozenset({"items"})

    def check(self, body: Body) -> list[Fault]:
        faults: list[Fault] = []
        fields = Fields(body, faults)
        missing = f"Please give {FEWEST} to {MOST} lines in their right order, each with text and reason."
        items = fields.tables("items", missing)
        if items and not FEWEST <= len(items) <= MOST:
            fields.fault("items", missing)
        for number, (item, table) in enumerate(items):
            item.only(("text", "reason"))
            item.text("text", "Please write what this line says.")
            item.text("reason", "Please say why this line stands here.")
            if table.get("text") in [other.get("text") for _, other in items[:number] if other.get("text")]:
                item.fault("text", "Another line says the same. Change one of them.")
        return faults

    def texts(self, body: Body) -> dict[str, str]:
        return {
            f"items.{number}.{name}": item[name]
            for number, item in enumerate(body["items"])
            for name in ("text", "reason")
        }

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        seen: dict[str, int] = {}
        for number in range(len(body["items"])):
            first = seen.setdefault(texts[f"items.{number}.text"].strip(), number)
            if first != number:
                return f"line {first + 1} and line {number + 1} read the same"
        return None

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        """The lines sorted by an id that says nothing of their order."""
        lines = [{"id": ids[number], "text": told[f"items.{number}.text"]} for number in range(len(body["items"]))]
        return {"options": sorted(lines, key=lambda line: line["id"]), "shuffle": True}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        order = list(ids[: len(body["items"])])
        reasons = {identity: told[f"items.{number}.reason"] for number, identity in enumerate(order)}
        return {"ids": order, "reasons": reasons}, {}

    def parse(self, raw: object, ask: Mapping[str, Any]) -> list[str]:
        if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
            raise Unreadable(PLEASE)
        known = {option["id"] for option in ask["options"]}
        if any(one and one not in known for one in raw):
            raise Unreadable(FOREIGN)
        if len(raw) != len(known) or set(raw) != known:
            raise Unreadable(PLEASE)
        return list(raw)

    def grade(self, answer: list[str], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        follows = dict(pairwise(right["ids"]))
        hits = [follows.get(one) == other for one, other in pairwise(answer)]
        misplaced = [one for one, place in zip(answer, right["ids"], strict=True) if one != place]
        return Verdict(Fraction(sum(hits), len(hits)), [], {"chosen": misplaced[:1]})

    def from_form(self, ask: Mapping[str, Any], sent: Sent) -> Any:
        chosen = [next(iter(given(sent, f"-{place}")), "") for place in range(len(ask["options"]))]
        return chosen if any(chosen) else None

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
        return list(right["ids"])

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        """A list for each place, with what was chosen there; and the lines in the order that was chosen."""
        options = labelled(ask["options"])["options"]
        chosen = answer if isinstance(answer, list) and len(answer) == len(options) else [""] * len(options)
        by_id = {option["id"]: option for option in options}
        return {
            **ask,
            **labelled(ask["options"]),
            "places": [{"number": number, "chosen": one} for number, one in enumerate(chosen)],
            "lines": [by_id[one] for one in chosen] if set(chosen) == set(by_id) else options,
        }

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """The lines in their right order, each with the place that it was given and why it stands here."""
        texts = {option["id"]: option["text"] for option in item["ask"]["options"]}
        given = {identity: place for place, identity in enumerate(item["answer"] or [], start=1)}
        lines = [
            {
                "text": texts[identity],
                "reason": item["reasons"].get(identity, ""),
                "given": given.get(identity),
                "tone": "open" if not given else "right" if given.get(identity) == place else "wrong",
            }
            for place, identity in enumerate(item["right"], start=1)
        ]
        follows = dict(pairwise(item["right"]))
        hits = sum(follows.get(one) == other for one, other in pairwise(item["answer"] or []))
        neighbours = f"{hits} of {len(follows)} pairs of neighbours were right" if item["answer"] else ""
        return {"lines": lines, "neighbours": neighbours}

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        order = list(right["ids"])
        return Samples(
            right=[order],
            wrong=[order[::-1], [*order[1:], order[0]], [order[1], order[0], *order[2:]]],
            unreadable=["", order[0], [], order[1:], [*order, order[0]], [order[0]] * len(order), ["x"] * 3, [1], {}],
        )
