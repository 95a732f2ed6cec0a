"""Every question of the course, taken and reviewed: once right, and with wrong answers that its type knows."""

import tomllib
from pathlib import Path

import pytest

import courseware
from quizzes import attempts
from quizzes.models import Attempt
from quizzes.questions.types import TYPES
from quizzes.reviewing import review
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW

pytestmark = pytest.mark.django_db
COURSE = Path(courseware.__file__).parent / "content" / "questions"


@pytest.fixture(scope="module")
def bodies():
    found = [body for path in sorted(COURSE.glob("*.toml")) for body in tomllib.loads(path.read_text())["question"]]
    return [{name: value for name, value in body.items() if name != "id"} for body in found]


def samples(attempt):
    for item in attempt.items.select_related("variant__version"):
        key = factory.key_at(attempt, item.position)
        yield item.position, TYPES[item.variant.version.type].samples(item.variant.shown["ask"], key.right, key.wrong)


def reviewed(offered, which):
    """A review of an attempt at all questions, each answered with the sample that `which` chooses."""
    attempt = factory.begin(offered)
    for position, sample in samples(attempt):
        reply = factory.send(attempt, position, which(sample))
        assert reply.body["readable"], (position, which(sample))
    attempts.submit(attempt, arrived=NOW)
    return review(Attempt.objects.select_related("assignment__quiz").get(pk=attempt.pk), NOW)


def tells_what_is_right(item):
    """A question of several parts does so in each of them."""
    if item["type"] == "parts":
        return all(part["right"] for part in item["marks"].values())
    if item["type"] == "numbers":
        return all(item["right"])
    return item["reasons"] or item["accepted"]


def test_every_question_of_the_course_is_graded_and_reviewed(bodies):
    offered = factory.offer(*[factory.publish(body, count=1) for body in bodies])
    right = reviewed(offered, lambda sample: sample.right[0])
    assert right["score"]["fraction"] == 1
    for which in (0, -1):
        wrong = reviewed(offered, lambda sample, which=which: sample.wrong[which])
        assert wrong["score"]["fraction"] < 0.3
        for item in wrong["items"]:
            assert item["explanation"]
            assert item["read_again"]
            assert item["simulator_url"] or not item["network"]
            assert tells_what_is_right(item), item["type"]
