"""What the types with options share: their fields, ids that say nothing, reasons, and reading a choice."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Pick, Samples, Sent, Unreadable, Verdict
from quizzes.questions.computed import holds
from quizzes.questions.defaults import Defaults, given
from quizzes.questions.differing_answers import picks_of
from quizzes.questions.fields import Fields
from simulator.engine.typed_numbers import read_number

FEWEST, MOST = 2, 8
OPTION_FIELDS = ("text", "right", "reason", "misconception")
VALUED_FIELDS = ("value", "idea")  # of an option that is a number
CHOOSE = "Please choose one of the options."
FOREIGN = "That option is not one of this question. Please choose again."


def check_options(body: Body, valued: bool = False) -> tuple[list[Fault], list[Any]]:
    """The faults of all options, and what each says of being right: true, false or an expression. With `valued`, an
    option may be a number that is computed in place of a text.
    """
    faults: list[Fault] = []
    fields = Fields(body, faults)
    fields.truth("shuffle")
    options = fields.tables("options", f"Please give {FEWEST} to {MOST} options, each with text, right and reason.")
    if options and not FEWEST <= len(options) <= MOST:
        fields.fault("options", f"Please give {FEWEST} to {MOST} options.")
    for number, (option, table) in enumerate(options):
        check_option(option, table, valued)
        if table.get("text") in [other.get("text") for _, other in options[:number] if other.get("text")]:
            option.fault("text", "Another option says the same. Change one of them.")
    return faults, [table.get("right", False if valued and is_valued(table) else None) for _, table in options]


def check_option(option: Fields, table: Mapping[str, Any], valued: bool) -> None:
    is_text = not (valued and is_valued(table))
    option.only((*OPTION_FIELDS, *VALUED_FIELDS) if valued else OPTION_FIELDS)
    if is_text:
        option.text("text", "Please write what this option says.")
    if is_text or "right" in table:
        check_right(option)
    option.text("reason", "Please say why this option is right or wrong." if "idea" not in table else None)
    option.text("misconception")


def is_valued(option: Mapping[str, Any]) -> bool:
    """Whether an option is a number: of an expression, of a misconception, or the right one."""
    return any(name in option for name in VALUED_FIELDS) or ("text" not in option and option.get("right") is True)


def check_right(fields: Fields, name: str = "right") -> None:
    if not isinstance(fields.table.get(name), bool | str):
        fields.fault(name, "Please say whether this is right: true or false, or a condition in quotes.")


def option_conditions(body: Body) -> dict[str, str]:
    """Where an option is right under a condition: the field and the condition."""
    rights = {f"options.{number}.right": option.get("right") for number, option in enumerate(body["options"])}
    return {path: right for path, right in rights.items() if isinstance(right, str)}


def is_right(right: bool | str, drawn: Drawn) -> bool:
    return right if isinstance(right, bool) else holds(right, drawn)


def rights(body: Body, drawn: Drawn) -> list[bool]:
    return [is_right(option.get("right", False), drawn) for option in body["options"]]


def option_texts(body: Body) -> dict[str, str]:
    return {
        f"options.{number}.{name}": option[name]
        for number, option in enumerate(body["options"])
        for name in ("text", "reason")
        if name in option
    }


def option_picks(body: Body, drawn: Drawn) -> dict[str, Pick]:
    truths = enumerate(zip(body["options"], rights(body, drawn), strict=True))
    texts = {f"options.{n}.text": (option["text"], right) for n, (option, right) in truths if "text" in option}
    return picks_of(texts, drawn)


def twins(texts: Mapping[str, str], count: int) -> str | None:
    """Two options that would read the same once their numbers are filled in. So do 0.5 and 0.50."""
    seen: dict[Any, int] = {}
    for number in range(count):
        text = texts[f"options.{number}.text"].strip()
        value = read_number(text)
        first = seen.setdefault(text if value is None else value, number)
        if first != number:
            return f"option {first + 1} and option {number + 1} read the same"
    return None


def ask_options(body: Body, told: Mapping[str, str], ids: Sequence[str], many: bool) -> dict[str, Any]:
    """The options as shown. Sorted by an id that says nothing, unless the author asked for the written order."""
    options = [{"id": ids[number], "text": told[f"options.{number}.text"]} for number in range(len(body["options"]))]
    shuffle = body.get("shuffle", True)
    if shuffle:
        options.sort(key=lambda option: option["id"])
    return {"options": options, "many": many, "shuffle": shuffle}


def key_options(
    body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    reasons = [told[f"options.{number}.reason"] for number in range(len(body["options"]))]
    beliefs = [option.get("misconception", "") for option in body["options"]]
    return key_choices(rights(body, drawn), reasons, beliefs, ids)


def key_choices(
    truths: Sequence[bool], reasons: Sequence[str], beliefs: Sequence[str], ids: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is right, every reason, and the belief behind each wrong choice."""
    known = list(zip(ids, truths, reasons, beliefs, strict=False))
    right = {"ids": [one for one, truth, _, _ in known if truth], "reasons": {one: why for one, _, why, _ in known}}
    return right, {one: belief for one, truth, _, belief in known if not truth}


