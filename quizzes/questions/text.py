"""A word or two, typed: right when it is one of the accepted answers, however written, or when it fits a pattern."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from quizzes.questions.base import Body, Drawn, Fault, Samples, Unreadable, Verdict
from quizzes.questions.defaults import Defaults
from quizzes.questions.differing_answers import gives
from quizzes.questions.fields import Fields
from quizzes.questions.patterns import PatternError, read_pattern
from quizzes.questions.spelling import mixed_letters, normal
from quizzes.questions.wording import filled

PLEASE = "Write a word or two."
LONGEST = 200  # characters of an answer
MOST_ACCEPTED = 30
NONSENSE = ("qwxzj", "something else", "zzz 000", "?-?", "none of it")


class Text(Defaults):
    name = "text"
    title = "Short text"
    fields = frozenset({"answer"})

    def check(self, body: Body) -> list[Fault]:
        faults: list[Fault] = []
        answer = body.get("answer")
        if not isinstance(answer, Mapping):
            return [Fault("answer", "Please say what is accepted in a table [question.answer].")]
        fields = Fields(body, faults).inside("answer", answer)
        fields.only(("accept", "pattern", "wrong"))
        accept = fields.words("accept", 'Please list what is accepted, such as accept = ["overfitting"].')
        if len(accept) > MOST_ACCEPTED:
            fields.fault("accept", f"Please give at most {MOST_ACCEPTED} answers, or a pattern.")
        check_words(fields, accept)
        check_pattern(fields)
        check_wrong(fields)
        return faults

    def codes(self, body: Body) -> dict[str, str]:
        return dict(places(body))

    def differing_answers(self, body: Body, drawn: Drawn, worked: Drawn) -> list[str]:
        """A text to type that has another number in it, and is not accepted."""
        right, found = (
            [filled(text, one.parameters, one.names, "code") for text in body["answer"]["accept"]]
            for one in (drawn, worked)
        )
        accept, pattern = {normal(text) for text in right}, body["answer"].get("pattern")
        pairs = zip(right, found, strict=True)
        return [gives(text, one) for one, text in pairs if not is_accepted(normal(text), accept, pattern)]

    def unfit(self, body: Body, drawn: Drawn, texts: Mapping[str, str]) -> str | None:
        pattern = body["answer"].get("pattern")
        accept = {normal(texts[place]) for place in texts if place.startswith("answer.accept")}
        for place in texts:
            if place.startswith("answer.wrong") and is_accepted(normal(texts[place]), accept, pattern):
                return f"the wrong answer “{texts[place]}” and the right answer are the same"
        return None

    def ask(self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]) -> dict[str, Any]:
        return {"longest": LONGEST}

    def key(
        self, body: Body, drawn: Drawn, told: Mapping[str, str], ids: Sequence[str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        accept = [told[f"answer.accept.{number}"] for number in range(len(body["answer"]["accept"]))]
        right = {"texts": accept, "pattern": body["answer"].get("pattern", "")}
        wrong = {
            f"own.{number + 1}": {**one, "text": told[f"answer.wrong.{number}.text"]}
            for number, one in enumerate(body["answer"].get("wrong", []))
        }
        return right, wrong

    def parse(self, raw: object, ask: Mapping[str, Any]) -> str:
        """The answer as it is compared."""
        if not isinstance(raw, str):
            raise Unreadable(PLEASE)
        if len(raw) > LONGEST:
            raise Unreadable(f"Write at most {LONGEST} characters.")
        read = normal(raw)
        if not any(sign.isalnum() for sign in read):
            raise Unreadable(PLEASE)
        if mixed := mixed_letters(raw):
            raise Unreadable(mixed)
        return read

    def grade(self, answer: str, right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Verdict:
        if is_accepted(answer, {normal(text) for text in right["texts"]}, right["pattern"]):
            return Verdict(Fraction(1))
        return Verdict(Fraction(0), [told_of(key, one) for key, one in wrong.items() if normal(one["text"]) == answer])

    def right_answer(self, ask: Mapping[str, Any], right: Mapping[str, Any]) -> str:
        return str(right["texts"][0])

    def samples(self, ask: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any]) -> Samples:
        texts = right["texts"]
        accept = {normal(text) for text in texts}
        others = [text for text in NONSENSE if not is_accepted(normal(text), accept, right["pattern"])]
        return Samples(
            right=[*texts, *(f"  {text.upper()} \u00a0" for text in texts)],
            wrong=[text for text in others if any(sign.isalnum() for sign in text)]
            + [one["text"] for one in wrong.values()],
            unreadable=["", "  ", "?!", "\u200b", "x" * (LONGEST + 1), "t\u0430nh", 3, True, [], [texts[0]], {}],
        )


def places(body: Body) -> list[tuple[str, str]]:
    """Every text that an answer is compared with, by its field."""
    answer = body["answer"]
    accept = [(f"answer.accept.{number}", text) for number, text in enumerate(answer["accept"])]
    return accept + [(f"answer.wrong.{number}.text", one["text"]) for number, one in enumerate(answer.get("wrong", []))]


def is_accepted(answer: str, accept: set[str], pattern: str | None) -> bool:
    return answer in accept or bool(pattern and read_pattern(pattern).matches(answer))


def told_of(key: str, one: Mapping[str, Any]) -> dict[str, Any]:
    """Several wrong answers may have one misconception, so the key's own name stands for an answer without one."""
    return {
        "id": one.get("misconception") or key,
        "feedback": one["feedback"],
        "value": one["text"],
        "node": None,
        "kind": "concept",
    }


def check_words(fields: Fields, accept: Sequence[str]) -> None:
    """An answer that nobody could type, or the same one in another spelling."""
    seen: dict[str, str] = {}
    for number, text in enumerate(accept):
        read = normal(text)
        if len(text) > LONGEST or not any(sign.isalnum() for sign in read):
            fields.fault(f"accept.{number}", f"Please give a word or two, at most {LONGEST} characters.")
        elif mixed := mixed_letters(text):
            fields.fault(f"accept.{number}", mixed)
        elif read in seen:
            fields.fault(f"accept.{number}", f"“{seen[read]}” is the same, however written. Remove one.")
        seen[read] = text


def check_pattern(fields: Fields) -> None:
    pattern = fields.text("pattern")
    if pattern is None:
        return
    try:
        machine = read_pattern(pattern)
    except PatternError as error:
        fields.fault("pattern", str(error))
        return
    if all(machine.matches(normal(text)) for text in NONSENSE):
        fields.fault("pattern", "This accepts any answer. Please say more of the word.")


def check_wrong(fields: Fields) -> None:
    for entry, _ in fields.tables("wrong"):
        entry.only(("text", "feedback", "misconception"))
        entry.text("text", "Please write the wrong answer that you expect.")
        entry.text("misconception")
        feedback = entry.text("feedback", "Please say in one sentence what to do about it.")
        if feedback and "{{" in feedback:
            entry.fault("feedback", "Numbers are not filled in here. Please say it without them.")
