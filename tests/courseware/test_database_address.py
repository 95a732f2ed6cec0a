"""DATABASE_URL is obeyed in every part or refused by name, and no message shows a part of a secret."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.pq import Conninfo

from courseware.database_address import OPTIONS, database
from courseware.environment import EnvironmentFault

PLAIN = "postgres://ada:secret@db:5433/site"
SECRET = "Xyzzy"


def refusal(url):
    with pytest.raises(EnvironmentFault) as caught:
        database(url)
    assert (caught.value.__cause__ is None and caught.value.__suppress_context__) or not caught.value.__context__
    return str(caught.value)


@pytest.mark.parametrize(
    "option, value",
    [
        ("sslmode", "require"),
        ("sslmode", "verify-full"),
        ("sslrootcert", "/etc/ssl/root.crt"),
        ("sslcert", "/etc/ssl/client.crt"),
        ("sslkey", "/etc/ssl/client.key"),
        ("application_name", "site"),
        ("target_session_attrs", "read-write"),
        ("channel_binding", "require"),
    ],
)
def test_option_reaches_the_driver(option, value):
    assert database(f"{PLAIN}?{option}={value}")["OPTIONS"][option] == value


def test_encoded_option_reaches_the_driver():
    options = database(f"{PLAIN}?options=-c%20statement_timeout=5000&application_name=a+b%40c")["OPTIONS"]
    assert (options["options"], options["application_name"]) == ("-c jit=off -c statement_timeout=5000", "a+b@c")


@pytest.mark.parametrize("url", ["postgres:///site?host=/run/pg", "postgres://%2Frun%2Fpg/site"])
def test_folder_of_a_socket_is_the_host(url):
    assert (database(url)["HOST"], database(url)["NAME"]) == ("/run/pg", "site")


def test_parts_before_and_after_the_question_mark_are_the_same():
    after = database("postgres://?host=db&port=5433&user=ada&password=secret&dbname=site")
    assert after == database(PLAIN)


def test_plain_address_waits_seconds_only():
    options = database(PLAIN)["OPTIONS"]
    assert options["connect_timeout"] == options["pool"]["timeout"] == 3
    assert options["pool"]["reconnect_timeout"] <= 5
    assert options["tcp_user_timeout"] <= 15_000


def test_waiting_time_of_the_operator_wins():
    assert database(f"{PLAIN}?connect_timeout=9")["OPTIONS"]["connect_timeout"] == 9


def test_every_option_is_one_of_the_driver():
    from_libpq = Conninfo.get_defaults()
    assert set(OPTIONS) <= {one.keyword.decode() for one in from_libpq}


def test_django_hands_the_options_on():
    wrapper = DatabaseWrapper({**connection.settings_dict, **database(f"{PLAIN}?sslmode=require")})
    parameters = wrapper.get_connection_params()
    assert (parameters["sslmode"], parameters["host"], parameters["password"]) == ("require", "db", "secret")


@pytest.mark.parametrize("name", ["sslmod", "pool", "isolation_level", "service", "assume_role"])
def test_unknown_option_is_named(name):
    assert f"unknown option {name}." in refusal(f"{PLAIN}?{name}=1")


@pytest.mark.parametrize(
    "query, words",
    [
        ("sslmode=on", "sslmode in DATABASE_URL is not one of disable"),
        ("sslmode=", "sslmode in DATABASE_URL is empty"),
        ("sslmode", "sslmode in DATABASE_URL is empty"),
        ("connect_timeout=soon", "connect_timeout in DATABASE_URL is not a whole number"),
        ("sslmode=require&sslmode=disable", "gives sslmode twice"),
        ("host=other", "gives host twice"),
    ],
)
def test_option_that_cannot_be_followed_is_named(query, words):
    assert words in refusal(f"{PLAIN}?{query}")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///site.sqlite3?timeout=5",
        "sqlite:////srv/site.sqlite3?mode=ro",
        "sqlite:////srv/a#b.sqlite3",
        "sqlite://site.sqlite3",
        "sqlite:///",
        "mysql://ada:secret@db/site",
        "site.sqlite3",
    ],
)
def test_address_of_no_use_is_refused(url):
    assert refusal(url).startswith("DATABASE_URL ")


@pytest.mark.parametrize("character", ["#", "/", "?", "@", "[", "]", ":", "%", "\\", "℀", "&", "="])
@pytest.mark.parametrize("rest", ["@db/site", "@db:5432/site", "@db:port/site", "@db/site?sslmod=1", "", "@db"])
def test_no_refusal_shows_a_part_of_the_password(character, rest):
    """Where such a character may stand, the password is read whole."""
    password = f"{SECRET}{character}{SECRET}"
    url = f"postgres://ada:{password}{rest}"
    with suppress(EnvironmentFault):
        found = database(url)["PASSWORD"]
        assert found == (password if rest else SECRET)  # without a host, what follows the @ is one
        return
    assert SECRET.lower() not in refusal(url).lower()


@pytest.mark.parametrize(
    "url", [f"{SECRET}://", f"{SECRET}:ada@db", f"postgres:{SECRET}@db", f"postgres://db:{SECRET}"]
)
def test_no_refusal_shows_a_part_of_a_mangled_address(url):
    assert SECRET.lower() not in refusal(url).lower()


def test_migrate_says_why_the_database_is_out_of_reach(tmp_path):
    """Soon, in the driver's words, and without the password."""
    address = f"postgres://ada:{SECRET}@127.0.0.1:1/site"
    ran = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert ran.returncode == 1
    assert "The database cannot be reached." in ran.stderr
    assert "Connection refused" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert SECRET not in ran.stdout + ran.stderr


def test_site_does_not_start_with_an_address_it_cannot_follow(tmp_path):
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DATABASE_URL": f"postgres://ada:{SECRET}/1@db/site", "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert ran.returncode != 0
    assert "DATABASE_URL" in ran.stderr
    assert SECRET not in ran.stderr
