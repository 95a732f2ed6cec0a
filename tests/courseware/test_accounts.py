"""Signing up, in and out, and what becomes of a guest's work."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user, get_user_model

from courseware.models import Reading
from tests.courseware.conftest import PASSWORD
from tests.quizzes.attempts import factory

IN, UP, OUT = "/accounts/sign-in/", "/accounts/sign-up/", "/accounts/sign-out/"
EARLY, LATE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
ELSEWHERE = [
    "https://example.org/",
    "//example.org",
    "///example.org",
    r"/\example.org",
    "http:///example.org",
    "javascript:alert(1)",
    "https:example.org",
    "\thttps://example.org",
    "/\t/example.org",
    "https://testserver@example.org/",
]

pytestmark = pytest.mark.django_db
User = get_user_model()


def signing_up(**values):
    return {"username": "ada", "password1": PASSWORD, "password2": PASSWORD, "email": "", "time_zone": "", **values}


def signing_in(**values):
    return {"username": "learner", "password": PASSWORD, **values}


def test_a_visitor_signs_up_and_is_signed_in(client):
    assert client.post(UP, signing_up(time_zone="Europe/Vienna")).headers["Location"] == "/"
    user = get_user(client)
    assert (user.username, user.is_guest, user.time_zone, user.email) == ("ada", False, "Europe/Vienna", "")


def test_a_guest_who_signs_up_keeps_the_row(client, guest):
    client.force_login(guest)
    client.post(UP, signing_up())
    guest.refresh_from_db()
    assert (guest.username, guest.is_guest) == ("ada", False)
    assert guest.check_password(PASSWORD)
    assert get_user(client) == guest
    assert User.objects.count() == 1


def test_a_refused_form_changes_nothing_of_the_guest(client, guest):
    client.force_login(guest)
    page = client.post(UP, signing_up(password2="another one")).content.decode()
    guest.refresh_from_db()
    assert guest.is_guest
    assert "Guest" in page


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 65])
def test_unknown_time_zone_is_left_open(client, zone):
    client.post(UP, signing_up(time_zone=zone))
    assert [user.time_zone for user in User.objects.all()] in ([""], [])


@pytest.mark.parametrize(
    "field, values",
    [
        ("username", {"username": "LEARNER"}),  # taken, whatever the capitals
        ("username", {"username": "two words"}),
        ("password2", {"password2": "not the same"}),
        ("password1", {"password1": "password", "password2": "password"}),
        ("email", {"email": "nobody"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, learner, field, values):
    page = client.post(UP, signing_up(**values))
    assert list(page.context["form"].errors) == [field]
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.parametrize("door", [IN, UP])
def test_who_is_signed_in_already_is_sent_on(client, learner, door):
    client.force_login(learner)
    assert client.get(door, {"next": "/chapters/first/"}).headers["Location"] == "/chapters/first/"


def test_who_has_an_account_does_not_sign_up_again(client, learner):
    client.force_login(learner)
    assert client.post(UP, signing_up()).status_code == 302
    assert User.objects.count() == 1


def test_a_guest_who_signs_in_brings_places_along_and_the_newer_stays(client, guest, learner):
    Reading.objects.create(user=guest, chapter_slug="first", anchor="guest", at=LATE)
    Reading.objects.create(user=learner, chapter_slug="first", anchor="own", at=EARLY)
    Reading.objects.create(user=guest, chapter_slug="second", anchor="guest", at=EARLY)
    Reading.objects.create(user=learner, chapter_slug="second", anchor="own", at=LATE)
    client.force_login(guest)
    client.post(IN, signing_in())
    assert dict(learner.readings.values_list("chapter_slug", "anchor")) == {"first": "guest", "second": "own"}
    guest.refresh_from_db()
    assert (guest.merged_into, guest.is_active) == (learner, False)
    assert get_user(client) == learner


def test_an_attempt_that_had_to_be_submitted_when_signing_in_is_named(client, guest, learner):
    offered = factory.offer(factory.publish(factory.SINGLE))
    factory.begin(offered, guest)
    client.force_login(guest)
    assert "under way twice" not in client.post(IN, signing_in(), follow=True).content.decode()
    other = factory.guest()
    factory.begin(offered, other)  # the account has one in progress by now: the first guest's
    client.force_login(other)
    page = client.post(IN, signing_in(), follow=True).content.decode()
    assert "You had The quiz under way twice: what you answered as a guest is submitted" in page


def test_a_wrong_password_leaves_the_guest_as_it_was(client, guest, learner):
    client.force_login(guest)
    page = client.post(IN, signing_in(password="wrong"))
    assert "do not go together" in page.content.decode()
    assert get_user(client) == guest


def test_the_session_gets_a_new_name_at_sign_in(client, guest, learner):
    client.force_login(guest)
    before = client.session.session_key
    client.post(IN, signing_in())
    assert client.session.session_key != before


@pytest.mark.parametrize("door, form", [(IN, signing_in), (UP, signing_up)])
def test_one_comes_back_to_where_one_was(client, learner, door, form):
    assert client.post(door, form(next="/chapters/first/#two")).headers["Location"] == "/chapters/first/#two"


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("door, form", [(IN, signing_in), (UP, signing_up)])
def test_nobody_is_sent_to_another_site(client, learner, door, form, address):
    assert client.post(door, form(next=address)).headers["Location"] == "/"
    client.logout()
    assert address not in client.get(door, {"next": address}).content.decode()


def test_signing_out_takes_a_post(client, learner):
    client.force_login(learner)
    assert client.get(OUT).status_code == 405
    assert get_user(client) == learner
    client.post(OUT)
    assert not get_user(client).is_authenticated


def test_a_guest_is_told_how_to_keep_the_work(client, guest):
    client.force_login(guest)
    assert "sign up</a> to keep your work" in client.get("/").content.decode()


def test_after_ten_wrong_passwords_a_page_says_when_to_come_back(client, learner):
    for _ in range(10):
        page = client.post(IN, signing_in(password="wrong"))
    assert page.status_code == 429
    assert "Too many tries" in page.content.decode()
    assert client.post(IN, signing_in()).status_code == 429
