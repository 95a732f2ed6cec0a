"""The rules of a quiz in fields of their own, and its slots in the order in which they are asked."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import F
from django.utils import timezone

from quizzes.authoring.chapters import chapter_field, chapter_problem, chapters
from quizzes.authoring.typed import Line, Number, Whole, entry, listed, split
from quizzes.freezing import is_frozen
from quizzes.models import Quiz, Slot
from quizzes.models.offers import FROZEN
from quizzes.policies import DEFAULTS, MODES, policy_faults
from quizzes.pools import shortages_of

EMPTY = ("", "as the mode says")
WORDS: dict[str, list[tuple[str, str]]] = {
    "attempts": [("0", "any number")],
    "minutes": [("0", "no limit")],
    "counts": [("best", "the best attempt"), ("last", "the last"), ("first", "the first"), ("average", "the average")],
    "release": [
        ("submit", "as soon as a learner submits"),
        ("close", "when the quiz closes"),
        ("by hand", "when you release it"),
    ],
    "shuffle": [("yes", "in a different order for every learner"), ("no", "as written")],
    "simulator": [("open", "may be used"), ("closed", "is closed while an attempt is in progress")],
}
TRUTHS = {"yes": True, "no": False}
AWAY = 10_000  # where slots stand while they change places: no two may stand at the same


def usual(name: str) -> str:
    """What holds where the field is left empty, in words."""
    modes = [f"{told(name, rules[name])} in mode {mode}" for mode, rules in MODES.items() if name in rules]
    return f"Empty: {'; '.join([told(name, DEFAULTS[name]), *modes])}."


def told(name: str, value: Any) -> str:
    value = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return listed(value) if isinstance(value, list) else dict(WORDS.get(name, [])).get(str(value), str(value))


def choice(name: str, label: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[EMPTY, *WORDS[name]], required=False, label=label, help_text=usual(name))


def whole(name: str, label: str, extra: str = "") -> Whole:
    return Whole(required=False, label=label, help_text=f"{usual(name)}{extra}")


class QuizForm(forms.ModelForm):
    """A quiz whose policy is written in fields. What is left empty follows the mode."""

    attempts = whole("attempts", "Attempts", " 0 means the same.")
    counts = choice("counts", "What counts")
    tries = whole("tries", "Tries at each question")
    credit = Line(label="Credit for each try", help_text=f"{usual('credit')} The first right try, the second, …")
    minutes = whole("minutes", "Minutes", " 0 means the same.")
    release = choice("release", "Results are released")
    shuffle = choice("shuffle", "Questions are asked")
    pass_mark = whole("pass_mark", "Percent to pass")
    simulator = choice("simulator", "The simulator")

    class Meta:
        model = Quiz
        fields = ["slug", "title", "chapter_slug", "mode"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = chapters()
        if self.found and "chapter_slug" in self.fields:
            self.fields["chapter_slug"] = chapter_field(self.found, self.instance.chapter_slug)
        for name, value in (self.instance.policy or {}).items():
            self.initial.setdefault(name, shown(value))

    def clean(self) -> dict[str, Any]:
        super().clean()
        read = self.cleaned_data
        if (slug := read.get("chapter_slug")) and (problem := chapter_problem(slug, self.found)):
            self.add_error("chapter_slug", problem)
        for name, message in policy_faults(read.get("mode", "check"), self.policy()).items():
            self.add_error(name if name in self.fields else None, message)
        if read.get("mode") not in (None, Quiz.Mode.EXAM) and self.instance.frozen is not None:
            self.add_error("mode", "This exam has started, so it stays an exam. Copy it to a new quiz.")
        return read

    def policy(self) -> dict[str, Any]:
        """Only what was filled in, so that a change of the mode reaches the rest."""
        read = {name: self.cleaned_data.get(name) for name in DEFAULTS}
        given = {name: value for name, value in read.items() if value not in ("", None)}
        if "credit" in given:
            given["credit"] = [entry(share) for share in split(given["credit"])]
        if "shuffle" in given:
            given["shuffle"] = TRUTHS[given["shuffle"]]
        return given

    def save(self, commit: bool = True) -> Any:
        self.instance.policy = self.policy()
        return super().save(commit)


def shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return listed(value) if isinstance(value, list) else value


SHORT = forms.TextInput({"class": "vIntegerField"})


class SlotForm(forms.ModelForm):
    """One place of a quiz: a question, or some from a concept. The order of the places is made when all are known."""

    position = Whole(required=False, min_value=1, max_value=AWAY - 1, label="Order", widget=SHORT)
    pick = Whole(min_value=1, max_value=100, initial=1, widget=SHORT, help_text="How many to draw from the concept.")
    points = Number(
        min_value=Decimal("0.01"),
        max_digits=5,
        decimal_places=2,
        initial=1,
        widget=SHORT,
        help_text="For each of them.",
    )

    class Meta:
        model = Slot
        fields = ["position", "question", "concept", "pick", "points"]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        question, concept = read.get("question"), read.get("concept")
        if bool(question) == bool(concept) and not self.errors:
            self.add_error("question", "Choose a question or a concept, one of the two.")
        if question is not None and question.published is None:
            self.add_error("question", "This question is not published yet. Publish it first.")
        if question is not None and read.get("pick", 1) != 1:
            self.add_error("pick", "A question is asked once. More than one are drawn from a concept.")
        return read

    def validate_unique(self) -> None:
        """Positions are given anew when all are known."""


class SlotRows(forms.BaseInlineFormSet):
    def validate_unique(self) -> None:
        """Positions are given anew when all are known."""

    def clean(self) -> None:
        """Refuse a slot of an exam that runs, and one that cannot be filled, each at its field."""
        if self.has_changed() and is_frozen(self.instance, timezone.now()):
            raise forms.ValidationError(FROZEN)
        if any(form.errors for form in self.forms):
            return
        rows = self.in_order()
        for position, message in shortages_of(self.instance, [row.instance for row in rows]).items():
            row = rows[position - 1]
            row.add_error("question" if row.instance.question else "pick", message)

    def in_order(self) -> list[Any]:
        """The rows of the slots by their positions, those without one last, numbered from 1."""
        kept = [form for form in self.forms if form not in self.deleted_forms and is_slot(form)]
        rows = sorted(kept, key=typed_position)
        for number, form in enumerate(rows, start=1):
            form.instance.position = number
        return rows

    def save(self, commit: bool = True) -> Any:
        """Save the slots as they are numbered. What is not changed is not written, since an exam may have frozen it."""
        super().save(commit=False)
        if not self.has_changed():
            return []
        for slot in self.deleted_objects:
            slot.delete()
        Slot.objects.filter(quiz=self.instance).update(position=F("position") + AWAY)
        rows = self.in_order()
        for form in rows:
            form.instance.quiz = self.instance
            form.instance.save()
        return [form.instance for form in rows]


def is_slot(form: forms.ModelForm) -> bool:
    return bool(form.instance.pk) or form.has_changed()


def typed_position(form: forms.ModelForm) -> int:
    position: int | None = form.cleaned_data.get("position")
    return AWAY if position is None else position
