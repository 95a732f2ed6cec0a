"""A visitor who starts at once: a guest account that becomes theirs when they sign up."""

from typing import Any

from django.contrib.auth import get_user_model, login
from django.db import transaction
from django.http import HttpRequest

from quizzes import attempts
from quizzes.models import Attempt, Quiz
from quizzes.moments import arrived

BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_if_guest(user: Any) -> Any:
    """Who has no account yet is held to the rules for guests."""
    return user if user.is_authenticated else get_user_model()(is_guest=True)


def start(request: HttpRequest, quiz: Quiz, *, user: Any) -> tuple[Attempt, bool]:
    """Start for `user`, or go on; a visitor becomes a guest. Raises Refused, and then no guest is left behind."""
    now = arrived(request)
    if user.is_authenticated:
        return attempts.start(user, quiz, now=now)
    with transaction.atomic():
        guest = get_user_model().objects.create_guest()
        started = attempts.start(guest, quiz, now=now)
    login(request, guest, backend=BACKEND)
    return started
