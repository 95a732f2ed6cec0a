"""Run by the code of an older commit, in its folder: a course, and learners in the middle of it.

It prints as JSON what they must find again after an upgrade.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from quizzes import in_place  # noqa: E402
from quizzes.models import Attempt  # noqa: E402
from tests.quizzes.attempts import factory  # noqa: E402
from tests.upgrade.learners import Learner, read_rows  # noqa: E402


def answer_some(learner: Learner) -> Learner:
    """Of three questions, the first is answered right, after a wrong answer; the second wrong; the third not at all."""
    learner.start()
    attempt = Attempt.objects.get(uuid=learner.attempt)
    for item in learner.items():
        position = item["position"]
        if position % 3:
            learner.answer(position, factory.wrong_answer(attempt, position))
        if position % 3 == 1:
            learner.answer(position, factory.right_answer(attempt, position))
    return learner


def answer_and_submit(learner: Learner) -> Learner:
    answer_some(learner).submit()
    return learner


def practise(learner: Learner) -> Learner:
    """Two questions of the chapter, checked there: the first wrong and then right, the second wrong, though sure."""
    placed = set(learner.client.get("/chapters/introduction/").content.decode().split('data-placed="')[1:])
    slugs = {piece.partition('"')[0] for piece in placed}
    numbers = in_place.first_variants().filter(version__type="number", version__published_for__slug__in=slugs)
    first, second = numbers.order_by("pk")[:2]
    learner.check_in_chapter(first.version.question.slug, first.pk, "55.125")
    learner.answer(1, factory.right_answer(Attempt.objects.get(uuid=learner.attempt), 1), kind="check")
    learner.check_in_chapter(second.version.question.slug, second.pk, "77.5", certainty=3)
    return learner


def main() -> None:
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("loadcourse", variants=2, stdout=sys.stderr)
    account = get_user_model().objects.create
    learners = {
        "a guest in a quiz": answer_some(Learner()),
        "a learner in a quiz": answer_some(Learner(account(username="in-a-quiz"))),
        "a guest who submitted": answer_and_submit(Learner()),
        "a learner who submitted": answer_and_submit(Learner(account(username="submitted"))),
        "a guest in practice": practise(Learner()),
        "a learner in practice": practise(Learner(account(username="practising"))),
    }
    json.dump({"rows": read_rows(), "learners": {name: describe(one) for name, one in learners.items()}}, sys.stdout)


def describe(learner: Learner) -> dict[str, Any]:
    is_over = learner.get(learner.address)["state"] != "in_progress"
    review = learner.review() if is_over else None
    return {"session": learner.session, "attempt": learner.attempt, "items": learner.items(), "review": review}


if __name__ == "__main__":
    main()
