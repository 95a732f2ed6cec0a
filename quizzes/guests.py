"""A visitor who starts at once: a guest account that becomes theirs when they sign up."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth import get_user_model, login
from django.db import transaction
from django.http import HttpRequest

from quizzes import attempts
from quizzes.models import Attempt, Quiz
from quizzes.moments import arrived

T = TypeVar("T")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_if_guest(user: Any) -> Any:
    """Who has no account yet is held to the rules for guests."""
    return user if user.is_authenticated else get_user_model()(is_guest=True)


def start(request: HttpRequest, quiz: Quiz, *, user: Any) -> tuple[Attempt, bool]:
    """Start for `user`, or go on. Raises Refused."""
    return as_somebody(request, user, lambda somebody: attempts.start(somebody, quiz, now=arrived(request)))


def as_somebody(request: HttpRequest, user: Any, act: Callable[[Any], T]) -> T:
    """What `act` does for `user`; a visitor becomes a guest. Where it raises, no guest is left behind."""
    if user.is_authenticated:
        return act(user)
    with transaction.atomic():
        guest = get_user_model().objects.create_guest()
        done = act(guest)
    login(request, guest, backend=BACKEND)
    return done
