"""No button of a page leads to an error: every type of question, in each kind of quiz, for everybody."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from courseware.demonstration import instructors
from quizzes.authoring.edits import publish_new
from quizzes.models import Assignment, Attempt, Quiz
from quizzes.questions.types import TYPES
from tests.pressing import press_every_button
from tests.quizzes.attempts import factory
from tests.quizzes.bodies import BODIES

pytestmark = pytest.mark.django_db
SPARED = ("/sign-out/", "/admin/logout/", "/search/")  # who signs out has no other button left
PEOPLE = ("guest", "learner", "instructor")
MODES = {"check": {"tries": 3}, "practice": {}, "exam": {}}


@pytest.fixture
def visitor(client, request):
    if request.param != "guest":
        person = get_user_model().objects.create_user("ada", is_staff=request.param == "instructor")
        if person.is_staff:
            person.groups.add(instructors())
        client.force_login(person)
    return client


def body_of(kind):
    return next(body for body in BODIES.values() if body["type"] == kind)


def offered(kind, mode, **policy):
    """Two questions of one type, so that there is another one to go to."""
    body = body_of(kind)
    for name in body["concepts"]:
        factory.concept(name)
    questions = [publish_new(f"{kind.replace('_', '-')}-{number}", body, author=None).question for number in (1, 2)]
    return factory.offer(*questions, mode=mode, **policy)


@pytest.fixture(autouse=True)
def few_variants(monkeypatch):
    monkeypatch.setattr("quizzes.publishing.drafts.VARIANTS", 3)


@pytest.mark.parametrize(
    ("visitor", "mode"),
    [*((person, "check") for person in PEOPLE), ("guest", "practice"), ("learner", "practice"), ("learner", "exam")],
    indirect=["visitor"],
)
@pytest.mark.parametrize("kind", TYPES)
def test_every_button_while_taking_and_reviewing(visitor, kind, mode):
    offered(kind, mode, **MODES[mode])
    assert press_every_button(visitor, "/quizzes/the-quiz/", SPARED) == []
    attempt = Attempt.objects.first()
    address = f"/quizzes/attempts/{attempt.uuid}/"
    assert press_every_button(visitor, address, SPARED) == []
    visitor.post(address, {"do": "submit", "open": "1"})
    Assignment.objects.update(released_at=attempt.started_at)
    assert press_every_button(visitor, f"{address}review/", SPARED) == []


@pytest.mark.parametrize("visitor", ["instructor"], indirect=True)
@pytest.mark.parametrize("kind", TYPES)
def test_every_button_of_a_try_and_of_the_admin(visitor, kind):
    offered(kind, "check")
    quiz = Quiz.objects.get()
    question = quiz.slots.first().question
    for address in (
        "/quizzes/the-quiz/try/",
        reverse("admin:quizzes_question_change", args=[question.pk]),
        reverse("admin:quizzes_quiz_change", args=[quiz.pk]),
    ):
        assert press_every_button(visitor, address, SPARED) == [], address


@pytest.mark.parametrize("visitor", PEOPLE, indirect=True)
@pytest.mark.parametrize("address", ["/search/", "/simulator/"])
def test_every_button_of_other_pages(visitor, address):
    assert press_every_button(visitor, address, ("sign-out",)) == []
