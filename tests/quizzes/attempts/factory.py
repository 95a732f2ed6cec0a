"""Rows to take attempts at: small questions, made as publishing makes them, written straight into the tables."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model

from quizzes import attempts
from quizzes.models import Assignment, Attempt, Concept, Key, Question, Quiz, Slot, Variant, Version
from quizzes.questions.base import Made
from quizzes.questions.making import make
from quizzes.questions.types import TYPES

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)

NUMBER: dict[str, Any] = {
    "type": "number",
    "concepts": ["sigmoid"],
    "level": "apply",
    "prompt": "Inputs {{x1}} and {{x2}}, weights 0.5 and 0.3, bias 0.4, a sigmoid. What comes out?",
    "explanation": "First the weighted sum, then the sigmoid.",
    "draw": {"x1": {"from": "1", "to": "3", "step": "0.5"}, "x2": {"from": "-3", "to": "-1", "step": "0.5"}},
    "network": {
        "inputs": ["x1", "x2"],
        "layers": [{"weights": [[0.5, 0.3]], "biases": [0.4], "activation": "sigmoid"}],
    },
    "answer": {"probe": "a[1,1]", "decimals": 3, "separate": ["z.no_bias", "sig.preact"]},
}
SINGLE: dict[str, Any] = {
    "type": "single",
    "concepts": ["relu"],
    "level": "remember",
    "prompt": "What is ReLU of minus two?",
    "explanation": "Below zero, ReLU gives zero.",
    "options": [
        {"text": "0", "right": True, "reason": "Yes: whatever is below zero becomes zero."},
        {"text": "-2", "right": False, "reason": "ReLU lets only what is above zero pass."},
        {"text": "2", "right": False, "reason": "ReLU is not the absolute value."},
    ],
}
MULTIPLE: dict[str, Any] = {
    "type": "multiple",
    "concepts": ["layers"],
    "level": "understand",
    "prompt": "Which are learned?",
    "explanation": "Weights and biases are.",
    "options": [
        {"text": "weights", "right": True, "reason": "Yes, by gradient descent."},
        {"text": "biases", "right": True, "reason": "Yes, like weights."},
        {"text": "the inputs", "right": False, "reason": "Inputs are given."},
        {"text": "the number of layers", "right": False, "reason": "That is chosen beforehand."},
    ],
}
TRUE_FALSE: dict[str, Any] = {
    "type": "true_false",
    "concepts": ["layers"],
    "level": "remember",
    "prompt": "A linear network of three layers is no more than one layer.",
    "explanation": "Linear maps compose to a linear map.",
    "right": True,
    "reason_true": "Yes: the product of three matrices is a matrix.",
    "reason_false": "Nothing bends between the layers.",
}
BODIES = (NUMBER, SINGLE, MULTIPLE, TRUE_FALSE)


def as_paragraphs(texts: list[str]) -> list[str]:
    return [f"<p>{text}</p>" for text in texts]


@lru_cache
def made_from(identity: int, count: int) -> list[Made]:
    return make(BODIES[identity], as_paragraphs, count)


def made(body: Mapping[str, Any], count: int) -> list[Made]:
    known = [number for number, one in enumerate(BODIES) if one is body]
    return made_from(known[0], count) if known else make(body, as_paragraphs, count)


def publish(
    body: Mapping[str, Any], slug: str = "", count: int = 4, change: Callable[[Made], Made] = lambda one: one
) -> Question:
    """A question with its published version, variants and keys. `change` may plant something in what was made."""
    question = Question.objects.create(slug=slug or f"q-{uuid4()}", level=body["level"], state=Question.State.READY)
    version = Version.objects.create(
        question=question, number=1, type=body["type"], body=dict(body), source="", source_hash=""
    )
    write_variants(version, [change(one) for one in made(body, count)])
    Question.objects.filter(pk=question.pk).update(published=version)
    for name in body["concepts"]:
        question.concepts.add(concept(name))
    question.refresh_from_db()
    return question


def write_variants(version: Version, made: list[Made]) -> None:
    variants = [Variant.objects.create(version=version, seed=one.seed, shown=one.shown) for one in made]
    Key.objects.bulk_create(
        Key(variant=variant, version=version, parameters=one.parameters, right=one.right, wrong=one.wrong, engine="1")
        for variant, one in zip(variants, made, strict=True)
    )


def repair(question: Question, body: Mapping[str, Any]) -> Question:
    """The question with a next version published, whose own variants stay undrawn: old answers are what it is for."""
    number = question.versions.count() + 1
    version = Version.objects.create(
        question=question, number=number, type=body["type"], body=dict(body), source="", source_hash=""
    )
    Question.objects.filter(pk=question.pk).update(published=version)
    return Question.objects.select_related("published").get(pk=question.pk)


def concept(slug: str) -> Concept:
    row, _ = Concept.objects.get_or_create(
        slug=slug, defaults={"title": f"About {slug}", "chapter_slug": "introduction", "anchor": slug}
    )
    return row


def offer(
    *questions: Question,
    slug: str = "the-quiz",
    mode: str = "check",
    opens: Any = None,
    closes: Any = None,
    **policy: Any,
) -> Assignment:
    """A quiz of these questions, one point each, offered to everybody and asked in this order unless it is shuffled."""
    policy.setdefault("shuffle", False)
    quiz = Quiz.objects.create(slug=slug, title="The quiz", chapter_slug="introduction", mode=mode, policy=policy)
    for position, question in enumerate(questions, start=1):
        Slot.objects.create(quiz=quiz, position=position, question=question)
    return Assignment.objects.create(quiz=quiz, opens=opens, closes=closes)


def four_questions() -> list[Question]:
    return [publish(body) for body in BODIES]


def person(name: str = "", **fields: Any) -> Any:
    return get_user_model().objects.create(username=name or f"learner-{uuid4().hex[:8]}", **fields)


def guest() -> Any:
    return get_user_model().objects.create_guest()


def begin(offered: Assignment, user: Any = None, now: datetime = NOW) -> Attempt:
    attempt, _ = attempts.start(user or person(), offered.quiz, now=now)
    return attempt


def key_at(attempt: Attempt, position: int) -> Key:
    item = attempt.items.select_related("variant").get(position=position)
    return Key.objects.select_related("variant", "version").get(variant=item.variant, version=item.variant.version_id)


def right_answer(attempt: Attempt, position: int) -> Any:
    key = key_at(attempt, position)
    return TYPES[key.version.type].right_answer(key.variant.shown["ask"], key.right)


def wrong_answer(attempt: Attempt, position: int) -> Any:
    key = key_at(attempt, position)
    if "value" in key.right:
        return f"{key.right['value'] + 7:.{key.variant.shown['ask']['decimals']}f}"
    if key.version.type == "multiple":
        return list(key.wrong)
    return TYPES[key.version.type].samples(key.variant.shown["ask"], key.right, key.wrong).wrong[0]


def send(attempt: Attempt, position: int, answer: Any, at: datetime = NOW, **more: Any) -> attempts.Reply:
    return attempts.respond(
        attempt, uuid=more.pop("uuid", None) or uuid4(), position=position, answer=answer, arrived=at, **more
    )


def answer_all(attempt: Attempt, at: datetime = NOW) -> None:
    for item in attempt.items.all():
        send(attempt, item.position, right_answer(attempt, item.position), at)
