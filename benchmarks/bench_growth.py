"""What each page and request costs as rows grow: CPU time in milliseconds, medians, at 10^3 and at 10^6 responses.

    python benchmarks/bench_growth.py [responses …] [--no-statistics]

The whole stack of middleware runs in this process, on SQLite in a folder of its own (about 1 GB at 10^6). Twenty
learners take the quiz through the site; all others are copies of their rows. The last lines are of a learner with 300
attempts while 300 others sit an exam that asks the same questions.
"""

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "courseware.settings"
FOLDER = tempfile.TemporaryDirectory(prefix="graded-descent-growth-")
os.environ["DATA_DIR"] = FOLDER.name
os.environ.pop("DATABASE_URL", None)

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from quizzes.models import Assignment, Attempt, Grade, Item, Quiz, Response, Slot
from quizzes.statistics import gather_statistics

QUIZ, VARIANTS, TEMPLATES, ROUNDS = "chapter-1", 10, 20, 15
APART = 3_000  # how far the keys of one copy are from those of the next
User = get_user_model()
JSON = "application/json"


def cpu(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    before = time.process_time()
    call()
    return (time.process_time() - before) * 1000


def learner(name: str = "") -> tuple[object, Client]:
    user = User.objects.create(username=name or f"new-{uuid4().hex}")
    client = Client()
    client.force_login(user)
    return user, client


def begin(client: Client, slug: str = QUIZ) -> dict[str, object]:
    return client.post(f"/api/quizzes/{slug}/attempts/", content_type=JSON).json()


def save(client: Client, attempt: dict[str, object], position: int, answer: object = None) -> None:
    sent = {"uuid": str(uuid4()), "position": position, "answer": answer, "kind": "save"}
    said = client.post(f"/api/attempts/{attempt['uuid']}/responses/", sent, content_type=JSON)
    assert said.status_code == 201, said.content


def submit(client: Client, attempt: dict[str, object]) -> None:
    assert client.post(f"/api/attempts/{attempt['uuid']}/submit/", content_type=JSON).status_code == 200


def guess(item: dict[str, object]) -> object:
    ask = item["ask"]
    options = [option["id"] for option in ask.get("options", [])]
    match item["type"]:
        case "single" | "true_false":
            return options[0] if options else "true"
        case "multiple":
            return options[:1]
        case "ordering":
            return options
    return "0.5"


def take(client: Client) -> None:
    """A whole attempt, an answer to each question; what cannot be read is a response too."""
    attempt = begin(client)
    for item in attempt["items"]:
        save(client, attempt, item["position"], guess(item))
    submit(client, attempt)


def read(client: Client, address: str) -> None:
    said = client.get(address)
    assert said.status_code == 200, (address, said.status_code)


def copy(model: type, rows: str, first: int, last: int, fixed: dict[str, str]) -> None:
    """Rows of a table again, once for each number from `first` to `last`: keys move on together, so copies belong to
    copies. `fixed` says in SQL what other columns hold.
    """
    moving = {"id", "user_id", "attempt_id", "item_id", "response_id", "last_response_id"}
    columns = [field.column for field in model._meta.local_concrete_fields]
    own = {name: f"t.{name} + n.n * {APART}" for name in columns if name in moving} | fixed
    chosen = ", ".join(own.get(name, f't."{name}"') for name in columns)
    numbers = f"WITH RECURSIVE n(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM n WHERE n < {last})"
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {numbers} SELECT {chosen} FROM n, {table} t WHERE {rows}")


def copy_attempts(where: str, first: int, last: int, **fixed: str) -> None:
    """Attempts with all that belongs to them."""
    items = f"t.attempt_id IN (SELECT t.id FROM quizzes_attempt t WHERE {where})"
    grades = f"t.item_id IN (SELECT t.id FROM quizzes_item t WHERE {items})"
    uuid = "lower(hex(randomblob(16)))"
    with transaction.atomic():
        copy(Attempt, where, first, last, {"uuid": uuid} | fixed)
        copy(Item, items, first, last, {})
        copy(Response, items, first, last, {})
        copy(Grade, grades, first, last, {})


def fill(responses: int, made: int) -> int:
    """Copies until there are so many responses; returns how many copies there are now."""
    each = Response.objects.filter(attempt__user__username__startswith="first-").count()
    wanted = max(made, responses // each)
    if wanted > made:
        with transaction.atomic():
            copy(
                User, "t.username LIKE 'first-%' AND t.id < 1000", made + 1, wanted, {"username": "hex(randomblob(8))"}
            )
        copy_attempts("t.id <= 1000", made + 1, wanted)
    return wanted


def measure() -> dict[str, float]:
    found: dict[str, list[float]] = {}

    def note(name: str, call: Callable[[], object]) -> None:
        found.setdefault(name, []).append(cpu(call))

    for _ in range(ROUNDS):
        _, client = learner()
        take(client)
        note("start", lambda client=client: begin(client))
        attempt = begin(client)
        address = f"/quizzes/attempts/{attempt['uuid']}/"
        note("save", lambda client=client, attempt=attempt: save(client, attempt, 1, "0.5"))
        note("take", lambda client=client, address=address: read(client, address))
        note("submit", lambda client=client, attempt=attempt: submit(client, attempt))
        note("review", lambda client=client, address=address: read(client, f"{address}review/"))
        for name, page in (("home", "/"), ("progress", "/progress/"), ("quiz page", f"/quizzes/{QUIZ}/")):
            note(name, lambda client=client, page=page: read(client, page))
        guest = Client()
        note("guest's start", lambda guest=guest: begin(guest))
    return {name: statistics.median(values) for name, values in found.items()}


def beside_an_exam() -> dict[str, float]:
    """Pages of a learner with 300 attempts while 300 others sit an exam about the same questions."""
    user, client = learner("with-300-attempts")
    take(client)
    own = Attempt.objects.get(user=user)
    copy_attempts(f"t.id = {own.pk}", 20_001, 20_299, user_id=str(user.pk), number="n.n - 19999")
    exam = Quiz.objects.create(slug="exam", title="Exam", chapter_slug="introduction", mode="exam")
    for slot in Slot.objects.filter(quiz__slug=QUIZ):
        Slot.objects.create(
            quiz=exam, position=slot.position, question=slot.question, concept=slot.concept, pick=slot.pick
        )
    Assignment.objects.create(quiz=exam)
    for _ in range(300):
        begin(learner()[1], "exam")
    found = {}
    for name, page in (("home", "/"), ("progress", "/progress/"), ("quiz page", f"/quizzes/{QUIZ}/")):
        found[name] = statistics.median(cpu(lambda page=page: read(client, page)) for _ in range(ROUNDS))
    sitting = begin(learner()[1])
    taker = learner()[1]
    attempt = begin(taker)
    assert sitting["state"] == "in_progress"
    found["save"] = statistics.median(cpu(lambda: save(taker, attempt, 1, "0.5")) for _ in range(ROUNDS))
    return found


def table(rows: dict[str, dict[str, float]]) -> None:
    names = list(next(iter(rows.values())))
    print(f"{'ms CPU':<16}" + "".join(f"{name:>14}" for name in rows))
    for name in names:
        print(f"{name:<16}" + "".join(f"{row[name]:>14.1f}" for row in rows.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("responses", nargs="*", type=int, default=[1_000, 1_000_000])
    parser.add_argument("--no-statistics", action="store_true", help="leave out what the sweep gathers")
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("loadcourse", variants=VARIANTS, stdout=io.StringIO(), stderr=io.StringIO())
    for number in range(TEMPLATES):
        take(learner(f"first-{number}")[1])
    made, rows = 0, {}
    for responses in sorted(asked.responses):
        made = fill(responses, made)
        if not asked.no_statistics:
            gather_statistics()
        count = Response.objects.count()
        rows[f"{count:,}"] = measure()
        print(f"{count:,} responses, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    table(rows)
    print("\n300 own attempts, 300 others in an exam")
    table({"": beside_an_exam()})


if __name__ == "__main__":
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        main()
