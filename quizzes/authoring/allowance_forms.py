"""More time, or more attempts, for one learner: by username, as in a class."""

from decimal import Decimal
from typing import Any

from django import forms

from quizzes.authoring.class_forms import PersonField
from quizzes.authoring.typed import Number, Whole
from quizzes.models import Allowance, Assignment, Membership

MOST_FACTOR = Decimal(10)


class AllowanceForm(forms.ModelForm):
    assignment = forms.ModelChoiceField(
        Assignment.objects.select_related("quiz", "class_group"), label="Quiz", help_text="As it is offered."
    )
    user = PersonField(label="Username")
    factor = Number(
        min_value=Decimal(1),
        max_value=MOST_FACTOR,
        max_digits=4,
        decimal_places=2,
        initial=1,
        label="Time limit, times",
        help_text="1.5 is half as much again. The most generous of several holds.",
    )
    extra_attempts = Whole(min_value=0, max_value=100, initial=0, label="More attempts", help_text="Several add up.")

    class Meta:
        model = Allowance
        fields = ["assignment", "user", "closes", "extra_attempts", "factor", "why"]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        assignment, person = read.get("assignment"), read.get("user")
        if assignment and person and not reaches(assignment, person):
            self.add_error("user", f"{person} is not in {assignment.class_group}. Add them to the class first.")
        if assignment and read.get("closes"):
            self.check_close(assignment, read["closes"])
        gives = read.get("closes") or read.get("extra_attempts") or read.get("factor") != 1
        if not self.errors and not gives:
            raise forms.ValidationError("This gives nothing yet. Fill in a later close, more attempts or more time.")
        return read

    def check_close(self, assignment: Assignment, closes: Any) -> None:
        if assignment.closes is None:
            self.add_error("closes", "This quiz does not close. Leave this empty.")
        elif closes <= assignment.closes:
            self.add_error("closes", "It closes later than this for everybody. Give a later time.")


def reaches(assignment: Assignment, person: Any) -> bool:
    members = Membership.objects.filter(class_group=assignment.class_group_id, user=person)
    return assignment.class_group_id is None or members.exists()