def read_choice(raw: object, ask: Mapping[str, Any]) -> str:
    if not isinstance(raw, str) or not raw:
        raise Unreadable(CHOOSE)
    if raw not in [option["id"] for option in ask["options"]]:
        raise Unreadable(FOREIGN)
    return raw


def diagnosed(chosen: Sequence[str], wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    """The beliefs behind wrong options that were chosen, where the author named them. Their reasons are in the key."""
    return [{"id": wrong[one], "feedback": "", "value": one, "node": None} for one in chosen if wrong.get(one)]


def noted(option: Mapping[str, Any], item: Mapping[str, Any], many: bool) -> dict[str, Any]:
    """An option after release: whether it is right, whether it was chosen, and its reason."""
    rights = item["right"] if isinstance(item["right"], list) else [item["right"]]
    answer = item["answer"] if isinstance(item["answer"], list) else [item["answer"]]
    chosen = option["id"] in answer
    tone, note = NOTES[many][option["id"] in rights, chosen]
    return {**option, "chosen": chosen, "tone": tone, "note": note, "reason": item["reasons"].get(option["id"], "")}


# (right, chosen) → the sign and what is said of an option, where one is chosen and where several are ticked
NOTES = {
    False: {
        (True, True): ("right", "your answer, right"),
        (True, False): ("right", "the right answer"),
        (False, True): ("wrong", "your answer, wrong"),
        (False, False): ("open", "not right"),
    },
    True: {
        (True, True): ("right", "you ticked it, rightly"),
        (True, False): ("wrong", "you left it out; it holds"),
        (False, True): ("wrong", "you ticked it; it does not hold"),
        (False, False): ("right", "rightly left out"),
    },
}


class Choice(Defaults):
    """What holds for every type whose answer is picked and not computed."""

    fields = frozenset({"options", "shuffle"})
    many = False

    def conditions(self, body: Body) -> dict[str, str]:
        return option_conditions(body)

    def texts(self, body: Body) -> dict[str, str]:
        return option_texts(body)

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        return ask_options(body, told, ids, self.many)

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        return key_options(body, drawn, told, ids)

    def from_form(self, ask: Mapping[str, Any], sent: Sent) -> Any:
        chosen = given(sent)
        return (chosen if self.many else chosen[0]) if chosen else None

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> Any:
        return list(right["ids"]) if self.many else right["ids"][0]

    def as_answered(self, ask: Mapping[str, Any], answer: Any) -> dict[str, Any]:
        chosen = answer if isinstance(answer, list) else [answer]
        return {**ask, "options": [{**option, "chosen": option["id"] in chosen} for option in ask["options"]]}

    def as_reviewed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {"options": [noted(option, item, self.many) for option in item["ask"]["options"]]}


class OneChoice(Choice):
    """What holds where exactly one of the options is chosen."""

    def parse(self, raw: object, ask: Mapping[str, Any]) -> str:
        return read_choice(raw, ask)

    def grade(self, answer: str, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        return Verdict(Fraction(answer in right["ids"]), diagnosed([answer], wrong), {"chosen": [answer]})

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        unreadable = ["", "none", "True", 1, True, False, [], right["ids"], {}]
        return Samples(right=list(right["ids"]), wrong=list(wrong), unreadable=unreadable)
