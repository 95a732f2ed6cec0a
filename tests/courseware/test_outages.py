"""A database that is busy or full is said so, with another try asked for; it is never a failure of the learner."""

import pytest
from django.contrib.auth import middleware
from django.db import OperationalError

from courseware import views
from quizzes import api

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
