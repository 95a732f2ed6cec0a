"""The instructor's desk: questions written in typed fields, quizzes with their slots, attempts to look at."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from quizzes import publishing
from quizzes.authoring.forms import WordsForm
from quizzes.authoring.initial import initial_of
from quizzes.authoring.preview import preview
from quizzes.authoring.question_forms import QuestionForms
from quizzes.models import (
    Assignment,
    Attempt,
    Audit,
    Class,
    Concept,
    Item,
    Membership,
    Question,
    Quiz,
    Slot,
)
from quizzes.questions.base import QuestionError
from quizzes.questions.making import check


class ReadOnly:
    """Rows to look at: they are written by what learners do, or once and for all."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ["slug", "kind", "level", "state", "version"]
    list_filter = ["state", "level", "concepts", "published__type"]
    search_fields = ["slug", "concepts__title", "published__source"]
    list_select_related = ["published"]
    actions = ["retire", "bring_back"]

    @admin.display(ordering="published__type")
    def kind(self, question: Question) -> str:
        return question.published.get_type_display() if question.published else ""

    @admin.display(ordering="published__number")
    def version(self, question: Question) -> str:
        return str(question.published.number) if question.published else "not published"

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # a question that was asked stays; it can be retired

    @admin.action(description="Retire: no new attempt draws them", permissions=["change"])
    def retire(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        publishing.set_state(questions, Question.State.RETIRED, by=request.user)

    @admin.action(description="Bring back what was retired", permissions=["change"])
    def bring_back(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        publishing.set_state(questions, Question.State.READY, by=request.user)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.author(request, None)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        question = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        return self.author(request, question)

    def author(self, request: HttpRequest, question: Question | None) -> HttpResponse:
        """One page: fields, then what a learner would see of them, then publish."""
        if request.method != "POST":
            return self.page(request, question, QuestionForms(initial=written(question)))
        forms = QuestionForms(request.POST, initial=written(question))
        if not forms.is_valid() or not self.free(forms.words, question):
            return self.page(request, question, forms)
        body = forms.body
        forms.show(check(body))
        if not forms.is_valid():
            return self.page(request, question, forms)
        return (
            self.publish(request, question, forms, body)
            if "publish" in request.POST
            else self.look(request, question, forms, body)
        )

    def free(self, words: WordsForm, question: Question | None) -> bool:
        """A name in the address is one question's."""
        taken = Question.objects.filter(slug=words.cleaned_data["slug"]).exclude(pk=question.pk if question else None)
        if taken.exists():
            words.add_error("slug", "Another question has this name. Please choose a different one.")
        return not taken.exists()

    def look(
        self, request: HttpRequest, question: Question | None, forms: QuestionForms, body: dict[str, Any]
    ) -> HttpResponse:
        try:
            shown = preview(forms.words.cleaned_data["slug"], body)
        except QuestionError as error:
            forms.show(error.faults)
            return self.page(request, question, forms)
        return self.page(request, question, forms, shown)

    def publish(
        self, request: HttpRequest, question: Question | None, forms: QuestionForms, body: dict[str, Any]
    ) -> HttpResponse:
        slug = forms.words.cleaned_data["slug"]
        try:
            version = publishing.publish_written(slug, body, question=question, author=request.user)
        except QuestionError as error:
            forms.show(error.faults)
            return self.page(request, question, forms)
        messages.success(
            request, f"{slug} is published as version {version.number}. Past attempts keep the version they had."
        )
        return redirect("admin:quizzes_question_changelist")

    def page(
        self, request: HttpRequest, question: Question | None, forms: QuestionForms, shown: Any = None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Edit {question.slug}" if question else "Write a question",
            "opts": self.opts,
            "original": question,
            "forms": forms,
            "shown": shown,
        }
        return TemplateResponse(request, "admin/quizzes/question/author.html", context)


def written(question: Question | None) -> dict[str, Any]:
    return initial_of(question.slug, question.published.body) if question and question.published else {}


class SlotsInQuiz(admin.TabularInline):
    model = Slot
    extra = 1
    autocomplete_fields = ["question", "concept"]


class OffersOfQuiz(admin.TabularInline):
    model = Assignment
    extra = 0


@admin.register(Quiz)
class QuizAdmin(admin.ModelAdmin):
    list_display = ["title", "mode", "chapter_slug"]
    inlines = [SlotsInQuiz, OffersOfQuiz]


@admin.register(Concept)
class ConceptAdmin(admin.ModelAdmin):
    list_display = ["title", "chapter_slug", "anchor"]
    search_fields = ["title", "slug"]
    filter_horizontal = ["prerequisites"]


class MembersOfClass(admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["user"]


@admin.register(Class)
class ClassAdmin(admin.ModelAdmin):
    list_display = ["title", "join_code"]
    inlines = [MembersOfClass]


class ItemsOfAttempt(ReadOnly, admin.TabularInline):
    model = Item
    fields = readonly_fields = ["position", "variant", "points"]
    extra = 0


@admin.register(Attempt)
class AttemptAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["user", "assignment", "number", "state", "points", "started_at", "ended_at"]
    list_filter = ["state", "assignment__quiz"]
    list_select_related = ["user", "assignment__quiz", "assignment__class_group"]
    search_fields = ["user__username", "uuid"]
    inlines = [ItemsOfAttempt]


@admin.register(Audit)
class AuditAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "who", "what", "why"]
    list_select_related = ["who"]
    search_fields = ["what", "why"]
