"""A username is the same however it is spelled, at sign-up, at sign-in and for programs."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courseware.names import key_of
from tests.courseware.conftest import PASSWORD

pytestmark = pytest.mark.django_db
User = get_user_model()
IN, UP = "/accounts/sign-in/", "/accounts/sign-up/"
SPELLINGS = {
    "capitals": "ÄRGER",
    "decomposed": "a\u0308rger",
    "decomposed capitals": "A\u0308RGER",
    "spaces around": "  ärger ",
    "wide letters": "ärｇer",
    "a soft hyphen": "är\u00adger",
    "an invisible space": "ärger\u200b",
    "a mark of direction": "\u200eärger",
}
each = pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)


@pytest.fixture
def person(db):
    return User.objects.create_user("ärger", password=PASSWORD)


def sign_up(client, name):
    return client.post(
        UP, {"username": name, "password1": PASSWORD, "password2": PASSWORD, "email": "", "time_zone": ""}
    )


@each
def test_every_spelling_signs_in(client, person, spelling):
    assert client.post(IN, {"username": spelling, "password": PASSWORD}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@each
def test_every_spelling_gets_a_token(client, person, spelling):
    sent = {"username": spelling, "password": PASSWORD}
    assert client.post("/api/token/", sent, content_type="application/json").status_code == 200


@each
def test_no_other_spelling_can_be_signed_up(client, person, spelling):
    page = sign_up(client, spelling).content.decode()
    assert "This name is taken." in page or "letters, digits" in page
    assert User.objects.get() == person


@pytest.mark.parametrize("name", ["adа", "tοm", "Mаx-1"], ids=["Cyrillic a", "Greek o", "among others"])
def test_a_name_that_only_looks_like_another_cannot_be_signed_up(client, name):
    assert "mixes letters of two alphabets" in sign_up(client, name).content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["жанна", "ελενη", "ädä", "ada_1"])
def test_a_name_in_one_alphabet_can_be_signed_up(client, name):
    sign_up(client, name)
    assert User.objects.get().username == name


def test_two_older_accounts_of_one_name_sign_in_by_their_exact_names(client):
    lower, upper = (User.objects.create_user(name, password=PASSWORD) for name in ("ada", "Ada"))
    for name, person in (("ada", lower), ("Ada", upper)):
        client.post(IN, {"username": name, "password": PASSWORD})
        assert client.session["_auth_user_id"] == str(person.pk)
        client.logout()
    assert client.post(IN, {"username": "ADA", "password": PASSWORD}).status_code == 200


def test_a_guest_cannot_be_signed_in_to_by_another_spelling(client):
    guest = User.objects.create_guest()
    assert User.objects.named(guest.username.upper()) is None


@pytest.mark.parametrize("name, what", [("ada lovelace", "a space"), ("ada!", "“!”"), ("ada#1", "“#”")])
def test_person_is_told_what_no_username_has(client, db, name, what):
    page = client.post(IN, {"username": name, "password": "wrong"}).content.decode()
    assert f"Usernames have letters, digits and @ . + - _ only. This one has {what}." in page


def test_other_spellings_are_locked_out_with_the_name(client, person, settings):
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post(IN, {"username": list(SPELLINGS.values())[number % 3], "password": "wrong"})
    assert client.post(IN, {"username": "ärger", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("one, other", [("ﬁn", "FIN"), ("straße", "STRASSE"), ("İ", "i̇"), ("ςigma", "Σigma")])
def test_key_is_the_same(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize("one, other", [("ada", "adä"), ("ada", "аda"), ("a.b", "ab"), ("l", "1")])
def test_names_that_look_alike_stay_two(one, other):
    assert key_of(one) != key_of(other)


@pytest.mark.django_db(transaction=True)
def test_upgrade_gives_each_account_its_key():
    executor = MigrationExecutor(connection)
    executor.migrate([("courseware", "0002_time_zones")])
    try:
        old = executor.loader.project_state([("courseware", "0002_time_zones")]).apps.get_model("courseware", "User")
        for name, is_guest in (("Ada", False), ("guest-1", True)):
            old.objects.create(username=name, is_guest=is_guest)
    finally:
        newest = MigrationExecutor(connection)
        newest.migrate(newest.loader.graph.leaf_nodes())
    assert dict(User.objects.values_list("username", "name_key")) == {"Ada": "ada", "guest-1": ""}
