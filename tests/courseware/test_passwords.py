"""Few passwords are hashed at the same time, an address may send few wrong ones, and a busy gate tells no names."""

import threading
import time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher, make_password
from django.core.management import call_command
from django.test import Client
from rest_framework.authtoken.models import Token

from courseware import passwords
from courseware import settings as site
from courseware.passwords import Argon2, place_to_hash
from simulator.api.errors import ApiError
from simulator.runs.places import Places, leave, take_one_of_each
from tests.courseware.conftest import PASSWORD

IN, UP, TOKEN, ADMIN = "/accounts/sign-in/", "/accounts/sign-up/", "/api/token/", "/admin/login/"
NEW = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD, "email": "", "time_zone": ""}

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture(autouse=True)
def true_passwords(quick_passwords, settings):
    settings.PASSWORD_HASHERS = site.PASSWORD_HASHERS


def send(address, client=None, name="learner", password=PASSWORD, **more):
    return (client or Client()).post(address, {"username": name, "password": password}, **more)


def ask_for_token(name="learner", password=PASSWORD, **more):
    return send(TOKEN, name=name, password=password, content_type="application/json", **more)


@pytest.fixture
def busy(settings, monkeypatch):
    """Every place to hash is taken, and nobody waits long for one."""
    monkeypatch.setattr(passwords, "PATIENCE", 0.1)
    folder = settings.RUNS_DIR / "passwords"
    folder.mkdir(parents=True, exist_ok=True)
    held = [take_one_of_each(Places(folder, "running", 1)) for _ in range(1)]
    settings.PASSWORDS_AT_ONCE = 1
    yield
    for one in held:
        leave(one)


