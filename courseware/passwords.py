"""Passwords are expensive to check, so that they are expensive to guess. Few are hashed at the same time on this
machine, and one address may send few wrong ones.

Every hash passes the gate, wherever it is made: the hashers hold it, not the pages.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from courseware.models import User
from simulator.addresses import network_of
from simulator.api.errors import ApiError
from simulator.budgets import Budget
from simulator.runs.turns import PAUSE, Busy, Person, Turns

QUEUE = 8  # that wait, each of which holds a thread of the server
PATIENCE = 3  # seconds in the queue
SOON = 5  # seconds after which to come again


@contextmanager
def place_to_hash() -> Iterator[bool]:
    """Hold one of the machine's few places; whether it was free at once. Raises ApiError where none becomes free."""
    most = settings.PASSWORDS_AT_ONCE
    turns = Turns(settings.RUNS_DIR / "passwords", most, QUEUE, PATIENCE)
    asked = time.monotonic()
    try:
        with turns.turn(Person("everybody", running=most, waiting=QUEUE), is_settled=lambda: False):
            yield time.monotonic() - asked < PAUSE
    except Busy as error:
        message = "Many people are signing in at the moment."
        raise ApiError("busy", message, "Try again in a few seconds.", status=503, wait=SOON) from error


class Argon2(Argon2PasswordHasher):
    """Argon2id with what OWASP asks for: 19 MiB, two passes, one lane. A hash made otherwise is renewed at sign-in."""

    memory_cost, time_cost, parallelism = 19_456, 2, 1
    seconds: ClassVar[float] = 0.03  # that the last one took

    def encode(self, password: str, salt: str) -> str:
        with place_to_hash():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with place_to_hash():
            began = time.monotonic()
            is_right = super().verify(password, encoded)
            Argon2.seconds = time.monotonic() - began
        return is_right

    def pretend(self, password: str) -> None:
        """As long as a hash takes, for a name that nobody has; while others wait, without computing one."""
        with place_to_hash() as is_quiet:
            if is_quiet:
                super().encode(password, self.salt())
            else:
                time.sleep(Argon2.seconds)


class PBKDF2(PBKDF2PasswordHasher):
    """Hashes that came from elsewhere."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with place_to_hash():
            return super().encode(password, salt, iterations)


class AxesWithinBudget(AxesStandaloneBackend):
    """Locks out a name that is tried too often from one address, and an address that tries too often at all."""

    def authenticate(self, request: HttpRequest, *args: Any, **credentials: Any) -> None:
        if request and wrong_ones().is_spent(network_of(request)):
            raise too_many()
        super().authenticate(request, *args, **credentials)


class PasswordBackend(ModelBackend):
    """Django's own, except that a name which nobody has costs no hash while the gate is busy."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: Any
    ) -> Any:
        if username is None or password is None:
            return None
        user = User.objects.named(username)
        if user is None:
            Argon2().pretend(password)
        elif user.check_password(password) and self.user_can_authenticate(user):
            return user
        if request:
            wrong_ones().spend(network_of(request))
        raise PermissionDenied


def wrong_ones() -> Budget:
    """Wrong passwords from one address. Right ones are not counted, so a class may sign in together."""
    return Budget(settings.RUNS_DIR / "wrong-passwords", settings.WRONG_PASSWORDS, seconds=60)


def too_many() -> ApiError:
    message = "There were too many wrong passwords from your network."
    return ApiError("locked_out", message, "Try again in a minute.", status=429, wait=wrong_ones().wait())
