"""The instructor's desk: questions written in typed fields, quizzes with their slots, attempts to look at."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import BaseFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from quizzes import attempts, publishing
from quizzes.authoring import desk as writing
from quizzes.authoring.class_forms import MemberForm
from quizzes.authoring.quiz_forms import QuizForm, SlotForm, SlotRows
from quizzes.models import (
    Assignment,
    Attempt,
    Audit,
    Class,
    Concept,
    Grade,
    Item,
    Membership,
    Question,
    Quiz,
    Response,
    Slot,
)
from quizzes.moments import arrived


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


@admin.register(Question)
class QuestionAdmin(Kept, admin.ModelAdmin):
    list_display = ["slug", "kind", "level", "state", "version"]
    list_filter = ["state", "level", "published__type", "concepts"]
    search_fields = ["slug", "concepts__title", "published__source"]
    list_select_related = ["published"]
    actions = ["retire", "bring_back"]

    @admin.display(ordering="published__type")
    def kind(self, question: Question) -> str:
        return question.published.get_type_display() if question.published else ""

    @admin.display(ordering="published__number")
    def version(self, question: Question) -> str:
        return str(question.published.number) if question.published else "not published"

    @admin.action(description="Retire: no new attempt draws them", permissions=["change"])
    def retire(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        chosen = list(questions.exclude(state=Question.State.RETIRED))
        publishing.set_state(chosen, Question.State.RETIRED, by=request.user)
        messages.success(request, f"{len(chosen)} retired.")

    @admin.action(description="Bring back what was retired", permissions=["change"])
    def bring_back(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        chosen = list(questions.filter(state=Question.State.RETIRED).exclude(published=None))
        publishing.set_state(chosen, Question.State.READY, by=request.user)
        messages.success(request, f"{len(chosen)} brought back.")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.write(request, None)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        question = self.get_object(request, object_id)
        if question is None:
            raise Http404
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        if request.method == "POST" and "state" in request.POST:
            return writing.set_state(request, question)
        return self.write(request, question)

    def write(self, request: HttpRequest, question: Question | None) -> HttpResponse:
        desk = writing.posted(request, question) if request.method == "POST" else writing.opened(question)
        if desk.published is not None:
            writing.tell(request, desk)
            return redirect("admin:quizzes_question_change", desk.published.question_id)
        versions = question.versions.select_related("author").order_by("-number") if question else []
        context = {
            **self.admin_site.each_context(request),
            "title": question.slug if question else "Write a question",
            "original": question,
            "desk": desk,
            "forms": desk.forms,
            "versions": versions,
        }
        return TemplateResponse(request, "admin/quizzes/question/author.html", context)


class SlotsInQuiz(admin.TabularInline):
    model = Slot
    form = SlotForm
    formset = SlotRows
    extra = 1
    autocomplete_fields = ["question", "concept"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Without the little windows in which one would write a question beside the quiz."""
        formset = super().get_formset(request, obj, **options)
        for name in self.autocomplete_fields:
            widget = formset.form.base_fields[name].widget
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return formset


class OffersOfQuiz(admin.TabularInline):
    model = Assignment
    verbose_name_plural = "offered to (no class: everybody)"
    extra = 0


@admin.register(Quiz)
class QuizAdmin(NamedForGood):
    form = QuizForm
    list_display = ["title", "mode", "chapter_slug"]
    list_filter = ["mode"]
    search_fields = ["title", "slug"]
    inlines = [SlotsInQuiz, OffersOfQuiz]
    fieldsets = [
        (None, {"fields": ["title", "slug", "chapter_slug", "mode"]}),
        ("Attempts", {"fields": ["attempts", "counts", "minutes", "pass_mark"]}),
        ("Answers", {"fields": ["tries", "credit", "shuffle", "simulator", "release"]}),
    ]

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool) -> None:
        """A closing that moves takes the deadlines of those who have begun along."""
        super().save_formset(request, form, formset, change)
        moved = [(row, fields) for row, fields in getattr(formset, "changed_objects", []) if "closes" in fields]
        now = arrived(request)
        for assignment, _ in moved:
            attempts.reschedule(assignment, by=request.user, why="The closing was moved.", now=now)


@admin.register(Concept)
class ConceptAdmin(NamedForGood):
    list_display = ["title", "chapter_slug", "anchor"]
    list_filter = ["chapter_slug"]
    search_fields = ["title", "slug"]
    filter_horizontal = ["prerequisites"]


class MembersOfClass(admin.TabularInline):
    model = Membership
    form = MemberForm
    extra = 1


@admin.register(Class)
class ClassAdmin(admin.ModelAdmin):
    list_display = ["title", "join_code"]
    search_fields = ["title"]
    inlines = [MembersOfClass]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"join_code": secrets.token_hex(4), **super().get_changeform_initial_data(request)}


class ItemsOfAttempt(ReadOnly, admin.TabularInline):
    model = Item
    fields = ["question", "answer", "fraction", "points"]
    readonly_fields = ["question", "answer", "fraction", "points"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        answers = Response.objects.filter(item=OuterRef("pk"), readable=True).order_by("-pk").values("answer")[:1]
        grades = Grade.objects.filter(item=OuterRef("pk")).order_by("-pk").values("fraction")[:1]
        items = super().get_queryset(request).select_related("variant__version__question")
        return items.annotate(newest_answer=Subquery(answers), newest_fraction=Subquery(grades))

    def question(self, item: Item) -> str:
        return str(item.variant)

    def answer(self, item: Any) -> str:
        given = item.newest_answer
        return ", ".join(given) if isinstance(given, list) else str(given or "")

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

    @admin.display(description="rules at the start")
    def rules(self, attempt: Attempt) -> str:
        return listed_change(attempt.terms)


@admin.register(Audit)
class AuditAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "who", "what", "was", "became", "why"]
    fields = ["at", "who", "what", "was", "became", "why"]
    list_select_related = ["who"]
    search_fields = ["what", "why", "who__username"]

    def was(self, audit: Audit) -> str:
        return listed_change(audit.before)

    def became(self, audit: Audit) -> str:
        return listed_change(audit.after)


def listed_change(values: Mapping[str, Any] | None) -> str:
    """A table of a row in words: "version: 2, variants: 100"."""
    return ", ".join(f"{name.replace('_', ' ')}: {plain(value)}" for name, value in (values or {}).items())


def plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
