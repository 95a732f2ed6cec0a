"""What reading a chapter costs the server, beside the least that Django can do: CPU time, medians of paired rounds.

    python benchmarks/bench_reading.py

Both sides run in this process, through the whole stack of middleware and with a signed-in session, and take turns, so
that a machine which slows down slows both. The floor is a bare Django view with the middleware of a new project that
knows who asks and sends the same bytes out of one row. The bar is 10 ms.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "courseware.settings"
os.environ["DATA_DIR"] = tempfile.mkdtemp()

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client, override_settings
from django.urls import path

from courseware.models import Reading

ROUNDS, REQUESTS, BAR = 15, 30, 10  # the bar in ms
CHAPTER = "/chapters/introduction/"
FLOOR = {
    "ROOT_URLCONF": __name__,
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
}

Requests = Callable[[], float]  # CPU seconds of one request


class Page(models.Model):
    slug = models.SlugField(unique=True)
    body = models.BinaryField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return self.slug


def one_row(request: HttpRequest, slug: str) -> HttpResponse:
    """The floor: the session, the user, and one row."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    return HttpResponse(bytes(get_object_or_404(Page, slug=slug).body), headers={"Content-Encoding": "gzip"})


urlpatterns = [path("chapters/<slug:slug>/", one_row)]


def environ(address: str, session: str) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_COOKIE": f"sessionid={session}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def answered(handler: WSGIHandler, address: str, session: str) -> bytes:
    """The whole answer, as a server would send it; an answer that is no page ends the benchmark."""
    said: list[str] = []
    response = handler(
        {**environ(address, session), "wsgi.input": io.BytesIO()}, lambda status, headers: said.append(status)
    )
    body = b"".join(response)
    response.close()
    if said != ["200 OK"]:
        raise SystemExit(f"{address} answered {said}")
    return body


def timed(handler: WSGIHandler, address: str, session: str) -> float:
    began = time.process_time()
    for _ in range(REQUESTS):
        answered(handler, address, session)
    return (time.process_time() - began) / REQUESTS


def made_course() -> str:
    """A database with the course and a reader who is signed in; returns the session's key."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("loadcourse", stdout=io.StringIO(), stderr=io.StringIO())
    reader = get_user_model().objects.create_user("reader", password=None)
    Reading.objects.create(user=reader, chapter_slug="introduction", anchor="sigmoid", at=datetime.now(UTC))
    client = Client()
    client.force_login(reader)
    return client.cookies["sessionid"].value


def keep(page: bytes) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Page)
    Page.objects.create(slug="introduction", body=page)


def main() -> None:
    session = made_course()
    ours = WSGIHandler()
    page = answered(ours, CHAPTER, session)
    keep(page)
    with override_settings(**FLOOR):
        floor = WSGIHandler()
        assert answered(floor, CHAPTER, session) == page
    rounds = []
    for _ in range(ROUNDS):
        own = timed(ours, CHAPTER, session)
        with override_settings(**FLOOR):
            rounds.append((own, timed(floor, CHAPTER, session)))
    print(f"a chapter, {len(page) / 1000:.0f} kB as it is sent")
    print(f"  ours                  {1e3 * statistics.median(own for own, _ in rounds):8.2f} ms a request   bar: {BAR}")
    print(f"  a row, bare Django    {1e3 * statistics.median(bare for _, bare in rounds):8.2f} ms")


if __name__ == "__main__":
    main()
