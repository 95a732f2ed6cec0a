"""Before the release nothing that a learner can fetch is made from a key: texts planted in every key never turn up."""

import ast
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

import courseware
import quizzes
from quizzes.models import Key, Version
from quizzes.questions.types import TYPES
from tests.quizzes import bodies
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import right_answer, wrong_answer

pytestmark = pytest.mark.django_db
CANARY = "CANARY-5f3a"
COURSE = Path(courseware.__file__).parent / "content" / "questions"
SOURCE = Path(quizzes.__file__).parent
PLAIN = {
    "ids",
    "type",
    "probe",
    "expression",
    "steps",
    "network",
    "value",
    "decimals",
    "tolerance",
    "node",
    "kind",
    "loss",
}


def one_of_each_type():
    """The first question of each type in the course, or one of our own: a new type is in here at once."""
    found = {}
    for path in sorted(COURSE.glob("*.toml")):
        for body in tomllib.loads(path.read_text())["question"]:
            found.setdefault(body["type"], {name: value for name, value in body.items() if name != "id"})
    for body in bodies.BODIES.values():
        found.setdefault(body["type"], body)
    return found


BODIES = one_of_each_type()


def planted(value, name=""):
    """The same JSON with a canary in every text that is there to be read."""
    if isinstance(value, dict):
        return {key: planted(inner, key) for key, inner in value.items()}
    return f"{CANARY} {value}" if isinstance(value, str) and name not in PLAIN else value


def plant(made):
    return replace(made, right=planted(made.right), wrong=planted(made.wrong))


def offer(kind, **policy):
    question = factory.publish(BODIES[kind], count=2, change=plant)
    Version.objects.overwrite(body={**question.published.body, "explanation": CANARY, "secret": CANARY})
    return factory.offer(question, **policy)


def secrets():
    """The canary, and every longer text of the keys that is not shown anyway."""
    yield CANARY
    for key in Key.objects.select_related("variant"):
        shown = json.dumps(key.variant.shown)
        yield from (
            text for text in texts([key.right, key.wrong]) if len(text) > 15 and json.dumps(text)[1:-1] not in shown
        )
        yield from (repr(value) for value in values(key.right) if len(repr(value)) > 8)  # not 0.5, which is sent


def values(right):
    """The right numbers of a key, also those of its parts and cells."""
    if isinstance(right, dict):
        for name, inner in right.items():
            if name != "network":
                yield from [inner] if isinstance(inner, float) else values(inner)
    elif isinstance(right, list):
        for inner in right:
            yield from [inner] if isinstance(inner, float) else values(inner)


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def everything_before_release(program):
    """Every reply that a learner can get out of the doors while nothing is released."""
    yield program.get("quizzes/")
    yield program.get("quizzes/the-quiz/")
    yield program.post("quizzes/the-quiz/attempts/")
    attempt = factory.Attempt.objects.get()
    path = f"attempts/{attempt.uuid}/"
    for kind in ("save", "check"):
        for answer in (right_answer(attempt, 1), wrong_answer(attempt, 1), "nonsense", None, {}):
            sent = {"uuid": str(uuid4()), "position": 1, "answer": answer, "kind": kind}
            yield program.post(path + "responses/", sent)
            yield program.post(path + "responses/", sent)
            yield program.post(path + "responses/", sent | {"answer": "another"})
            yield program.get(path)
    yield program.get(path + "review/")
    yield program.post(path + "submit/")
    yield program.post(path + "responses/", {"uuid": str(uuid4()), "position": 1, "answer": "1", "kind": "check"})
    yield program.get(path)
    yield program.get(path + "review/")


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("policy", [{"release": "by hand"}, {"mode": "exam"}, {"mode": "exam", "tries": 3}])
def test_no_reply_before_the_release_holds_anything_of_a_key(kind, policy, program):
    offer(kind, **policy)
    replies = [json.dumps(reply, ensure_ascii=False) for reply in everything_before_release(program)]
    assert len(replies) > 40
    for secret in set(secrets()):
        assert not [reply for reply in replies if secret in reply], secret


@pytest.mark.parametrize("kind", TYPES)
def test_the_canary_sings_after_the_release(kind, program):
    offer(kind)
    uuid = program.post("quizzes/the-quiz/attempts/")[1]["uuid"]
    program.post(f"attempts/{uuid}/submit/")
    assert CANARY in json.dumps(program.get(f"attempts/{uuid}/review/"))


@pytest.mark.parametrize("kind", TYPES)
def test_an_attempt_with_tries_never_tells_the_right_answer_or_the_explanation(kind, program):
    offer(kind, tries=3, release="by hand")
    key = Key.objects.first()
    replies = [json.dumps(reply, ensure_ascii=False) for reply in everything_before_release(program)]
    assert not [reply for reply in replies if key.right["explanation"] in reply]


def test_every_type_of_question_is_in_this_test():
    assert set(BODIES) == set(TYPES)


def imported(path):
    """What a file imports, by name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def reached_from(*files):
    """The files of the quizzes that these import, directly or not; the rows themselves aside."""
    found, waiting = set(), [SOURCE / name for name in files]
    while waiting:
        path = waiting.pop()
        if path in found or "models" in path.parts:
            continue
        found.add(path)
        modules = {name.rpartition(".")[0] for name in imported(path)} | set(imported(path))
        paths = [
            SOURCE.parent / (module.replace(".", "/") + ".py") for module in modules if module.startswith("quizzes")
        ]
        waiting += [one for one in paths if one.exists()]
    return found


def test_what_a_learner_sees_while_taking_is_made_without_a_key():
    files = reached_from("taking.py")
    assert SOURCE / "records.py" in files
    for path in files:
        names = set(imported(path))
        assert "quizzes.models.Key" not in names, path.name
        assert not any("reviewing" in name or "judging" in name for name in names), path.name
        assert not [word for word in (".key.", "version.body") if word in path.read_text()], path.name
