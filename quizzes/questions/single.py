"""One of several options is right."""

from collections.abc import Mapping

from quizzes.questions.base import Body, Drawn, Fault
from quizzes.questions.choices import OneChoice, check_options, rights, twins


class Single(OneChoice):
    name = "single"
    title = "One choice"

    def check(self, body: Body) -> list[Fault]:
        faults, truths = check_options(body)
        settled = truths and all(isinstance(truth, bool) for truth in truths)
        if settled and truths.count(True) != 1:
            faults.append(
                Fault("options", f"Exactly one option must be right; here {truths.count(True)} are. Change that.")
            )
        return faults

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        right = [f"option {number}" for number, truth in enumerate(rights(body, drawn), start=1) if truth]
        if len(right) != 1:
            return f"{right[0]} and {right[1]} are both right" if right else "no option is right"
        return twins(texts, len(body["options"]))
