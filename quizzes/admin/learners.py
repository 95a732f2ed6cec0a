"""What learners did, to look at; the faults that they report, to answer; and the audit."""

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from django.contrib import admin, messages
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import strip_tags

from quizzes import attempts
from quizzes.admin.kept import Kept, ReadOnly, hidden_from, listed_change
from quizzes.grading import effective
from quizzes.models import Attempt, Audit, FaultReport, Grade, Item, Key, Response
from quizzes.moments import arrived
from quizzes.questions.types import TYPES
from quizzes.rendering import trusted


class ItemsOfAttempt(ReadOnly, admin.TabularInline):
    model = Item
    fields = ["question", "answer", "fraction", "points"]
    readonly_fields = ["question", "answer", "fraction", "points"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        read = Response.objects.filter(readable=True, late=False).order_by("pk")
        grades = Grade.objects.filter(item=OuterRef("pk")).order_by("-pk").values("fraction")[:1]
        items = super().get_queryset(request).select_related("variant__version__question")
        items = items.exclude(variant__version__question__in=hidden_from(request.user))
        items = items.prefetch_related(Prefetch("responses", read, to_attr="read"))
        return items.annotate(newest_fraction=Subquery(grades))

    def question(self, item: Item) -> str:
        return str(item.variant)

    def answer(self, item: Any) -> str:
        return counted_in_words([one.answer for one in item.read], item)

    def fraction(self, item: Any) -> str:
        return "" if item.newest_fraction is None else f"{item.newest_fraction:.2f}"


@admin.register(Attempt)
class AttemptAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["user", "assignment", "number", "state", "points", "started_at", "ended_at"]
    list_filter = ["state", "assignment__quiz"]
    list_select_related = ["user", "assignment__quiz", "assignment__class_group"]
    search_fields = ["user__username", "uuid"]
    fields = [
        *["user", "assignment", "number", "state", "ended_by", "points"],
        *["started_at", "deadline", "ended_at", "rules", "uuid"],
    ]
    readonly_fields = ["rules", "uuid"]
    inlines = [ItemsOfAttempt]
    actions = ["end_now"]

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quizzes.change_attempt")

    @admin.action(description="End now, and grade what was saved", permissions=["end"])
    def end_now(self, request: HttpRequest, chosen: QuerySet[Attempt]) -> None:
        running = list(chosen.filter(state=Attempt.State.IN_PROGRESS))
        for attempt in running:
            attempts.end(attempt, by=request.user, arrived=arrived(request))
        messages.success(request, f"{len(running)} ended.")

    @admin.display(description="rules at the start")
    def rules(self, attempt: Attempt) -> str:
        return listed_change(attempt.terms)


def counted_in_words(readable: Sequence[Any], item: Item) -> str:
    """What counts of the readable answers in their order; "" for none."""
    ask = item.variant.shown["ask"]
    answer = effective(TYPES[item.variant.version.type], readable, ask)
    return "" if answer is None else in_words(answer, item)


def in_words(answer: Any, item: Item) -> str:
    """An answer with the texts of what was chosen in the place of ids, and with the letters of its parts."""
    names = options_of(item.variant.shown["ask"])
    if isinstance(answer, Mapping):
        return " · ".join(f"{names.get(str(name), name)}: {in_words(one, item)}" for name, one in answer.items())
    if isinstance(answer, list):
        return "; ".join(in_words(one, item) for one in answer)
    return "–" if answer in (None, "") else names.get(str(answer), str(answer))


def options_of(part: Any) -> dict[str, str]:
    """Everything that may be chosen, by its id, without its tags."""
    if isinstance(part, list):
        return {name: text for inner in part for name, text in options_of(inner).items()}
    if not isinstance(part, Mapping):
        return {}
    own = {part["id"]: unescape(strip_tags(part["text"])).strip()} if {"id", "text"} <= set(part) else {}
    if {"name", "label", "ask"} <= set(part):
        own[part["name"]] = f"part {part['label']}"
    return own | options_of(list(part.values()))


class Answered(admin.SimpleListFilter):
    title = parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "no"), ("yes", "yes")]

    def queryset(self, request: HttpRequest, reports: QuerySet[FaultReport]) -> QuerySet[FaultReport]:
        if self.value() not in ("no", "yes"):
            return reports
        return reports.filter(reply="") if self.value() == "no" else reports.exclude(reply="")


@admin.register(FaultReport)
class FaultReportAdmin(Kept, admin.ModelAdmin):
    """What the learner wrote, the numbers and the answer it speaks of; the reply goes back to the review."""

    list_display = ["at", "question", "user", "text", "reply"]
    list_filter = [Answered]
    list_select_related = ["user", "item__variant__version__question"]
    search_fields = ["text", "reply", "user__username", "item__variant__version__question__slug"]
    fields = ["question", "prompt", "text", "answer", "numbers", "right", "user", "attempt", "at", "reply"]
    readonly_fields = ["question", "prompt", "text", "answer", "numbers", "right", "user", "attempt", "at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[FaultReport]:
        own = Key.objects.filter(variant=OuterRef("item__variant"), version=OuterRef("item__variant__version"))
        reports = super().get_queryset(request).select_related("item__attempt", "response")
        reports = reports.exclude(item__variant__version__question__in=hidden_from(request.user))
        return reports.annotate(
            key_parameters=Subquery(own.values("parameters")[:1]), key_right=Subquery(own.values("right")[:1])
        )

    @admin.display(description="question and variant")
    def question(self, report: FaultReport) -> str:
        return str(report.item.variant)

    def attempt(self, report: FaultReport) -> str:
        return f"{report.item.attempt}, question {report.item.position}"

    @admin.display(description="what was asked")
    def prompt(self, report: FaultReport) -> str:
        return trusted(report.item.variant.shown["prompt"])

    @admin.display(description="the learner's answer")
    def answer(self, report: FaultReport) -> str:
        if report.response is None:
            return "none"
        sent = Response.objects.filter(item=report.item, late=False, readable=True, pk__lte=report.response.pk)
        counted = counted_in_words(list(sent.order_by("pk").values_list("answer", flat=True)), report.item)
        typed = in_words(report.response.answer, report.item)
        return typed if typed == counted else f"{typed} (counted: {counted or 'none'})"

    @admin.display(description="drawn numbers")
    def numbers(self, report: Any) -> str:
        return listed_change(report.key_parameters) or "none"

    @admin.display(description="right by the key")
    def right(self, report: Any) -> str:
        if "value" in report.key_right:
            return str(report.key_right["value"])  # unrounded
        kind, ask = TYPES[report.item.variant.version.type], report.item.variant.shown["ask"]
        return in_words(kind.right_answer(ask, report.key_right), report.item)

    def save_model(self, request: HttpRequest, obj: FaultReport, form: Any, change: bool) -> None:
        attempts.answer_report(obj, obj.reply, by=request.user)


@admin.register(Audit)
class AuditAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "who", "what", "was", "became", "why"]
    fields = ["at", "who", "what", "was", "became", "why"]
    list_select_related = ["who"]
    search_fields = ["what", "why", "who__username"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Audit]:
        named = ExpressionWrapper(OuterRef("what"), output_field=CharField())
        hidden = hidden_from(request.user).annotate(named=named).filter(named__contains=F("slug"))
        return super().get_queryset(request).exclude(Exists(hidden))

    def was(self, audit: Audit) -> str:
        return listed_change(audit.before)

    def became(self, audit: Audit) -> str:
        return listed_change(audit.after)
