"""A visitor who starts at once: a guest account that becomes theirs when they sign up."""

from typing import Any

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest

from quizzes import attempts
from quizzes.models import Quiz

BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_if_guest(user: Any) -> Any:
    """Who has no account yet is held to the rules for guests."""
    return user if user.is_authenticated else get_user_model()(is_guest=True)


def person_behind(request: HttpRequest, quiz: Quiz) -> Any:
    """Who starts this quiz. A visitor is made a guest and signed in, once nothing stands in the way. Raises Refused."""
    if request.user.is_authenticated:
        return request.user
    refused = attempts.refusal(as_if_guest(request.user), quiz, now=request.arrived)
    if refused:
        raise refused
    guest = get_user_model().objects.create_guest()
    login(request, guest, backend=BACKEND)
    return guest
