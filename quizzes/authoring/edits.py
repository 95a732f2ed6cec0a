"""Publishing what was written in the forms: once for each meaning, and never over what somebody else published."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from quizzes import publishing
from quizzes.authoring.typed import entry
from quizzes.formats.toml_questions import read_source
from quizzes.formats.toml_writing import write_question
from quizzes.models import Question, Version
from quizzes.publishing.drafts import prepare
from quizzes.publishing.versions import missing_concepts, write_over
from quizzes.questions.base import Fault, QuestionError

TAKEN = "Another question has this name. Please choose a different one."
DEFAULTS: dict[str, Any] = {"shuffle": True, "show_network": True, "use": "any", "open_after_release": True}
ROW_DEFAULTS = {"right": False, "faulty": False, "follow": True, "points": 1}  # of an option, a line, a part
COMPUTED = ("draw", "network", "answer")  # where "0.5" and 0.5 are the same number


class OutdatedError(Exception):
    """Somebody published while this was written; `published` is what stands now."""

    def __init__(self, published: Version) -> None:
        super().__init__(str(published))
        self.published = published


def publish_new(slug: str, body: Mapping[str, Any], *, author: Any) -> Version:
    """Raises QuestionError, also where the name is taken. The same sent twice is published once."""
    there = Question.objects.filter(slug=slug).select_related("published").first()
    if there is not None and there.published is not None and is_same(body, there.published.body):
        return there.published
    if there is not None:
        raise QuestionError([Fault("slug", TAKEN)])
    try:
        return publishing.publish_written(slug, body, author=author)
    except IntegrityError as error:
        raise QuestionError([Fault("slug", TAKEN)]) from error


def publish_edit(question: Question, body: Mapping[str, Any], *, began: int, author: Any) -> Version:
    """The next version of a question that was at version `began` when it was opened; the published one if it says the
    same. Raises QuestionError, and OutdatedError where somebody else published meanwhile.
    """
    if question.published is not None and is_same(body, question.published.body):
        return question.published
    refuse_outdated(question, began)
    source = write_question(question.slug, body)
    body = read_source(source)  # what is published is what its source says
    missing_concepts(body)
    draft = prepare(question.slug, body, source)
    with transaction.atomic():
        locked = Question.objects.select_for_update(of=("self",)).select_related("published").get(pk=question.pk)
        refuse_outdated(locked, began)  # once more: drawing took its time
        return write_over(locked, draft, author)


def refuse_outdated(question: Question, began: int) -> None:
    if question.published is not None and question.published.number != began:
        raise OutdatedError(question.published)


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two bodies ask the same: defaults that are written out and the look of a number make no version."""
    return meaning(one) == meaning(other)


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields in which two bodies differ, in words."""
    ours, theirs = meaning(one), meaning(other)
    return [
        name.replace("_", " ") for name in sorted(ours.keys() | theirs.keys()) if ours.get(name) != theirs.get(name)
    ]


def meaning(body: Mapping[str, Any]) -> dict[str, Any]:
    network = {
        name: value for name, value in body.get("network", {}).items() if (name, value) != ("update_biases", True)
    }
    plain = {**body, "network": network, "draw": {name: grid(spec) for name, spec in body.get("draw", {}).items()}}
    read = {name: numbers(value) if name in COMPUTED else text(value) for name, value in plain.items()}
    return {name: value for name, value in read.items() if value not in ([], {}) and DEFAULTS.get(name) != value}


def grid(spec: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: value for name, value in spec.items() if value != []}
    return named if "choices" in named else {"step": "1", **named}


def numbers(value: Any) -> Any:
    """The same with every number, also one in quotes, as a decimal."""
    if isinstance(value, Mapping):
        return {name: numbers(one) for name, one in value.items()}
    if isinstance(value, list):
        return [numbers(one) for one in value]
    read = entry(value.strip()) if isinstance(value, str) else value
    return Decimal(repr(read)) if isinstance(read, int | float) and not isinstance(read, bool) else text(read)


def text(value: Any) -> Any:
    """The same without line ends of a kind, spaces at the end of a text, or what holds anyway."""
    if isinstance(value, Mapping):
        return {name: text(one) for name, one in value.items() if name not in ROW_DEFAULTS or one != ROW_DEFAULTS[name]}
    if isinstance(value, list):
        return [text(one) for one in value]
    return value.replace("\r\n", "\n").rstrip() if isinstance(value, str) else value
