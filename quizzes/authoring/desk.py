"""The page on which a question is written: fields, then what a learner would see of them, then publish."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quizzes import publishing
from quizzes.authoring.edits import TAKEN, OutdatedError, differences, publish_edit, publish_new
from quizzes.authoring.ideas import Ideas, ideas_for
from quizzes.authoring.initial import initial_of
from quizzes.authoring.preview import preview
from quizzes.authoring.question_forms import Problem, QuestionForms
from quizzes.formats.toml_questions import read_source
from quizzes.models import Question, Version
from quizzes.questions.base import Fault, QuestionError
from quizzes.questions.making import check

OF_A_NETWORK = ("number", "numbers", "hotspot", "parts")


@dataclass(slots=True)
class Desk:
    """What lies on the desk: the forms, the version with which the writing began, and what came of it."""

    question: Question | None
    forms: QuestionForms
    began: int
    body: dict[str, Any] | None = None  # once it could be read
    shown: dict[str, Any] | None = None
    outdated: dict[str, Any] | None = None
    published: Version | None = None
    warnings: list[Problem] = field(default_factory=list)

    @property
    def next(self) -> int:
        return self.began + 1

    @property
    def is_computed(self) -> bool:
        """Whether there is something about drawing to show at once."""
        forms = self.forms
        return forms.kind in OF_A_NETWORK or any(is_filled(forms.rows[name]) for name in ("draw", "let"))

    @property
    def has_network(self) -> bool:
        layers, network = self.forms.rows["layers"], self.forms.one["network"]
        return is_filled(layers) or bool(network.errors) or bool(network["inputs"].value())

    @property
    def ideas(self) -> Ideas:
        return self.ideas_of("answer", self.forms.kind == "number")

    @property
    def ideas_of_cells(self) -> Ideas:
        return self.ideas_of("cells", self.forms.kind == "numbers")

    def ideas_of(self, form: str, asked: bool) -> Ideas:
        return ideas_for(self.body if asked else None, self.forms.one[form]["separate"].value() or [])


def is_filled(rows: BaseFormSet) -> bool:
    return any(bound.value() for form in rows.forms for bound in form)


def opened(question: Question | None) -> Desk:
    body = body_of(question)
    initial = initial_of(question.slug, body) if question and body else {}
    return Desk(question, QuestionForms(initial=initial), number_of(question), body)


def posted(request: HttpRequest, question: Question | None) -> Desk:
    """Read what was written, and do what was asked with it. Every mistake is at its field afterwards."""
    body = body_of(question)
    forms = QuestionForms(request.POST, initial=initial_of(question.slug, body) if question and body else {})
    desk = Desk(question, forms, began_of(request))
    if not forms.is_valid():
        return desk
    desk.body = forms.body
    faults = [*check(desk.body), *name_taken(desk)]
    if faults:
        forms.show(faults)
        return desk
    try:
        work(request, desk)
    except QuestionError as error:
        forms.show(error.faults)
    return desk


def work(request: HttpRequest, desk: Desk) -> None:
    """Preview or publish. Raises QuestionError."""
    assert desk.body is not None
    shown = preview(desk.forms.slug, desk.body)
    desk.warnings = desk.forms.located(shown["warnings"])
    if "publish" not in request.POST:
        desk.shown = shown
    elif desk.question is None:
        desk.published = publish_new(desk.forms.slug, desk.body, author=request.user)
    else:
        publish_over(request, desk, desk.question, desk.body)


def publish_over(request: HttpRequest, desk: Desk, question: Question, body: dict[str, Any]) -> None:
    """Publish, or say what somebody else published since; then once more publishes above that."""
    try:
        desk.published = publish_edit(question, body, began=desk.began, author=request.user)
    except OutdatedError as error:
        before = question.versions.filter(number=desk.began).first()
        changed = differences(before.body, error.published.body) if before else []
        desk.outdated = {"version": error.published, "changed": changed}
        desk.began = error.published.number


def name_taken(desk: Desk) -> list[Fault]:
    """A name is one question's. Publishing looks once more, since the same may be sent twice."""
    if desk.question is not None or "publish" in desk.forms.one["words"].data:
        return []
    return [Fault("slug", TAKEN)] if Question.objects.filter(slug=desk.forms.slug).exists() else []


def body_of(question: Question | None) -> dict[str, Any] | None:
    """From the source: a database may give the names of a JSON table in an order of its own."""
    return read_source(question.published.source) if question and question.published else None


def number_of(question: Question | None) -> int:
    return question.published.number if question and question.published else 0


def began_of(request: HttpRequest) -> int:
    began = request.POST.get("began", "")
    return int(began) if began.isascii() and began.isdigit() and len(began) < 10 else 0


def tell(request: HttpRequest, desk: Desk) -> None:
    """Say what publishing did."""
    assert desk.published is not None
    version = desk.published
    if version.number == desk.began:
        messages.info(request, f"Nothing was changed: version {version.number} stands.")
        return
    count = version.variants.count()
    drawn = f" with {count} drawings" if count > 1 else ""
    messages.success(
        request, f"Version {version.number} is published{drawn}. Attempts that have begun keep the version they have."
    )
    for warning in desk.warnings:
        messages.warning(request, f"{warning.where}: {warning.message}".removeprefix(": "))


def set_state(request: HttpRequest, question: Question) -> HttpResponse:
    """Retire a question, or bring it back."""
    retire = request.POST["state"] == "retire" or question.published is None
    state = Question.State.RETIRED if retire else Question.State.READY
    try:
        publishing.set_state([question], state, by=request.user)
    except publishing.ShortageError as error:
        messages.error(request, f"{question.slug} is not retired. {error} Change the quiz first.")
        return redirect("admin:quizzes_question_change", question.pk)
    words = "is retired: no new attempt draws it." if retire else "is back: new attempts may draw it."
    messages.success(request, f"{question.slug} {words}")
    return redirect("admin:quizzes_question_change", question.pk)
