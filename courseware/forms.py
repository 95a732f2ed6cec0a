"""What people write about themselves."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UserCreationForm

from courseware.models import User

PASSWORD_HINT = "At least 8 characters, and not a common password."


class SignUpForm(UserCreationForm):
    """A name and a password; the browser adds its time zone where it has a script."""

    class Meta:
        model = User
        fields = ["username", "email", "time_zone"]
        labels = {"email": "E-mail (optional)"}
        help_texts = {"username": "Letters, digits and @ . + - _ only.", "email": "Nothing is sent to it."}
        error_messages = {
            "username": {
                "invalid": "Please use letters, digits and @ . + - _ only, without spaces.",
                "unique": "This name is taken. Please choose another one.",
            },
            "email": {"invalid": "Please enter an e-mail address such as ada@example.org, or leave this empty."},
        }
        widgets = {
            "username": forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "time_zone": forms.HiddenInput(attrs={"data-time-zone": True}),
        }

    error_messages = {"password_mismatch": "The two passwords differ. Please type both again."}
    field_order = ["username", "password1", "password2", "email", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].required = False
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = "Password, once more"
        self.fields["password2"].help_text = ""

    def clean_time_zone(self) -> str:
        """What a browser says is a wish: a zone that is not known here becomes UTC."""
        name = self.cleaned_data.get("time_zone", "")
        return name if name in zoneinfo.available_timezones() else "UTC"

    def validate_password_for_user(self, user: User, password_field_name: str = "password1") -> None:
        """At the first of the two fields, whose hint says what a password has to be."""
        super().validate_password_for_user(user, password_field_name)  # type: ignore[misc]  # not in the stubs

    def save(self, commit: bool = True) -> User:
        self.instance.is_guest = False
        return super().save(commit)


class NewPasswordForm(PasswordChangeForm):
    """Django's own, with sentences that say what to do."""

    error_messages = {
        "password_incorrect": "This is not your current password. Retype it. Capitals count.",
        "password_mismatch": "The two passwords differ. Retype both.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Current password"
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].help_text = PASSWORD_HINT
        self.fields["new_password2"].label = "New password again"
        self.fields["new_password2"].help_text = ""

    def validate_password_for_user(self, user: User, password_field_name: str = "new_password1") -> None:
        """At the first of the two fields, whose hint says what a password has to be."""
        super().validate_password_for_user(user, "new_password1")


class SignInForm(AuthenticationForm):
    """Django's own, with a sentence that says what to do."""

    error_messages = {
        "invalid_login": "This name and password do not go together. Please check both; capitals count.",
        "inactive": "This account is closed. Please ask your instructor.",
    }
