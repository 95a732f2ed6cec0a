"""Code with one faulty line: choose it. Every line has its reason, the faulty one says how to mend it."""

from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault
from quizzes.questions.choices import OneChoice, check_right, is_right, key_choices
from quizzes.questions.fields import Fields

FEWEST, MOST = 2, 20
LONGEST = 200  # characters of a line


class Line(OneChoice):
    name = "line"
    title = "Faulty line"
    fields = frozenset({"lines"})

    def check(self, body: Body) -> list[Fault]:
        faults: list[Fault] = []
        fields = Fields(body, faults)
        missing = f"Please give {FEWEST} to {MOST} lines of code, each with code and reason."
        lines = fields.tables("lines", missing)
        if lines and not FEWEST <= len(lines) <= MOST:
            fields.fault("lines", missing)
        for line, table in lines:
            line.only(("code", "faulty", "reason", "misconception"))
            code = line.text("code", "Please write the code of this line.")
            if code and ("\n" in code or len(code) > LONGEST):
                line.fault("code", f"Please write one line, at most {LONGEST} characters.")
            line.text("reason", "Please say what is wrong with this line, or why it is right.")
            line.text("misconception")
            if "faulty" in table:
                check_right(line, "faulty")
        truths = [table.get("faulty", False) for _, table in lines]
        if truths and not any(isinstance(truth, str) for truth in truths) and truths.count(True) != 1:
            fields.fault("lines", f"Exactly one line must be faulty; here {truths.count(True)} are. Change that.")
        return faults

    def conditions(self, body: Body) -> dict[str, str]:
        found = {f"lines.{number}.faulty": line.get("faulty") for number, line in enumerate(body["lines"])}
        return {field: text for field, text in found.items() if isinstance(text, str)}

    def texts(self, body: Body) -> dict[str, str]:
        return {f"lines.{number}.reason": line["reason"] for number, line in enumerate(body["lines"])}

    def codes(self, body: Body) -> dict[str, str]:
        return {f"lines.{number}.code": line["code"] for number, line in enumerate(body["lines"])}

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        faulty = [f"line {number}" for number, truth in enumerate(truths_of(body, drawn), start=1) if truth]
        if len(faulty) == 1:
            return None
        return f"{faulty[0]} and {faulty[1]} are both faulty" if faulty else "no line is faulty"

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        lines = [{"id": ids[number], "code": told[f"lines.{number}.code"]} for number in range(len(body["lines"]))]
        return {"options": lines, "many": False, "shuffle": False}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        reasons = [told[f"lines.{number}.reason"] for number in range(len(body["lines"]))]
        beliefs = [line.get("misconception", "") for line in body["lines"]]
        return key_choices(truths_of(body, drawn), reasons, beliefs, ids)


def truths_of(body: Body, drawn: Drawn) -> list[bool]:
    return [is_right(line.get("faulty", False), drawn) for line in body["lines"]]
