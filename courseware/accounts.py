"""Signing up, in and out. A guest who signs up keeps the row; a guest who signs in brings the work along."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.mixins import UserPassesTestMixin
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, RedirectURLMixin, redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import FormView, UpdateView, View
from rest_framework.authtoken.models import Token

from courseware.forms import NewPasswordForm, SignInForm, SignUpForm, TimeZoneForm
from courseware.middleware import ArrivedRequest
from courseware.models import Reading, User
from courseware.zones import told_by, zone_of
from quizzes import attempts
from quizzes.guests import BACKEND, admits, newcomers, too_many_people
from quizzes.models import Attempt
from simulator.addresses import network_of
from simulator.api.errors import retry_after


def guest_of(request: HttpRequest) -> User | None:
    """The guest who sends this request, read anew; None for a visitor and for a person with an account."""
    return User.objects.filter(pk=request.user.pk, is_guest=True).first() if request.user.is_authenticated else None


def bring_along(guest: User, user: User, now: datetime) -> list[Attempt]:
    """Give a guest's attempts and places to the account that signs in. Repeated, it changes nothing.

    Returns the attempts that had to be submitted, since the account has one of the same quiz in progress.
    """
    submitted = attempts.merge(guest, user, now=now)
    for place in guest.readings.all():
        take_place(place, user)
    return submitted


def told(submitted: list[Attempt]) -> str:
    """What a guest should know who is signed in now."""
    words = "Signed in. What you did as a guest is now yours."
    if not submitted:
        return words
    titles = " and ".join(attempt.assignment.quiz.title for attempt in submitted)
    return (
        f"{words} You had {titles} under way twice: what you answered as a guest is submitted, and stands among your "
        "attempts; the one of your account goes on."
    )


@transaction.atomic
def take_place(place: Reading, user: User) -> None:
    """The newer of two places in one chapter stays."""
    own = user.readings.filter(chapter_slug=place.chapter_slug)
    if own.filter(at__gte=place.at).exists():
        place.delete()
    else:
        own.delete()
        Reading.objects.filter(pk=place.pk).update(user=user)


class ForVisitors(RedirectURLMixin):
    """A form for visitors and guests. Who is signed in already, in another tab perhaps, is sent on."""

    next_page = "courseware:home"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.is_guest:
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view that this is mixed into


class SignIn(ForVisitors, LoginView):
    template_name = "courseware/sign_in.html"
    authentication_form = SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        guest, user = guest_of(self.request), cast(User, form.get_user())
        if guest:
            submitted = bring_along(guest, user, cast(ArrivedRequest, self.request).arrived)
            messages.success(self.request, told(submitted))
        return super().form_valid(form)


class SignUp(ForVisitors, FormView):
    template_name = "courseware/sign_up.html"
    form_class = SignUpForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # A row of its own: the form writes what was typed into it, also when it is refused.
        return {
            **super().get_form_kwargs(),
            "instance": guest_of(self.request),
            "initial": {"username": "", "time_zone": told_by(self.request)},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, next=self.get_redirect_url())

    def form_valid(self, form: Any) -> HttpResponse:
        is_new = form.instance.pk is None
        if is_new and not admits(self.request):
            return self.refuse(form)
        user = form.save(commit=False)  # which hashes the password, and may wait for that: no row is locked meanwhile
        try:
            user.save()
        except IntegrityError:  # somebody else took the name a moment ago
            form.add_error("username", "This name has just been taken. Please choose another one.")
            return self.form_invalid(form)
        if is_new:
            newcomers().spend(network_of(self.request))
        login(self.request, user, backend=BACKEND)
        return super().form_valid(form)

    def refuse(self, form: Any) -> HttpResponse:
        refused = too_many_people()
        form.add_error(None, f"{refused.message} {refused.next}")
        response = self.form_invalid(form)
        response.status_code, response["Retry-After"] = refused.status_code, str(retry_after(refused))
        return response


class WithAccount(UserPassesTestMixin):
    """A page for people with an account. Visitors and guests are sent to sign in."""

    request: HttpRequest

    def test_func(self) -> bool:
        return self.request.user.is_authenticated and not self.request.user.is_guest

    def handle_no_permission(self) -> HttpResponseRedirect:
        return redirect_to_login(self.request.get_full_path())


class Me(WithAccount, UpdateView):
    template_name = "courseware/me.html"
    form_class = TimeZoneForm
    success_url = reverse_lazy("courseware:me")

    def get_object(self, queryset: Any = None) -> User:
        """A row of its own: the form writes what was typed into it, also when it is refused."""
        return User.objects.get(pk=cast(User, self.request.user).pk)

    def form_valid(self, form: Any) -> HttpResponse:
        User.objects.filter(pk=self.object.pk).update(time_zone=form.cleaned_data["time_zone"])
        messages.success(self.request, "Your time zone is saved.")
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, token=Token.objects.filter(user=self.request.user.pk).first(), zone=zone_of(self.request)
        )


class EndToken(WithAccount, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        Token.objects.filter(user=request.user.pk).delete()
        messages.success(request, "Your API token has ended.")
        return redirect("courseware:me")


class NewPassword(WithAccount, PasswordChangeView):
    template_name = "courseware/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("courseware:me")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


class SignOut(LogoutView):
    http_method_names = ["post"]
