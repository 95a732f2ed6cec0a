"""Quizzes with their slots, to whom they are offered, classes, and what one learner is allowed beyond."""

import secrets
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import BaseFormSet, CheckboxInput, ModelForm
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from quizzes import attempts
from quizzes.admin.kept import Kept, NamedForGood, hidden_from
from quizzes.admin.moments import MOMENTS
from quizzes.authoring.allowance_forms import AllowanceForm
from quizzes.authoring.class_forms import MemberForm
from quizzes.authoring.copying import copy_quiz
from quizzes.authoring.quiz_forms import QuizForm, SlotForm, SlotRows
from quizzes.freezing import is_frozen, unfreeze
from quizzes.models import Allowance, Assignment, Audit, Class, Membership, Question, Quiz, Slot
from quizzes.models.offers import FROZEN, FrozenExamError
from quizzes.moments import arrived, written
from quizzes.pages import amount


class DeleteThisRow(CheckboxInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"aria-label": "Delete this row", **(attrs or {})})


class Rows(admin.TabularInline):
    """Django writes the name of a column over it alone: here each field says it too, to those who hear the page."""

    formfield_overrides = MOMENTS

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)
        for name, field in formset.form.base_fields.items():
            widget = field.widget
            for one in getattr(widget, "widgets", [widget]):  # a moment has a field for its day and one for its time
                one.attrs.setdefault("aria-label", field.label or name)
        formset.deletion_widget = DeleteThisRow
        return formset


class SlotsInQuiz(Rows):
    model = Slot
    form = SlotForm
    formset = SlotRows
    extra = 1
    autocomplete_fields = ["question", "concept"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(question__in=hidden_from(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Slots are numbered together, so people who may not see all of them change none."""
        return super().has_add_permission(request, obj) and request.user.has_perm("quizzes.change_question")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and request.user.has_perm("quizzes.change_question")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and request.user.has_perm("quizzes.change_question")

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Without the little windows in which one would write a question beside the quiz."""
        formset = super().get_formset(request, obj, **options)
        for name in self.autocomplete_fields:
            widget = formset.form.base_fields[name].widget
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return formset


class OfferForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        if read.get("opens") and read.get("closes") and read["closes"] <= read["opens"]:
            self.add_error("closes", "It closes before it opens. Give a later time.")
        return read


class OffersOfQuiz(Rows):
    model = Assignment
    form = OfferForm
    verbose_name_plural = "offered to (no class: everybody)"
    extra = 0


@admin.register(Quiz)
class QuizAdmin(NamedForGood):
    form = QuizForm
    list_display = ["title", "mode", "chapter_slug"]
    list_filter = ["mode"]
    search_fields = ["title", "slug"]
    inlines = [SlotsInQuiz, OffersOfQuiz]
    actions = ["copy"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "chapter_slug", "mode"]}),
        ("Attempts", {"fields": ["attempts", "counts", "minutes", "pass_mark"]}),
        ("Answers", {"fields": ["tries", "credit", "shuffle", "simulator", "release"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Quiz.objects.written()

    @admin.action(description="Copy to a new quiz", permissions=["add"])
    def copy(self, request: HttpRequest, quizzes: QuerySet[Quiz]) -> None:
        for quiz in quizzes:
            new = copy_quiz(quiz, by=request.user)
            messages.success(request, f"{quiz.title} is copied to {new.slug}. Nobody can start it until you offer it.")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Say at the top that an exam is frozen."""
        first, *others = super().get_fieldsets(request, obj)
        if obj is None or not is_frozen(obj, arrived(request)):
            return [first, *others]
        return [(first[0], {**first[1], "description": FROZEN}), *others]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except FrozenExamError as error:  # somebody has started it since the page was read
            messages.error(request, f"Nothing was saved. {error}")
            return redirect(request.path)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        slugs = practised_in(form.instance) if form.instance.mode == Quiz.Mode.EXAM else []
        if slugs:
            listed = f"{', '.join(slugs[:5])}{' …' if len(slugs) > 5 else ''}"
            warning = f"{amount(len(slugs), 'question')} of this exam can be practised: {listed}."
            messages.warning(request, f"{warning} To keep them for exams, change where they may be asked.")

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool) -> None:
        """A closing that moves takes the deadlines of those who have begun along."""
        with transaction.atomic():
            if change and begins_anew(formset):
                unfreeze(form.instance, by=request.user, now=arrived(request))
            super().save_formset(request, form, formset, change)
            changed = [row for row in formset.forms if isinstance(row.instance, Assignment) and row.has_changed()]
            for row in changed:
                audit_window(request.user, row)
        for row in changed:
            if "closes" in row.changed_data and row.initial:
                attempts.reschedule(row.instance, by=request.user, why="The closing was moved.", now=arrived(request))


def begins_anew(formset: Any) -> bool:
    """Whether an exam that has ended gets other slots, or is offered to others."""
    if formset.model is Slot:
        return bool(formset.has_changed())
    quiz = formset.instance
    new = any(form.has_changed() and form.instance.pk is None for form in formset.forms)
    return new and quiz.frozen is not None and not is_frozen(quiz, timezone.now())


def practised_in(quiz: Quiz) -> list[str]:
    """The slugs of the questions that an exam may ask and that anyone can practise."""
    asked = Q(slots__quiz=quiz) | Q(concepts__slots__quiz=quiz)
    practised = Question.objects.ready().filter(asked, use=Question.Use.ANY)
    return list(practised.order_by("slug").distinct().values_list("slug", flat=True))


WINDOW = ("opens", "closes", "released_at")


def audit_window(who: Any, row: Any) -> None:
    """Who opened, closed or released a quiz, and for whom."""
    moved = [name for name in WINDOW if name in row.changed_data]
    if moved and row.instance.pk:
        Audit.objects.create(
            who=who,
            what=f"{row.instance}: window changed"[:120],
            before={name: told(row.initial.get(name)) for name in moved},
            after={name: told(getattr(row.instance, name)) for name in moved},
        )


def told(moment: Any) -> str | None:
    return written(moment) if moment else None


@admin.register(Allowance)
class AllowanceAdmin(Kept, admin.ModelAdmin):
    """Granted once and for all; another one adds to it."""

    form = AllowanceForm
    formfield_overrides = MOMENTS
    list_display = ["user", "assignment", "closes", "extra_attempts", "factor", "by", "why"]
    list_filter = ["assignment"]
    list_select_related = ["user", "by", "assignment__quiz", "assignment__class_group"]
    search_fields = ["user__username", "why"]
    fields = ["assignment", "user", "closes", "extra_attempts", "factor", "why"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Allowance, form: ModelForm, change: bool) -> None:
        attempts.grant(obj, by=request.user, now=arrived(request))


class MembersOfClass(Rows):
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
