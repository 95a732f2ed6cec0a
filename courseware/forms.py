"""What people write about themselves."""

from typing import Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UserCreationForm

from courseware.models import User
from courseware.names import key_of, problem_of
from courseware.zones import names, with_name
from quizzes.questions.spelling import mixed_letters

PASSWORD_HINT = "At least 8 characters, and not a common password."


class TimeZoneField(forms.ChoiceField):
    """A zone by its city. "" leaves it to the browser. A present zone that the list leaves out is offered too."""

    default_error_messages = {"invalid_choice": "Choose a time zone from the list, such as Europe, Berlin."}

    def __init__(self, **options: Any) -> None:
        super().__init__(label="Time zone", required=False, **options)

    def offer(self, present: str, empty: str) -> None:
        self.choices = [("", empty), *with_name(present)]


class SignUpForm(UserCreationForm):
    """A name and a password; a script chooses the time zone of the browser, which can be changed."""

    time_zone = TimeZoneField(
        help_text="Closing times are shown in it.",
        widget=forms.Select(attrs={"class": "input", "data-time-zone": True}),
    )

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
        }

    error_messages = {"password_mismatch": "The two passwords differ. Please type both again."}
    field_order = ["username", "password1", "password2", "email", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.data.get("time_zone", "") or self.get_initial_for_field(self.fields["time_zone"], "time_zone")
        cast(TimeZoneField, self.fields["time_zone"]).offer(told, "Not set: times are in UTC")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = "Password, once more"
        self.fields["password2"].help_text = ""

    def clean(self) -> dict[str, Any] | None:
        """A browser may have a zone that is not known here: it keeps nobody from signing up."""
        if "time_zone" in self.errors and self.data.get("time_zone") not in names():
            del self.errors["time_zone"]
            self.cleaned_data["time_zone"] = ""
        return super().clean()

    def clean_username(self) -> str:
        """Two names that one could sign in by are one."""
        name: str = self.cleaned_data["username"]
        others = User.objects.filter(name_key=key_of(name), is_guest=False).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(self.Meta.error_messages["username"]["unique"])
        if mixed := mixed_letters(name):
            raise forms.ValidationError(mixed)
        return name

    def validate_password_for_user(self, user: User, password_field_name: str = "password1") -> None:
        """At the first of the two fields, whose hint says what a password has to be."""
        super().validate_password_for_user(user, password_field_name)  # type: ignore[misc]  # not in the stubs

    def save(self, commit: bool = True) -> User:
        self.instance.is_guest = False
        return super().save(commit)


class TimeZoneForm(forms.ModelForm):
    time_zone = TimeZoneField(widget=forms.Select(attrs={"class": "input"}))

    class Meta:
        model = User
        fields = ["time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(TimeZoneField, self.fields["time_zone"]).offer(self.instance.time_zone, "That of my browser")


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
    """Django's own, with sentences that say what to do."""

    error_messages = {
        "invalid_login": "This name and password do not go together. Check both. In the password, capitals count.",
        "inactive": "This account is closed. Please ask your instructor.",
    }

    def get_invalid_login_error(self) -> forms.ValidationError:
        """What no username has is named: it may be invisible in the field."""
        problem = problem_of(self.cleaned_data.get("username") or "")
        return forms.ValidationError(problem) if problem else super().get_invalid_login_error()
