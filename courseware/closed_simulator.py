"""A quiz may keep the simulator closed while it is taken: the simulator computes what its questions ask.

It is closed to the session that takes the quiz. Who signs out can compute, as they can with a program of their own.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from quizzes.models import Attempt
from quizzes.moments import arrived
from quizzes.policies import is_over, policy_of
from simulator.api.errors import ApiError

PAGES, DOORS = "simulator:", "api:simulator-"  # how the names of its routes begin


class ClosedDoor(APIView):
    """Answers programs in the place of a door of the simulator, with an error as any other."""

    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise ApiError(
            "simulator_closed",
            "The simulator is closed while you take this quiz.",
            "Submit the attempt first.",
            status=403,
        )


class ClosedSimulator:
    """Middleware: whoever takes such a quiz is led back to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not name.startswith((PAGES, DOORS)):
            return None
        attempt = closing_attempt(request.user, arrived(request))
        if attempt is None:
            return None
        if name.startswith(DOORS):
            return ClosedDoor.as_view()(request)
        return render(request, "courseware/simulator_closed.html", {"attempt": attempt}, status=403)


def closing_attempt(user: Any, now: datetime) -> Attempt | None:
    """The attempt during which this person may not use the simulator. The policy is read live: it may be opened."""
    if not user.is_authenticated:  # nobody's attempt: there is nothing to ask the database
        return None
    running = (
        Attempt.objects.visible_to(user).filter(state=Attempt.State.IN_PROGRESS).select_related("assignment__quiz")
    )
    return next((one for one in running if not is_over(one.deadline, now) and is_closed_by(one)), None)


def is_closed_by(attempt: Attempt) -> bool:
    quiz = attempt.assignment.quiz
    return policy_of(quiz.mode, quiz.policy).simulator == "closed"
