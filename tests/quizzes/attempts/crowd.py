"""One of several processes that knock at the doors together: `python -m tests.quizzes.attempts.crowd`.

Reads a line of JSON for each round, {"at": when to begin, "token", "calls": [{"path", "body"} or {"sweep": moment}]},
makes all its calls at once, each from a thread of its own, and writes what came of them as a line of JSON.
"""

import json
import os
import sys
import time
from datetime import datetime
from threading import Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseware.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from quizzes import attempts  # noqa: E402


def make(call, token):
    if "sweep" in call:
        return ["sweep", attempts.expire_due(datetime.fromisoformat(call["sweep"]))]
    reply = Client(headers={"Authorization": f"Token {token}"}).post(
        f"/api/{call['path']}", call.get("body", {}), content_type="application/json"
    )
    return [reply.status_code, reply.json()]


def run(order):
    results = [None] * len(order["calls"])

    def knock(number, call):
        time.sleep(max(0.0, order["at"] - time.time()))
        try:
            results[number] = make(call, order.get("token"))
        except Exception as error:
            results[number] = ["raised", repr(error)]
        finally:
            connection.close()

    threads = [Thread(target=knock, args=pair) for pair in enumerate(order["calls"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


if __name__ == "__main__":
    setup_test_environment()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
