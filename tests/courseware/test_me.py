"""One's own account: name, time zone, password, and the API token with a way to end it."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from rest_framework.authtoken.models import Token

from tests.courseware.conftest import PASSWORD

ME, CHANGE, END = "/accounts/me/", "/accounts/me/password/", "/accounts/me/token/end/"
NEW = "four other words here"

pytestmark = pytest.mark.django_db


def changing(**values):
    return {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW, **values}


@pytest.fixture
def signed_in(client, learner):
    client.force_login(learner)
    return client


@pytest.mark.parametrize("address", [ME, CHANGE])
def test_it_is_for_people_with_an_account(client, guest, address):
    for _ in range(2):
        assert client.get(address).headers["Location"] == f"/accounts/sign-in/?next={address}"
        client.force_login(guest)
    assert client.post(END).status_code == 302


def test_the_name_in_the_header_leads_to_it(signed_in):
    assert f'href="{ME}"' in signed_in.get("/").content.decode()
    page = signed_in.get(ME).content.decode()
    assert "learner" in page
    assert "UTC" in page


def test_a_token_is_shown_by_its_date_and_never_itself(signed_in, learner):
    token = Token.objects.create(user=learner)
    page = signed_in.get(ME).content.decode()
    assert f"Created on {token.created:%-d %B %Y}" in page
    assert token.key not in page
    assert "no-store" in signed_in.get(ME)["Cache-Control"]


def test_ending_the_token_takes_a_post_and_ends_only_one_s_own(signed_in, learner, django_user_model):
    other = Token.objects.create(user=django_user_model.objects.create_user("other"))
    Token.objects.create(user=learner)
    assert signed_in.get(END).status_code == 405
    assert Token.objects.count() == 2
    page = signed_in.post(END, follow=True).content.decode()
    assert "Your API token has ended." in page
    assert "You have no token." in page
    assert list(Token.objects.all()) == [other]


def test_a_new_password_keeps_this_session_and_ends_the_others(signed_in, learner):
    elsewhere = Client()
    elsewhere.force_login(learner)
    page = signed_in.post(CHANGE, changing(), follow=True)
    assert "Your password is changed." in page.content.decode()
    learner.refresh_from_db()
    assert learner.check_password(NEW)
    assert get_user(signed_in) == learner
    assert not get_user(elsewhere).is_authenticated


@pytest.mark.parametrize(
    "field, values",
    [
        ("old_password", {"old_password": "wrong"}),
        ("new_password2", {"new_password2": "not the same"}),
        ("new_password1", {"new_password1": "password", "new_password2": "password"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(signed_in, learner, field, values):
    token = Token.objects.create(user=learner)
    page = signed_in.post(CHANGE, changing(**values))
    assert list(page.context["form"].errors) == [field]
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)
    assert list(Token.objects.all()) == [token]
