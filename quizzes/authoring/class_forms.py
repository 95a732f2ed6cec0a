"""Members of a class, named by what they sign in with: a list of everybody would tell too much and be too long."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from quizzes.models import Membership


class PersonField(forms.CharField):
    """Somebody by username. Guests have none to sign in with."""

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        people: Any = get_user_model().objects
        person = people.named(name)
        if person is None or not person.is_active or person.is_guest:
            raise forms.ValidationError(f"Nobody signs in as “{name}”. Check the spelling.")
        return person


class MemberForm(forms.ModelForm):
    user = PersonField(label="Username")

    class Meta:
        model = Membership
        fields = ["user"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["user"] = self.instance.user.get_username()
