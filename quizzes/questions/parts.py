"""Several questions in one. A later part is also right where it follows from the learner's own earlier numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from quizzes.questions.base import AskedNumber, Body, Drawn, Fault, Pick, Samples, Sent, Unread, Unreadable, Verdict
from quizzes.questions.cases import lead_of_stored
from quizzes.questions.defaults import Defaults, with_minus
from quizzes.questions.following import Own, follow, held
from quizzes.questions.part import Part, check_parts, parts_of
from quizzes.questions.ranges import accepted
from quizzes.questions.whole import KINDS
from simulator.engine.numbers import written

EMPTY = "Answer at least one part."


class Parts(Defaults):
    name = "parts"
    title = "Several parts"
    fields = frozenset({"parts"})

    def check(self, body: Body) -> list[Fault]:
        return check_parts(body)

    def names(self, body: Body) -> list[str]:
        return [part.name for part in parts_of(body) if part.is_named]

    def conditions(self, body: Body) -> dict[str, str]:
        return gathered(body, lambda part: part.kind.conditions(part.body))

    def numbers(self, body: Body) -> dict[str, Any]:
        return gathered(body, lambda part: part.kind.numbers(part.body))

    def texts(self, body: Body) -> dict[str, str]:
        return gathered(body, lambda part: {"prompt": part.body["prompt"], **part.kind.texts(part.body)})

    def codes(self, body: Body) -> dict[str, str]:
        return gathered(body, lambda part: part.kind.codes(part.body))

    def computed(self, body: Body, drawn: Drawn) -> dict[str, str]:
        found = {}
        for part, own in solved(body, drawn):
            for field, text in part.kind.computed(part.body, own).items():
                found[part.field_of(field)] = text
        return found

    def try_out(self, body: Body, drawn: Drawn) -> list[Fault]:
        faults = []
        for part in parts_of(body):
            for fault in part.kind.try_out(part.body, drawn):
                faults.append(Fault(part.field_of(fault.field), fault.message))
        return faults

    def blank(self, body: Body) -> str | None:
        """The last of what is asked: the way to it leads through the others."""
        return next((probe for part in reversed(parts_of(body)) if (probe := part.kind.blank(part.body))), None)

    def right_value(self, body: Body, drawn: Drawn) -> None:
        solved(body, drawn)  # raises Uncomputable

    def values(self, body: Body, drawn: Drawn) -> dict[str, float]:
        return {
            f"part {part.label}, {name}": value
            for part, own in solved(body, drawn)
            for name, value in part.kind.values(part.body, own).items()
        }

    def asked(self, body: Body, drawn: Drawn) -> list[AskedNumber]:
        return [
            replace(one, field=part.field_of(one.field), label=f"Part {part.label} {one.label.lower()}".strip())
            for part, own in solved(body, drawn)
            for one in part.kind.asked(part.body, own)
        ]

    def picks(self, body: Body, drawn: Drawn) -> dict[str, Pick]:
        found = ((part, part.kind.picks(part.body, own)) for part, own in solved(body, drawn))
        return {part.field_of(field): pick for part, picks in found for field, pick in picks.items()}

    def differing_answers(self, body: Body, drawn: Drawn, worked: Drawn) -> list[str]:
        pairs = zip(solved(body, drawn), solved(body, worked), strict=True)
        return [
            said for (part, own), (_, other) in pairs for said in part.kind.differing_answers(part.body, own, other)
        ]

    def contradictions(self, body: Body, drawn: Drawn) -> list[Fault]:
        found = (
            (part, fault) for part, own in solved(body, drawn) for fault in part.kind.contradictions(part.body, own)
        )
        return [Fault(part.field_of(fault.field), fault.message) for part, fault in found]

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        for part, own in solved(body, drawn):
            reason = part.kind.unfit(part.body, own, part.inside(texts))
            if reason:
                return f"in part {part.label} {reason}"
        return None

    def coinciding(self, body: Body, drawn: Drawn) -> frozenset[str]:
        found = ((part, part.kind.coinciding(part.body, own)) for part, own in solved(body, drawn))
        return frozenset(f"in part {part.label} {key}" for part, keys in found for key in keys)

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        return {"parts": [ask_part(part, own, told, ids) for part, own in solved(body, drawn)]}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        found = solved(body, drawn)
        keys = {}
        prompt = body.get("prompt", "")
        for part, own in found:
            prompt += part.body["prompt"]  # what it states, and what the parts before state
            keys[part.name] = part.kind.key({**part.body, "prompt": prompt}, own, part.inside(told), part.ids(ids))
        rights = {part.name: keys[part.name][0] | part.terms for part, _ in found}
        right = {
            "order": [part.name for part, _ in found],
            "parts": rights,
            "names": drawn.names,
            "reasons": {one: why for right in rights.values() for one, why in right.get("reasons", {}).items()},
            "steps": list(dict.fromkeys(step for right in rights.values() for step in right.get("steps", []))),
            "probe": self.blank(body),
        }
        return right, {name: key[1] for name, key in keys.items()}

    def parse(self, raw: object, ask: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to the parts by name. A part that is empty or cannot be read earns nothing."""
        given = given_parts(raw, ask)
        read = {part["name"]: value for part, answer in given if (value := read_part(part, answer)) is not None}
        if not read:
            raise Unreadable(" ".join(one.sentence for one in self.unread(raw, ask)))
        return read

    def unread(self, raw: object, ask: Mapping[str, Any]) -> list[Unread]:
        given = given_parts(raw, ask)
        if not given:
            return [Unread(EMPTY)]
        return [in_part(part, one) for part, answer in given for one in KINDS[part["type"]].unread(answer, part["ask"])]

    def completed(self, raw: Any, before: Any, ask: Mapping[str, Any]) -> Any:
        earlier = {part["name"]: answer for part, answer in given_parts(before, ask)}
        again = {
            part["name"]: completed_part(part, answer, earlier[part["name"]])
            for part, answer in given_parts(raw, ask)
            if part["name"] in earlier
        }
        return {**raw, **again} if again else raw

    def echo(self, answer: dict[str, Any], ask: Mapping[str, Any]) -> str:
        said = [(part["label"], echo_part(part, answer)) for part in ask["parts"]]
        return "; ".join(f"{label}: {words}" for label, words in said if words)

    def grade(self, answer: dict[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        own, earned, found = Own(), Fraction(0), []
        detail: dict[str, Any] = {"parts": {}, "chosen": [], "notes": []}
        for name in right["order"]:
            if name not in answer:
                continue
            verdict, used = grade_part(name, answer[name], right, wrong, own)
            term = right["parts"][name]
            earned += verdict.fraction * term["points"]
            told = {"part": name, "label": term["label"], "followed": bool(used)}
            found += [{**one, **told, "lead": lead} for one, lead in with_leads(verdict)]
            detail["parts"][name] = {**verdict.detail, "fraction": float(verdict.fraction), **used}
            detail["chosen"] += verdict.detail.get("chosen", [])
            if used and verdict.fraction == 1:
                detail["notes"].append(f"Part {term['label']}: right method on your own number, full credit.")
            own = own.joined(held(name, answer[name], term, right))
        points = sum(term["points"] for term in right["parts"].values())
        return Verdict(earned / points, found, detail)

    def from_form(self, ask: Mapping[str, Any], sent: Sent) -> Any:
        given = {}
        for part in ask["parts"]:
            own = fields_of(sent, f"-{part['name']}")
            given[part["name"]] = KINDS[part["type"]].from_form(part["ask"], own)
        return {name: answer for name, answer in given.items() if answer is not None} or None

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
        parts = {part["name"]: part for part in ask["parts"]}
        return {
            name: KINDS[part["type"]].right_answer(part["ask"], right["parts"][name]) for name, part in parts.items()
        }

    def marks(self, ask: Mapping[str, Any], right: Mapping[str, Any], detail: Mapping[str, Any]) -> dict[str, Any]:
        return {part["name"]: mark(part, right["parts"][part["name"]], detail) for part in ask["parts"]}

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        given = answer if isinstance(answer, dict) else {}
        return {**ask, "parts": [{**part, "answer": given.get(part["name"])} for part in ask["parts"]]}

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {"parts": [reviewed_part(part, item) for part in item["ask"]["parts"]]}

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        exact = self.right_answer(ask, right)
        own = {
            part["name"]: KINDS[part["type"]].samples(part["ask"], right["parts"][part["name"]], wrong[part["name"]])
            for part in ask["parts"]
        }
        first, *others = own
        return Samples(
            right=[exact, {name: samples.right[-1] for name, samples in own.items()}],
            wrong=[
                *({**exact, name: slip} for name, samples in own.items() for slip in samples.wrong),
                {name: exact[name] for name in others},
                *({**exact, first: bad} for bad in own[first].unreadable if others),
            ],
            unreadable=[
                "",
                [],
                {},
                {first: None},
                {"none": "1"},
                3,
                *({name: bad} for name, samples in own.items() for bad in samples.unreadable),
            ],
        )


def fields_of(sent: Sent, start: str) -> Sent:
    """The fields of one part, named as those of a question of its own."""
    return {name.removeprefix(start): values for name, values in sent.items() if f"{name}-".startswith(f"{start}-")}


def gathered(body: Body, of: Any) -> dict[str, Any]:
    """What every part has of a sort, each under its own field."""
    return {part.field_of(field): value for part in parts_of(body) for field, value in of(part).items()}


def solved(body: Body, drawn: Drawn) -> list[tuple[Part, Drawn]]:
    """Each part with its right value; later parts know the values of named earlier ones. Raises Uncomputable."""
    names, found = dict(drawn.names), []
    for part in parts_of(body):
        own = Drawn(drawn.parameters, dict(names), drawn.network, drawn.trace)
        value = part.kind.right_value(part.body, own)
        found.append((part, Drawn(own.parameters, own.names, own.network, own.trace, value)))
        if part.is_named and value is not None:
            names[part.name] = value
    return found


def ask_part(part: Part, own: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
    inside = part.inside(told)
    ask = part.kind.ask(part.body, own, inside, part.ids(ids))
    words = {"name": part.name, "label": part.label, "type": part.kind.name, "points": part.points}
    return {**words, "prompt": inside["prompt"], "ask": ask}


def given_parts(raw: object, ask: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], Any]]:
    """Each part that is answered, with its answer; nothing if a part is named that there is not."""
    if not isinstance(raw, dict) or not raw.keys() <= {part["name"] for part in ask["parts"]}:
        return []
    return [(part, raw[part["name"]]) for part in ask["parts"] if raw.get(part["name"]) is not None]


def read_part(part: Mapping[str, Any], raw: Any) -> Any:
    """The answer to a part; None if it cannot be read."""
    try:
        return KINDS[part["type"]].parse(raw, part["ask"])
    except Unreadable:
        return None


def completed_part(part: Mapping[str, Any], answer: Any, before: Any) -> Any:
    kind = KINDS[part["type"]]
    return before if read_part(part, answer) is None else kind.completed(answer, before, part["ask"])


def in_part(part: Mapping[str, Any], one: Unread) -> Unread:
    place = ".".join(filter(None, (part["name"], one.place)))
    label = ", ".join(filter(None, (f"Part {part['label']}", one.label.lower())))
    return replace(one, place=place, label=label)


def echo_part(part: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    return KINDS[part["type"]].echo(answer[part["name"]], part["ask"]) if part["name"] in answer else ""


def grade_part(
    name: str, answer: Any, right: Mapping[str, Any], wrong: Mapping[str, Any], own: Own
) -> tuple[Verdict, dict[str, Any]]:
    """The verdict by the key; if that is not full, by what follows from the learner's own numbers, if it earns more or
    names the mistake. `used` is what it was judged by then. No mistake is named that was made, or not, before: the
    learner's own numbers are what they continued from.
    """
    term = right["parts"][name]
    kind = KINDS[term["type"]]
    verdict = kind.grade(answer, {**term, "network": right.get("network")}, wrong[name])
    followed = follow(term, right, own) if verdict.fraction < 1 else None
    if followed is None:
        return verdict, {}
    again = kind.grade(answer, *followed)
    if again.fraction < verdict.fraction:
        return verdict, {}
    if again.fraction == verdict.fraction and not again.diagnoses:
        return replace(verdict, diagnoses=[], detail=verdict.detail | again.detail), {}
    return again, {"used": own.told, "right": kind.right_answer({}, followed[0])}


def with_leads(verdict: Verdict) -> list[tuple[dict[str, Any], str]]:
    """The named mistakes of a part, the first with how sure we are."""
    lead = lead_of_stored(verdict.detail.get("finding"), len(verdict.diagnoses))
    return [(one, "" if number else lead) for number, one in enumerate(verdict.diagnoses)]


def listed(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


def mark(part: Mapping[str, Any], right: Mapping[str, Any], detail: Mapping[str, Any]) -> dict[str, Any]:
    """How one part was judged: by the network's numbers, or by those that follow from the learner's own (`used`)."""
    kind, own = KINDS[part["type"]], detail.get("parts", {}).get(part["name"], {})
    return {
        "fraction": own.get("fraction", 0.0),
        "right": kind.right_answer(part["ask"], right),
        "accepted": accepted(right),
        "used": own.get("used"),
        "right_on_used": own.get("right"),
        "marks": kind.marks(part["ask"], right, own),
    }


def reviewed_part(part: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """A part as the review of a question of its own would have it."""
    kind, marks, name = KINDS[part["type"]], item["marks"][part["name"]], part["name"]
    answer = (item["answer"] or {}).get(name)
    value = None if answer is None else read_part(part, answer)
    answer = None if value is None else answer
    earned = marks["fraction"] * part["points"]
    told = [one for one in item["diagnoses"] if one.get("part") == name]
    used = [f"{name} = {written(value)}" for name, value in (marks["used"] or {}).items()]
    return {
        **part,
        **marks,
        "answer": answer,
        "read": None if value is None else kind.echo(value, part["ask"]),
        "grade": {"fraction": marks["fraction"]},
        "earned": earned,
        "reasons": item["reasons"],
        "diagnoses": told,
        "lead": next((one["lead"] for one in told if one.get("lead")), ""),
        "message": None,
        "used_words": ", ".join(used),
        "right_words": ", ".join(with_minus(one) for one in listed(marks["right_on_used"])),
    }
