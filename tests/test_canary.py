"""Before release no page and no reply of the site tells anything of a key: a learner's crawl finds no planted text."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction

from quizzes.models import Assignment, Attempt, Key, Quiz
from quizzes.publishing.loading import write_course
from tests.quizzes.conftest import drawn_course

__all__ = ["drawn_course"]

pytestmark = pytest.mark.django_db
CANARY = "canary-7f1c"
LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
ENOUGH = 40


def planted(value):
    """The same JSON with a canary in every text that is there to be read."""
    if isinstance(value, dict):
        return {
            name: inner if name in ("ids", "probe", "network", "node") else planted(inner)
            for name, inner in value.items()
        }
    return f"{value} {CANARY}" if isinstance(value, str) else value


@pytest.fixture
def site(drawn_course):
    """The course as it ships, a canary in every key, and a quiz that is released by hand."""
    with transaction.atomic():
        write_course(*drawn_course, None)
        for key in Key.objects.all():
            Key.objects.filter(pk=key.pk).overwrite(right=planted(key.right), wrong=planted(key.wrong))
        Quiz.objects.update(policy={"release": "by hand"})


def crawl(client, *starts):
    """Every reply behind the links of a page, and of those behind theirs; forms are not sent."""
    waiting, seen, replies = list(starts), set(), {}
    while waiting and len(seen) < 400:
        address = waiting.pop(0)
        if address in seen or "sign-out" in address or "/start/" in address:
            continue
        seen.add(address)
        reply = client.get(address)
        body = b"".join(reply.streaming_content) if reply.streaming else reply.content
        replies[address] = body.decode(errors="replace")
        if "html" in reply.get("Content-Type", ""):
            found = (urljoin(address, unescape(link)) for link in LINK.findall(replies[address]))
            waiting += [link for link in found if not urlsplit(link).netloc]
    return replies


def doors(attempt):
    api = [
        f"/api/attempts/{attempt.uuid}/",
        f"/api/attempts/{attempt.uuid}/review/",
        "/api/quizzes/",
        "/api/quizzes/chapter-1/",
    ]
    pages = ["/", f"/quizzes/attempts/{attempt.uuid}/", f"/quizzes/attempts/{attempt.uuid}/?open=1"]
    return [*pages, f"/quizzes/attempts/{attempt.uuid}/review/", *api, "/api/schema/", "/api/chapters/introduction/"]


def holding(replies):
    return [address for address, text in replies.items() if CANARY in text]


def test_a_crawl_before_release_finds_nothing_of_a_key(client, site):
    client.post("/quizzes/chapter-1/start/")
    attempt = Attempt.objects.get()
    replies = crawl(client, *doors(attempt))
    client.post(f"/quizzes/attempts/{attempt.uuid}/", {"do": "submit"})
    replies |= {f"{address} once submitted": text for address, text in crawl(client, *doors(attempt)).items()}
    assert len(replies) > ENOUGH
    assert holding(replies) == []


def test_the_crawl_finds_it_once_it_is_released(client, site, django_user_model):
    client.post("/quizzes/chapter-1/start/")
    attempt = Attempt.objects.get()
    client.post(f"/quizzes/attempts/{attempt.uuid}/", {"do": "submit"})
    Assignment.objects.update(released_at=attempt.started_at)
    assert f"/quizzes/attempts/{attempt.uuid}/review/" in holding(crawl(client, *doors(attempt)))
    client.logout()
    assert holding(crawl(client, *doors(attempt))) == []
