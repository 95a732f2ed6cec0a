"""Before release no page and no reply of the site tells anything of a key: a learner's crawl finds no planted text."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from courseware import course
from quizzes.in_place import placed
from quizzes.models import Assignment, Attempt, Key, Question, Quiz, Slot
from quizzes.publishing.loading import write_course
from tests.quizzes.attempts.factory import right_answer
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


def in_the_chapter(client):
    """The chapter with its questions, and all that leads on from them before anything was answered."""
    page = client.get("/chapters/introduction/").content.decode()
    assert page.count("data-placed=") > 20
    slug, variant = re.search(r'data-placed="([^"]+)".*?name="check" value="(\d+)"', page, re.DOTALL).groups()
    door = f"/api/chapters/introduction/questions/{slug}/responses/"
    sent = {"uuid": str(uuid4()), "answer": None, "kind": "save", "variant": int(variant)}
    saved = client.post(door, sent, content_type="application/json")
    assert saved.status_code == 201
    address = f"/quizzes/attempts/{saved.json()['attempt']}/"
    more = crawl(client, "/chapters/introduction/", address, f"/api{address.removeprefix('/quizzes')}")
    piece = client.post(f"{address}another/", {"another": "1", "placed": slug}).content.decode()
    return {door: saved.content.decode(), "another": piece, **more}


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


def test_a_question_in_a_chapter_tells_nothing_of_a_key_before_an_answer(client, site):
    assert holding(in_the_chapter(client)) == []
    variant = placed(["learned-features"])[0]
    sent = {"uuid": str(uuid4()), "kind": "check", "variant": variant.variant}
    answer = variant.item.variant.shown["ask"]["options"][0]["id"]
    door = "/api/chapters/introduction/questions/learned-features/responses/"
    told = client.post(door, sent | {"answer": answer}, content_type="application/json").content.decode()
    assert CANARY in told  # and only then


def test_what_is_answered_in_a_chapter_during_an_exam_that_asks_it_is_told_nothing(client, site):
    Quiz.objects.update(mode="exam", policy={"attempts": 0})
    variants = {one.slug: one.variant for one in placed(course.chapter("introduction").questions)}
    asked = list(variants)[: Slot.objects.count()]
    for slot, slug in zip(Slot.objects.order_by("position"), asked, strict=True):
        Slot.objects.filter(pk=slot.pk).update(question=Question.objects.get(slug=slug), concept=None)
    client.force_login(get_user_model().objects.create_user("learner"))
    client.post("/quizzes/chapter-1/start/")
    attempt = Attempt.objects.get()
    assert set(attempt.items.values_list("variant__version__question__slug", flat=True)) == set(asked)
    replies = {}
    for slug in asked:
        item = attempt.items.get(variant__version__question__slug=slug)
        answer = right_answer(attempt, item.position) if item.variant_id == variants[slug] else "1"
        sent = {"uuid": str(uuid4()), "answer": answer, "kind": "check", "variant": variants[slug]}
        door = f"/api/chapters/introduction/questions/{slug}/responses/"
        replies[door] = client.post(door, sent, content_type="application/json").content.decode()
    assert holding(replies) == []
    assert not [reply for reply in replies.values() if '"fraction"' in reply]


def test_the_crawl_finds_it_once_it_is_released(client, site, django_user_model):
    client.post("/quizzes/chapter-1/start/")
    attempt = Attempt.objects.get()
    client.post(f"/quizzes/attempts/{attempt.uuid}/", {"do": "submit"})
    Assignment.objects.update(released_at=attempt.started_at)
    assert f"/quizzes/attempts/{attempt.uuid}/review/" in holding(crawl(client, *doors(attempt)))
    client.logout()
    assert holding(crawl(client, *doors(attempt))) == []
