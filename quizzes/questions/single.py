"""One of several options is right."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Samples, Verdict
from quizzes.questions.choices import (
    ask_options,
    check_options,
    diagnosed,
    key_options,
    option_conditions,
    option_texts,
    read_choice,
    rights,
    twins,
)


class Single:
    name = "single"
    title = "One choice"
    fields = frozenset({"options", "shuffle"})

    def check(self, body: Body) -> list[Fault]:
        faults, truths = check_options(body)
        settled = truths and all(isinstance(truth, bool) for truth in truths)
        if settled and truths.count(True) != 1:
            faults.append(Fault("options", f"Exactly one option must be right; {truths.count(True)} are. Change the others."))
        return faults

    def conditions(self, body: Body) -> dict[str, str]:
        return option_conditions(body)

    def numbers(self, body: Body) -> dict[str, Any]:
        return {}

    def texts(self, body: Body) -> dict[str, str]:
        return option_texts(body)

    def right_value(self, body: Body, drawn: Drawn) -> None:
        return None

    def collision(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> tuple[str, str] | None:
        right = [f"option {number}" for number, truth in enumerate(rights(body, drawn), start=1) if truth]
        if len(right) != 1:
            return (right[0], right[1]) if right else ("no option", "the right answer")
        return twins(texts, len(body["options"]))

    def ask(self, body: Body, drawn: Drawn, html: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        return ask_options(body, html, ids, many=False)

    def key(
        self, body: Body, drawn: Drawn, html: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        return key_options(body, drawn, html, ids)

    def parse(self, raw: object, ask: Mapping[str, Any]) -> str:
        return read_choice(raw, ask)

    def echo(self, answer: str, ask: Mapping[str, Any]) -> str:
        return ""

    def grade(self, answer: str, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        return Verdict(Fraction(answer in right["ids"]), diagnosed([answer], wrong), {"chosen": [answer]})

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        others = [option["id"] for option in ask["options"] if option["id"] not in right["ids"]]
        return Samples(right=list(right["ids"]), wrong=others, unreadable=["", "none", 1, True, [], right["ids"], {}])
