"""Requests that arrive together at the doors of two processes, as on a server with two workers."""

import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from rest_framework.authtoken.models import Token

from quizzes.models import Attempt, Audit, Grade
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import MINUTE, right_answer, wrong_answer

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)  # the doors ask the clock
PROCESSES = 2
AHEAD = 0.2  # seconds until the threads of both processes stand ready


def rounds(few, crowd, many, all_of_them):
    """(calls, rounds): a few in the usual run, all of them with --long."""
    long = pytest.param(all_of_them, many, id="many", marks=pytest.mark.long)
    return pytest.mark.parametrize(("count", "rounds"), [pytest.param(crowd, few, id="few"), long])


class Crowd:
    """Processes that make calls at the same moment."""

    def __init__(self):
        environment = {"DATABASE_URL": address_of_database(), **environment_of_tests()}
        command = [sys.executable, "-m", "tests.quizzes.attempts.crowd"]
        options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": settings.BASE_DIR}
        self.processes = [subprocess.Popen(command, env=environment, **options) for _ in range(PROCESSES)]

    def make(self, calls, user=None):
        """What came of each call, shuffled over the processes."""
        token = Token.objects.get_or_create(user=user)[0].key if user else None
        shares = [calls[number::PROCESSES] for number in range(PROCESSES)]
        at = time.time() + AHEAD
        for process, share in zip(self.processes, shares, strict=True):
            process.stdin.write(json.dumps({"at": at, "token": token, "calls": share}) + "\n")
            process.stdin.flush()
        return [result for process in self.processes for result in json.loads(process.stdout.readline())]

    def close(self):
        for process in self.processes:
            process.stdin.close()
            process.wait(30)
            process.stdout.close()


def environment_of_tests():
    named = ("GRADED_DESCENT_TESTS", "DATA_DIR", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "HOME")
    return {name: os.environ[name] for name in named if name in os.environ}


def address_of_database():
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    who = f"{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}" if of["USER"] else of["HOST"]
    return f"postgres://{who}/{of['NAME']}"


@pytest.fixture
def crowd(transactional_db):
    crowd = Crowd()
    yield crowd
    crowd.close()


def door(attempt, name):
    return f"attempts/{attempt.uuid}/{name}/"


def save(attempt, answer):
    body = {"uuid": str(uuid4()), "position": 1, "answer": answer, "kind": "save"}
    return {"path": door(attempt, "responses"), "body": body}


@rounds(few=2, crowd=8, many=200, all_of_them=64)
def test_submits_from_two_processes_make_one_set_of_grades_and_get_the_same_reply(crowd, count, rounds):
    offered = factory.offer(*factory.four_questions())
    for _ in range(rounds):
        attempt = factory.begin(offered, now=NOW)
        factory.answer_all(attempt, NOW)
        results = crowd.make([{"path": door(attempt, "submit")}] * count, attempt.user)
        assert len({json.dumps(result) for result in results}) == 1, results
        status, body = results[0]
        assert (status, body["state"], body["score"]["fraction"]) == (200, "graded", 1)
        assert Grade.objects.filter(item__attempt=attempt).count() == 4
        assert Audit.objects.filter(before__attempt=str(attempt.uuid)).count() == 1


@rounds(few=2, crowd=8, many=200, all_of_them=32)
def test_starts_from_two_processes_at_limit_1_make_one_attempt(crowd, count, rounds):
    factory.offer(factory.publish(factory.SINGLE), attempts=1)
    for _ in range(rounds):
        learner = factory.person()
        results = crowd.make([{"path": "quizzes/the-quiz/attempts/"}] * count, learner)
        assert sorted(status for status, _ in results) == [200] * (count - 1) + [201], results
        assert {body["uuid"] for _, body in results} == {str(Attempt.objects.get(user=learner).uuid)}


@rounds(few=3, crowd=6, many=200, all_of_them=12)
def test_saves_a_submit_and_the_sweep_from_two_processes_grade_a_prefix_of_the_log(crowd, count, rounds):
    offered = factory.offer(factory.publish(factory.NUMBER), minutes=60)
    for number in range(rounds):
        attempt = factory.begin(offered, now=datetime.now(UTC))
        answers = [wrong_answer(attempt, 1), right_answer(attempt, 1)] * (count // 2)
        calls = [save(attempt, answer) for answer in answers]
        calls += [{"path": door(attempt, "submit")}, {"sweep": (NOW + 600 * MINUTE).isoformat()}]
        random.Random(number).shuffle(calls)
        check_the_log(attempt, crowd.make(calls, attempt.user), count)


def check_the_log(attempt, results, count):
    """What was acknowledged counts, what came late does not, and the grade is that of the last that counts."""
    assert not [result for result in results if result[0] == "raised"]
    attempt.refresh_from_db()
    counted = list(attempt.responses.filter(late=False).order_by("pk"))
    written = {body["seq"] for status, body in results if status == 201}
    closed = sum(status == 409 for status, _ in results)
    assert written == {response.pk for response in counted}
    assert (attempt.responses.filter(late=True).count(), closed + len(written)) == (closed, count)
    assert attempt.last_response == (counted[-1] if counted else None)
    grade = Grade.objects.get(item__attempt=attempt)
    assert grade.response == attempt.last_response
    right = bool(counted) and counted[-1].answer == right_answer(attempt, 1)
    assert (grade.fraction, attempt.points, attempt.state) == (right, right, "graded")