@pytest.fixture
def few(settings):
    """An address may send three wrong passwords a minute."""
    settings.WRONG_PASSWORDS = 3


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that are hashed."""
    found = []
    monkeypatch.setattr(Argon2PasswordHasher, "encode", noted(found, Argon2PasswordHasher.encode))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", noted(found, Argon2PasswordHasher.verify))
    return found


def noted(found, call):
    def hash(hasher, password, *args):
        found.append(password)
        return call(hasher, password, *args)

    return hash


# The gate


@pytest.mark.parametrize("name", ["learner", "nobody"])
@pytest.mark.parametrize("address", [IN, ADMIN, TOKEN])
def test_while_the_gate_is_busy_every_name_gets_the_same_answer(learner, busy, hashed, address, name):
    reply = ask_for_token(name) if address == TOKEN else send(address, name=name)
    assert (reply.status_code, reply["Retry-After"]) == (503, str(passwords.SOON + 1))
    assert "Try again in a few seconds." in reply.content.decode()
    assert hashed == []


def test_a_sign_up_waits_at_the_same_gate_and_locks_no_row(busy, client):
    assert client.post(UP, NEW).status_code == 503
    assert not User.objects.filter(username="ada").exists()


def test_no_more_are_hashed_at_the_same_time_than_there_are_places(settings, monkeypatch):
    settings.PASSWORDS_AT_ONCE = 2
    monkeypatch.setattr(passwords, "PATIENCE", 30)
    now, most = [], []

    def hash():
        with place_to_hash():
            now.append(1)
            most.append(len(now))
            time.sleep(0.05)
            now.pop()

    threads = [threading.Thread(target=hash) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (6, 2)


def test_a_full_queue_is_told_at_once(settings, monkeypatch, busy):
    monkeypatch.setattr(passwords, "QUEUE", 0)
    monkeypatch.setattr(passwords, "PATIENCE", 30)
    before = time.monotonic()
    with pytest.raises(ApiError), place_to_hash():
        pass
    assert time.monotonic() - before < 5


def test_a_name_that_nobody_has_costs_a_hash_when_it_is_quiet_and_none_while_others_wait(monkeypatch, hashed):
    assert ask_for_token("nobody", "x").status_code == 400
    assert hashed == ["x"]
    monkeypatch.setattr(passwords, "PAUSE", -1)  # any wait counts as one
    before = time.monotonic()
    monkeypatch.setattr(Argon2, "seconds", 0.2)
    assert ask_for_token("nobody", "x").status_code == 400
    assert hashed == ["x"]
    assert time.monotonic() - before >= 0.2


# One address


def test_beyond_its_budget_an_address_is_refused_without_a_hash_whatever_the_name(learner, few, hashed):
    for number in range(3):
        assert ask_for_token(f"nobody-{number}").status_code == 400
    hashed.clear()
    for reply in (ask_for_token(), ask_for_token("another"), send(IN), send(ADMIN)):
        assert reply.status_code == 429
        assert 1 <= int(reply["Retry-After"]) <= 61
        assert "Try again in a minute." in reply.content.decode()
    assert hashed == []
    assert ask_for_token(REMOTE_ADDR="203.0.113.9").status_code == 200


def test_right_passwords_spend_nothing_so_a_class_signs_in_behind_one_address(learner, few):
    for _ in range(2):
        assert send(IN, password="a typo").status_code == 200
    for _ in range(8):
        assert send(IN).status_code == 302
    assert send(IN, password="a typo").status_code == 200
    assert send(IN).status_code == 429


def test_who_is_signed_in_notices_nothing_of_a_spent_budget(learner, few, client):
    client.force_login(learner)
    for number in range(4):
        ask_for_token(f"nobody-{number}")
    assert client.get("/").status_code == 200


# Hashes


@pytest.mark.parametrize("earlier", ["argon2", "pbkdf2"])
def test_an_earlier_hash_is_renewed_at_sign_in_and_the_token_stays(learner, client, monkeypatch, earlier):
    if earlier == "argon2":
        hasher = Argon2PasswordHasher()
        hasher.memory_cost, hasher.time_cost, hasher.parallelism = 102_400, 2, 8
        old = hasher.encode(PASSWORD, "a" * 16)
    else:
        old = PBKDF2PasswordHasher().encode(PASSWORD, "a" * 16)
    User.objects.filter(pk=learner.pk).update(password=old)
    token = Token.objects.create(user=learner)
    assert send(IN, client).status_code == 302
    learner.refresh_from_db()
    assert "m=19456,t=2,p=1" in learner.password
    assert learner.check_password(PASSWORD)
    assert Token.objects.get(user=learner) == token
    assert client.get("/progress/").context["user"] == learner


def test_a_new_hash_is_as_owasp_asks():
    assert make_password("x").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


# Tokens


def works(token):
    client = Client(headers={"Authorization": f"Token {token.key}"})
    return client.get("/api/quizzes/").status_code == 200


def by_page(learner):
    client = Client()
    client.force_login(learner)
    changed = {"old_password": PASSWORD, "new_password1": "another long one", "new_password2": "another long one"}
    assert client.post("/accounts/me/password/", changed).status_code == 302


def by_admin(learner):
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    changed = {"password1": "another long one", "password2": "another long one", "usable_password": "true"}
    assert client.post(f"/admin/courseware/user/{learner.pk}/password/", changed).status_code == 302


def by_command(learner, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "another long one")
    call_command("changepassword", learner.username, verbosity=0)


def by_taking_it_away(learner):
    learner.set_unusable_password()
    learner.save()


def by_row(learner):
    learner.password = make_password("another long one")
    learner.save(update_fields=["password"])


@pytest.mark.parametrize("change", [by_page, by_admin, by_command, by_taking_it_away, by_row])
def test_a_token_ends_with_the_password_however_that_is_changed(learner, change, monkeypatch, capsys):
    token = Token.objects.create(user=learner)
    assert works(token)
    change(*([learner, monkeypatch] if change is by_command else [learner]))
    assert not works(token)


def test_a_token_stays_when_something_else_of_its_owner_changes(learner):
    token = Token.objects.create(user=learner)
    learner.email = "ada@example.org"
    learner.save()
    learner.save(update_fields=["last_login"])
    assert works(token)


def test_a_token_stays_when_others_change_their_password(learner):
    token = Token.objects.create(user=learner)
    by_row(User.objects.create_user("other"))
    assert works(token)
