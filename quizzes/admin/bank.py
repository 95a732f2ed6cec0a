"""Questions and concepts."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from quizzes import attempts, publishing
from quizzes.admin.kept import Kept, NamedForGood, hidden_from
from quizzes.authoring import desk as writing
from quizzes.authoring.answers import answers_to
from quizzes.authoring.chapters import ConceptForm
from quizzes.authoring.regrading import regrade_page
from quizzes.models import Concept, Question


@admin.register(Question)
class QuestionAdmin(Kept, admin.ModelAdmin):
    list_display = ["slug", "kind", "level", "use", "state", "version"]
    list_filter = ["state", "use", "level", "published__type", "concepts"]
    search_fields = ["slug", "concepts__title", "published__source"]
    list_select_related = ["published"]
    actions = ["retire", "bring_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).exclude(pk__in=hidden_from(request.user))

    @admin.display(ordering="published__type")
    def kind(self, question: Question) -> str:
        return question.published.get_type_display() if question.published else ""

    @admin.display(ordering="published__number")
    def version(self, question: Question) -> str:
        return str(question.published.number) if question.published else "not published"

    @admin.action(description="Retire: no new attempt draws them", permissions=["change"])
    def retire(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        chosen = list(questions.exclude(state=Question.State.RETIRED))
        try:
            publishing.set_state(chosen, Question.State.RETIRED, by=request.user)
        except publishing.ShortageError as error:
            messages.error(request, f"Nothing is retired. {error} Change the quiz first.")
            return
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

    def get_urls(self) -> list[Any]:
        regrade = self.admin_site.admin_view(self.regrade)
        return [path("<int:pk>/regrade/", regrade, name="quizzes_question_regrade"), *super().get_urls()]

    def regrade(self, request: HttpRequest, pk: int) -> HttpResponse:
        question = self.get_object(request, str(pk))
        if question is None:
            raise Http404
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        return regrade_page(request, question, self.admin_site.each_context(request))

    def write(self, request: HttpRequest, question: Question | None) -> HttpResponse:
        desk = writing.posted(request, question) if request.method == "POST" else writing.opened(question)
        if desk.published is not None:
            writing.tell(request, desk)
            address = reverse("admin:quizzes_question_change", args=[desk.published.question_id])
            return redirect(f"{address}#main")  # or a browser goes to the place of the form, below what is told
        versions = question.versions.select_related("author").order_by("-number") if question else []
        context = {
            **self.admin_site.each_context(request),
            "title": question.slug if question else "Write a question",
            "original": question,
            "desk": desk,
            "forms": desk.forms,
            "versions": versions,
            "answers": answers_to(question) if question else None,
            "waiting": attempts.waiting_for_regrade(question).count() if question else 0,
        }
        return TemplateResponse(request, "admin/quizzes/question/author.html", context)


@admin.register(Concept)
class ConceptAdmin(NamedForGood):
    form = ConceptForm
    list_display = ["title", "chapter_slug", "anchor"]
    list_filter = ["chapter_slug"]
    search_fields = ["title", "slug"]
    filter_horizontal = ["prerequisites"]
