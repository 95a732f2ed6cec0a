"""One rule for when two usernames are the same, at sign-up and at sign-in."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from quizzes.questions.spelling import mixed_letters

STRANGE = re.compile(r"[^\w.@+-]")
WHAT_A_NAME_HAS = "Usernames have letters, digits and @ . + - _ only"


def key_of(name: str) -> str:
    """The same for names that differ in capitals, width, how an accent is stored, or invisible characters."""
    visible = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cc")).strip()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())


def problem_of(name: str) -> str:
    """What no username has, named; "" if there is nothing."""
    found = STRANGE.search(key_of(name))
    if not found:
        return mixed_letters(name)
    what = "a space" if found[0].isspace() else f"“{found[0]}”"
    return f"{WHAT_A_NAME_HAS}. This one has {what}."


def key_of_attempt(request: HttpRequest, credentials: Mapping[str, Any]) -> str:
    """For the lock on a name: another spelling is no other name."""
    return key_of(str((credentials or {}).get("username") or request.POST.get("username", "")))
