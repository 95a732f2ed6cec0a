"""A database that is busy or full is said so, with another try asked for; it is never a failure of the learner."""

import shutil
from collections import namedtuple

import psycopg
import pytest
from django.contrib.auth import middleware
from django.db import InterfaceError, OperationalError, connection

from courseware import views
from quizzes import api
from simulator.outages import AWAY, BUSY, FULL, STORAGE, outage, why_unreachable

CASES = [("database is locked", 503), ("database or disk is full", 507), ("could not connect to server", 503)]


def failing(words):
    def fail(*args, **kwargs):
        raise OperationalError(words)

    return fail


@pytest.mark.parametrize("words, status", CASES)
def test_a_page_says_that_it_passes(client, db, monkeypatch, words, status):
    monkeypatch.setattr(views, "invitations", failing(words))
    reply = client.get("/")
    assert (reply.status_code, reply["Retry-After"]) == (status, "5")
    assert b"What was saved before is safe" in reply.content


@pytest.mark.parametrize("words, status", CASES)
def test_a_program_is_told_when_to_come_back(client, db, monkeypatch, words, status):
    monkeypatch.setattr(api, "get_object_or_404", failing(words))
    reply = client.get("/api/quizzes/chapter-1/")
    assert (reply.status_code, reply["Retry-After"]) == (status, "5")
    assert reply.json()["code"] == "unavailable"
    assert words not in reply.content.decode()


@pytest.mark.parametrize("words, status", CASES)
def test_a_signed_in_person_is_told_too(client, learner, chapter_file, monkeypatch, words, status):
    client.force_login(learner)
    monkeypatch.setattr(middleware, "get_user", failing(words))
    reply = client.get("/")
    assert (reply.status_code, reply["Retry-After"]) == (status, "5")


def error_of(driver, kind=OperationalError):
    """As Django hands on an error of its driver."""
    error = kind(str(driver))
    error.__cause__ = driver
    return error


@pytest.mark.parametrize(
    "said, status, sentence",
    [
        ("database is locked", 503, BUSY),
        ("database table is locked", 503, BUSY),
        ("database or disk is full", 507, FULL),
        ("disk I/O error", 503, STORAGE),
        ("unable to open database file", 503, STORAGE),
        ("attempt to write a readonly database", 503, STORAGE),
    ],
)
def test_sqlite_outage_is_named_for_what_it_is(said, status, sentence):
    assert outage(OperationalError(said)) == (status, sentence)


def test_disk_error_on_a_full_disk_is_a_full_disk(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    full = namedtuple("usage", "free")(0)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
    assert outage(OperationalError("disk I/O error")) == (507, FULL)


@pytest.mark.parametrize(
    "error, status, sentence",
    [
        (psycopg.OperationalError("connection failed: Connection refused"), 503, AWAY),
        (psycopg.OperationalError("couldn't get a connection after 3.00 sec"), 503, AWAY),
        (psycopg.OperationalError("server closed the connection unexpectedly"), 503, AWAY),
        (psycopg.errors.AdminShutdown(), 503, AWAY),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), 503, AWAY),
        (psycopg.errors.DiskFull("could not extend file"), 507, FULL),
        (psycopg.errors.IoError("could not read block"), 503, STORAGE),
        (psycopg.errors.TooManyConnections(), 503, BUSY),
        (psycopg.errors.DeadlockDetected(), 503, BUSY),
        (psycopg.errors.LockNotAvailable(), 503, BUSY),
        (psycopg.errors.QueryCanceled(), 503, BUSY),
    ],
)
def test_postgresql_outage_is_named_for_what_it_is(error, status, sentence):
    assert outage(error_of(error)) == (status, sentence)


def test_closed_connection_is_a_database_out_of_reach():
    assert outage(error_of(psycopg.InterfaceError("connection already closed"), InterfaceError)) == (503, AWAY)


def test_page_that_cannot_be_read_speaks_of_no_saving(client, db, monkeypatch):
    monkeypatch.setattr(views, "invitations", failing("connection failed: Connection refused"))
    page = client.get("/").content.decode()
    assert AWAY in page
    assert "busy" not in page


def test_database_that_answers_is_not_out_of_reach(db):
    assert why_unreachable() is None


def test_operators_are_told_the_reason_of_the_driver(db, monkeypatch):
    monkeypatch.setattr(type(connection.copy()), "connect", failing("connection failed: Connection refused"))
    assert "Check DATABASE_URL" in why_unreachable()
    assert "Connection refused" in why_unreachable()
