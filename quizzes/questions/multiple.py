"""Tick all that apply: every right tick earns its share, every wrong tick costs its share, never below nothing."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Pick, Samples, Unreadable, Verdict
from quizzes.questions.choices import FOREIGN, Choice, check_options, diagnosed, option_picks, rights, twins


class Multiple(Choice):
    name = "multiple"
    title = "Several choices"
    many = True

    def check(self, body: Body) -> list[Fault]:
        faults, truths = check_options(body)
        if truths and all(truth is False for truth in truths):
            faults.append(Fault("options", "At least one option must be right. Write right = true at one of them."))
        if truths and all(truth is True for truth in truths):
            faults.append(
                Fault("options", "At least one option must be wrong, or ticking everything earns everything.")
            )
        return faults

    def picks(self, body: Body, drawn: Drawn) -> dict[str, Pick]:
        return option_picks(body, drawn)

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        truths = rights(body, drawn)
        if not any(truths):
            return "no option is right"
        return "every option is right" if all(truths) else twins(texts, len(truths))

    def parse(self, raw: object, ask: Mapping[str, Any]) -> list[str]:
        """The ticked ids. None ticked is an answer too: otherwise taking back the last tick would bring it back."""
        if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
            raise Unreadable("Please tick the options that apply.")
        known = [option["id"] for option in ask["options"]]
        if any(one not in known for one in raw):
            raise Unreadable(FOREIGN)
        return [one for one in known if one in raw]

    def grade(self, answer: list[str], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        hits = [one for one in answer if one in right["ids"]]
        slips = [one for one in answer if one in wrong]
        fraction = Fraction(len(hits), len(right["ids"])) - Fraction(len(slips), len(wrong))
        detail = {"chosen": answer, "missed": [one for one in right["ids"] if one not in answer]}
        return Verdict(max(fraction, Fraction(0)), diagnosed(slips, wrong), detail)

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        everything = [option["id"] for option in ask["options"]]
        return Samples(
            right=[list(right["ids"]), list(reversed(right["ids"]))],
            wrong=[[], everything, list(wrong), [*right["ids"], next(iter(wrong))]],
            unreadable=["", right["ids"][0], ["none"], [1], [True], {}, 3],
        )
