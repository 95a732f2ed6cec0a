"""What the pages of the desk share: rows that stay, and how a change is told in words."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from quizzes.models import Question
from quizzes.models.gate import withheld


class Kept:
    """Rows that are never deleted: attempts and versions speak of them."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class NamedForGood(Kept, admin.ModelAdmin):
    """Rows whose slug stays: addresses, course files and versions know them by it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"slug": ["title"]}


class ReadOnly(Kept):
    """Rows to look at: they are written by what learners do, or once and for all."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


def hidden_from(user: Any) -> QuerySet[Question]:
    """Return the exam questions that this member of staff may not see, because they may not change questions."""
    return Question.objects.filter(withheld()).exclude(pk__in=Question.objects.editable_by(user))


def listed_change(values: Mapping[str, Any] | None) -> str:
    """A table of a row in words: "version: 2, variants: 100"."""
    return ", ".join(f"{name.replace('_', ' ')}: {plain(value)}" for name, value in (values or {}).items())


def plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
