"""A visitor who starts at once: a guest account that becomes theirs when they sign up."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from quizzes import attempts
from quizzes.models import Attempt, Quiz, Response
from quizzes.moments import arrived
from quizzes.refusals import Refused
from simulator.addresses import network_of
from simulator.budgets import Budget

T = TypeVar("T")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_if_guest(user: Any) -> Any:
    """Who has no account yet is held to the rules for guests."""
    return user if user.is_authenticated else get_user_model()(is_guest=True)


def start(request: HttpRequest, quiz: Quiz, *, user: Any) -> tuple[Attempt, bool]:
    """Start for `user`, or go on. Raises Refused."""
    return as_somebody(request, user, lambda somebody: attempts.start(somebody, quiz, now=arrived(request)))


def as_somebody(request: HttpRequest, user: Any, act: Callable[[Any], T], first: UUID | None = None) -> T:
    """What `act` does for `user`; a visitor becomes a guest. Where it raises, no guest is left behind.

    `first` is the UUID of the answer that makes a visitor somebody: sent again, it leads back to the same guest.
    """
    if user.is_authenticated:
        return act(user)
    if not admits(request) and not (first and has_sent(first)):
        raise too_many_people()
    with transaction.atomic():
        guest = sender_of(first) if first else get_user_model().objects.create_guest()
        done = act(guest)
    newcomers().spend(network_of(request))
    login(request, guest, backend=BACKEND)
    return done


def sender_of(first: UUID) -> Any:
    """The guest who sent this answer and nothing else, or a new one. Who went on has a session, and this door is shut:
    the UUID alone would be too little to get into what they did since.
    """
    people = get_user_model().objects
    guest, is_new = people.guest_named(token_of(first))
    sent = Response.objects.filter(attempt__user=guest).values_list("uuid", flat=True)[:2]
    return guest if is_new or list(sent) == [first] else people.create_guest()


def token_of(first: UUID) -> str:
    return salted_hmac("guests", str(first), algorithm="sha256").hexdigest()


def has_sent(first: UUID) -> bool:
    """Whether this answer has made somebody a guest already: sent again, it makes nobody new."""
    return get_user_model().objects.filter(username=f"guest-{token_of(first)}").exists()


def admits(request: HttpRequest) -> bool:
    """Whether one more guest or account may come from this address. A class may come together; a program that makes
    guests without end would fill the disk.
    """
    return not newcomers().is_spent(network_of(request))


def newcomers() -> Budget:
    return Budget(settings.RUNS_DIR / "newcomers", settings.NEW_PEOPLE, seconds=600)


def too_many_people() -> Refused:
    wait = newcomers().wait()
    message = "Too many people have just started from your network."
    return Refused("too_many_people", message, f"Sign in, or try again in {minutes(wait)}.", status=429, wait=wait)


def minutes(seconds: float) -> str:
    number = int(seconds // 60) + 1
    return "a minute" if number == 1 else f"{number} minutes"
