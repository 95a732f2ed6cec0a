"""What the environment says is read strictly, and behind a proxy visitors are told apart."""

from pathlib import Path

import pytest
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import RequestFactory

from courseware.database_address import database, sqlite
from courseware.environment import EnvironmentFault, cores, number
from courseware.middleware import visitor_address


@pytest.mark.parametrize("text, value", [("4", 4), (" 4 ", 4), ("", 2)])
def test_a_number_is_read(text, value):
    assert number({"RUNS_AT_ONCE": text}, "RUNS_AT_ONCE", 2) == value


def test_a_number_that_is_not_said_is_the_usual_one():
    assert number({}, "RUNS_AT_ONCE", 2) == 2


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "two", "²", "١"])
def test_what_is_no_whole_number_of_at_least_one_is_refused_by_the_name_of_its_variable(text):
    with pytest.raises(EnvironmentFault, match="RUNS_AT_ONCE"):
        number({"RUNS_AT_ONCE": text}, "RUNS_AT_ONCE", 2)


def test_there_is_a_core_to_run_on():
    assert cores() >= 1


@pytest.mark.parametrize(
    "forwarded, address",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("10.6.6.6, 203.0.113.7", "203.0.113.7"),  # what a visitor says of itself stands before what the proxy saw
        ("", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_a_visitor_has_the_address_that_the_proxy_saw(forwarded, address):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    visitor_address(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address


def test_a_thread_keeps_its_connection_to_sqlite_from_request_to_request():
    """Ten minutes at most: then it learns of new statistics."""
    assert 0 < sqlite(Path("site.sqlite3"))["CONN_MAX_AGE"] <= 600


@pytest.mark.django_db(transaction=True)
def test_the_next_request_finds_the_connection_open():
    connection.ensure_connection()
    before = connection.connection
    close_old_connections()  # as Django does before and after each request
    connection.ensure_connection()
    assert connection.connection is before or connection.pool  # PostgreSQL's come from a pool


@pytest.mark.django_db
def test_postgresql_compiles_no_query_to_machine_code():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
    assert "jit=off" in database("postgres:///name")["OPTIONS"]["options"]
